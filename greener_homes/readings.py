"""Readings: storing what consent covers, and giving it back to whoever holds consent for it.

One row a usage point, flow and UTC month (greener_homes/blocks.py). What a correction replaces is kept as a
revision. Readings from before the move-in date, from after moving out, or of a commodity without a grant, leave only
a count.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col, delete, select

from greener_homes import blocks
from greener_homes.consent import LiveConsent
from greener_homes.local_days import LOCAL as LOCAL
from greener_homes.local_days import midnight
from greener_homes.match_customers import across_of
from greener_homes.tables.usage import BlockRevision, IntervalBlock, UsagePoint
from greener_homes.vault import Vault
from models.quantities import Commodity, Flow, Unit
from models.series import UsageSeries


@dataclass(frozen=True, slots=True)
class Incoming:
    """Readings on their way in: the sender's name for the usage point, the series, and when the sender changed it."""

    usage_point: str
    series: UsageSeries
    updated: int = 0


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of readings, as counts that add up to those that came."""

    added: int = 0
    replaced: int = 0
    repeated: int = 0
    conflicting: int = 0
    overlapping: int = 0
    before_move_in: int = 0
    after_move_out: int = 0
    not_consented: int = 0

    def __add__(self, other: Stored) -> Stored:
        return Stored(**{name: getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__})

    def as_counts(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class PointSeries:
    """All readings of one usage point flowing one way."""

    usage_point_id: uuid.UUID
    series: UsageSeries


def store(
    session: Session, consent: LiveConsent, vault: Vault, incoming: Incoming, run_id: uuid.UUID, *, now: datetime
) -> Stored:
    """The covered readings are in their blocks once, whatever was there before. Safe to run again.

    `consent` must have been taken with `lock`, so that it still stands when this transaction is committed.
    """
    since = consent.covers_from(incoming.series.commodity)
    if since is None:
        return Stored(not_consented=len(incoming.series))
    block = blocks.of_series(incoming.series, incoming.updated)
    early = block.starts < midnight(since)
    late = _from_day(block, consent.covers_until(incoming.series.commodity)) & ~early
    outcome = Stored(before_move_in=int(np.count_nonzero(early)), after_move_out=int(np.count_nonzero(late)))
    block = blocks.select(block, ~early & ~late)
    if not len(block):
        return outcome
    point_id = _usage_point(session, consent, vault, incoming, now)
    parts = {cast(date, month.astype(object)): part for month, part in blocks.split_by_month(block)}
    kept = _kept_blocks(session, point_id, incoming.series, parts)
    for month, part in parts.items():
        row = kept.get(month) or _new_block(point_id, incoming.series, month, run_id, now)
        outcome += _store_month(session, row, part, run_id, now)
    session.flush()
    return outcome


def restate(
    session: Session, consent: LiveConsent, vault: Vault, incoming: Incoming, run_id: uuid.UUID, *, now: datetime
) -> Stored:
    """The usage point holds exactly these readings and nothing it held before: for what people type and take back.

    `consent` must have been taken with `lock`. Safe to run again.
    """
    if consent.covers_from(incoming.series.commodity) is None:
        return Stored(not_consented=len(incoming.series))
    point_id = _usage_point(session, consent, vault, incoming, now)
    session.exec(delete(IntervalBlock).where(col(IntervalBlock.usage_point_id) == point_id))
    return store(session, consent, vault, incoming, run_id, now=now)


def series_for(
    session: Session,
    consent: LiveConsent,
    *,
    commodity: Commodity,
    flow: Flow = Flow.DELIVERED,
) -> Sequence[PointSeries]:
    """Every usage point's readings of a commodity that this consent covers, oldest first.

    Empty when the commodity is not covered.
    """
    since = consent.covers_from(commodity)
    if since is None:
        return []
    rows = session.exec(
        select(IntervalBlock.usage_point_id, IntervalBlock.unit, IntervalBlock.payload)
        .join(UsagePoint, col(UsagePoint.id) == IntervalBlock.usage_point_id)
        .where(
            UsagePoint.home_id == consent.home_id,
            UsagePoint.source == consent.source,
            col(UsagePoint.supplier_id).is_not_distinct_from(consent.supplier_id),
            UsagePoint.commodity == commodity,
            IntervalBlock.flow == flow,
        )
        .order_by(col(UsagePoint.created_at), col(UsagePoint.id), col(IntervalBlock.unit), col(IntervalBlock.month))
    ).all()
    grouped: dict[tuple[uuid.UUID, str], list[bytes]] = {}
    for point_id, unit, payload in rows:
        grouped.setdefault((point_id, unit), []).append(payload)
    first, until = midnight(since), consent.covers_until(commodity)
    found = []
    for (point_id, unit), payloads in grouped.items():
        parts = [blocks.unpack(payload) for payload in payloads]
        parts = [blocks.select(part, (part.starts >= first) & ~_from_day(part, until)) for part in parts]
        found.append(PointSeries(point_id, blocks.series_of(parts, commodity, flow, Unit(unit))))
    return found


def has_any(session: Session, home_id: uuid.UUID) -> bool:
    """Whether any reading of this home is stored. Says nothing of what it is, so it needs no consent."""
    query = select(IntervalBlock.id).join(UsagePoint, col(UsagePoint.id) == IntervalBlock.usage_point_id)
    return session.exec(query.where(UsagePoint.home_id == home_id).limit(1)).first() is not None


def _kept_blocks(
    session: Session, point_id: uuid.UUID, series: UsageSeries, months: Collection[date]
) -> dict[date, IntervalBlock]:
    """What is stored already of these months, held until this transaction ends."""
    rows = session.exec(
        select(IntervalBlock)
        .where(
            IntervalBlock.usage_point_id == point_id,
            IntervalBlock.flow == series.flow,
            IntervalBlock.unit == series.unit,
            col(IntervalBlock.month).in_(list(months)),
        )
        .with_for_update()
    )
    return {row.month: row for row in rows}


def _new_block(
    point_id: uuid.UUID, series: UsageSeries, month: date, run_id: uuid.UUID, now: datetime
) -> IntervalBlock:
    return IntervalBlock(
        usage_point_id=point_id,
        flow=series.flow,
        unit=series.unit,
        month=month,
        exponent=0,
        payload=b"",
        count=0,
        total=0,
        estimated=0,
        import_run_id=run_id,
        stored_at=now,
    )


def _store_month(session: Session, row: IntervalBlock, new: blocks.Block, run_id: uuid.UUID, now: datetime) -> Stored:
    result = blocks.merge(blocks.unpack(row.payload) if row.payload else None, new)
    if result.replaced:
        session.add(
            BlockRevision(
                block_id=row.id,
                exponent=row.exponent,
                payload=row.payload,
                replaced_by_import_run_id=run_id,
                replaced_at=now,
            )
        )
    if result.changed:
        block = result.block
        row.payload = blocks.pack(block)
        row.exponent, row.count, row.total, row.estimated = block.exponent, len(block), block.total, block.estimated
        row.import_run_id = run_id
        row.stored_at = now
        session.add(row)
    return Stored(
        added=result.added,
        replaced=result.replaced,
        repeated=result.repeated,
        conflicting=result.conflicting,
        overlapping=result.overlapping,
    )


def _usage_point(session: Session, consent: LiveConsent, vault: Vault, incoming: Incoming, now: datetime) -> uuid.UUID:
    match = vault.match(f"usage_point|{consent.home_id}", incoming.usage_point)
    commodity = incoming.series.commodity
    row = session.exec(
        select(UsagePoint).where(
            UsagePoint.home_id == consent.home_id,
            UsagePoint.source == consent.source,
            col(UsagePoint.supplier_id).is_not_distinct_from(consent.supplier_id),
            UsagePoint.commodity == commodity,
            UsagePoint.match == match,
        )
    ).one_or_none()
    if row is None:
        row = UsagePoint(
            home_id=consent.home_id,
            source=consent.source,
            supplier_id=consent.supplier_id,
            commodity=commodity,
            match=match,
            across_match=across_of(vault, commodity, incoming.usage_point),
            created_at=now,
        )
        session.add(row)
        session.flush()
    return row.id


def _from_day(block: blocks.Block, until: date | None) -> NDArray[np.bool_]:
    """Which readings begin on the local day `until` or later; none without such a day."""
    if until is None:
        return np.zeros(len(block), dtype=np.bool_)
    return block.starts >= midnight(until)


def homes_with(session: Session, month: date) -> Sequence[uuid.UUID]:
    """The homes of which there are readings in a UTC month, named by its first day. Opens none of them."""
    query = (
        select(UsagePoint.home_id)
        .join(IntervalBlock, col(IntervalBlock.usage_point_id) == UsagePoint.id)
        .where(IntervalBlock.month == month)
        .distinct()
        .order_by(col(UsagePoint.home_id))
    )
    return session.exec(query).all()
