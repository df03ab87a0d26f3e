"""What of a home's usage rests on answers that stand, and the erasure of everything else: planned first, then done.

A reading rests on an answer when it came from that answer's source and supplier, is of its commodity and begins
inside its days. The plan is made by reading alone, so that a page can say beforehand what will go; doing it deletes
exactly what was planned. Readings are cut out of months that hold others' too.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select

from greener_homes import blocks, usage_shown
from greener_homes.blocks import Block
from greener_homes.consent_history import retaining
from greener_homes.local_days import midnight
from greener_homes.tables.connection import ImportRun, ImportState, PartnerFile, PartnerReject, TypedEntry
from greener_homes.tables.consent import ConsentGrant, Purpose, Source
from greener_homes.tables.usage import BlockRevision, IntervalBlock, UsagePoint
from models.quantities import Commodity

Days = tuple[date, date | None]
"""Local days from the first one on, until (not including) the second, or without end."""


@dataclass(frozen=True, slots=True)
class UsagePlan:
    """What of one source's usage of a home will go. Rows by id; `cuts` are months of which a part stays."""

    points: tuple[uuid.UUID, ...] = ()
    blocks: tuple[uuid.UUID, ...] = ()
    revisions: tuple[uuid.UUID, ...] = ()
    cuts: tuple[tuple[uuid.UUID, Block], ...] = ()
    revision_cuts: tuple[tuple[uuid.UUID, Block], ...] = ()
    runs: tuple[uuid.UUID, ...] = ()
    scrubbed: tuple[uuid.UUID, ...] = ()
    files: tuple[str, ...] = ()
    entries: tuple[uuid.UUID, ...] = ()
    rejects: tuple[uuid.UUID, ...] = ()
    shown: tuple[uuid.UUID, ...] = ()
    """Homes whose pages keep what was worked out of all their readings together."""
    readings: int = 0


def plan(
    session: Session,
    home_id: uuid.UUID,
    source: Source,
    supplier_id: uuid.UUID | None,
    commodities: Collection[Commodity],
    *,
    ending: Collection[uuid.UUID] = (),
) -> UsagePlan:
    """What of these commodities from this source will rest on no answer once the grants `ending` have ended."""
    grants = [row for row in _grants(session, home_id, source, supplier_id) if row.id not in ending]
    kept = {commodity: _days(grants, commodity) for commodity in commodities}
    found = UsagePlan(shown=(home_id,))
    for point in session.exec(
        select(UsagePoint).where(
            *_from(UsagePoint, home_id, source, supplier_id), col(UsagePoint.commodity).in_(list(commodities))
        )
    ):
        found = _with_point(session, found, point, kept[point.commodity])
    entries = _entries(session, home_id, kept) if source is Source.BILLS else ()
    rejects = _rejects(session, home_id, supplier_id) if source is Source.PARTNER and not grants else ()
    found = replace(found, entries=entries, rejects=rejects)
    less = bool(found.blocks or found.cuts) or (bool(ending) and not all(kept.values()))
    return _with_runs(session, found, home_id, source, supplier_id, {row.person_id for row in grants}, less)


def plan_point(
    session: Session,
    home_id: uuid.UUID,
    source: Source,
    supplier_id: uuid.UUID | None,
    commodity: Commodity,
    match: bytes,
) -> UsagePlan:
    """Everything that came for one usage point, by its sender's name for it, will go: it never was this home's."""
    found = UsagePlan(rejects=_rejects(session, home_id, supplier_id), shown=(home_id,))
    for point in session.exec(
        select(UsagePoint).where(
            *_from(UsagePoint, home_id, source, supplier_id),
            UsagePoint.commodity == commodity,
            UsagePoint.match == match,
        )
    ):
        found = _with_point(session, found, point, ())
    agreeing = {row.person_id for row in _grants(session, home_id, source, supplier_id)}
    return _with_runs(session, found, home_id, source, supplier_id, agreeing, bool(found.points))


