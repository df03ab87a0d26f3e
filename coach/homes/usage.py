"""A home's usage as people look at it: month by month, day by day against the cold, hour by hour of the day.

Everything is computed from the stored readings that a `LiveConsent` opens, at the moment of asking or as `usage_shown`
kept it. A month of which too little is known is a gap, never a small number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from coach.homes import merged_usage
from greener_homes.consent import LiveConsent
from models.baseline.local_days import local_days, midnights
from models.baseline.periods import BillingPeriods, Frequency, billing_periods, choose, daily_use
from models.quantities import Commodity, Flow, Unit
from models.series import DailyTemperature, Floats, Quality, UsageSeries

EPOCH = date(1970, 1, 1)
MIN_KNOWN_SHARE_OF_MONTH = 0.9
"""A month is shown when at least this part of its days is known (CalTRACK 2.0's share of days, S115)."""
MIN_DAYS_FOR_SHAPE, HOURS, YEAR = 28, 24, 365


@dataclass(frozen=True, slots=True)
class Month:
    """Use in one local calendar month; None when too little of it is known."""

    month: date
    amount: float | None
    estimated: bool


@dataclass(frozen=True, slots=True)
class Points:
    """Use a day, each over one day or one billing period, beside its mean outdoor temperature [°C]; by columns."""

    mean_c: tuple[float, ...]
    amount_per_day: tuple[float, ...]
    estimated: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.mean_c)


@dataclass(frozen=True, slots=True)
class HourShape:
    """Mean use by local hour of the day [24 values each, unit an hour]."""

    weekday: tuple[float, ...]
    weekend: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Mean use of each local hour of each day of the week [7 × 24, Monday first, unit an hour]; NaN where unknown."""

    mean: Floats
    days: int

    @property
    def highest(self) -> tuple[int, int]:
        """The day and the hour of the week that use most."""
        day, hour = np.unravel_index(int(np.nanargmax(self.mean)), self.mean.shape)
        return int(day), int(hour)


@dataclass(frozen=True, slots=True)
class DayUse:
    """Use of consecutive local days over all usage points; NaN where nothing is known, `estimated` where guessed."""

    first_day: int
    amount: Floats
    estimated: Floats

    @property
    def last_known(self) -> date | None:
        """The last day of which anything is known."""
        known = np.flatnonzero(~np.isnan(self.amount))
        return EPOCH + timedelta(days=self.first_day + int(known[-1])) if known.size else None


@dataclass(frozen=True, slots=True)
class Worked:
    """What readings tell beside their days, as it was kept: bills where that is all, the mean day and week."""

    bills: tuple[BillingPeriods, ...] | None
    shape: HourShape | None
    week: Week | None


@dataclass(frozen=True, slots=True)
class FuelUse:
    """One commodity of one home: its days, and the readings they came from, or what was kept of these instead."""

    commodity: Commodity
    unit: Unit
    days: DayUse
    series: tuple[UsageSeries, ...]
    worked: Worked | None = None

    @property
    def is_known(self) -> bool:
        return self.days.last_known is not None


def of_home(
    session: Session, consents: Sequence[LiveConsent], commodity: Commodity, flow: Flow = Flow.DELIVERED
) -> FuelUse | None:
    """What all permitted sources (best first) say of a commodity, counted once; None when that is nothing."""
    ranked = merged_usage.by_source(session, consents, commodity, (flow,))
    return of_sources(commodity, [[point.series for point in source] for source in ranked])


def of_sources(commodity: Commodity, ranked: Sequence[Sequence[UsageSeries]]) -> FuelUse | None:
    """The same from series in hand: a day that a better source knows is told by it, others by the next."""
    uses = [use for source in ranked if (use := of_series(commodity, source)) is not None]
    if not uses:
        return None
    unit = uses[0].unit
    same = [use for use in uses if use.unit is unit]
    days = same[0].days
    for use in same[1:]:
        days = _filled(days, use.days)
    return FuelUse(commodity, unit, days, tuple(series for use in same for series in use.series))


def of_series(commodity: Commodity, found: Sequence[UsageSeries]) -> FuelUse | None:
    """The same from series in hand; those in another unit than the first are left out."""
    if not found:
        return None
    unit = found[0].unit
    kept = tuple(series for series in found if series.unit is unit)
    return FuelUse(commodity, unit, _sum_days([_days_of(series) for series in kept]), kept)


def months(days: DayUse, last: int = 12) -> tuple[Month, ...]:
    """The `last` calendar months up to the newest whole one, oldest first; those too little known are gaps.

    Months before the first reading are left out, and so is one that has only begun.
    """
    known = ~np.isnan(days.amount)
    places = np.flatnonzero(known)
    if not places.size:
        return ()
    first, newest = (EPOCH + timedelta(days=days.first_day + int(places[end])) for end in (0, -1))
    added = _Added(np.where(known, days.amount, 0.0), _counted(known), _counted(days.estimated > 0))
    month, until = newest.replace(day=1), (newest.replace(day=1) + timedelta(days=32)).replace(day=1)
    found: list[Month] = []
    while month >= first.replace(day=1) and len(found) < last:
        shown = _month(month, until, days.first_day, added)
        if found or shown.amount is not None:
            found.append(shown)
        month, until = (month - timedelta(days=1)).replace(day=1), month
    return tuple(reversed(found))


def year_total(shown: Sequence[Month]) -> float | None:
    """The sum of twelve months, or None unless all twelve are known."""
    amounts = [month.amount for month in shown if month.amount is not None]
    return sum(amounts) if len(amounts) == 12 else None


def bills_alone(use: FuelUse) -> tuple[BillingPeriods, ...] | None:
    """The bills of a fuel that is told by bills alone; None where anything is read by the day."""
    if use.worked is not None:
        return use.worked.bills
    if any(choose(series) is not Frequency.BILLING for series in use.series):
        return None
    return tuple(billing_periods(series) for series in use.series)


def points(use: FuelUse, temperature: DailyTemperature) -> Points:
    """The latest year's use a day against the cold: one point a day, or one a billing period where that is all."""
    bills = bills_alone(use)
    if bills is not None:
        found = [point for each in bills for point in _period_points(each, temperature)]
        return Points(*zip(*found, strict=True)) if found else Points((), (), ())
    first, until = temperature.first_day, temperature.first_day + temperature.mean_c.size
    days = days_of_points(use)
    shown = np.arange(max(days.start, first), min(days.stop, until))
    amount, means = use.days.amount[shown - use.days.first_day], temperature.mean_c[shown - first]
    guessed = use.days.estimated[shown - use.days.first_day] > 0.5
    known = ~np.isnan(amount + means)
    return Points(*(tuple(column[known].tolist()) for column in (means, amount, guessed)))


