"""Withdrawal that undoes: what a permission let in goes when the permission does, and so does what was made of it.

Other packages write their rows; this module alone may delete any of them, so that erasure never depends on
anybody's co-operation. What remains is an opaque history of the answers themselves and the audit record.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, func, select

from greener_homes import audit, consent
from greener_homes.tables.advice import Assessment, Opportunity, Override, Recommendation, Review
from greener_homes.tables.connection import ImportRun
from greener_homes.tables.consent import Purpose, Source
from greener_homes.tables.usage import BlockRevision, IntervalBlock, UsagePoint
from greener_homes.vault import Vault
from models.quantities import Commodity


@dataclass(frozen=True, slots=True)
class Receipt:
    """What went when a permission was withdrawn, by count, and when."""

    home_id: uuid.UUID
    purpose: Purpose
    at: datetime
    permissions: int
    readings: int = 0
    blocks: int = 0
    revisions: int = 0
    imports: int = 0
    files: int = 0
    assessments: int = 0
    opportunities: int = 0
    recommendations: int = 0


def withdraw(
    session: Session,
    vault: Vault,
    home_id: uuid.UUID,
    purpose: Purpose,
    *,
    source: Source,
    commodities: Sequence[Commodity],
    actor: audit.Actor,
    now: datetime,
    supplier_id: uuid.UUID | None = None,
) -> Receipt:
    """The permission no longer stands and what rested on it is gone; the receipt says what.

    ADVICE withdrawn: collection stops, and the readings, their revisions, import runs, waiting files and every
    assessment, opportunity, review and recommendation of the home are deleted. COACH_ACCESS withdrawn: readings
    stay, but open and past advice, which a coach may no longer stand behind with open eyes, is deleted.
    Usage of a commodity whose permission stands is kept; its advice is worked out again.
    """
    ended = consent.withdraw(
        session, home_id, purpose, source=source, commodities=commodities, actor=actor, now=now, supplier_id=supplier_id
    )
    usage = (
        _erase_usage(session, vault, home_id, source, supplier_id, commodities)
        if purpose is Purpose.ADVICE
        else _NO_USAGE
    )
    advice = _erase_advice(session, home_id)
    receipt = Receipt(home_id=home_id, purpose=purpose, at=now, permissions=ended, **usage, **advice)
    audit.record(
        session,
        actor,
        audit.Action.DATA_ERASED,
        at=now,
        home_id=home_id,
        purpose=purpose.value,
        readings=receipt.readings,
        recommendations=receipt.recommendations,
    )
    session.flush()
    return receipt


_NO_USAGE: dict[str, int] = {}


def _erase_usage(
    session: Session,
    vault: Vault,
    home_id: uuid.UUID,
    source: Source,
    supplier_id: uuid.UUID | None,
    commodities: Sequence[Commodity],
) -> dict[str, int]:
    points = select(UsagePoint.id).where(
        UsagePoint.home_id == home_id,
        UsagePoint.source == source,
        col(UsagePoint.supplier_id).is_not_distinct_from(supplier_id),
        col(UsagePoint.commodity).in_(list(commodities)),
    )
    blocks = select(IntervalBlock.id).where(col(IntervalBlock.usage_point_id).in_(points))
    readings, block_count = session.exec(
        select(func.coalesce(func.sum(IntervalBlock.count), 0), func.count()).where(
            col(IntervalBlock.usage_point_id).in_(points)
        )
    ).one()
    revisions = session.exec(delete(BlockRevision).where(col(BlockRevision.block_id).in_(blocks))).rowcount
    session.exec(delete(IntervalBlock).where(col(IntervalBlock.usage_point_id).in_(points)))
    session.exec(delete(UsagePoint).where(col(UsagePoint.id).in_(points)))
    runs, files = _erase_imports(session, vault, home_id, source, supplier_id)
    return {
        "readings": int(readings),
        "blocks": int(block_count),
        "revisions": int(revisions),
        "imports": runs,
        "files": files,
    }


def _erase_imports(
    session: Session, vault: Vault, home_id: uuid.UUID, source: Source, supplier_id: uuid.UUID | None
) -> tuple[int, int]:
    """Runs whose readings are all gone; a run that also brought a commodity still permitted keeps its row."""
    still_used = (
        select(IntervalBlock.import_run_id)
        .join(UsagePoint, col(UsagePoint.id) == IntervalBlock.usage_point_id)
        .where(UsagePoint.home_id == home_id)
    )
    rows = session.exec(
        select(ImportRun)
        .where(
            ImportRun.home_id == home_id,
            ImportRun.source == source,
            col(ImportRun.supplier_id).is_not_distinct_from(supplier_id),
            col(ImportRun.id).not_in(still_used),
        )
        .with_for_update()
    ).all()
    files = 0
    for row in rows:
        if row.spool_name is not None:
            vault.discard(row.spool_name)
            files += 1
        session.delete(row)
    session.flush()
    return len(rows), files


def _erase_advice(session: Session, home_id: uuid.UUID) -> dict[str, int]:
    assessments = select(Assessment.id).where(Assessment.home_id == home_id)
    recommendations = session.exec(delete(Recommendation).where(col(Recommendation.home_id) == home_id)).rowcount
    session.exec(delete(Override).where(col(Override.home_id) == home_id))
    session.exec(delete(Review).where(col(Review.home_id) == home_id))
    opportunities = session.exec(delete(Opportunity).where(col(Opportunity.assessment_id).in_(assessments))).rowcount
    gone = session.exec(delete(Assessment).where(col(Assessment.home_id) == home_id)).rowcount
    return {
        "assessments": int(gone),
        "opportunities": int(opportunities),
        "recommendations": int(recommendations),
    }
