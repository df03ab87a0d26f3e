"""When a home uses energy: the hours of each end use, typical ones or such as agree with the home's own meter.

A shape is a year's use by month, kind of day and hour of the local day [12, 2, 24], as shares that sum to 1; days are
weekdays (holidays among them) and weekend days. Typical shapes come from `data/end_use_hours.csv`, which
`simulated_hours` rebuilds. No prices, no home's name, no clock.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

import numpy as np

from models.series import Floats

MONTHS: Final = 12
DAY_KINDS: Final = ("weekday", "weekend")
HOURS: Final = 24
CELLS: Final = (MONTHS, len(DAY_KINDS), HOURS)
NIGHT: Final = (23, 7)
"""From and to: the hours of cheap power in which a hybrid heat pump runs on the overnight plan (R07)."""
ROUNDS: Final = 25
"""Steps of proportional fitting; the largest miss is far below a thousandth by then."""
DECIMALS: Final = 7
"""What a home's own hours are kept to, so that a result can be made again from what was stored."""
_CALENDAR: Final = np.arange("2025-01-01T00", "2026-01-01T00", dtype="datetime64[h]")


class EndUse(StrEnum):
    """What energy is used for, as far as its hours differ. Heating is heat made in the moment it is needed."""

    HEATING = "heating"
    HEAT_PUMP = "heat_pump"
    HYBRID = "hybrid"
    HEAT_PUMP_NIGHT = "heat_pump_night"
    COOLING = "cooling"
    WATER = "water"
    PLUGS = "plugs"
    SOLAR = "solar"
    STEADY = "steady"


SIMULATED: Final = (
    EndUse.HEATING,
    EndUse.HEAT_PUMP,
    EndUse.HYBRID,
    EndUse.COOLING,
    EndUse.WATER,
    EndUse.PLUGS,
    EndUse.SOLAR,
)
"""Those whose hours are in the file; the others follow from them or from the calendar."""


@cache
def typical_hours() -> Mapping[EndUse, Floats]:
    """The typical shape of every end use [12, 2, 24], read-only, each summing to 1."""
    read: dict[EndUse, Floats] = {use: np.zeros(CELLS) for use in SIMULATED}
    text = files("models.money").joinpath("data/end_use_hours.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        hours = [float(row[f"h{hour:02d}"]) for hour in range(HOURS)]
        read[EndUse(row["end_use"])][int(row["month"]) - 1, DAY_KINDS.index(row["days"])] = hours
    night = np.array([hour >= NIGHT[0] or hour < NIGHT[1] for hour in range(HOURS)])
    read[EndUse.HEAT_PUMP_NIGHT] = read[EndUse.HEAT_PUMP] * night
    read[EndUse.STEADY] = calendar_hours()
    shapes = {use: shape / shape.sum() for use, shape in read.items()}
    for shape in shapes.values():
        shape.flags.writeable = False
    return MappingProxyType({use: shapes[use] for use in EndUse})


def calendar_hours() -> Floats:
    """How many hours of a year without leap day fall in each cell [12, 2, 24]."""
    return cells_of(_CALENDAR, np.ones(_CALENDAR.size))


def cells_of(local_hours: np.ndarray, amounts: Floats) -> Floats:
    """Amounts of naive local hours [n] summed into months, kinds of day and hours of the day [12, 2, 24]."""
    days = local_hours.astype("datetime64[D]")
    hour = local_hours.astype("datetime64[h]").astype(np.int64) - days.astype(np.int64) * HOURS
    weekend = (days.astype(np.int64) + 3) % 7 >= 5  # 1970-01-01 was a Thursday
    month = local_hours.astype("datetime64[M]").astype(np.int64) % MONTHS
    place = (month * len(DAY_KINDS) + weekend) * HOURS + hour
    summed = np.bincount(place, weights=amounts, minlength=int(np.prod(CELLS)))
    return np.asarray(summed, dtype=np.float64).reshape(CELLS)


def own_year(local_hours: np.ndarray, amounts: Floats) -> Floats | None:
    """A home's own shape from its metered hours [n]: the mean of each kind of hour, times how many a year has.

    None unless every kind of hour was seen and something was used. Rounded, so that it can be kept as it is used.
    """
    seen = cells_of(local_hours, np.ones(amounts.size))
    if (seen == 0).any():
        return None
    year = cells_of(local_hours, amounts) / seen * calendar_hours()
    if year.min() < 0 or year.sum() <= 0:
        return None
    shape: Floats = np.round(year / year.sum(), DECIMALS)
    return shape


def fitted_hours(own: Floats, yearly: Mapping[EndUse, float]) -> Mapping[EndUse, Floats]:
    """Shapes of the end uses that add up to the home's own hours, as near to the typical ones as that allows.

    `own` [12, 2, 24] is the whole home's shape, `yearly` what each end use takes a year (any unit, none negative).
    Proportional fitting: hours are scaled to the meter, end uses to their year's amount, in turns, the meter last.
    End uses that `yearly` does not name, or that use nothing, keep their typical hours.
    """
    typical = typical_hours()
    used = [use for use in EndUse if yearly.get(use, 0.0) > 0.0]
    if not used:
        return typical
    total = sum(yearly[use] for use in used)
    wanted = np.array([yearly[use] / total for use in used])
    parts = np.stack([typical[use].ravel() for use in used]) * wanted[:, None]
    # A little of every use in every hour, else an hour in which only the meter saw use could never be explained.
    parts = 0.98 * parts + 0.02 * wanted[:, None] * typical[EndUse.STEADY].ravel()
    meter = own.ravel() / own.sum()
    for _ in range(ROUNDS):
        parts *= (wanted / parts.sum(axis=1))[:, None]
        parts *= meter / parts.sum(axis=0)
    shapes = {use: (part / part.sum()).reshape(CELLS) for use, part in zip(used, parts, strict=True)}
    return MappingProxyType({use: shapes.get(use, typical[use]) for use in EndUse})


def shifted_hours(shape: Floats, period_parts: Floats, shares: Sequence[float]) -> Floats:
    """A shape [12, 2, 24] moved between a plan's periods until each has its share, hours within a period as before.

    `period_parts` [12, 2, 24, periods]: which part of each cell lies in each period. For people who live by their plan.
    """
    parts = shape[..., None] * period_parts
    now = parts.sum(axis=(0, 1, 2))
    moved: Floats = (parts * (np.asarray(shares) / now)).sum(axis=-1)
    shares_of_all: Floats = moved / moved.sum()
    return shares_of_all


def by_month(shape: Floats) -> Floats:
    """The share of each month [12], of many homes [homes, 12]."""
    months: Floats = shape.sum(axis=(-2, -1))
    return months
