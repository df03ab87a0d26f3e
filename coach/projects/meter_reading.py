"""One fuel of one home, as one meter: its readings of the year before some work and of the days since, and the weather.

Only what the permissions open, only measured temperatures, and only where one meter tells of the fuel. What stands in
the way of saying anything is said as a code.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from sqlmodel import Session

from coach.homes import merged_usage
from coach.homes.baselines import days_of
from coach.homes.evidence import EPOCH, READ
from coach.projects import codes_outcomes as codes
from greener_homes import homes, weather
from greener_homes.consent import LiveConsent
from models.baseline import before_after
from models.baseline.before_after import BeforeAfter
from models.baseline.periods import BillingPeriods, Frequency, billing_periods, choose
from models.findings import Finding
from models.quantities import Commodity, Flow
from models.series import UsageSeries

BEFORE: Final = timedelta(days=450)
"""Days before the work that are read: a year, and room for bills that begin before it."""
AFTER: Final = timedelta(days=430)


@dataclass(frozen=True, slots=True)
class Window:
    """The home, and the first and the last day of the work."""

    home_id: uuid.UUID
    began_on: date
    done_on: date


@dataclass(frozen=True, slots=True)
class Meter:
    """What was read: before and after, or the code that says why not."""

    commodity: Commodity
    found: BeforeAfter | None
    why_not: Finding | None


def read(session: Session, opened: Sequence[LiveConsent], commodity: Commodity, window: Window) -> Meter:
    """The fuel's meter around the work, under these permissions."""
    ranked = merged_usage.by_source(session, opened, commodity, READ.get(commodity, (Flow.DELIVERED,)))
    points = merged_usage.as_one_meter(ranked)
    series = [point.series for point in points if len(point.series)]
    if not series:
        return Meter(commodity, None, codes.NO_READINGS.finding())
    if any(one.flow is not Flow.DELIVERED for one in series):
        return Meter(commodity, None, codes.SOLAR.finding())
    if len({point.usage_point_id for point in points}) > 1:
        return Meter(commodity, None, codes.SEVERAL_METERS.finding())
    return _around(session, commodity, [one for one in series if one.unit is series[0].unit], window)


def _around(session: Session, commodity: Commodity, series: Sequence[UsageSeries], window: Window) -> Meter:
    place = next(
        (each.value for each in homes.known_facts(session, window.home_id) if each.name == "municipality"), None
    )
    first, last = window.began_on - BEFORE, window.done_on + AFTER
    outdoors = weather.for_home(session, window.home_id, place if isinstance(place, str) else None, first, last)
    if outdoors is None:
        return Meter(commodity, None, codes.NO_WEATHER.finding())
    began, done = (window.began_on - EPOCH).days, (window.done_on - EPOCH).days
    daily = [one for one in series if choose(one) is Frequency.DAILY]
    if daily:
        found = before_after.daily(days_of(daily), outdoors.temperature, commodity, daily[0].unit, began, done)
    else:
        bills = _bills(series)
        found = before_after.billing(bills, outdoors.temperature, commodity, series[0].unit, began, done)
    return Meter(commodity, found, None)


def _bills(series: Sequence[UsageSeries]) -> BillingPeriods:
    """The bills of one meter in their order, however many series they came in."""
    parts = [billing_periods(one) for one in series]
    starts = np.concatenate([part.starts for part in parts])
    order = np.argsort(starts, kind="stable")
    return BillingPeriods(
        starts[order],
        np.concatenate([part.ends for part in parts])[order],
        np.concatenate([part.amount for part in parts])[order],
        np.concatenate([part.estimated for part in parts])[order],
    )
