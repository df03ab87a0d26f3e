"""One meter before and after a piece of work: a baseline of the days before, avoided use of the days after.

The days of the work itself belong to neither side (CalTRACK 2.0's blackout, S115). A baseline that cannot support a
number gives none, and what is found says why. Nothing is scaled to a year and nothing is attributed to the work: this
is the whole meter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from models.baseline.avoided import AvoidedUse, avoided_billing, avoided_daily
from models.baseline.bills import usable_bills
from models.baseline.degree_days import Bools
from models.baseline.fit import Baseline, FitResult, fit_billing, fit_daily
from models.baseline.periods import BillingPeriods, DailyUse
from models.findings import Finding
from models.quantities import Commodity, Unit
from models.series import DailyTemperature, Floats, Ints

ENOUGH_DAYS: Final = 90
"""Known days after the work before anything is said, in the heating season where the meter heats (our own judgement: a
season of weather, and bills of three months)."""
WHOLE_YEAR_DAYS: Final = 328
"""Nine tenths of a year: only then is a saving held against what was predicted for a year (S115's share of days)."""
FIRST_YEAR_DAYS: Final = 365
"""Days after the work that are looked at: later, other things of a household have changed."""
SEASON_BEGINS: Final = (10, 15)
SEASON_ENDS: Final = (4, 15)
"""The days that count for heat: from 15 October to 15 April, both included (our own judgement)."""
EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """What one meter says. `avoided` is None before there is enough of the days after, or no baseline to hold them to.

    `days` are the known days after the work, `counted` those of them that count towards being enough, `heats` whether
    the meter's use follows the cold. `last_day` is the last day used.
    """

    baseline: Baseline | None
    avoided: AvoidedUse | None
    findings: tuple[Finding, ...]
    heats: bool
    days: int
    counted: int
    last_day: int | None

    @property
    def is_enough(self) -> bool:
        return self.counted >= ENOUGH_DAYS

    @property
    def is_whole_year(self) -> bool:
        return self.days >= WHOLE_YEAR_DAYS


def daily(
    use: DailyUse, temperature: DailyTemperature, commodity: Commodity, unit: Unit, began: int, done: int
) -> BeforeAfter:
    """From days: those before local day `began` against those after local day `done`."""
    before = _days(use, use.first_day, began)
    after = _days(use, done + 1, done + 1 + FIRST_YEAR_DAYS)
    (fit,) = fit_daily([before], temperature, commodity, unit)
    known = np.flatnonzero(np.isfinite(after.amount) & np.isfinite(_on(temperature, after)))
    return _said(fit, after.first_day + known, lambda baseline: avoided_daily(baseline, after, temperature))


def billing(
    bills: BillingPeriods, temperature: DailyTemperature, commodity: Commodity, unit: Unit, began: int, done: int
) -> BeforeAfter:
    """The same from bills; one that any of the work's days fall in is on neither side."""
    first_year = (bills.starts > done) & (bills.starts <= done + FIRST_YEAR_DAYS)
    before, after = _bills(bills, bills.ends <= began), _bills(bills, first_year)
    (fit,) = fit_billing([before], temperature, commodity, unit)
    kept = usable_bills(after, temperature, commodity)
    spans = [np.arange(low, high) for low, high in zip(kept.starts.tolist(), kept.ends.tolist(), strict=True)]
    days = np.concatenate([np.zeros(0, dtype=np.int64), *spans])
    return _said(fit, days, lambda baseline: avoided_billing(baseline, after, temperature))


def enough_on(counted: int, after: date, *, heats: bool) -> date:
    """The first day on which there may be enough, if every day after `after` is known: for “too early to say until”."""
    day, have = after, counted
    while have < ENOUGH_DAYS:
        day += timedelta(days=1)
        have += not heats or in_season(day)
    return day


def in_season(day: date) -> bool:
    """Whether a day counts for heat."""
    return (day.month, day.day) >= SEASON_BEGINS or (day.month, day.day) <= SEASON_ENDS


def _said(fit: FitResult, days: Ints, avoided: Callable[[Baseline], AvoidedUse]) -> BeforeAfter:
    baseline = fit.baseline
    heats = baseline is not None and baseline.heating_slope > 0.0
    counted = int(sum(not heats or in_season(EPOCH + timedelta(days=day)) for day in days.tolist()))
    found = None
    if baseline is not None and not fit.disqualified and counted >= ENOUGH_DAYS:
        found = avoided(baseline)
    last = int(days[-1]) if days.size else None
    return BeforeAfter(baseline, found, fit.findings, heats, int(days.size), counted, last)


def _days(use: DailyUse, first: int, until: int) -> DailyUse:
    """The days from `first` on and not from `until` on."""
    low = min(max(first - use.first_day, 0), use.amount.size)
    high = min(max(until - use.first_day, low), use.amount.size)
    return DailyUse(use.first_day + low, use.amount[low:high])


def _bills(bills: BillingPeriods, which: Bools) -> BillingPeriods:
    return BillingPeriods(bills.starts[which], bills.ends[which], bills.amount[which], bills.estimated[which])


def _on(temperature: DailyTemperature, use: DailyUse) -> Floats:
    at = use.first_day + np.arange(use.amount.size) - temperature.first_day
    inside = (at >= 0) & (at < temperature.mean_c.size)
    found: Floats = np.full(use.amount.size, np.nan)
    found[inside] = temperature.mean_c[at[inside]]
    return found
