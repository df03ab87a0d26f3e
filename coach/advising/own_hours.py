"""When a home uses electricity, from its own hourly readings: the year behind its latest reading, as a shape.

Only where every usage point is read at least hourly and nothing is sent to the grid; else there is none, and typical
hours stand in. Kept beside the evidence as plain numbers, so that advice can be made again from what was stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from models.house.local_time import local_hours
from models.money.hours import CELLS, own_year
from models.quantities import Commodity, Flow, Unit
from models.series import Floats, UsageSeries

HOUR_S: Final = 3600
YEAR_S: Final = 365 * 24 * HOUR_S


def own_hours(series: Sequence[UsageSeries]) -> Floats | None:
    """The home's shape [12, 2, 24] from all its series; None where they cannot tell it."""
    electric = [each for each in series if each.commodity is Commodity.ELECTRICITY and len(each)]
    if not electric or any(each.flow is not Flow.DELIVERED or each.unit is not Unit.KWH for each in electric):
        return None
    if any(int(each.durations.max()) > HOUR_S for each in electric):
        return None
    last = min(int(each.ends[-1]) for each in electric)
    hours, amounts = _whole_hours(electric, last - YEAR_S, last)
    return own_year(local_hours(hours * HOUR_S), amounts) if hours.size else None


def as_numbers(hours: Floats | None) -> list[float] | None:
    """The shape as numbers to keep, month by month, weekdays before weekends."""
    return None if hours is None else [float(each) for each in hours.ravel()]


def from_numbers(kept: Sequence[float] | None) -> Floats | None:
    """The shape from such numbers. ValueError when they are not as many."""
    return None if kept is None else np.array(kept, dtype=np.float64).reshape(CELLS)


def _whole_hours(series: Sequence[UsageSeries], first: int, last: int) -> tuple[np.ndarray, Floats]:
    """Hours since 1970 wholly read by every series between two instants, and their kWh; both [n]."""
    inside = [(each.starts >= first) & (each.ends <= last) for each in series]
    places = np.concatenate([each.starts[kept] // HOUR_S for each, kept in zip(series, inside, strict=True)])
    used = np.concatenate([each.amounts[kept] for each, kept in zip(series, inside, strict=True)])
    seconds = np.concatenate([each.durations[kept] for each, kept in zip(series, inside, strict=True)])
    hours, place = np.unique(places, return_inverse=True)
    known = np.bincount(place, weights=seconds, minlength=hours.size) >= HOUR_S * len(series)
    amounts = np.bincount(place, weights=used, minlength=hours.size)
    return hours[known], np.asarray(amounts[known], dtype=np.float64)
