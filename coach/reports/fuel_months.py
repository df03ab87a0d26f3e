"""Each fuel's month under the home's permissions: what was used, about what it cost, and beside the year before it.

Only what the permissions open, only measured temperatures, and only where one meter tells of the fuel. Every figure
stands with what it was made of: days, weather, baseline, prices.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

import numpy as np
from sqlmodel import Session

from coach.homes import merged_usage
from coach.homes.baselines import days_of
from coach.homes.evidence import EPOCH, READ
from coach.reports import codes_reports as codes
from greener_homes import homes, rates, tariffs, weather
from greener_homes.consent import LiveConsent
from greener_homes.errors import Refusal
from greener_homes.readings import PointSeries
from greener_homes.tariffs import PricePlan
from models.baseline import one_month
from models.baseline.avoided import AvoidedUse
from models.baseline.document import iso_day, to_document
from models.baseline.one_month import MonthUse, Span
from models.baseline.periods import BillingPeriods, Frequency, billing_periods, choose
from models.findings import Finding
from models.quantities import Commodity, Flow
from models.series import DailyTemperature

FUELS: Final = (Commodity.ELECTRICITY, Commodity.NATURAL_GAS)
"""What is metered month by month; deliveries of oil or wood say nothing of a month."""
METHOD: Final = "month-1"
READ_BEFORE: Final = timedelta(days=430)
"""Days before the month whose weather is read: a year, and room for bills that begin before it."""
READ_AFTER: Final = timedelta(days=40)
DAYS_IN_MONTH: Final = 365.25 / 12
ROUND_TO: Final = 10.0


@dataclass(frozen=True, slots=True)
class FuelMonth:
    """What is said of one fuel, and the figures it opens to."""

    commodity: Commodity
    said: Finding
    numbers: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def as_json(self) -> dict[str, object]:
        """As it is kept."""
        said = {"code": self.said.code, "facts": dict(self.said.facts)}
        return {"commodity": self.commodity.value, **said, "numbers": dict(self.numbers)}


def of_home(session: Session, home_id: uuid.UUID, opened: Sequence[LiveConsent], month: date) -> tuple[FuelMonth, ...]:
    """Every fuel these permissions open of a month (its first day); a fuel without any readings is left out."""
    facts = {each.name: each.value for each in homes.known_facts(session, home_id)}
    outdoors = _outdoors(session, home_id, facts.get("municipality"), month)
    found = []
    for commodity in FUELS:
        ranked = merged_usage.by_source(session, opened, commodity, READ[commodity])
        points = [point for point in merged_usage.as_one_meter(ranked) if len(point.series)]
        if points:
            found.append(_of_fuel(commodity, points, outdoors, month, _Prices(session, facts)))
    return tuple(found)


class _Prices:
    """About what an amount costs this home, at the prices of the middle of the days it was used on."""

    def __init__(self, session: Session, facts: Mapping[str, object]) -> None:
        place, plan = facts.get("municipality"), facts.get("price_plan")
        self.book = rates.in_use(session)
        self.distributor = tariffs.distributor_for(str(place) if place else None)
        self.plan = PricePlan(str(plan)) if plan else PricePlan.TOU

    def about(self, commodity: Commodity, amount: float, span: Span) -> float | None:
        """CAD with tax and fixed charges; hours of use are typical ones. None where no price is held for these days."""
        on = EPOCH + timedelta(days=(span.first + span.until) // 2)
        months = span.days / DAYS_IN_MONTH
        try:
            if commodity is Commodity.NATURAL_GAS:
                return tariffs.gas_bill(amount, on, months, self.book).total_cad
            split = tariffs.typical_shares(self.plan)
            use = tariffs.PeriodUse({period: amount * share for period, share in split.items()}, on.month, months)
            return tariffs.electricity_bill(use, self.plan, on, self.distributor, self.book).total_cad
        except Refusal:
            return None


def _outdoors(session: Session, home_id: uuid.UUID, place: object, month: date) -> weather.HomeWeather | None:
    first, last = month - READ_BEFORE, month + READ_AFTER
    return weather.for_home(session, home_id, place if isinstance(place, str) else None, first, last)


def _of_fuel(
    commodity: Commodity,
    points: Sequence[PointSeries],
    outdoors: weather.HomeWeather | None,
    month: date,
    prices: _Prices,
) -> FuelMonth:
    if any(point.series.flow is not Flow.DELIVERED for point in points):
        return FuelMonth(commodity, codes.SOLAR.finding())
    if len({point.usage_point_id for point in points}) > 1:
        return FuelMonth(commodity, codes.SEVERAL_METERS.finding())
    temperature = outdoors.temperature if outdoors is not None else _nothing(month)
    found = _looked(commodity, points, temperature, month)
    if found.used is None:
        return FuelMonth(commodity, codes.NO_MONTH.finding(), {"days": found.days})
    unit = points[0].series.unit.value
    numbers = _numbers(found, unit, prices.about(commodity, found.used, found.span))
    if outdoors is not None:
        numbers["station"] = outdoors.station
    if found.avoided is None:
        why = codes.NO_WEATHER if outdoors is None or found.mean_c is None else codes.NO_YEAR
        return FuelMonth(commodity, why.finding(), numbers)
    return FuelMonth(commodity, _said(found.avoided, unit), numbers)


def _looked(
    commodity: Commodity, points: Sequence[PointSeries], temperature: DailyTemperature, month: date
) -> MonthUse:
    series = [point.series for point in points if point.series.unit is points[0].series.unit]
    unit, spans = series[0].unit, (_span(month), _span(month.replace(year=month.year - 1)))
    daily = [one for one in series if choose(one) is Frequency.DAILY]
    if daily:
        return one_month.daily(days_of(daily), temperature, commodity, unit, *spans)
    parts = [billing_periods(one) for one in series]
    starts = np.concatenate([part.starts for part in parts])
    order = np.argsort(starts, kind="stable")
    bills = BillingPeriods(
        starts[order],
        np.concatenate([part.ends for part in parts])[order],
        np.concatenate([part.amount for part in parts])[order],
        np.concatenate([part.estimated for part in parts])[order],
    )
    return one_month.billing(bills, temperature, commodity, unit, *spans)


def _span(month: date) -> Span:
    following = (month + timedelta(days=31)).replace(day=1)
    return Span((month - EPOCH).days, (following - EPOCH).days)


def _nothing(month: date) -> DailyTemperature:
    """Days of which no temperature is known."""
    first = month - READ_BEFORE
    return DailyTemperature((first - EPOCH).days, np.full((READ_BEFORE + READ_AFTER).days + 1, np.nan))


def _said(avoided: AvoidedUse, unit: str) -> Finding:
    low, high = avoided.ci90
    if not avoided.stands_out or not avoided.expected:
        return codes.AS_BEFORE.finding(unit=unit, more=max(_whole(-low), 0), less=max(_whole(high), 0))
    percent = max(1, round(100 * abs(avoided.avoided) / avoided.expected))
    if avoided.avoided > 0:
        return codes.LESS.finding(
            percent=percent, unit=unit, avoided=_whole(avoided.avoided), low=_whole(low), high=_whole(high)
        )
    return codes.MORE.finding(
        percent=percent, unit=unit, avoided=_whole(-avoided.avoided), low=_whole(-high), high=_whole(-low)
    )


def _numbers(found: MonthUse, unit: str, cost: float | None) -> dict[str, object]:
    numbers: dict[str, object] = {
        "method": METHOD,
        "unit": unit,
        "first_day": iso_day(found.span.first),
        "last_day": iso_day(found.span.until - 1),
        "days": found.days,
        "used": _kept(found.used),
        "cost_cad": _kept(cost),
        "mean_c": _kept(found.mean_c),
        "year_ago": _kept(found.year_ago),
        "year_ago_mean_c": _kept(found.year_ago_mean_c),
    }
    if found.avoided is not None and found.baseline is not None:
        numbers |= {
            "expected": _kept(found.avoided.expected),
            "avoided": _kept(found.avoided.avoided),
            "ci90": [_kept(end) for end in found.avoided.ci90],
            "baseline": to_document(found.baseline),
        }
    return numbers


def _kept(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _whole(value: float) -> int:
    """A figure as it is said: to ten where it is large."""
    return round(value / ROUND_TO) * int(ROUND_TO) if abs(value) >= ROUND_TO**2 else round(value)
