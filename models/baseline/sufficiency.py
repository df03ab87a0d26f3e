"""Is there enough to say anything? CalTRACK 2.0's rules as arithmetic on days, and as findings.

Source of every rule: CalTRACK 2.0 (S115) as gathered in the reference data's `mv_requirements`, unless its constant
says otherwise. A disqualification stands beside a number; it never stops the arithmetic. Never fits anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from models.baseline import codes
from models.baseline.degree_days import Bools
from models.baseline.periods import DailyUse, zeros_kept
from models.findings import Finding
from models.quantities import Commodity
from models.series import DailyTemperature, Floats, Ints, Quality, UsageSeries

BASELINE_DAYS = 365
MAX_MISSING_DAYS = 37
EXTREME_IQRS = 3.0
MAX_CVRMSE = 1.0
MAX_ESTIMATED_SHARE = 0.1
"""Estimated time in readings shorter than a bill above which we say so. Uncited; chosen like the missing days."""
MAX_EXPORT_START_DAYS = 7
"""Export whose readings begin later than this after the baseline began is a change. Uncited."""


@dataclass(frozen=True, slots=True)
class Year:
    """The latest 365 days of each of m meters, in columns: the last column is the last day that can be used.

    `use` and `temperature_c` are 0 and `known` is 0 where either is missing; the counts [m] say why. Days of use
    newer than the last known temperature are in `no_temperature`.
    """

    use: Floats
    known: Floats
    temperature_c: Floats
    last_day: Ints
    span: Ints
    no_temperature: Ints
    zero: Ints
    older: Ints
    any_use: Bools


def zero_is_missing(commodity: Commodity) -> bool:
    """Whether a reading of exactly zero says that nothing was read."""
    return commodity is Commodity.ELECTRICITY


def latest_year_of(use: Floats, temperature: Floats, first: Ints, commodity: Commodity) -> Year:
    """The latest 365 days of every meter that end on a day whose use and temperature are both known.

    Both are of each meter's own days from its `first` on, NaN where unknown [m, days]; temperature [1, days] where all
    meters share it. ValueError for temperatures of other days.
    """
    if temperature.shape not in (use.shape, (1, use.shape[1])):
        raise ValueError(f"temperatures of {temperature.shape} for use of {use.shape}")
    from models.baseline import latest_year_loop as loop  # numba takes a while to import, and most pages fit nothing

    shape = use.shape[0], BASELINE_DAYS
    year_use, known, temperature_c = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    counts = np.zeros((shape[0], loop.COUNTS), dtype=np.int64)
    days, weather = (np.ascontiguousarray(each, dtype=np.float64) for each in (use, temperature))
    loop.fill_latest_year(days, weather, zero_is_missing(commodity), year_use, known, temperature_c, counts)
    return Year(
        use=year_use,
        known=known,
        temperature_c=temperature_c,
        last_day=first + counts[:, loop.LAST],
        span=counts[:, loop.SPAN],
        no_temperature=counts[:, loop.NO_TEMPERATURE],
        zero=counts[:, loop.ZERO],
        older=counts[:, loop.OLDER],
        any_use=counts[:, loop.ANY_USE] > 0,
    )


def side_by_side(uses: Sequence[DailyUse], temperatures: Sequence[DailyTemperature]) -> tuple[Floats, Floats, Ints]:
    """Use and temperature of each meter on its own days [m, longest], NaN where unknown, and its first day."""
    width = max([use.amount.size for use in uses] + [1])
    use, temperature = np.full((len(uses), width), np.nan), np.full((len(uses), width), np.nan)
    for i, (one, weather) in enumerate(zip(uses, temperatures, strict=True)):
        use[i, : one.amount.size] = one.amount
        offset = weather.first_day - one.first_day
        low, high = max(offset, 0), min(offset + weather.mean_c.size, one.amount.size)
        if high > low:
            temperature[i, low:high] = weather.mean_c[low - offset : high - offset]
    return use, temperature, np.array([one.first_day for one in uses], dtype=np.int64)


def daily_findings(year: Year, commodity: Commodity) -> list[tuple[Finding, ...]]:
    """What the rules say about each meter's year."""
    days = year.known.sum(axis=1).astype(np.int64)
    negative = ((year.use < 0.0) & (year.known > 0)).sum(axis=1)
    extreme = extreme_count(year.use, year.known > 0)
    columns = (days, year.span, year.no_temperature, year.zero, year.older, negative, extreme, year.any_use)
    quiet = (days >= BASELINE_DAYS - MAX_MISSING_DAYS) & (year.zero + year.older + negative + extreme == 0)
    found: list[tuple[Finding, ...]] = [()] * days.size
    rows = np.flatnonzero(~quiet)
    counts = np.stack(columns, axis=1)[rows].tolist()
    for i, (n, span, cold, zero, older, below, high, any_use) in zip(rows.tolist(), counts, strict=True):
        listed = coverage(n, span, cold, bool(any_use))
        listed += [codes.LATEST_YEAR.finding(days=BASELINE_DAYS, left_out_days=older)] if older else []
        listed += values(zero, below, high, commodity)
        found[i] = tuple(listed)
    return found


