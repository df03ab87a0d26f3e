"""Signs in hourly electricity of what runs in a home: solar power, a car that charges, electric heat, a pool's pump.

Each sign is looked for only where enough is known to find it and to miss it honestly; each comes with its evidence
and with how sure it is. No sign is no proof of absence: a charger at a wall socket, a pump that runs all day or a heat
pump in a tight house look like other things. What a hot tub does looks like a water heater, so none is named. The
limits were set on simulated homes; `greener-homes bench signatures` says how often they are right on others.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from models.baseline.degree_days import Bools
from models.findings import Fact
from models.series import Floats
from models.shapes.hours import HOURS, HourlyDays
from models.shapes.load_shape import LoadShape

MIN_DAYS: Final = 28
MIDDAY: Final = (10, 16)
MIN_SENT_SHARE: Final = 0.8
MIN_SENT_DAYS: Final = 0.15
"""Solar power is sent at midday, and on a good part of all days."""
SUNNY_MONTHS: Final = (3, 10)
EVENING_FROM: Final = 18
NOTHING_OF_BASE: Final = 0.35
MIN_DIP_DAYS: Final = 0.3
MAX_DIP_NIGHTS: Final = 0.03
"""A day dips whose midday falls under a third of what runs all evening and night; nights that dip so are outages."""
CAR_WINDOW: Final = (19, 7)
CAR_MILD_C: Final = (10.0, 19.0)
CAR_MILD_MONTHS: Final = (5, 6, 9, 10)
CAR_LEAST_KW, CAR_MOST_KW = 2.7, 11.5
CAR_HOURS: Final = 2
MIN_BEGUN_NIGHTS: Final = 45
MAX_BEFORE, MIN_AFTER = 0.03, 0.2
"""A car is new when nights before a day hardly ever charge, and nights from it on do."""
MIN_MILD_NIGHTS: Final = 20
MIN_CAR_NIGHTS: Final = 6
MIN_CAR_SHARE: Final = 0.10
MAX_CAR_SPREAD: Final = 0.30
CAR_BETWEEN: Final = (0.45, 0.75)
MAX_CAR_BETWEEN: Final = 0.5
"""A charger is on or off: few nights lie between. An evening of people lies anywhere."""
MAX_COLD_OVER_MILD: Final = 2.5
"""Charging goes on in mild weather as well: what comes only with the cold is heat."""
HEAT_LEAST_KW_PER_C: Final = 0.045
HEAT_LIKELY_KW_PER_C: Final = 0.08
HEAT_SURE_KW_PER_C: Final = 0.12
"""A furnace's fan and longer evenings add up to some 0.01 kW for each °C; a tight house on a heat pump takes 0.05."""
POOL_LEAST_KW, POOL_MOST_KW = 0.5, 2.6
POOL_HOURS: Final = (5, 20)
POOL_REST_KW: Final = 0.2
POOL_SPREAD: Final = 0.25
MAX_POOL_EDGE: Final = 0.4
"""A pump is switched; cooling swells and ebbs, so the hours beside its run are half on."""
POOL_COOL_C: Final = 19.0
POOL_COOLEST_DAYS: Final = 20
POOL_SHOULDER_C: Final = 8.0
MIN_POOL_DAYS: Final = 10
POOL_LOW: Final = 0.05
"""A pump runs every day, an air conditioner not on every cool one."""


class Sign(StrEnum):
    """What was recognised."""

    SOLAR = "solar"
    CAR = "vehicle_charging"
    HEAT = "electric_heating"
    POOL = "pool_pump"


@dataclass(frozen=True, slots=True)
class Signature:
    """One sign, how sure it is in per cent, and its evidence as facts."""

    sign: Sign
    confidence_percent: int
    facts: dict[str, Fact]


def signatures(days: HourlyDays, shape: LoadShape) -> tuple[Signature, ...]:
    """Every sign found in days that have a shape."""
    found = (_solar(days), _car(days), _heat(shape), _pool(days))
    return tuple(each for each in found if each is not None)