def days_of_points(use: FuelUse) -> range:
    """The days since 1970-01-01 whose temperature `points` asks for: the latest year's, of bills alone all."""
    first, until = use.days.first_day, use.days.first_day + use.days.amount.size
    return range(first if bills_alone(use) is not None else max(first, until - YEAR), until)


def hour_shape(use: FuelUse) -> HourShape | None:
    """The mean day of the latest year by hour, or None when readings are longer than an hour or too few."""
    if use.worked is not None:
        return use.worked.shape
    series = [one for one in use.series if len(one) and float(np.median(one.durations)) <= 3600]
    if not series:
        return None
    sums, counts = np.zeros((2, HOURS)), np.zeros((2, HOURS))
    for one in series:
        recent = one.starts >= one.starts[-1] - YEAR * 86_400
        starts, amounts = one.starts[recent], one.amounts[recent]
        days = local_days(starts)
        if np.unique(days).size < MIN_DAYS_FOR_SHAPE:
            return None
        hour = ((starts - midnights(int(days[0]), int(days[-1]))[days - days[0]]) // 3600).clip(0, HOURS - 1)
        weekend = ((days + 3) % 7 >= 5).astype(np.int64)  # 1970-01-01 was a Thursday
        np.add.at(sums, (weekend, hour), amounts)
        for kind in (0, 1):
            counts[kind] += np.unique(days[weekend == kind]).size
    mean = np.divide(sums, counts, out=np.zeros_like(sums), where=counts > 0)
    return HourShape(tuple(map(float, mean[0])), tuple(map(float, mean[1])))


def _days_of(series: UsageSeries) -> DayUse:
    if choose(series) is Frequency.DAILY:
        use = daily_use(series)
        return DayUse(use.first_day, use.amount, _estimated_days(series, use.first_day, use.amount.size))
    return _spread_bills(billing_periods(series))


def _spread_bills(bills: BillingPeriods) -> DayUse:
    """Billing periods as days of equal use: right for sums over months, never used to fit anything."""
    if not bills.starts.size:
        return DayUse(0, np.zeros(0), np.zeros(0))
    first, last = int(bills.starts[0]), int(bills.ends.max())
    amount, estimated = np.full(last - first, np.nan), np.zeros(last - first)
    for start, end, used, guessed in zip(bills.starts, bills.ends, bills.amount, bills.estimated, strict=True):
        amount[start - first : end - first] = used / (end - start)
        estimated[start - first : end - first] = float(guessed)
    return DayUse(first, amount, estimated)


def _estimated_days(series: UsageSeries, first_day: int, count: int) -> Floats:
    """Share of each day's readings that somebody estimated [count]."""
    days = local_days(series.starts) - first_day
    inside = (days >= 0) & (days < count)
    guessed = (series.quality == Quality.ESTIMATED)[inside].astype(np.float64)
    every = np.bincount(days[inside], minlength=count)
    share = np.bincount(days[inside], weights=guessed, minlength=count)
    return np.divide(share, every, out=np.zeros(count), where=every > 0)


def _sum_days(parts: Sequence[DayUse]) -> DayUse:
    """Usage points added up, day by day; a day that one of those in service does not know is not known."""
    kept = [part for part in parts if part.amount.size]
    if not kept:
        return DayUse(0, np.zeros(0), np.zeros(0))
    first = min(part.first_day for part in kept)
    size = max(part.first_day + part.amount.size for part in kept) - first
    amount, known, expected, estimated = np.zeros(size), np.zeros(size), np.zeros(size), np.zeros(size)
    for part in kept:
        at = slice(part.first_day - first, part.first_day - first + part.amount.size)
        amount[at] += np.nan_to_num(part.amount)
        known[at] += ~np.isnan(part.amount)
        expected[at] += 1
        estimated[at] = np.maximum(estimated[at], part.estimated)
    return DayUse(first, np.where((known == expected) & (expected > 0), amount, np.nan), estimated)


def _filled(better: DayUse, lesser: DayUse) -> DayUse:
    """The days of the better, and of the lesser those that the better does not know."""
    if not better.amount.size or not lesser.amount.size:
        return better if better.amount.size else lesser
    first = min(better.first_day, lesser.first_day)
    size = max(part.first_day + part.amount.size for part in (better, lesser)) - first
    amount, estimated = np.full(size, np.nan), np.zeros(size)
    for part in (lesser, better):
        at = slice(part.first_day - first, part.first_day - first + part.amount.size)
        known = ~np.isnan(part.amount)
        amount[at][known] = part.amount[known]
        estimated[at][known] = part.estimated[known]
    return DayUse(first, amount, estimated)


@dataclass(frozen=True, slots=True)
class _Added:
    """Days as months are added up from them: what was used, nought where unknown, and how many days before each are
    known and were guessed."""

    amount: Floats
    known: Sequence[int]
    guessed: Sequence[int]


def _counted(days: NDArray[np.bool_]) -> Sequence[int]:
    """How many of the days are true before each, and last before their end."""
    counts: list[int] = np.cumsum(days).tolist()
    return [0, *counts]


def _month(month: date, until: date, first_day: int, added: _Added) -> Month:
    """The month between these two days; `first_day` is that of what was added up."""
    length, size = (until - month).days, added.amount.size
    at = (month - EPOCH).days - first_day
    start, end = min(max(at, 0), size), min(max(at + length, 0), size)
    count = added.known[end] - added.known[start]
    if count < MIN_KNOWN_SHARE_OF_MONTH * length:
        return Month(month, None, False)
    # the few days that are missing are taken to be like the rest of their month
    amount = float(added.amount[start:end].sum() / count * length)
    return Month(month, amount, added.guessed[end] - added.guessed[start] > 0.5 * (end - start))


def _period_points(bills: BillingPeriods, temperature: DailyTemperature) -> list[tuple[float, float, bool]]:
    found = []
    for start, end, used, guessed in zip(bills.starts, bills.ends, bills.amount, bills.estimated, strict=True):
        first, last = int(start) - temperature.first_day, int(end) - temperature.first_day
        if first < 0 or last > temperature.mean_c.size:
            continue
        means = temperature.mean_c[first:last]
        if np.isnan(means).mean() <= 0.1:
            found.append((float(np.nanmean(means)), float(used / (end - start)), bool(guessed)))
    return found