def erase(session: Session, planned: UsagePlan) -> UsagePlan:
    """Everything planned is gone but its `files`, which the caller discards; returns what was.

    Runs that a worker holds at this moment are not in that. Such a run finds at its next question that it may write
    nothing, and its row is cleared afterwards.
    """
    for revision_id, block in planned.revision_cuts:
        row = session.get_one(BlockRevision, revision_id)
        row.payload, row.exponent = blocks.pack(block), block.exponent
        session.add(row)
    for block_id, block in planned.cuts:
        kept = session.get_one(IntervalBlock, block_id)
        kept.payload, kept.exponent, kept.count = blocks.pack(block), block.exponent, len(block)
        kept.total, kept.estimated = block.total, block.estimated
        session.add(kept)
    session.flush()
    usage_shown.forget(session, planned.shown)
    _delete(session, BlockRevision, planned.revisions)
    _delete(session, IntervalBlock, planned.blocks)
    _delete(session, UsagePoint, planned.points)
    _delete(session, TypedEntry, planned.entries)
    _delete(session, PartnerReject, planned.rejects)
    _scrub(session, planned.scrubbed)
    gone, files = _erase_runs(session, planned.runs)
    session.flush()
    return replace(planned, runs=gone, files=files)


def _with_point(session: Session, planned: UsagePlan, point: UsagePoint, kept: Sequence[Days]) -> UsagePlan:
    rows = session.exec(select(IntervalBlock).where(IntervalBlock.usage_point_id == point.id)).all()
    gone: list[uuid.UUID] = []
    revised: list[uuid.UUID] = []
    cuts: list[tuple[uuid.UUID, Block]] = []
    revision_cuts: list[tuple[uuid.UUID, Block]] = []
    readings = 0
    for row in rows:
        whole = blocks.unpack(row.payload)
        left = blocks.select(whole, covered(whole, kept)) if kept else None
        if left is None or not len(left):
            gone.append(row.id)
            readings += row.count
        elif len(left) < len(whole):
            cuts.append((row.id, left))
            readings += len(whole) - len(left)
        for revision in session.exec(select(BlockRevision).where(BlockRevision.block_id == row.id)):
            before = blocks.unpack(revision.payload)
            rest = blocks.select(before, covered(before, kept)) if kept and row.id not in gone else None
            if rest is None or not len(rest):
                revised.append(revision.id)
            elif len(rest) < len(before):
                revision_cuts.append((revision.id, rest))
    return replace(
        planned,
        points=(*planned.points, point.id) if len(gone) == len(rows) else planned.points,
        blocks=(*planned.blocks, *gone),
        revisions=(*planned.revisions, *revised),
        cuts=(*planned.cuts, *cuts),
        revision_cuts=(*planned.revision_cuts, *revision_cuts),
        readings=planned.readings + readings,
    )


def covered(block: Block, kept: Iterable[Days]) -> NDArray[np.bool_]:
    """Which readings of a block begin inside one of these stretches of local days."""
    inside = np.zeros(len(block), dtype=np.bool_)
    for since, until in kept:
        part = block.starts >= midnight(since)
        if until is not None:
            part &= block.starts < midnight(until)
        inside |= part
    return inside


def _with_runs(
    session: Session,
    planned: UsagePlan,
    home_id: uuid.UUID,
    source: Source,
    supplier_id: uuid.UUID | None,
    agreeing: Collection[uuid.UUID],
    less: bool,
) -> UsagePlan:
    """Runs of which nothing remains go, with their files; runs that remain no longer speak of what went.

    A run that still waits stays for as long as its own person's answer lets anything in. `less` says that something
    of this source that was covered is covered no longer.
    """
    used = _runs_used(session, home_id, planned)
    runs = session.exec(select(ImportRun).where(*_from(ImportRun, home_id, source, supplier_id))).all()
    gone = [
        run
        for run in runs
        if run.id not in used
        and (run.person_id not in agreeing if run.state is ImportState.RECEIVED else less or not agreeing)
    ]
    return replace(
        planned,
        runs=tuple(run.id for run in gone),
        files=tuple(run.spool_name for run in gone if run.spool_name),
        scrubbed=tuple(run.id for run in runs if run.id in used) if less else (),
    )


