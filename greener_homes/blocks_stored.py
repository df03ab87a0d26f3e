"""Blocks of many usage points written at once: new months copied in, kept months brought together with what came.

What a correction replaces is kept as a revision, as for one home. All in the session's transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

import numpy as np
from sqlalchemy import select, text
from sqlmodel import Session, col

from greener_homes import block_loops, blocks_many, copying
from greener_homes.blocks_many import Run
from greener_homes.tables.usage import IntervalBlock
from models.quantities import Flow, Unit
from models.series import Ints

ASKED_AT_ONCE = 2_000
MERGED_AT_ONCE = 200_000
"""Kept readings in memory together while they are merged."""
_BLOCK = {
    "id": "uuid",
    "usage_point_id": "uuid",
    "flow": "varchar",
    "unit": "varchar",
    "month": "date",
    "exponent": "int4",
    "payload": "bytea",
    "count": "int4",
    "total": "int8",
    "estimated": "int4",
    "import_run_id": "uuid",
    "stored_at": "timestamptz",
}
_REVISION = {
    "id": "uuid",
    "block_id": "uuid",
    "exponent": "int4",
    "payload": "bytea",
    "replaced_by_import_run_id": "uuid",
    "replaced_at": "timestamptz",
}
_CHANGED = {
    name: _BLOCK[name] for name in ("id", "exponent", "payload", "count", "total", "estimated", "import_run_id")
}
_CHANGED_TABLE = text(
    f"CREATE TEMPORARY TABLE IF NOT EXISTS changed_block ({', '.join(f'{n} {t}' for n, t in _CHANGED.items())}) "
    "ON COMMIT DROP"
)
_UPDATE = text(
    f"UPDATE interval_block AS kept SET {', '.join(f'{n} = changed.{n}' for n in _CHANGED if n != 'id')}, "  # noqa: S608  # nosec B608
    "stored_at = :now FROM changed_block AS changed WHERE kept.id = changed.id"
)


class Key(NamedTuple):
    """Which block it is."""

    usage_point_id: uuid.UUID
    flow: Flow
    unit: Unit
    month: date


@dataclass(frozen=True, slots=True)
class Kept:
    """A block that is stored already, held until this transaction ends."""

    id: uuid.UUID
    exponent: int
    count: int
    payload: bytes


def kept(session: Session, points: Sequence[uuid.UUID], months: Sequence[date]) -> dict[Key, Kept]:
    """What is stored of these months of these usage points, held until this transaction ends."""
    found: dict[Key, Kept] = {}
    columns = [
        getattr(IntervalBlock, name)
        for name in ("usage_point_id", "flow", "unit", "month", "id", "exponent", "count", "payload")
    ]
    for at in range(0, len(points), ASKED_AT_ONCE):
        query = (
            select(*columns)
            .where(
                copying.one_of(col(IntervalBlock.usage_point_id), points[at : at + ASKED_AT_ONCE]),
                col(IntervalBlock.month).in_(months),
            )
            .order_by(col(IntervalBlock.id))
            .with_for_update()
        )
        for point, flow, unit, month, *rest in session.execute(query):
            found[Key(point, flow, unit, month)] = Kept(*rest)
    return found


def store(
    session: Session,
    run: Run,
    keys: Sequence[Key],
    import_runs: Sequence[uuid.UUID],
    before: Mapping[Key, Kept],
    *,
    now: datetime,
) -> Ints:
    """Every block of the run is stored. What became of its readings, a row a block, as `blocks_many.Merged.counts`."""
    outcome = np.zeros((len(run), 5), dtype=np.int64)
    outcome[:, block_loops.ADDED] = run.counts
    old = [number for number, key in enumerate(keys) if key in before] if before else []
    if old:
        outcome[old] = _merge(
            session,
            run.only(np.array(old)),
            [before[keys[number]] for number in old],
            [import_runs[number] for number in old],
            now,
        )
    known = set(old)
    new = [number for number in range(len(run)) if number not in known] if known else range(len(run))
    if new:
        fresh = run.only(np.array(new, dtype=np.int64))
        _copy_in(session, fresh, [keys[number] for number in new], [import_runs[number] for number in new], now)
    return outcome


def _copy_in(session: Session, run: Run, keys: Sequence[Key], import_runs: Sequence[uuid.UUID], now: datetime) -> None:
    rows = zip(
        keys,
        run.exponents.tolist(),
        blocks_many.pack(run),
        run.counts.tolist(),
        run.totals.tolist(),
        run.estimated.tolist(),
        import_runs,
        strict=True,
    )
    copying.copy_in(
        session,
        "interval_block",
        tuple(_BLOCK),
        tuple(_BLOCK.values()),
        ((copying.new_id(), *key, *middle, now) for key, *middle in rows),
    )


def _merge(session: Session, new: Run, old: Sequence[Kept], import_runs: Sequence[uuid.UUID], now: datetime) -> Ints:
    """What came is brought together with what was kept; as many blocks at a time as memory likes."""
    session.execute(_CHANGED_TABLE)
    outcome = []
    for first, last in _some(old):
        rows = old[first:last]
        merged = blocks_many.merge(blocks_many.unpack([row.payload for row in rows]), new.part(first, last))
        outcome.append(merged.counts)
        _keep_revisions(session, [(rows[at], import_runs[first + at]) for at in merged.replaced.tolist()], now)
        changed = merged.run.only(merged.changed)
        copying.copy_in(
            session,
            "changed_block",
            tuple(_CHANGED),
            tuple(_CHANGED.values()),
            zip(
                (rows[at].id for at in merged.changed.tolist()),
                changed.exponents.tolist(),
                blocks_many.pack(changed),
                changed.counts.tolist(),
                changed.totals.tolist(),
                changed.estimated.tolist(),
                (import_runs[first + at] for at in merged.changed.tolist()),
                strict=True,
            ),
        )
    session.execute(_UPDATE, {"now": now})
    session.execute(text("TRUNCATE changed_block"))
    return np.concatenate(outcome)


def _some(old: Sequence[Kept]) -> Iterator[tuple[int, int]]:
    """Ranges of blocks that do not hold too many readings together."""
    first = held = 0
    for last, row in enumerate(old):
        if held and held + row.count > MERGED_AT_ONCE:
            yield first, last
            first, held = last, 0
        held += row.count
    yield first, len(old)


def _keep_revisions(session: Session, replaced: Sequence[tuple[Kept, uuid.UUID]], now: datetime) -> None:
    if replaced:
        copying.copy_in(
            session,
            "block_revision",
            tuple(_REVISION),
            tuple(_REVISION.values()),
            ((copying.new_id(), row.id, row.exponent, row.payload, by, now) for row, by in replaced),
        )
