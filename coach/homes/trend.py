"""This year beside the year before at the same weather, fuel by fuel: CalTRACK's avoided use of the latest year.

The days of the year before are the baseline; what it expects of the latest days' temperatures is held against what was
used, with its 90 % interval (`models/baseline/before_after`). Where less than two years are known, the first year is
the baseline and the days after it are judged as soon as there are enough. Pure; whole meters, measured weather only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import numpy as np

from coach.homes import codes_trend as codes
from coach.homes.baselines import days_of
from greener_homes.readings import PointSeries
from models.baseline import before_after
from models.baseline.avoided import AvoidedUse
from models.baseline.before_after import ENOUGH_DAYS, BeforeAfter, enough_on
from models.baseline.periods import BillingPeriods, Frequency, billing_periods, choose
from models.findings import Finding
from models.quantities import Commodity, Flow
from models.series import DailyTemperature, UsageSeries

METHOD: Final = "trend-1"
YEAR: Final = 365
EPOCH: Final = date(1970, 1, 1)
DIGITS: Final = 2


def documents(series: Sequence[PointSeries], temperature: DailyTemperature | None) -> tuple[dict[str, object], ...]:
    """One document a commodity, in the order they first appear; `temperature` None where it was not measured."""
    commodities = dict.fromkeys(point.series.commodity for point in series)
    return tuple(
        _document(each, [point for point in series if point.series.commodity is each], temperature)
        for each in commodities
    )


def _document(
    commodity: Commodity, points: Sequence[PointSeries], temperature: DailyTemperature | None
) -> dict[str, object]:
    found, numbers = _said(commodity, points, temperature)
    start = {"commodity": commodity.value, "unit": points[0].series.unit.value, "method": METHOD}
    return {**start, "code": found.code, "facts": dict(found.facts), **numbers}


def _said(
    commodity: Commodity, points: Sequence[PointSeries], temperature: DailyTemperature | None
) -> tuple[Finding, Mapping[str, object]]:
    series = [point.series for point in points]
    if any(one.flow is not Flow.DELIVERED for one in series):
        return codes.SOLAR.finding(), {}
    if len({point.usage_point_id for point in points}) > 1:
        return codes.SEVERAL_METERS.finding(), {}
    if temperature is None:
        return codes.NO_WEATHER.finding(), {}
    first, since, last, found = _compared(commodity, series, temperature)
    days: dict[str, object] = {"since": _iso(since), "last": _iso(last), "counted": found.counted}
    if not found.is_enough and (found.baseline is not None or since > last):
        heats = found.heats and last - first >= YEAR
        day = enough_on(found.counted, EPOCH + timedelta(days=max(last, since - 1)), heats=heats)
        return codes.TOO_EARLY.finding(day=day.isoformat(), needed=ENOUGH_DAYS), days
    if found.avoided is None:
        return codes.NO_YEAR_BEFORE.finding(), days
    return _what(found.avoided), {**days, **_numbers(found.avoided)}


def _compared(
    commodity: Commodity, series: Sequence[UsageSeries], temperature: DailyTemperature
) -> tuple[int, int, int, BeforeAfter]:
    """The first day known, the first of the latest year, the last day known, and what the meter says."""
    daily = [one for one in series if choose(one) is Frequency.DAILY]
    unit = (daily or series)[0].unit
    if daily:
        use = days_of([one for one in daily if one.unit is unit])
        known = use.first_day + np.flatnonzero(np.isfinite(use.amount))
        first, last = (int(known[0]), int(known[-1])) if known.size else (use.first_day, use.first_day)
        since = max(last - YEAR + 1, first + YEAR)
        return first, since, last, before_after.daily(use, temperature, commodity, unit, since, since - 1)
    bills = billing_periods(series[0])
    first, last = int(bills.starts[0]), int(bills.ends[-1]) - 1
    since = _begins(bills, max(last - YEAR + 1, first + YEAR))
    return first, since, last, before_after.billing(bills, temperature, commodity, unit, since, since - 1)


def _begins(bills: BillingPeriods, day: int) -> int:
    """The first day of the bill that begins nearest to `day`, so that no bill lies on both sides."""
    return int(bills.starts[np.argmin(np.abs(bills.starts - day))]) if bills.starts[-1] >= day else day


def _what(avoided: AvoidedUse) -> Finding:
    low, high = avoided.ci90
    facts = {"days": avoided.days, "unit": avoided.unit.value}
    if not avoided.stands_out:
        return codes.SAME.finding(days=avoided.days)
    if avoided.avoided > 0:
        return codes.LESS.finding(**facts, low=_rounded(low), high=_rounded(high))
    return codes.MORE.finding(**facts, low=_rounded(-high), high=_rounded(-low))


def _numbers(avoided: AvoidedUse) -> dict[str, object]:
    return {
        "avoided": round(avoided.avoided, 3),
        "expected": round(avoided.expected, 3),
        "observed": round(avoided.observed, 3),
        "ci90": [round(end, 3) for end in avoided.ci90],
        "days": avoided.days,
    }


def _rounded(value: float) -> int:
    return round(float(f"{value:.{DIGITS - 1}e}"))


def _iso(day: int) -> str:
    return (EPOCH + timedelta(days=day)).isoformat()
