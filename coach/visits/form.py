"""What the form of a visit asks: every field with what it may hold, by part of the home. Pure.

The answers are one text a field, an empty one left out; several choices stand in one text, a space between them, in
the order of the form. A number stays as it was typed until somebody wants to know it (`measurements`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from greener_homes.tables.visit import Part as Part
from models.house.facts import CLOSED_SETS

CONCERNS: Final = tuple(f"concern_{place}" for place in range(1, 6))
"""What the household says matters, the first first."""
STEPS: Final = 4
"""Next steps of the plan, each who does what by when."""
CONCERN_MAXIMUM, NOTE_MAXIMUM, STEP_MAXIMUM, PLATE_MAXIMUM, NUMBER_MAXIMUM = 500, 1_500, 300, 60, 20

Answers = Mapping[str, str]


class Kind(StrEnum):
    """How a field is answered."""

    TEXT = "text"
    LINES = "lines"
    ONE = "one"
    MANY = "many"
    NUMBER = "number"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Ask:
    """One field. `options` are what a choice may be; `fact` is the fact of the home that it becomes as it stands."""

    name: str
    kind: Kind
    maximum: int = NUMBER_MAXIMUM
    options: tuple[str, ...] = ()
    fact: str = ""


SEEN: Final[Mapping[Part, tuple[str, ...]]] = MappingProxyType(
    {
        Part.ATTIC: ("thin", "patchy", "well_insulated", "hatch_leaks", "frost_or_stains", "vents_blocked"),
        Part.WALLS: ("drafts", "cold_to_touch", "insulation_seen", "no_insulation_seen", "damp_marks"),
        Part.WINDOWS: ("drafts", "fogged", "frames_worn", "good_order"),
        Part.BASEMENT: ("bare_walls", "header_open", "cracks", "finished", "good_order"),
        Part.HEATING: ("near_its_end", "ducts_leak", "filter_dirty", "rooms_uneven", "serviced"),
        Part.HOT_WATER: ("near_its_end", "rusty", "pipes_bare", "rented", "good_order"),
        Part.VENTILATION: ("fans_weak", "fans_good", "hrv_runs", "hrv_off", "dryer_inside"),
        Part.PANEL: ("full", "room_for_more", "fuses", "aluminium_wires"),
        Part.SAFETY: ("mould", "standing_water", "backdraft", "no_co_alarm", "smell_of_gas", "old_tiles_or_wrap"),
    }
)
"""Quick choices by part, in the order they are offered."""
STOPS: Final = frozenset(
    {"mould", "standing_water", "backdraft", "no_co_alarm", "smell_of_gas", "old_tiles_or_wrap", "aluminium_wires"}
)
"""Choices after which work waits until somebody has made it safe."""
YES_NO: Final = ("yes", "no")
MATERIALS: Final = ("cellulose", "fibreglass", "mineral_wool", "batts", "vermiculite", "mixed")
WHO: Final = ("household", "coach", "contractor", "programme")


def _fact(name: str) -> Ask:
    known = CLOSED_SETS.get(name)
    options = tuple(member.value for member in known) if known else YES_NO
    return Ask(f"fact_{name}", Kind.ONE, options=options, fact=name)


def _number(name: str, unit: tuple[str, ...] = ()) -> tuple[Ask, ...]:
    asked = Ask(name, Kind.NUMBER)
    return (asked, Ask(f"{name}_unit", Kind.ONE, options=unit)) if unit else (asked,)


def _plate(name: str) -> tuple[Ask, ...]:
    """A nameplate: who made it, which one, when, and how strong it is."""
    return (
        Ask(f"{name}_make", Kind.TEXT, PLATE_MAXIMUM),
        Ask(f"{name}_model", Kind.TEXT, PLATE_MAXIMUM),
        *_number(f"{name}_year"),
        *_number(f"{name}_capacity", ("btu_h", "kw")),
    )


FOUND: Final[Mapping[Part, tuple[Ask, ...]]] = MappingProxyType(
    {
        Part.ATTIC: (
            *_number("attic_depth", ("cm", "in")),
            Ask("attic_material", Kind.ONE, options=MATERIALS),
            *_number("attic_value", ("r", "rsi")),
            _fact("vermiculite"),
            _fact("cathedral_ceiling"),
        ),
        Part.WALLS: (*_number("wall_value", ("r", "rsi")), _fact("floor_over_garage")),
        Part.WINDOWS: (_fact("window_type"), *_number("window_year")),
        Part.BASEMENT: (_fact("basement_insulation"), _fact("crawl_space"), _fact("damp_basement")),
        Part.HEATING: (
            _fact("heating_fuel"),
            _fact("heating_system"),
            *_plate("heating"),
            *_number("heating_afue"),
            _fact("smart_thermostat"),
            _fact("cooling"),
            *_plate("cooling"),
        ),
        Part.HOT_WATER: (_fact("hot_water_fuel"), *_plate("hot_water")),
        Part.VENTILATION: (*_number("blower", ("ach50", "cfm50", "ls50")), *_number("volume_m3")),
        Part.PANEL: (*_number("panel_amps"), _fact("knob_and_tube")),
        Part.SAFETY: (),
    }
)
"""What is measured or read off, by part."""


def _fields() -> Mapping[str, Ask]:
    asked = [Ask("held_on", Kind.DAY, 10)]
    asked += [Ask(name, Kind.LINES, CONCERN_MAXIMUM) for name in CONCERNS]
    for part in Part:
        asked.append(Ask(f"seen_{part.value}", Kind.MANY, options=SEEN[part]))
        asked += FOUND[part]
        asked.append(Ask(f"note_{part.value}", Kind.LINES, NOTE_MAXIMUM))
    asked += [Ask("summary", Kind.LINES, NOTE_MAXIMUM), Ask("changes", Kind.LINES, NOTE_MAXIMUM)]
    for place in range(1, STEPS + 1):
        asked += [
            Ask(f"step_{place}_what", Kind.TEXT, STEP_MAXIMUM),
            Ask(f"step_{place}_who", Kind.ONE, options=WHO),
            Ask(f"step_{place}_by", Kind.DAY, 10),
        ]
    return MappingProxyType({one.name: one for one in asked})


FIELDS: Final = _fields()
"""Every field by name, in the order of the form."""
UNITS: Final = tuple(name for name in FIELDS if name.endswith("_unit"))
"""Fields that say nothing alone: a unit is chosen before anything is written."""


def concerns(answers: Answers) -> tuple[str, ...]:
    """What matters to the household, in order, without gaps."""
    return tuple(answers[name] for name in CONCERNS if name in answers)


def moved(answers: Answers, place: int, by: int) -> dict[str, str]:
    """The answers with the concern at `place` (from 0, as shown) a step up (-1) or down (1); gaps are closed."""
    found = list(concerns(answers))
    there = place + by
    if 0 <= place < len(found) and 0 <= there < len(found):
        found[place], found[there] = found[there], found[place]
    others = {name: value for name, value in answers.items() if name not in CONCERNS}
    return others | dict(zip(CONCERNS, found, strict=False))


def seen(answers: Answers, part: Part) -> tuple[str, ...]:
    """What was chosen of a part, in the form's order."""
    chosen = answers.get(f"seen_{part.value}", "").split()
    return tuple(one for one in SEEN[part] if one in chosen)


def stops(answers: Answers) -> tuple[str, ...]:
    """What was seen that must be made safe before work begins."""
    return tuple(one for part in Part for one in seen(answers, part) if one in STOPS)


def is_written(answers: Answers, part: Part) -> bool:
    """Whether anything is said of a part."""
    names = (f"seen_{part.value}", f"note_{part.value}", *(one.name for one in FOUND[part]))
    return any(name in answers for name in names if name not in UNITS)
