"""Which question comes next: those first that change the advice most, and none that cannot matter to this home.

The order after the front door's three is the one measured by `benchmarks/questions.py` (60 simulated homes without
readings): what the household wants moves 43 % of the first five measures, its area 12 %, its people 11 %, its budget
8 %, and what comes last next to nothing. Owner or tenant stands early because it decides what else is asked; the kind
of heating comes early where the fuel leaves it open; what money and safety depend on is asked at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from coach.homes.questionnaire import GROUPS, Question
from greener_homes.homes import FactValue
from models.house.facts import DwellingType, HeatingSystem, Tenure
from models.measures.rules import KNOB_AND_TUBE_BEFORE, VERMICULITE_BEFORE
from models.quantities import Fuel

Facts = Mapping[str, FactValue]

ORDER: Final = (
    "dwelling_type",
    "year_built",
    "heating_fuel",
    "tenure",
    "goal",
    "heated_area_m2",
    "occupants",
    "budget_cad",
    "led_lighting",
    "smart_thermostat",
    "attic_r",
    "setpoint_day_c",
    "setpoint_night_c",
    "cooling",
    "price_plan",
    "basement_insulation",
    "window_type",
    "heating_system",
    "storeys",
    "hot_water_fuel",
    "municipality",
    "heating_year",
    "vermiculite",
    "knob_and_tube",
)
ENOUGH: Final = frozenset(ORDER[: 1 + ORDER.index("budget_cad")])
"""With these answered a first plan stands; whoever has given them is asked whether to go on."""
OPEN_FUELS: Final = (Fuel.ELECTRICITY, Fuel.WOOD)
"""What runs on them may be of very different kinds, which the stock can only guess."""
_QUESTIONS: Final = MappingProxyType({question.name: question for group in GROUPS for question in group.questions})


def question(name: str) -> Question | None:
    """The question that fills the fact of that name, or None."""
    return _QUESTIONS.get(name)


def steps(facts: Facts) -> tuple[Question, ...]:
    """The questions that matter to a home of which this is known, in the order of asking."""
    return tuple(_QUESTIONS[name] for name in _order(facts) if matters(name, facts))


def matters(name: str, facts: Facts) -> bool:
    """Whether an answer could change what this home is told."""
    idle = _IDLE.get(name)
    return idle is None or not idle(facts)


def first_open(facts: Facts, answered: frozenset[str]) -> str | None:
    """The first question that nobody has answered, not even with "I don't know"; None when all are."""
    return next((each.name for each in steps(facts) if each.name not in answered), None)


def next_open(facts: Facts, answered: frozenset[str], after: str) -> str | None:
    """The next one nobody has answered, in the order of asking, behind the question `after`; None at the end."""
    names = [each.name for each in steps(facts)]
    behind = names[names.index(after) + 1 :] if after in names else names
    return next((name for name in behind if name not in answered), None)


def before(facts: Facts, name: str) -> str | None:
    """The question before that one, answered or not; None before the first."""
    names = [each.name for each in steps(facts)]
    place = names.index(name) if name in names else 0
    return names[place - 1] if place else None


def _order(facts: Facts) -> list[str]:
    names = list(ORDER)
    if facts.get("heating_fuel") in OPEN_FUELS:
        names.remove("heating_system")
        names.insert(names.index("heating_fuel") + 1, "heating_system")
    return names


def _rented(facts: Facts) -> bool:
    """A tenant can see neither the attic nor the wires, and does not buy the next furnace."""
    return facts.get("tenure") == Tenure.TENANT


def _built_since(facts: Facts, year: int) -> bool:
    built = facts.get("year_built")
    return isinstance(built, int | float) and built >= year


def _mobile(facts: Facts) -> bool:
    return facts.get("dwelling_type") == DwellingType.MOBILE


_IDLE: Final[Mapping[str, Callable[[Facts], bool]]] = MappingProxyType(
    {
        "attic_r": _rented,
        "heating_year": lambda facts: (
            _rented(facts) or facts.get("heating_system") in (HeatingSystem.BASEBOARD, HeatingSystem.STOVE)
        ),
        "vermiculite": lambda facts: _rented(facts) or _built_since(facts, VERMICULITE_BEFORE),
        "knob_and_tube": lambda facts: _rented(facts) or _built_since(facts, KNOB_AND_TUBE_BEFORE),
        "cooling": lambda facts: facts.get("heating_system") == HeatingSystem.HEAT_PUMP,
        "storeys": _mobile,
        "basement_insulation": _mobile,
    }
)
"""By question, when no answer to it could matter."""
