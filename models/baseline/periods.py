"""From readings to what a baseline is fitted to: use by local day, or billing periods between local days.

Readings shorter than a day are spread over the local days they fall in; a day of which less than half is known is
missing, and what is missing of a day of which more is known is filled with the day's own mean (CalTRACK 2.0, S115).
Readings of about a day belong to the day that holds their middle. Never fits, never judges whether there is enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from models.baseline.local_days import DAY_S, TORONTO, local_days, midnights
from models.quantities import Commodity, Flow
from models.series import Floats, Ints, Quality, UsageSeries

MIN_KNOWN_SHARE_OF_DAY = 0.5
"""Source: CalTRACK 2.0 (S115), at most half of a day's readings missing."""
MAX_SHARE_OF_OUTAGE_ZEROS = 0.01
"""Zeros in more of the readings than this are solar power or a coarse meter, not outages. Uncited; see `zeros_kept`."""
_SHORTEST_DAY_S = 23 * 3600
_LONGEST_DAY_S = 25 * 3600


class Frequency(StrEnum):
    """What a baseline is fitted to."""

    DAILY = "daily"
    BILLING = "billing"


@dataclass(frozen=True, slots=True)
class DailyUse:
    """Use of consecutive local days, in the meter's unit: `first_day` since 1970-01-01, NaN where missing."""

    first_day: int
    amount: Floats


@dataclass(frozen=True, slots=True)
class BillingPeriods:
    """Use between meter readings, sorted: local days since 1970-01-01, half open, in the meter's unit."""

    starts: Ints
    ends: Ints
    amount: Floats
    estimated: NDArray[np.bool_]


def choose(series: UsageSeries) -> Frequency:
    """Daily when most of the covered time was read at least once a day, else billing."""
    short = series.durations <= _LONGEST_DAY_S
    return Frequency.DAILY if 2 * series.durations[short].sum() >= series.durations.sum() else Frequency.BILLING


def daily_use(series: UsageSeries, timezone: str = TORONTO) -> DailyUse:
    """Use of every local day from the first reading to the last, NaN where less than half of the day is known.

    Readings longer than a day are left out. Electricity of exactly zero within a day counts as missing unless
    `zeros_kept` says that such zeros are too common to be outages.
    """
    kept = series.durations <= _LONGEST_DAY_S
    if not kept.any():
        return DailyUse(0, np.zeros(0))
    amounts = series.amounts
    days = local_days(np.stack([series.starts[kept][0], series.ends[kept][-1] - 1]), timezone)
    edges = midnights(int(days[0]), int(days[1]) + 1, timezone)
    whole = kept & (series.durations >= _SHORTEST_DAY_S)
    parts = kept & ~whole
    amount = np.full(edges.size - 1, np.nan)
    if parts.any():
        if _zero_is_missing(series) and not zeros_kept(series):
            parts &= series.values != 0
        amount = _spread(series.starts[parts], series.ends[parts], amounts[parts], edges)
    if whole.any():
        middle = series.starts[whole] + series.durations[whole] // 2
        at = np.searchsorted(edges, middle, side="right") - 1
        free = np.isnan(amount[at])
        amount[at[free]] = amounts[whole][free]
    return DailyUse(int(days[0]), amount)


def billing_periods(series: UsageSeries, timezone: str = TORONTO) -> BillingPeriods:
    """Every reading as a period between the local midnights nearest to its ends; empty periods are left out."""
    starts, ends = _nearest_midnight(series.starts, timezone), _nearest_midnight(series.ends, timezone)
    kept = ends > starts
    estimated: NDArray[np.bool_] = series.quality[kept] == Quality.ESTIMATED
    return BillingPeriods(starts[kept], ends[kept], series.amounts[kept], estimated)


def zeros_kept(series: UsageSeries) -> float:
    """Share of zero readings, when zeros within a day of electricity are real rather than outages; else 0."""
    if not _zero_is_missing(series):
        return 0.0
    short = series.durations < _SHORTEST_DAY_S
    if not short.any():
        return 0.0
    zero = series.values[short] == 0
    blocks = (series.starts[short] - series.starts[short][0]) // DAY_S
    lively = np.bincount(blocks, weights=~zero)[blocks] > 0
    share = float(zero[lively].mean()) if lively.any() else 0.0
    return share if share > MAX_SHARE_OF_OUTAGE_ZEROS else 0.0


def _zero_is_missing(series: UsageSeries) -> bool:
    return series.commodity is Commodity.ELECTRICITY and series.flow is Flow.DELIVERED


def _spread(starts: Ints, ends: Ints, amounts: Floats, edges: Ints) -> Floats:
    """Amount of each stretch between edges, each reading even over its time; NaN under half known [edges − 1]."""
    if starts.size == 0:
        return np.full(edges.size - 1, np.nan)
    knots = np.stack([starts, ends], axis=1).ravel()
    used, known = (_between(knots, values, edges) for values in (amounts, (ends - starts).astype(np.float64)))
    share = known / np.diff(edges)
    enough = share >= MIN_KNOWN_SHARE_OF_DAY - 1e-9
    # A day that is known to the second keeps its own sum, untouched by rounding of the share.
    share = np.where(share > 1.0 - 1e-9, 1.0, share)
    spread: Floats = np.divide(used, share, out=np.full(used.size, np.nan), where=enough)
    return spread


def _between(knots: Ints, amounts: Floats, edges: Ints) -> Floats:
    """Running total at the knots (start, end, start, …), read off at the edges and differenced."""
    total = np.concatenate([[0.0], np.cumsum(amounts)])
    running = np.stack([total[:-1], total[1:]], axis=1).ravel()
    between: Floats = np.diff(np.interp(edges.astype(np.float64), knots.astype(np.float64), running))
    return between


def _nearest_midnight(times: Ints, timezone: str) -> Ints:
    """The local day whose first moment is nearest to each time."""
    return local_days(times + DAY_S // 2, timezone)
