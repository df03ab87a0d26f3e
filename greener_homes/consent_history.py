"""The life of a grant after it was given: every change is an event in a history that is only ever added to."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import ColumnElement, or_, text
from sqlmodel import Session, col, select

from greener_homes import audit
from greener_homes.tables.consent import (
    Channel,
    ConsentAction,
    ConsentEvent,
    ConsentGrant,
    EndedBy,
    Purpose,
    Source,
)

PATIENCE = "12s"
"""How long an end waits for a write: a supplier's whole file is stored in one transaction."""


class Entered(Protocol):
    """How an answer reached us."""

    @property
    def channel(self) -> Channel: ...
    @property
    def on_behalf_reason(self) -> str: ...
    @property
    def form_build(self) -> str: ...


def mark_withdrawn(
    session: Session,
    rows: Sequence[ConsentGrant],
    *,
    actor: audit.Actor,
    now: datetime,
    receipt_id: uuid.UUID | None,
    entered: Entered | None = None,
) -> None:
    """These grants, held locked by the caller, no longer stand, and the history says who ended them and how."""
    for row in rows:
        row.withdrawn_at = now
        session.add(row)
        note(session, row, ConsentAction.WITHDRAW, actor, now, receipt_id, entered)
    if rows:
        audit.record(
            session,
            actor,
            audit.Action.CONSENT_WITHDRAWN,
            at=now,
            home_id=rows[0].home_id,
            purpose=rows[0].purpose.value,
            grants=len(rows),
        )
    session.flush()


def mark_ended(
    session: Session,
    row: ConsentGrant,
    why: EndedBy,
    *,
    actor: audit.Actor,
    now: datetime,
    receipt_id: uuid.UUID | None,
) -> None:
    """The grant ended without its giver's doing; what rests on it stays until it is erased."""
    row.ended_at, row.ended_by = now, why
    session.add(row)
    action = ConsentAction.EXPIRE if why is EndedBy.EXPIRED else ConsentAction.MOVE_OUT
    note(session, row, action, actor, now, receipt_id)
    session.flush()


def mark_erased(session: Session, row: ConsentGrant, *, now: datetime, receipt_id: uuid.UUID | None) -> None:
    """Nothing rests on this ended grant any more."""
    row.erased_at = now
    session.add(row)
    note(session, row, ConsentAction.ERASE, audit.PLATFORM, now, receipt_id)
    session.flush()


def note_move_out(
    session: Session, row: ConsentGrant, on: date, *, actor: audit.Actor, now: datetime, receipt_id: uuid.UUID
) -> None:
    """The grant covers nothing from `on` on, and the history says since when that is known."""
    row.data_until = on
    session.add(row)
    note(session, row, ConsentAction.MOVE_OUT, actor, now, receipt_id)
    session.flush()


def hold(session: Session, home_id: uuid.UUID) -> None:
    """Until this transaction ends nobody else ends answers that let the home's usage in, or writes under them.

    Whoever is to decide what rests on them holds them all first, and before any other answer of the home: two members
    who stop at once follow each other, and what neither permits any more goes. Waits for a write that is under way.
    """
    session.execute(text("SELECT set_config('lock_timeout', :patience, true)"), {"patience": PATIENCE})
    standing(session, col(ConsentGrant.home_id) == home_id, col(ConsentGrant.purpose) == Purpose.ADVICE)


def keep(session: Session, home_id: uuid.UUID) -> None:
    """Until this transaction ends nobody ends answers that let the home's usage in: what is sent on rests on them.

    Held as a write holds them: others may write and send at the same time, and an end waits.
    """
    query = select(ConsentGrant).where(
        ConsentGrant.home_id == home_id, ConsentGrant.purpose == Purpose.ADVICE, *retaining()
    )
    held = query.order_by(col(ConsentGrant.id)).with_for_update(read=True)
    session.exec(held.execution_options(populate_existing=True)).all()


def hold_for(session: Session, home_id: uuid.UUID, purpose: Purpose) -> None:
    """What an answer of this purpose rests on is held, before any other answer of the home is."""
    if purpose is Purpose.ADVICE:
        hold(session, home_id)
    elif purpose is Purpose.REFERRAL:
        keep(session, home_id)


def standing(session: Session, *conditions: ColumnElement[bool]) -> Sequence[ConsentGrant]:
    """Grants on which collected usage may still rest, held until this transaction ends, in one order for all."""
    query = select(ConsentGrant).where(*conditions, *retaining()).order_by(col(ConsentGrant.id))
    return session.exec(query.with_for_update().execution_options(populate_existing=True)).all()


def retaining() -> tuple[ColumnElement[bool], ...]:
    """SQL for grants that nobody withdrew and nothing replaced, and whose usage was not erased yet."""
    return (
        col(ConsentGrant.withdrawn_at).is_(None),
        col(ConsentGrant.erased_at).is_(None),
        or_(col(ConsentGrant.ended_by).is_(None), col(ConsentGrant.ended_by) != EndedBy.REPLACED),
    )


def key(
    home_id: uuid.UUID,
    purpose: Purpose,
    source: Source | None,
    supplier_id: uuid.UUID | None,
    recipient_id: uuid.UUID | None,
) -> tuple[ColumnElement[bool], ...]:
    """SQL for the grants of one question about one home."""
    return (
        col(ConsentGrant.home_id) == home_id,
        col(ConsentGrant.purpose) == purpose,
        col(ConsentGrant.source).is_not_distinct_from(source),
        col(ConsentGrant.supplier_id).is_not_distinct_from(supplier_id),
        col(ConsentGrant.recipient_id).is_not_distinct_from(recipient_id),
    )


def note(
    session: Session,
    row: ConsentGrant,
    action: ConsentAction,
    actor: audit.Actor,
    now: datetime,
    receipt_id: uuid.UUID | None = None,
    entered: Entered | None = None,
) -> None:
    session.add(
        ConsentEvent(
            grant_id=row.id,
            receipt_id=receipt_id,
            person_id=row.person_id,
            home_id=row.home_id,
            action=action,
            purpose=row.purpose,
            source=row.source,
            supplier_id=row.supplier_id,
            commodity=row.commodity,
            recipient_id=row.recipient_id,
            statement_id=row.statement_id,
            channel=entered.channel if entered else Channel.WEB,
            on_behalf_reason=(entered.on_behalf_reason or None) if entered else None,
            form_build=(entered.form_build or None) if entered else None,
            fields=row.fields,
            actor_id=actor.id,
            occurred_at=now,
        )
    )
