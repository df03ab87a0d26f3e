"""How good a home's data is: for each source and meter, since when, until when, what is missing and what was guessed.

Opened under the same permissions as the readings themselves; worked out from the stored readings when asked.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from sqlmodel import Session

from greener_homes import readings
from greener_homes.consent import LiveConsent, Source
from models.quantities import Commodity, Flow
from models.series import Quality, UsageSeries

LATE_AFTER = {
    Source.UTILITY: timedelta(days=5),
    Source.PARTNER: timedelta(days=5),
    Source.UPLOAD: timedelta(days=120),
    Source.BILLS: timedelta(days=120),
}
"""How old the newest reading may be. Utilities send by themselves; what people send themselves is asked for each
season."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Time between two readings of which nothing is known."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class MeterHealth:
    """The state of one meter's readings flowing one way, from one source."""

    source: Source
    supplier_id: uuid.UUID | None
    usage_point_id: uuid.UUID
    commodity: Commodity
    flow: Flow
    first: datetime
    last_end: datetime
    readings: int
    typical_seconds: int
    estimated_share: float
    doubtful: int
    gaps: tuple[Gap, ...]
    is_late: bool

    @property
    def missing(self) -> timedelta:
        """The time inside first and last of which nothing is known."""
        return sum((gap.until - gap.since for gap in self.gaps), timedelta())

    @property
    def known_share(self) -> float:
        """Which part of the time from first to last is known, 0 to 1."""
        return 1.0 - self.missing / (self.last_end - self.first)


def of_home(session: Session, consents: Sequence[LiveConsent], *, at: datetime) -> Sequence[MeterHealth]:
    """Every meter these permissions open, best source first. The newest reading is late against `at`."""
    return [
        _health(consent, point.usage_point_id, point.series, at)
        for consent in consents
        for point in _points(session, consent)
        if len(point.series)
    ]


def _points(session: Session, consent: LiveConsent) -> Iterator[readings.PointSeries]:
    for commodity in sorted(consent.commodities):
        for flow in Flow:
            yield from readings.series_for(session, consent, commodity=commodity, flow=flow)


def _health(consent: LiveConsent, point_id: uuid.UUID, series: UsageSeries, at: datetime) -> MeterHealth:
    ends = series.ends
    open_from = np.flatnonzero(series.starts[1:] > ends[:-1])
    last_end = _moment(ends[-1])
    return MeterHealth(
        source=consent.source,
        supplier_id=consent.supplier_id,
        usage_point_id=point_id,
        commodity=series.commodity,
        flow=series.flow,
        first=_moment(series.starts[0]),
        last_end=last_end,
        readings=len(series),
        typical_seconds=int(np.median(series.durations)),
        estimated_share=float(np.mean(series.quality == Quality.ESTIMATED)),
        doubtful=int(np.count_nonzero(series.quality == Quality.QUESTIONABLE)),
        gaps=tuple(Gap(_moment(ends[place]), _moment(series.starts[place + 1])) for place in open_from),
        is_late=at - last_end > LATE_AFTER[consent.source],
    )


def _moment(seconds: np.int64) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)
