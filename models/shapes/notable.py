"""What is worth saying about a home's load shape: findings with their figures, and nothing from too few days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from models.findings import Finding
from models.house.hotwater_plugs import ALWAYS_ON_SHARE, BASE_KWH_DAY, PERSON_KWH_DAY
from models.shapes import codes
from models.shapes.hours import HOURS, HourlyDays
from models.shapes.load_shape import (
    COLD_C,
    EVENING,
    MIN_DAYS,
    MIN_WEATHER_DAYS,
    NIGHT,
    PEAK,
    WARM_C,
    LoadShape,
    load_shape,
)
from models.shapes.signatures import Sign, Signature, signatures

HIGH_TIMES: Final = 2
"""An always-on load is high above twice that of so many people by the standard (S80); the limit is ours."""
PEOPLE_UNKNOWN: Final = 5
"""Where nobody said how many live there: a large household, so that few homes are called high for being full."""
HIGH_EVENING: Final = 0.33
HIGH_NIGHT: Final = 0.35
STEEP_COOLING_KW_PER_C: Final = 0.15
HIGH_PEAK_KW: Final = 4.0
"""Uncited. A flat load has 0.17 in the evening and 0.25 in the night; people's days 0.26 and 0.15."""

_OF_SIGN = {Sign.CAR: codes.CAR_CHARGES, Sign.HEAT: codes.HEATS_WITH_POWER, Sign.POOL: codes.POOL_PUMP}


@dataclass(frozen=True, slots=True)
class Noticed:
    """A home's shape, None where too little is known, its signs, and all of it in findings."""

    shape: LoadShape | None
    signs: tuple[Signature, ...]
    findings: tuple[Finding, ...]


def notice(days: HourlyDays, people: int | None = None) -> Noticed:
    """What the home's hours show; `people` as the household said, if it did."""
    shape = load_shape(days)
    if shape is None:
        few = codes.TOO_FEW_DAYS.finding(days=int(days.whole.sum()), needed=MIN_DAYS)
        return Noticed(None, (), (few,))
    signs = signatures(days, shape)
    found = [
        *_seasons(days),
        *_loads(shape, people),
        *_hours(shape, signs),
        *(each for sign in signs for each in _said(sign)),
    ]
    return Noticed(shape, signs, tuple(found))


def usual_always_on_kw(people: int) -> float:
    """What runs all the time in a household of so many under standard operating conditions (S80)."""
    return ALWAYS_ON_SHARE * (BASE_KWH_DAY + PERSON_KWH_DAY * people) / HOURS


def _seasons(days: HourlyDays) -> list[Finding]:
    known = days.whole & np.isfinite(days.mean_c)
    cold, warm = int((known & (days.mean_c < COLD_C)).sum()), int((known & (days.mean_c > WARM_C)).sum())
    if not known.any() or min(cold, warm) >= MIN_WEATHER_DAYS:
        return []
    return [codes.SEASON_MISSING.finding(cold_days=cold, warm_days=warm, needed=MIN_WEATHER_DAYS)]


def _loads(shape: LoadShape, people: int | None) -> list[Finding]:
    found = []
    counted = people or PEOPLE_UNKNOWN
    usual = usual_always_on_kw(counted)
    if shape.base_load_kw > HIGH_TIMES * usual:
        watts, usual_watts = round(1000 * shape.base_load_kw, -1), round(1000 * usual, -1)
        found.append(
            codes.ALWAYS_ON_HIGH.finding(
                watts=int(watts), people=counted, usual_watts=int(usual_watts), times=HIGH_TIMES
            )
        )
    steep = shape.cooling_kw_per_c
    if steep is not None and shape.cooling_from_c is not None and steep >= STEEP_COOLING_KW_PER_C:
        found.append(
            codes.COOLING_STEEP.finding(watts_per_c=round(1000 * steep), celsius=round(shape.cooling_from_c, 1))
        )
    peak = shape.coincident_peak_kw
    if peak is not None and peak >= HIGH_PEAK_KW:
        found.append(codes.PEAK_HIGH.finding(kw=round(peak, 1), from_hour=PEAK[0], to_hour=PEAK[1]))
    return found


def _hours(shape: LoadShape, signs: tuple[Signature, ...]) -> list[Finding]:
    """Evening and night: not of homes whose sun takes the day away, where every share but the noon's is high."""
    if any(each.sign is Sign.SOLAR for each in signs):
        return []
    found = []
    if shape.evening_share >= HIGH_EVENING:
        percent = round(100 * shape.evening_share)
        found.append(codes.EVENING_HIGH.finding(percent=percent, from_hour=EVENING[0], to_hour=EVENING[1]))
    if shape.night_share >= HIGH_NIGHT:
        found.append(codes.NIGHT_HIGH.finding(percent=round(100 * shape.night_share), to_hour=NIGHT[1]))
    return found


def _said(signature: Signature) -> list[Finding]:
    facts = {**signature.facts, "confidence_percent": signature.confidence_percent}
    if signature.sign is Sign.SOLAR:
        code = codes.SOLAR_SENT if facts.pop("sent") else codes.SOLAR_SEEN
        return [code.finding(**facts)]
    nights_before = facts.pop("nights_before", None)
    found = [_OF_SIGN[signature.sign].finding(**facts)]
    # CalTRACK 2.0 (S115) 2.2.6: charging that begins within a baseline is to be flagged.
    return found if nights_before is None else [*found, codes.CAR_BEGAN.finding(nights_before=nights_before)]
