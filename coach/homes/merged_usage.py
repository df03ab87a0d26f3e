"""A home's readings from all sources its permissions open, counted once and put in the place of one meter.

`greener_homes.precedence` says which source stands before which. Where every source knows one usage point, these are
taken to be the same one, and the lesser sources fill the time the better ones do not tell of. Where a source knows
several, nobody can say which is which: then one source alone is used.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlmodel import Session

from greener_homes import precedence, readings
from greener_homes.consent import LiveConsent
from greener_homes.readings import PointSeries
from models.baseline.periods import Frequency, choose
from models.quantities import Commodity, Flow

ENOUGH_DAYS = 328
"""A source of which nine tenths of a year are known is enough by itself (CalTRACK 2.0's share of days, S115)."""
DAY_S = 86_400

Ranked = list[list[PointSeries]]


def by_source(session: Session, consents: Sequence[LiveConsent], commodity: Commodity, flows: Sequence[Flow]) -> Ranked:
    """The readings of each source in the order of `consents` (best first), without what a better one tells of."""
    ranked = [
        [
            (point.usage_point_id, point.series)
            for flow in flows
            for point in readings.series_for(session, consent, commodity=commodity, flow=flow)
            if len(point.series)
        ]
        for consent in consents
    ]
    kept = [[PointSeries(point_id, series) for point_id, series in source] for source in precedence.once(ranked)]
    return [source for source in kept if source]


def as_one_meter(ranked: Ranked) -> list[PointSeries]:
    """The same as what a baseline may be fitted to: each usage point once, days or bills, never both of one meter."""
    if len(ranked) <= 1 or any(len({point.usage_point_id for point in source}) > 1 for source in ranked):
        return _one_source(ranked)
    meter = ranked[0][0].usage_point_id
    sent = [point for source in ranked for point in source if point.series.flow is Flow.RECEIVED]
    drawn = [point for source in ranked for point in source if point.series.flow is not Flow.RECEIVED]
    daily = [point for point in drawn if choose(point.series) is Frequency.DAILY]
    bills = [point for point in drawn if choose(point.series) is Frequency.BILLING]
    if daily and (_days(daily) >= ENOUGH_DAYS or _days(daily) >= _days(bills)):
        kept = _of_one_kind(daily)
    else:
        kept = (
            [PointSeries(meter, precedence.spliced([point.series for point in _of_one_kind(bills)]))] if bills else []
        )
    return [PointSeries(meter, point.series) for point in (*kept, *sent)]


def _of_one_kind(points: Sequence[PointSeries]) -> list[PointSeries]:
    """Those of the best source's unit and flow: others cannot be put together with them."""
    first = points[0].series
    return [point for point in points if (point.series.unit, point.series.flow) == (first.unit, first.flow)]


def _one_source(ranked: Ranked) -> list[PointSeries]:
    """The best source of which enough is known, else the one of which most is."""
    if not ranked:
        return []
    return next((source for source in ranked if _days(source) >= ENOUGH_DAYS), max(ranked, key=_days))


def _days(points: Sequence[PointSeries]) -> float:
    """The longest time that one usage point of these tells of, in days."""
    told: dict[object, int] = {}
    for point in points:
        known = int(np.sum(point.series.durations))
        told[point.usage_point_id, point.series.flow] = told.get((point.usage_point_id, point.series.flow), 0) + known
    return max(told.values(), default=0) / DAY_S
