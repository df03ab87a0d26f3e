"""What is assumed of a home where its household does not know: the stock's answer for its type and age, or a rule's.

Worked out by the same code that advice runs on (models/house/stock.py), from all that is known but this one thing.
Where a question is about wishes, prices or plain yes and no, the stock is silent and advice has a rule, said here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from coach.homes.evidence import home_facts
from greener_homes.homes import FactValue
from models.house.facts import FACT_NAMES, Goal, HomeFacts, PricePlanChoice, Tenure
from models.house.stock import Assumed, assumed
from models.measures.rules import KNOB_AND_TUBE_BEFORE, VERMICULITE_BEFORE
from models.ranking.candidate import UNASKED_CAD

TYPICAL_PLACE: Final = "Oshawa"
"""Whose typical year stands for a home of which nobody says where it is (models/house/weather.py)."""
RULES: Final[Mapping[str, FactValue]] = MappingProxyType(
    {
        "municipality": TYPICAL_PLACE,
        "tenure": Tenure.OWNER.value,
        "goal": Goal.BILL.value,
        "price_plan": PricePlanChoice.TOU.value,
        "smart_thermostat": False,
        "led_lighting": False,
    }
)
"""What advice takes in the place of no answer. Held to by tests/coach/homes/test_questionnaire_assumed.py."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """What stands in for an answer. `name` is the fact that is assumed, another than the question's where that is what
    counts; `low` and `high` what a tenth of such homes lie below and above; `from_stock` whether homes say so, and not
    a rule. Without a value nothing is assumed: somebody looks first where `look_first`.
    """

    name: str
    value: FactValue
    low: float | None = None
    high: float | None = None
    from_stock: bool = True
    look_first: bool = False


def assumption(facts: Mapping[str, FactValue], name: str) -> Assumption:
    """What is assumed for the question of that name, with all else that is known of the home."""
    if name in RULES:
        return Assumption(name, RULES[name], from_stock=False)
    if name == "budget_cad":
        return Assumption(name, UNASKED_CAD, from_stock=False)
    if name in _LOOKED_AT:
        return Assumption(name, None, from_stock=False, look_first=_is_older(facts, name))
    home = assumed(_without(facts, name))
    if name == "heating_year":
        return Assumption("heating_efficiency_pct", home.facts.heating_efficiency_pct)
    value = getattr(home.facts, name)
    low, high = _tenths(home, name)
    return Assumption(name, value if isinstance(value, float | int) else str(value), low, high)


_LOOKED_AT: Final[Mapping[str, int]] = MappingProxyType(
    {"vermiculite": VERMICULITE_BEFORE, "knob_and_tube": KNOB_AND_TUBE_BEFORE}
)


def _without(facts: Mapping[str, FactValue], name: str) -> HomeFacts:
    return home_facts({each: facts[each] for each in FACT_NAMES if each in facts and each != name})


def _tenths(home: Assumed, name: str) -> tuple[float | None, float | None]:
    return (home.group.attic_r.p10, home.group.attic_r.p90) if name == "attic_r" else (None, None)


def _is_older(facts: Mapping[str, FactValue], name: str) -> bool:
    """As the rules of safety see it: an unknown age is old for vermiculite and not for wiring (models/measures)."""
    built = facts.get("year_built")
    if not isinstance(built, int | float):
        return name == "vermiculite"
    return built < _LOOKED_AT[name]