def _solar(days: HourlyDays) -> Signature | None:
    """Power sent at midday; or, where only what is drawn is known, middays that fall under the night."""
    whole = days.whole
    if days.sent is not None:
        total = float(days.sent[whole].sum())
        midday = float(days.sent[whole][:, slice(*MIDDAY)].sum())
        sending = float((days.sent[whole].sum(axis=1) > 0.1).mean())
        if total > 0.0 and midday >= MIN_SENT_SHARE * total and sending >= MIN_SENT_DAYS:
            facts: dict[str, Fact] = {"percent": round(100 * sending), "kwh": round(total), "of_days": int(whole.sum())}
            return Signature(Sign.SOLAR, 99, facts | {"sent": True})
    sunny = whole & (days.month >= SUNNY_MONTHS[0]) & (days.month <= SUNNY_MONTHS[1])
    if sunny.sum() < MIN_DAYS:
        return None
    night = _lowest(days.drawn[:, :6], 1)
    # Under the evening as well, or noon would be low only because the night is high.
    level = min(float(np.median(night[sunny])), float(np.median(_lowest(days.drawn[sunny][:, EVENING_FROM:], 1))))
    dips = float((_lowest(days.drawn[sunny][:, slice(*MIDDAY)], 1) < NOTHING_OF_BASE * level).mean())
    nights = float((night[whole] < NOTHING_OF_BASE * level).mean())
    if level <= 0.0 or dips < MIN_DIP_DAYS or nights > MAX_DIP_NIGHTS:
        return None
    sure = 75 + (10 if dips >= 0.5 else 0)
    return Signature(Sign.SOLAR, sure, {"percent": round(100 * dips), "of_days": int(sunny.sum()), "sent": False})


def _car(days: HourlyDays) -> Signature | None:
    """Blocks of steady high power at night, again and again, in mild weather as well."""
    nights = np.concatenate([days.drawn[:-1, CAR_WINDOW[0] :], days.drawn[1:, : CAR_WINDOW[1]]], axis=1)
    known = np.isfinite(nights).all(axis=1)
    mean_c, month = days.mean_c[:-1], days.month[:-1]
    mild = (mean_c >= CAR_MILD_C[0]) & (mean_c <= CAR_MILD_C[1])
    mild = known & np.where(np.isfinite(mean_c), mild, np.isin(month, CAR_MILD_MONTHS))
    if mild.sum() < MIN_MILD_NIGHTS:
        return None
    level = np.sort(np.where(known[:, None], nights, 0.0), axis=1)[:, 3]
    excess = np.where(known[:, None], nights - level[:, None], 0.0)
    high = excess >= CAR_LEAST_KW
    long = high[:, 1:] & high[:, :-1]
    power = np.sort(excess, axis=1)[:, -CAR_HOURS:].mean(axis=1)
    charges = long.any(axis=1) & (power <= CAR_MOST_KW)
    share = float(charges[mild].mean())
    if charges[mild].sum() < MIN_CAR_NIGHTS or share < MIN_CAR_SHARE:
        return None
    cold = known & (mean_c < 0.0)
    if cold.any() and float(charges[cold].mean()) > MAX_COLD_OVER_MILD * share:
        return None
    middle = float(np.median(power[charges & mild]))
    low, high_kw = np.quantile(power[charges & mild], [0.25, 0.75]).tolist()
    spread = (high_kw - low) / middle
    between = mild & (power >= CAR_BETWEEN[0] * middle) & (power <= CAR_BETWEEN[1] * middle)
    if spread > MAX_CAR_SPREAD or between.sum() > MAX_CAR_BETWEEN * (charges & mild).sum():
        return None
    energy = float(np.median(np.where(excess >= 1.0, excess, 0.0).sum(axis=1)[charges & mild]))
    sure = 55 + (15 if share >= 0.2 else 0) + (15 if spread <= 0.15 else 0) + (10 if middle >= 5.0 else 0)
    return Signature(
        Sign.CAR,
        sure,
        {
            "nights": int(charges.sum()),
            "of_nights": int(known.sum()),
            "kw": round(middle, 1),
            "kwh": round(energy),
            "nights_before": _nights_before(charges, known),
        },
    )


