"""What was measured and read off at a visit, as facts of the home; what is impossible, as a refusal by field. Pure.

A conversion that needs something unknown is not made: a depth without its material, a flow without the volume.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from coach.visits import codes_visits as codes
from coach.visits.form import FIELDS, YES_NO, Answers
from greener_homes.errors import Refusal
from greener_homes.home_facts import FactValue
from models.findings import Code, Fact
from models.house.facts import LIMITS
from models.quantities import GJ_PER_BTU, GJ_PER_KWH, M3_PER_FT3

NUMBER = re.compile(r"([0-9]{1,7})(?:[.,]([0-9]{1,4}))?")
CM_PER_INCH: Final = 2.54
"""Definition."""
R_PER_RSI: Final = 5.678
"""ft²·°F·h/Btu in one m²·K/W."""
R_PER_INCH: Final[Mapping[str, float]] = MappingProxyType(
    {"cellulose": 3.5, "fibreglass": 2.9, "mineral_wool": 3.1, "batts": 3.2, "vermiculite": 2.3, "mixed": 3.0}
)
"""Nominal R of an inch lying in an attic, as Canadian guides to home owners print it: blown cellulose 3.4 to 3.6, glass
fibre 2.9 to 3.0, mineral wool 3.0 to 3.2, vermiculite 2.3 (source U, medium). “Mixed” is our own middle."""
DEEPEST_CM: Final = 76.2
VOLUME_M3: Final = (60.0, 4_000.0)
AFUE_PCT: Final = (30.0, 100.0)
CAPACITY_KW: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {"heating": (1.0, 120.0), "cooling": (0.5, 40.0), "hot_water": (0.5, 120.0)}
)
AMPS: Final = (30.0, 600.0)
"""What a number may be, both ends included; our own judgement of what is a slip of the pen."""
FIRST_YEAR: Final = 1900
A_YEAR: Final = timedelta(days=366)
SAID_HERE: Final = (
    "panel_amps",
    "heating_nameplate",
    "heating_capacity_kw",
    "cooling_nameplate",
    "cooling_capacity_kw",
    "hot_water_nameplate",
    "hot_water_year",
    "hot_water_capacity_kw",
)
"""Facts that only visits state: shown, and used by no model."""


@dataclass(slots=True)
class Measured:
    """Facts by name, and what is wrong by field, in the order of the form."""

    facts: dict[str, FactValue] = field(default_factory=dict)
    wrong: dict[str, Refusal] = field(default_factory=dict)


def measured(answers: Answers, *, today: date) -> Measured:
    """What the answers say of the home."""
    found = Measured()
    for name, asked in FIELDS.items():
        if asked.fact and name in answers:
            value = answers[name]
            found.facts[asked.fact] = value == "yes" if asked.options == YES_NO else value
    _attic(answers, found)
    _resistance(answers, "wall_value", "wall_r", found)
    _years(answers, found, today)
    _machines(answers, found)
    _blower(answers, found)
    _within(answers, "panel_amps", "panel_amps", AMPS, codes.AMPS, found)
    return found


def day_wrong(answers: Answers, *, today: date) -> Refusal | None:
    """Why the day is none on which this can have taken place; None where it can."""
    try:
        held = date.fromisoformat(answers.get("held_on", ""))
    except ValueError:
        return Refusal(codes.DAY_NEEDED)
    return None if today - A_YEAR <= held <= today else Refusal(codes.DAY_NEEDED)


def number(text: str) -> float | None:
    """The number a text is, with a point or a comma; None for anything else."""
    found = NUMBER.fullmatch(text)
    return float(f"{found[1]}.{found[2] or 0}") if found else None


def _number(answers: Answers, name: str, found: Measured) -> float | None:
    if name not in answers:
        return None
    value = number(answers[name])
    if value is None:
        found.wrong[name] = Refusal(codes.NUMBER)
    return value


def _within(
    answers: Answers, name: str, fact: str, limits: tuple[float, float], code: Code, found: Measured
) -> float | None:
    value = _number(answers, name, found)
    if value is None:
        return None
    low, high = limits
    if not low <= value <= high:
        found.wrong[name] = Refusal(code, low=_plain(low), high=_plain(high))
        return None
    if fact:
        found.facts[fact] = _plain(value)
    return value


def _attic(answers: Answers, found: Measured) -> None:
    """R from a label or a plan where there is one, else from depth and material."""
    if "attic_value" in answers:
        _resistance(answers, "attic_value", "attic_r", found)
    depth = _number(answers, "attic_depth", found)
    if depth is None:
        return
    cm = depth * CM_PER_INCH if answers.get("attic_depth_unit") == "in" else depth
    if cm > DEEPEST_CM:
        found.wrong["attic_depth"] = Refusal(codes.DEPTH, high=round(DEEPEST_CM))
    elif cm and "attic_material" not in answers and "attic_value" not in answers:
        found.wrong["attic_material"] = Refusal(codes.MATERIAL)
    elif "attic_value" not in answers:
        per_inch = R_PER_INCH.get(answers.get("attic_material", ""), 0.0)
        found.facts["attic_r"] = _plain(round(cm / CM_PER_INCH * per_inch))


def _resistance(answers: Answers, name: str, fact: str, found: Measured) -> None:
    value = _number(answers, name, found)
    if value is None:
        return
    r = value * R_PER_RSI if answers.get(f"{name}_unit") == "rsi" else value
    low, high = LIMITS[fact]
    if low <= r <= high:
        found.facts[fact] = _plain(round(r, 1))
    else:
        found.wrong[name] = Refusal(codes.INSULATION, high=_plain(high))


def _years(answers: Answers, found: Measured, today: date) -> None:
    for name in ("window_year", "heating_year", "cooling_year", "hot_water_year"):
        value = _number(answers, name, found)
        if value is None:
            continue
        if value.is_integer() and FIRST_YEAR <= value <= today.year:
            found.facts[name] = int(value)
        else:
            found.wrong[name] = Refusal(codes.YEAR, low_year=FIRST_YEAR, high_year=today.year)


def _machines(answers: Answers, found: Measured) -> None:
    for name, (low, high) in CAPACITY_KW.items():
        plate = " ".join(answers[key] for key in (f"{name}_make", f"{name}_model") if key in answers)
        if plate:
            found.facts[f"{name}_nameplate"] = plate
        value = _number(answers, f"{name}_capacity", found)
        if value is None:
            continue
        kw = value if answers.get(f"{name}_capacity_unit") == "kw" else value * GJ_PER_BTU / GJ_PER_KWH
        if low <= kw <= high:
            found.facts[f"{name}_capacity_kw"] = _plain(round(kw, 1))
        else:
            found.wrong[f"{name}_capacity"] = Refusal(
                codes.CAPACITY, low=_plain(low), high=_plain(high), found=_plain(round(kw, 1))
            )
    _within(answers, "heating_afue", "heating_efficiency_pct", AFUE_PCT, codes.EFFICIENCY, found)


def _blower(answers: Answers, found: Measured) -> None:
    volume = _within(answers, "volume_m3", "", VOLUME_M3, codes.VOLUME, found)
    value = _number(answers, "blower", found)
    if value is None:
        return
    unit = answers.get("blower_unit", "ach50")
    if unit != "ach50" and volume is None:
        found.wrong.setdefault("volume_m3", Refusal(codes.VOLUME_NEEDED))
        return
    m3_an_hour = {"cfm50": 60.0 * M3_PER_FT3, "ls50": 3.6}
    changes = value if unit == "ach50" or volume is None else value * m3_an_hour[unit] / volume
    low, high = LIMITS["ach50"]
    if low <= changes <= high:
        found.facts["ach50"] = _plain(round(changes, 2))
    else:
        found.wrong["blower"] = Refusal(codes.BLOWER, low=low, high=_plain(high), found=_plain(round(changes, 1)))


def _plain(value: float) -> Fact:
    """A whole number without decimals, as a person writes it."""
    return int(value) if float(value).is_integer() else value