def series_findings(series: UsageSeries) -> tuple[Finding, ...]:
    """What the readings themselves say before they become days: zeros that are real, and estimated time."""
    zeros = zeros_kept(series)
    time = float(series.durations.sum())
    estimated = float(series.durations[series.quality == Quality.ESTIMATED].sum()) / time if time else 0.0
    found = [codes.ZEROS_KEPT.finding(percent=round(100 * zeros))] if zeros else []
    found += [codes.ESTIMATED_SHARE.finding(percent=round(100 * estimated))] if estimated > MAX_ESTIMATED_SHARE else []
    return tuple(found)


def export_findings(export: DailyUse, first_day: int, last_day: int) -> tuple[Finding, ...]:
    """What power sent to the grid between two local days, both included, says about the baseline of what was drawn."""
    read = np.flatnonzero(np.isfinite(export.amount))
    days = export.first_day + read
    inside = days[(days >= first_day) & (days <= last_day)]
    sent = float(np.nansum(export.amount[inside - export.first_day]))
    if inside.size == 0 or sent <= 0.0:
        return ()
    if int(days[0]) > first_day + MAX_EXPORT_START_DAYS:
        return (codes.NET_METERING_CHANGED.finding(days_after_start=int(days[0]) - first_day),)
    return (codes.NET_METERING.finding(),)


def coverage(days: int, span: int, no_temperature: int, any_use: bool) -> list[Finding]:
    """Disqualifications for `days` usable days over `span` days; `no_temperature` days had use alone."""
    if days == 0:
        return [codes.NO_TEMPERATURE.finding() if any_use else codes.NO_USE.finding()]
    found = []
    if span < BASELINE_DAYS - MAX_MISSING_DAYS:
        found.append(codes.TOO_SHORT.finding(days=span, needed=BASELINE_DAYS))
    missing = (span if found else BASELINE_DAYS) - days
    if missing > MAX_MISSING_DAYS:
        found.append(codes.TOO_MANY_MISSING_DAYS.finding(missing_days=missing, allowed_days=MAX_MISSING_DAYS))
    if found and no_temperature > MAX_MISSING_DAYS:
        found.append(codes.TEMPERATURE_COVERAGE.finding(days=no_temperature, allowed_days=MAX_MISSING_DAYS))
    return found


@lru_cache(maxsize=4_096)
def values(zero: int, negative: int, extreme: int, commodity: Commodity) -> tuple[Finding, ...]:
    """What counts of odd readings say of a meter of this commodity; most meters have one of few counts."""
    found = [codes.ZERO_IS_MISSING.finding(count=zero)] if zero else []
    if negative:
        electric = commodity is Commodity.ELECTRICITY
        found.append(codes.NET_METERING.finding() if electric else codes.NEGATIVE_USE.finding(count=negative))
    return (*found, codes.EXTREME_VALUES.finding(count=extreme)) if extreme else tuple(found)


def extreme_count(use: Floats, known: Bools) -> Ints:
    """How many values lie above the median by more than three interquartile ranges, for each row."""
    if use.shape[1] == 0:
        return np.zeros(use.shape[0], dtype=np.int64)
    ordered = np.sort(np.where(known, use, np.inf), axis=1)
    count = known.sum(axis=1)
    low, middle, high = (_quantile(ordered, count, q) for q in (0.25, 0.5, 0.75))
    limit = middle + EXTREME_IQRS * (high - low)
    # A billionth of room: a flat load that rounding has touched has no extremes.
    count_above: Ints = ((use > (limit + 1e-9 * np.abs(middle))[:, None]) & known).sum(axis=1)
    return count_above


def _quantile(ordered: Floats, count: Ints, q: float) -> Floats:
    at = q * np.maximum(count - 1, 0)
    low = np.floor(at).astype(np.int64)
    high = np.minimum(low + 1, np.maximum(count - 1, 0))
    pair = np.take_along_axis(ordered, np.stack([low, high], axis=1), axis=1)
    pair = np.where(count[:, None] > 0, pair, 0.0)
    between: Floats = pair[:, 0] + (at - low) * (pair[:, 1] - pair[:, 0])
    return between
