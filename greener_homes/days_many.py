"""Daily readings of many homes at once, in columns: what `readings.series_for` gives one by one, for plain homes.

Plain is a home whose usage comes from one source, with one usage point a commodity that only draws, read about once a
day. Others are named, and left to whoever reads one home at a time.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import numpy as np
import psycopg
from sqlalchemy import String, type_coerce
from sqlalchemy import select as sqlalchemy_select
from sqlmodel import Session, col

from greener_homes import blocks_many, copying
from greener_homes.consent import LiveConsent, Window
from greener_homes.local_days import midnight
from greener_homes.tables.usage import UsagePoint
from models.quantities import Commodity, Flow, Unit
from models.series import Floats, Ints

UNPACKED_AT_ONCE = 20_000
"""Blocks: some tens of megabytes of readings."""
SHORTEST_DAY_S, LONGEST_DAY_S = 23 * 3600, 25 * 3600
_DELIVERED = Flow.DELIVERED.value
_BLOCKS = """
SELECT wanted.number::int4, block.flow, block.unit, block.lengths, block.packed
FROM unnest(%s::uuid[]) WITH ORDINALITY AS wanted(id, number)
CROSS JOIN LATERAL (
    SELECT flow, unit, string_agg(int4send(octet_length(payload)), '') AS lengths, string_agg(payload, '') AS packed
    FROM interval_block WHERE usage_point_id = wanted.id AND month >= %s GROUP BY flow, unit
) AS block
ORDER BY wanted.number
"""
"""A row a point and not a row a block, its blocks end to end: what is sent and looked at one by one takes long."""


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
    parts = list(_filled(session, points, midnights, others))
    found: dict[tuple[Commodity, Unit], list[tuple[_Filled, list[int]]]] = {}
    for part in parts:
        rows: dict[tuple[Commodity, Unit], list[int]] = {}
        for row, (point, unit) in enumerate(zip(part.points, part.units, strict=True)):
            if not others or point.home_id not in others:
                rows.setdefault((point.commodity, unit), []).append(row)
        for kind, own in rows.items():
            found.setdefault(kind, []).append((part, own))
    return Read(
        [_together(commodity, unit, first, some) for (commodity, unit), some in found.items()], frozenset(others)
    )


def _points(
    session: Session, consents: Mapping[uuid.UUID, Sequence[LiveConsent]]
) -> tuple[list[_Point], set[uuid.UUID]]:
    """The opened usage points in a fixed order; homes with several sources, or several points of a commodity."""
    others = {home for home, opened in consents.items() if len(opened) > 1}
    words = (type_coerce(col(each), String) for each in (UsagePoint.source, UsagePoint.commodity))
    query = (
        sqlalchemy_select(UsagePoint.id, UsagePoint.home_id, UsagePoint.supplier_id, *words)  # type: ignore[call-overload]
        .where(copying.one_of(col(UsagePoint.home_id), list(consents)))
        .order_by(col(UsagePoint.home_id), col(UsagePoint.id))
    )
    found: list[_Point] = []
    last: uuid.UUID | None = None
    windows: dict[str, Window] = {}
    for point, home, supplier, source, commodity in session.execute(query).all():
        if home != last:
            last, consent = home, consents[home][0]
            windows = {window.commodity.value: window for window in consent.covered}
            seen: set[str] = set()
        window = windows.get(commodity)
        if window is None or source != consent.source or supplier != consent.supplier_id:
            continue
        if commodity in seen:
            others.add(home)
        seen.add(commodity)
        until = midnight(window.until) if window.until else 1 << 60
        found.append(_Point(point, home, window.commodity, midnight(window.since), until))
    return [each for each in found if each.home_id not in others], others


@dataclass(frozen=True, slots=True, eq=False)
class _Filled:
    """Days of some points that have any, from the day of number `first` on [points, days]."""

    points: Sequence[_Point]
    units: Sequence[Unit]
    first: int
    use: Floats


def _together(commodity: Commodity, unit: Unit, first: int, some: Sequence[tuple[_Filled, Sequence[int]]]) -> Days:
    """The points in these rows side by side, from the first day on that any of them may have."""
    begins = min(part.first for part, _ in some)
    use = np.empty((sum(len(rows) for _, rows in some), some[0][0].use.shape[1] + some[0][0].first - begins))
    homes: list[uuid.UUID] = []
    for part, rows in some:
        own, before = use[len(homes) : len(homes) + len(rows)], part.first - begins
        own[:, :before] = np.nan
        own[:, before:] = part.use[rows]
        homes += [part.points[row].home_id for row in rows]
    return Days(commodity, unit, homes, first + begins, use)


def _filled(session: Session, points: Sequence[_Point], midnights: Ints, others: set[uuid.UUID]) -> Iterator[_Filled]:
    """The days of each point; homes of points that are not plain are added to `others`."""
    since = datetime.fromtimestamp(int(midnights[0]), UTC).date().replace(day=1)
    for some in _blocks(session, points, since, others):
        own = [points[number] for number in some.numbers]
        first, use, not_daily = _days(own, some, midnights)
        others.update(own[row].home_id for row in np.flatnonzero(not_daily).tolist())
        rows = np.flatnonzero(np.isfinite(use).any(axis=1))
        units = [Unit(some.units[row]) for row in rows.tolist()]
        yield _Filled([own[row] for row in rows.tolist()], units, first, use if rows.size == len(own) else use[rows])


def _days(own: Sequence[_Point], blocks: _Blocks, midnights: Ints) -> tuple[int, Floats, np.ndarray]:
    """The first day that any of these points may have, their use by day from there on, and which of them are not daily.

    Raises ValueError for bytes that are no block.
    """
    from greener_homes.days_loop import place_days  # numba takes a while to import

    lengths = np.frombuffer(b"".join(blocks.lengths), dtype=">i4").astype(np.int64)
    clear = blocks_many.clear(b"".join(blocks.packed), lengths)
    owners = np.repeat(np.arange(len(own)), [len(each) // 4 for each in blocks.lengths])
    starts = clear.first_starts
    order = np.lexsort((starts, owners))  # the database has them in any order
    days = midnights.size - 1
    first = min(max(int(np.searchsorted(midnights, starts.min(), side="right")) - 1, 0), days - 1)
    use = np.full((len(own), days - first), np.nan)
    not_daily = np.zeros(len(own), dtype=np.bool_)
    since, until = (np.array([getattr(point, name) for point in own]) for name in ("since", "until"))
    if not place_days(
        clear.raw,
        clear.places,
        order,
        owners,
        10.0 ** clear.exponents.astype(np.float64),
        since,
        until,
        midnights[first:],
        SHORTEST_DAY_S,
        LONGEST_DAY_S,
        use,
        not_daily,
    ):
        raise ValueError("not a packed block")
    return first, use, not_daily


@dataclass(slots=True, eq=False)
class _Blocks:
    """Blocks of some points: of each its number and unit, how many bytes each of its blocks has (4 bytes a number, the
    largest first), and the blocks end to end."""

    numbers: list[int] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    lengths: list[bytes] = field(default_factory=list)
    packed: list[bytes] = field(default_factory=list)


def _blocks(session: Session, points: Sequence[_Point], since: date, others: set[uuid.UUID]) -> Iterator[_Blocks]:
    """The blocks of the points, some points at a time. Points that also send, or that were read in two units, are not
    plain."""
    connection = session.connection().connection.driver_connection
    if not isinstance(connection, psycopg.Connection):
        raise TypeError("blocks are read over psycopg")
    some, held, last = _Blocks(), 0, -1
    wanted = copying.written([point.id for point in points])
    with connection.cursor(binary=True) as cursor:
        for number, flow, unit, lengths, packed in cursor.execute(_BLOCKS, (wanted, since)):
            place = number - 1
            if flow != _DELIVERED or last == place:
                others.add(points[place].home_id)
                continue
            last = place
            some.numbers.append(place)
            some.units.append(unit)
            some.lengths.append(lengths)
            some.packed.append(packed)
            held += len(lengths) // 4
            if held >= UNPACKED_AT_ONCE:
                yield some
                some, held = _Blocks(), 0
    if some.numbers:
        yield some
