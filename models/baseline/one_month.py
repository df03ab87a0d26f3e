"""One month of one meter beside the home's own year before it, at the month's weather, and beside the same month then.

The baseline is of the twelve months that end where the month begins (CalTRACK 2.0, S115), so the same month a year ago
is in it. What is said of the month is the avoided use of its known days with its 90 % interval; a baseline that cannot
support a number gives none. Nothing is scaled: days that are not known are in no sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from models.baseline.avoided import AvoidedUse, avoided_billing, avoided_daily
from models.baseline.fit import Baseline, FitResult, fit_billing, fit_daily
from models.baseline.periods import BillingPeriods, DailyUse
from models.findings import Finding
from models.quantities import Commodity, Unit
from models.series import DailyTemperature, Floats

YEAR_DAYS: Final = 365
LEAST_KNOWN: Final = 0.9
"""The part of a month's days that must be known before anything is said of it (S115's share of days)."""


@dataclass(frozen=True, slots=True)
class Span:
    """Local days since 1970-01-01 from `first` on and not from `until` on."""

    first: int
    until: int

    @property
    def days(self) -> int:
        return self.until - self.first


@dataclass(frozen=True, slots=True)
class MonthUse:
    """A month, or the bill that lies mostly in it: `span`, its known days, what was used on them, how cold it was.

    `used` is None where too little is known. `avoided` is None without a baseline that can support it, or without
    measured temperatures. `year_ago` is the use of the same month a year before, where that is known too.
    """

    span: Span
    days: int
    used: float | None
    mean_c: float | None
    avoided: AvoidedUse | None
    baseline: Baseline | None
    findings: tuple[Finding, ...]
    year_ago: float | None = None
    year_ago_mean_c: float | None = None


def daily(
    use: DailyUse, temperature: DailyTemperature, commodity: Commodity, unit: Unit, month: Span, year_ago: Span
) -> MonthUse:
    """From days."""
    (fit,) = fit_daily([_days(use, Span(month.first - YEAR_DAYS, month.first))], temperature, commodity, unit)
    own = _days(use, month)
    known = int(np.isfinite(own.amount).sum())
    if known < LEAST_KNOWN * month.days:
        return MonthUse(month, known, None, None, None, fit.baseline, fit.findings)
    avoided = None if _cannot(fit) else avoided_daily(_of(fit), own, temperature)
    if avoided is not None and avoided.days < LEAST_KNOWN * month.days:
        avoided = None
    before = _days(use, year_ago)
    is_known = np.isfinite(before.amount).sum() >= LEAST_KNOWN * year_ago.days
    return MonthUse(
        month,
        known,
        float(np.nansum(own.amount)),
        _mean(temperature, month),
        avoided,
        fit.baseline,
        fit.findings,
        float(np.nansum(before.amount)) if is_known else None,
        _mean(temperature, year_ago) if is_known else None,
    )


def billing(
    bills: BillingPeriods, temperature: DailyTemperature, commodity: Commodity, unit: Unit, month: Span, year_ago: Span
) -> MonthUse:
    """From bills: the one whose middle lies in the month, beside those that ended before it began."""
    at = _mostly_in(bills, month)
    if at is None:
        return MonthUse(month, 0, None, None, None, None, ())
    span = Span(int(bills.starts[at]), int(bills.ends[at]))
    (fit,) = fit_billing([_bills(bills, bills.ends <= span.first)], temperature, commodity, unit)
    avoided = None
    if not _cannot(fit) and span.first > _of(fit).last_day:
        avoided = avoided_billing(_of(fit), _bills(bills, np.arange(bills.starts.size) == at), temperature)
    before = _mostly_in(bills, year_ago)
    then = None if before is None else Span(int(bills.starts[before]), int(bills.ends[before]))
    return MonthUse(
        span,
        span.days,
        float(bills.amount[at]),
        _mean(temperature, span),
        avoided if avoided is not None and avoided.days else None,
        fit.baseline,
        fit.findings,
        None if before is None else float(bills.amount[before]),
        None if then is None else _mean(temperature, then),
    )


def _cannot(fit: FitResult) -> bool:
    return fit.baseline is None or fit.disqualified


def _of(fit: FitResult) -> Baseline:
    if fit.baseline is None:
        raise ValueError("nothing was fitted")
    return fit.baseline


def _days(use: DailyUse, span: Span) -> DailyUse:
    """The days of a span, NaN where nothing is known of them."""
    amount = np.full(span.days, np.nan)
    low, high = max(span.first, use.first_day), min(span.until, use.first_day + use.amount.size)
    if low < high:
        amount[low - span.first : high - span.first] = use.amount[low - use.first_day : high - use.first_day]
    return DailyUse(span.first, amount)


def _mostly_in(bills: BillingPeriods, span: Span) -> int | None:
    """The newest bill with an amount whose middle lies in the span."""
    middle = (bills.starts + bills.ends) / 2.0
    found = np.flatnonzero((middle >= span.first) & (middle < span.until) & np.isfinite(bills.amount))
    return int(found[-1]) if found.size else None


def _bills(bills: BillingPeriods, which: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> BillingPeriods:
    return BillingPeriods(bills.starts[which], bills.ends[which], bills.amount[which], bills.estimated[which])


def _mean(temperature: DailyTemperature, span: Span) -> float | None:
    """The mean temperature of a span; None where less than nine tenths of its days are known."""
    at = np.arange(span.first, span.until) - temperature.first_day
    inside = at[(at >= 0) & (at < temperature.mean_c.size)]
    known: Floats = temperature.mean_c[inside]
    known = known[np.isfinite(known)]
    return float(known.mean()) if known.size >= LEAST_KNOWN * span.days else None
