"""Daily readings of many homes at once, in columns: what `readings.series_for` gives one by one, for plain homes.

Plain is a home whose usage comes from one source, with one usage point a commodity that only draws, read about once a
day. Others are named, and left to whoever reads one home at a time.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
import psycopg
from sqlmodel import Session, col, select

from greener_homes import blocks_many, copying
from greener_homes.blocks_many import Run
from greener_homes.consent import LiveConsent
from greener_homes.local_days import midnight
from greener_homes.tables.usage import UsagePoint
from models.quantities import Commodity, Flow, Unit
from models.series import Floats, Ints

UNPACKED_AT_ONCE = 20_000
"""Blocks: some tens of megabytes of readings."""
SHORTEST_DAY_S, LONGEST_DAY_S = 23 * 3600, 25 * 3600
_BLOCKS = """
SELECT wanted.number::int4, block.flow, block.unit, block.payload
FROM unnest(%s::uuid[]) WITH ORDINALITY AS wanted(id, number)
JOIN interval_block AS block ON block.usage_point_id = wanted.id AND block.month >= %s
ORDER BY wanted.number, block.month
"""


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """Use of one commodity by local day in `unit`, NaN where missing [homes, days], from day `first_day` on for all."""

    commodity: Commodity
    unit: Unit
    homes: Sequence[uuid.UUID]
    first_day: int
    use: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """Days by commodity and unit, and the homes that are not plain."""

    days: Sequence[Days]
    others: frozenset[uuid.UUID]


@dataclass(frozen=True, slots=True)
class _Point:
    """A usage point that is opened, and from when until when (epoch seconds)."""

    id: uuid.UUID
    home_id: uuid.UUID
    commodity: Commodity
    since: int
    until: int


def read(session: Session, consents: Mapping[uuid.UUID, Sequence[LiveConsent]], first: int, midnights: Ints) -> Read:
    """What these permissions open of the days from local day `first` (since 1970) on; `midnights` of them and the end.

    A home may have readings that are older.
    """
    points, others = _points(session, consents)
    found: dict[tuple[Commodity, Unit], list[_Filled]] = {}
    for part in _filled(session, points, midnights, others):
        found.setdefault((part.point.commodity, part.unit), []).append(part)
    days = []
    for (commodity, unit), parts in found.items():
        kept = [part for part in parts if part.point.home_id not in others]
        if kept:
            use = np.stack([part.use for part in kept])
            days.append(Days(commodity, unit, [part.point.home_id for part in kept], first, use))
    return Read(days, frozenset(others))


def _points(
    session: Session, consents: Mapping[uuid.UUID, Sequence[LiveConsent]]
) -> tuple[list[_Point], set[uuid.UUID]]:
    """The opened usage points in a fixed order; homes with several sources, or several points of a commodity."""
    others = {home for home, opened in consents.items() if len(opened) > 1}
    query = (
        select(  # type: ignore[call-overload]
            UsagePoint.id, UsagePoint.home_id, UsagePoint.source, UsagePoint.supplier_id, UsagePoint.commodity
        )
        .where(copying.one_of(col(UsagePoint.home_id), list(consents)))
        .order_by(col(UsagePoint.home_id), col(UsagePoint.id))
    )
    found: list[_Point] = []
    seen: set[tuple[uuid.UUID, Commodity]] = set()
    for point, home, source, supplier, commodity in session.exec(query):
        consent = consents[home][0]
        since = consent.covers_from(commodity)
        if (source, supplier) != (consent.source, consent.supplier_id) or since is None:
            continue
        if (home, commodity) in seen:
            others.add(home)
        seen.add((home, commodity))
        until = consent.covers_until(commodity)
        found.append(_Point(point, home, commodity, midnight(since), midnight(until) if until else 1 << 60))
    return [each for each in found if each.home_id not in others], others


@dataclass(frozen=True, slots=True, eq=False)
class _Filled:
    point: _Point
    unit: Unit
    use: Floats


def _filled(session: Session, points: Sequence[_Point], midnights: Ints, others: set[uuid.UUID]) -> Iterator[_Filled]:
    """The days of each point; homes of points that are not plain are added to `others`."""
    since = datetime.fromtimestamp(int(midnights[0]), UTC).date().replace(day=1)
    for numbers, units, payloads in _blocks(session, points, since, others):
        run = blocks_many.unpack(payloads)
        first = numbers[0]
        count = numbers[-1] - first + 1
        use = np.full((count, midnights.size - 1), np.nan)
        at = np.repeat(np.array(numbers, dtype=np.int64) - first, run.counts)
        own = points[first : first + count]
        not_daily = _place(run, at, own, midnights, use)
        unit_of = dict(zip(numbers, units, strict=True))
        for number in np.flatnonzero(not_daily).tolist():
            others.add(own[number].home_id)
        for number, point in enumerate(own):
            if first + number in unit_of and np.isfinite(use[number]).any():
                yield _Filled(point, Unit(unit_of[first + number]), use[number])


def _place(run: Run, at: Ints, own: Sequence[_Point], midnights: Ints, use: Floats) -> np.ndarray:
    """Each reading stands on the day that holds its middle, the earlier where two do; which points are not daily."""
    since, until = (np.array([getattr(point, name) for point in own]) for name in ("since", "until"))
    covered = (run.starts >= since[at]) & (run.starts < until[at])
    about_a_day = (run.durations >= SHORTEST_DAY_S) & (run.durations <= LONGEST_DAY_S)
    not_daily = np.zeros(len(own), dtype=np.bool_)
    not_daily[at[covered & ~about_a_day]] = True
    exponents = np.repeat(run.exponents, run.counts)
    amounts = run.values.astype(np.float64) * 10.0**exponents
    day = np.searchsorted(midnights, run.starts + run.durations // 2, side="right") - 1
    kept = covered & about_a_day & (day >= 0) & (day < use.shape[1])
    kept = np.flatnonzero(kept)[::-1]
    use[at[kept], day[kept]] = amounts[kept]
    return not_daily


def _blocks(
    session: Session, points: Sequence[_Point], since: date, others: set[uuid.UUID]
) -> Iterator[tuple[list[int], list[str], list[bytes]]]:
    """The blocks of the points, some at a time and never a point in two parts: whose they are, their units, their
    bytes. Points that also send, or that were read in two units, are not plain."""
    connection = session.connection().connection.driver_connection
    if not isinstance(connection, psycopg.Connection):
        raise TypeError("blocks are read over psycopg")
    numbers: list[int] = []
    units: list[str] = []
    payloads: list[bytes] = []
    with connection.cursor(binary=True) as cursor:
        for number, flow, unit, payload in cursor.execute(_BLOCKS, ([point.id for point in points], since)):
            place = number - 1
            if flow != Flow.DELIVERED.value or (numbers and numbers[-1] == place and units[-1] != unit):
                others.add(points[place].home_id)
                continue
            if len(payloads) >= UNPACKED_AT_ONCE and numbers[-1] != place:
                yield numbers, units, payloads
                numbers, units, payloads = [], [], []
            numbers.append(place)
            units.append(unit)
            payloads.append(payload)
    if payloads:
        yield numbers, units, payloads