def _nights_before(charges: Bools, known: Bools) -> int | None:
    """How many known nights passed before charging began; None where it was there from the beginning."""
    nights = charges[known].astype(np.float64)
    if nights.size < 2 * MIN_BEGUN_NIGHTS:
        return None
    split = np.arange(MIN_BEGUN_NIGHTS, nights.size - MIN_BEGUN_NIGHTS + 1)
    so_far = np.cumsum(nights)
    before = so_far[split - 1] / split
    later = (so_far[-1] - so_far[split - 1]) / (nights.size - split)
    best = int(np.argmax(later - before))
    return int(split[best]) if before[best] <= MAX_BEFORE and later[best] >= MIN_AFTER else None


def _heat(shape: LoadShape) -> Signature | None:
    """Use that grows with the cold by more than fans and lights explain."""
    slope = shape.heating_kw_per_c
    if slope is None or slope < HEAT_LEAST_KW_PER_C or shape.heating_from_c is None:
        return None
    sure = 95 if slope >= HEAT_SURE_KW_PER_C else 85 if slope >= HEAT_LIKELY_KW_PER_C else 65
    return Signature(Sign.HEAT, sure, {"watts_per_c": round(1000 * slope), "celsius": round(shape.heating_from_c, 1)})


def _pool(days: HourlyDays) -> Signature | None:
    """Hours of the day in which a cool summer's day takes a steady amount more than spring and autumn."""
    known = days.whole & np.isfinite(days.mean_c)
    month, day = days.month, days.day_of_month
    summer = known & (month >= 6) & (month <= 8) & ~((month == 6) & (day < 15)) & (days.mean_c <= POOL_COOL_C)
    spring = ((month == 4) & (day >= 10)) | ((month == 5) & (day <= 5))
    shoulder = known & (spring | (month == 10)) & (days.mean_c >= POOL_SHOULDER_C)
    if summer.sum() < MIN_POOL_DAYS or shoulder.sum() < MIN_POOL_DAYS:
        return None
    coolest = np.flatnonzero(summer)[np.argsort(days.mean_c[summer], kind="stable")][:POOL_COOLEST_DAYS]
    more = _level(days.drawn[coolest]) - _level(days.drawn[shoulder])
    runs = more >= POOL_LEAST_KW
    start, length = _longest_run(runs)
    if not POOL_HOURS[0] <= length <= POOL_HOURS[1]:
        return None
    inside = (np.arange(length) + start) % HOURS
    rest = np.delete(more, inside)
    power, spread = float(np.median(more[inside])), float(more[inside].std())
    if power > POOL_MOST_KW or spread > POOL_SPREAD * power or float(np.median(rest)) > POOL_REST_KW:
        return None
    edges = max(float(more[start - 1]), float(more[(start + length) % HOURS]))
    if edges > MAX_POOL_EDGE * power:
        return None
    sure = 60 + (15 if spread <= 0.2 * power else 0) + (10 if length >= 8 else 0)
    return Signature(Sign.POOL, sure, {"kw": round(power, 1), "hours": int(length), "from_hour": int(start)})


def _lowest(hours: Floats, rank: int) -> Floats:
    """The value that `rank` of each row's known hours are under; infinite where fewer are known [rows]."""
    lowest: Floats = np.sort(np.where(np.isfinite(hours), hours, np.inf), axis=1)[:, rank]
    return lowest


def _level(hours: Floats) -> Floats:
    """The level that nineteen days in twenty do not go under, hour by hour; 0 where nothing is known [24]."""
    filled = np.where(np.isfinite(hours), hours, np.inf)
    at = int(POOL_LOW * (hours.shape[0] - 1))
    level = np.sort(filled, axis=0)[at]
    return np.where(np.isfinite(level), level, 0.0)


def _longest_run(on: Bools) -> tuple[int, int]:
    """Where the longest run around the clock begins, and its length."""
    if on.all():
        return 0, HOURS
    best = (0, 0)
    length = 0
    for step in range(2 * HOURS):
        length = length + 1 if on[step % HOURS] else 0
        if length > best[1]:
            best = ((step - length + 1) % HOURS, length)
    return best
