"""Answers that staff wrote down, as they are read: by the staff, and by the person whose answer it is."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, exists
from sqlmodel import Session, col, select

from greener_homes import audit, people, scans
from greener_homes.errors import NotFound
from greener_homes.page_questions import plain
from greener_homes.scans import Scan
from greener_homes.tables.consent import (
    Channel,
    EvidenceKind,
    Purpose,
    ReferralField,
    Said,
    Source,
    WhyWritten,
    WrittenAnswer,
    WrittenState,
)
from greener_homes.vault import Vault
from models.quantities import Commodity

WAITS = timedelta(days=30)
"""How long a yes on paper waits for a second person."""


@dataclass(frozen=True, slots=True)
class WrittenView:
    """An answer that staff wrote down. `evidence` is the kind of its scan, where there is one."""

    id: uuid.UUID
    person_id: uuid.UUID
    home_id: uuid.UUID
    state: WrittenState
    said: Said
    purpose: Purpose
    source: Source | None
    supplier_id: uuid.UUID | None
    recipient_id: uuid.UUID | None
    commodities: tuple[Commodity, ...]
    data_from: date | None
    statement_id: uuid.UUID
    channel: Channel
    why: WhyWritten
    evidence: EvidenceKind | None
    written_by: uuid.UUID | None
    written_at: datetime
    decided_at: datetime | None
    contradicted_at: datetime | None
    receipt_id: uuid.UUID | None
    fields: tuple[ReferralField, ...] = ()
    """What a yes to a referral names."""

    def waits(self, at: datetime) -> bool:
        """Whether a second person can still confirm it."""
        return self.state is WrittenState.WAITING and at < self.written_at + WAITS


def get(session: Session, answer_id: uuid.UUID) -> WrittenView:
    """One of them, for staff. Raises NotFound."""
    row = session.get(WrittenAnswer, answer_id)
    if row is None:
        raise NotFound
    return view(row)


def waiting(session: Session, *, now: datetime, limit: int = 200) -> Sequence[WrittenView]:
    """Those a second person is asked to look at, the oldest first."""
    rows = session.exec(
        select(WrittenAnswer)
        .where(WrittenAnswer.state == WrittenState.WAITING, col(WrittenAnswer.written_at) > now - WAITS)
        .order_by(col(WrittenAnswer.written_at), col(WrittenAnswer.id))
        .limit(limit)
    )
    return [view(row) for row in rows]


def lately(session: Session, *, now: datetime, limit: int = 100) -> Sequence[WrittenView]:
    """Those of the last thirty days that wait for nobody, the newest first."""
    rows = session.exec(
        select(WrittenAnswer)
        .where(WrittenAnswer.state != WrittenState.WAITING, col(WrittenAnswer.written_at) > now - WAITS)
        .order_by(col(WrittenAnswer.written_at).desc(), col(WrittenAnswer.id).desc())
        .limit(limit)
    )
    return [view(row) for row in rows]


def of_person(session: Session, person_id: uuid.UUID, *, limit: int = 200) -> Sequence[WrittenView]:
    """Those written down for this person, the newest first, whatever became of them."""
    rows = session.exec(
        select(WrittenAnswer)
        .where(WrittenAnswer.person_id == person_id)
        .order_by(col(WrittenAnswer.written_at).desc(), col(WrittenAnswer.id).desc())
        .limit(limit)
    )
    return [view(row) for row in rows]


IS_ANY_WRITTEN: Final = exists().where(plain(WrittenAnswer).c.person_id == bindparam("person"))
"""Whether `of_person` would find anything, for pages that ask it together with more."""


def note(session: Session, vault: Vault, answer_id: uuid.UUID) -> str:
    """What staff noted beside it; empty where they noted nothing, or nothing opens it any more."""
    row = session.get(WrittenAnswer, answer_id)
    key = people.key_of(session, vault, row.person_id) if row else None
    if row is None or key is None or row.note_sealed is None:
        return ""
    return vault.open(key, row.note_sealed, place_of("note", row.person_id))


def evidence(session: Session, vault: Vault, answer_id: uuid.UUID, *, reader: audit.Actor, now: datetime) -> Scan:
    """The scan; that `reader` opened it is on record. Raises NotFound where there is none.

    Whether the reader may is decided before: staff may, and the person whose answer it is.
    """
    row = session.get(WrittenAnswer, answer_id)
    key = people.key_of(session, vault, row.person_id) if row else None
    if row is None or key is None or row.evidence_sealed is None or row.evidence_kind is None:
        raise NotFound
    audit.record(
        session,
        reader,
        audit.Action.EVIDENCE_OPENED,
        at=now,
        home_id=row.home_id,
        object_id=row.id,
        purpose=row.purpose.value,
    )
    text = vault.open(key, row.evidence_sealed, place_of("evidence", row.person_id))
    return scans.from_text(row.evidence_kind, text)


def place_of(what: str, person_id: uuid.UUID) -> str:
    """The place a sealed column of the table belongs to."""
    return f"written_answer|{what}|{person_id}"


def view(row: WrittenAnswer) -> WrittenView:
    return WrittenView(
        id=row.id,
        person_id=row.person_id,
        home_id=row.home_id,
        state=row.state,
        said=row.said,
        purpose=row.purpose,
        source=row.source,
        supplier_id=row.supplier_id,
        recipient_id=row.recipient_id,
        commodities=tuple(Commodity(one) for one in row.commodities),
        data_from=row.data_from,
        statement_id=row.statement_id,
        channel=row.channel,
        why=row.why,
        evidence=row.evidence_kind,
        written_by=row.written_by,
        written_at=row.written_at,
        decided_at=row.decided_at,
        contradicted_at=row.contradicted_at,
        receipt_id=row.receipt_id,
        fields=tuple(field for field in ReferralField if field.value in row.fields),
    )