def _runs_used(session: Session, home_id: uuid.UUID, planned: UsagePlan) -> set[uuid.UUID]:
    """Runs that wrote, or corrected, something that stays."""
    points = select(UsagePoint.id).where(UsagePoint.home_id == home_id)
    writing = session.exec(
        select(IntervalBlock.id, IntervalBlock.import_run_id).where(col(IntervalBlock.usage_point_id).in_(points))
    )
    gone_blocks, gone_revisions = set(planned.blocks), set(planned.revisions)
    used = {run for block, run in writing if block not in gone_blocks}
    correcting = session.exec(
        select(BlockRevision.id, BlockRevision.replaced_by_import_run_id)
        .join(IntervalBlock, col(IntervalBlock.id) == BlockRevision.block_id)
        .where(col(IntervalBlock.usage_point_id).in_(points))
    )
    return used | {run for revision, run in correcting if revision not in gone_revisions}


def _erase_runs(session: Session, ids: Collection[uuid.UUID]) -> tuple[tuple[uuid.UUID, ...], tuple[str, ...]]:
    rows = session.exec(
        select(ImportRun).where(col(ImportRun.id).in_(list(ids))).with_for_update(skip_locked=True)
    ).all()
    files = tuple(row.spool_name for row in rows if row.spool_name is not None)
    _delete(session, ImportRun, [row.id for row in rows])
    return tuple(row.id for row in rows), files


def _scrub(session: Session, ids: Collection[uuid.UUID]) -> None:
    """What a run said of its file may have been about what went; the file itself may now come again."""
    for row in session.exec(select(ImportRun).where(col(ImportRun.id).in_(list(ids))).with_for_update()):
        row.sha256, row.size_bytes = f"cleared-{row.id.hex}", 0
        row.counts, row.findings, row.rejects, row.facts = {}, [], [], {}
        session.add(row)


def _grants(
    session: Session, home_id: uuid.UUID, source: Source, supplier_id: uuid.UUID | None
) -> Sequence[ConsentGrant]:
    """The answers that let usage in from a source and on which it may still rest."""
    return session.exec(
        select(ConsentGrant).where(
            *_from(ConsentGrant, home_id, source, supplier_id),
            ConsentGrant.purpose == Purpose.ADVICE,
            *retaining(),
        )
    ).all()


def _days(grants: Iterable[ConsentGrant], commodity: Commodity) -> list[Days]:
    return [(row.data_from, row.data_until) for row in grants if row.commodity is commodity and row.data_from]


def _entries(session: Session, home_id: uuid.UUID, kept: dict[Commodity, list[Days]]) -> tuple[uuid.UUID, ...]:
    """What was typed of days that nothing covers any more."""
    rows = session.exec(
        select(TypedEntry).where(TypedEntry.home_id == home_id, col(TypedEntry.commodity).in_(list(kept)))
    )
    return tuple(row.id for row in rows if not _typed_inside(row, kept[row.commodity]))


def _typed_inside(row: TypedEntry, kept: Iterable[Days]) -> bool:
    day = row.starts_on or row.ends_on
    return any(since <= day and (until is None or day < until) for since, until in kept)


def _rejects(session: Session, home_id: uuid.UUID, supplier_id: uuid.UUID | None) -> tuple[uuid.UUID, ...]:
    return tuple(
        session.exec(
            select(PartnerReject.id)
            .join(PartnerFile, col(PartnerFile.id) == PartnerReject.file_id)
            .where(PartnerReject.home_id == home_id, PartnerFile.organisation_id == supplier_id)
        )
    )


def _from(
    table: type[UsagePoint | ImportRun | ConsentGrant],
    home_id: uuid.UUID,
    source: Source,
    supplier_id: uuid.UUID | None,
) -> tuple[ColumnElement[bool], ...]:
    return (
        col(table.home_id) == home_id,
        col(table.source) == source,
        col(table.supplier_id).is_not_distinct_from(supplier_id),
    )


def _delete(
    session: Session,
    table: type[BlockRevision | IntervalBlock | UsagePoint | ImportRun | TypedEntry | PartnerReject],
    ids: Collection[uuid.UUID],
) -> None:
    if ids:
        session.exec(delete(table).where(col(table.id).in_(list(ids))))
