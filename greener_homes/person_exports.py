"""A person's copy of their data on its way: asked for, made by a job, fetched by the same person only, then gone."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from greener_homes import audit, db, jobs
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import PersonView
from greener_homes.tables.people import Person
from greener_homes.tables.rights import ExportState as ExportState
from greener_homes.tables.rights import PersonExport
from greener_homes.vault import SpooledFile, Vault
from models.findings import Code, Severity

KEPT_FOR = timedelta(days=7)
A_DAY = timedelta(days=1)
AT_MOST_A_DAY = 3
"""Copies one person may ask for in a day: each reads everything there is."""

TOO_MANY = Code(
    "export.too_many",
    Severity.REFUSAL,
    "You have asked for {count} copies today. The newest one is still here; ask again tomorrow.",
    "Vous avez demandé {count} copies aujourd’hui. La plus récente est encore ici\u00a0; redemandez demain.",
)
CODES = (TOO_MANY,)


@dataclass(frozen=True, slots=True)
class ExportView:
    """One copy as its owner sees it."""

    id: uuid.UUID
    state: ExportState
    asked_at: datetime
    made_at: datetime | None
    size_bytes: int | None

    @property
    def kept_until(self) -> datetime | None:
        return self.made_at + KEPT_FOR if self.made_at else None


def ask(session: Session, person: PersonView, *, now: datetime) -> uuid.UUID:
    """A copy will be made; one that was asked for already and is not made yet is the answer. Raises Refusal."""
    return ask_for(session, person.id, actor=person.actor, now=now)


def ask_for(session: Session, person_id: uuid.UUID, *, actor: audit.Actor, now: datetime) -> uuid.UUID:
    """As `ask`, by somebody who acts for the person: only the person can ever fetch what is made. Raises Refusal."""
    session.get_one(Person, person_id, with_for_update={"key_share": True})  # asked twice at once is asked once
    rows = session.exec(
        select(PersonExport)
        .where(PersonExport.person_id == person_id, PersonExport.asked_at > now - A_DAY)
        .order_by(col(PersonExport.asked_at).desc())
    ).all()
    if rows and rows[0].state is ExportState.ASKED:
        return rows[0].id
    if len(rows) >= AT_MOST_A_DAY:
        raise Refusal(TOO_MANY, count=len(rows))
    row = PersonExport(person_id=person_id, asked_at=now)
    session.add(row)
    session.flush()
    jobs.enqueue(session, "person.export", row.id, now=now)
    audit.record(session, actor, audit.Action.EXPORT_ASKED, at=now, object_id=row.id)
    return row.id


def newest(session: Session, person_id: uuid.UUID) -> ExportView | None:
    """The person's newest copy that is asked for or ready; None when there is none."""
    row = session.exec(
        select(PersonExport)
        .where(PersonExport.person_id == person_id, PersonExport.state != ExportState.GONE)
        .order_by(col(PersonExport.asked_at).desc())
        .limit(1)
    ).first()
    return _view(row) if row else None


def to_make(session: Session, export_id: uuid.UUID) -> uuid.UUID | None:
    """Whose copy is to be made, held until this transaction ends; None when it is gone or made already."""
    row = session.exec(
        select(PersonExport)
        .where(PersonExport.id == export_id, PersonExport.state == ExportState.ASKED)
        .with_for_update()
    ).one_or_none()
    return row.person_id if row else None


def made(session: Session, vault: Vault, export_id: uuid.UUID, file: SpooledFile, *, now: datetime) -> None:
    """The sealed copy can be fetched for seven days; the person's earlier ones are gone."""
    row = session.get_one(PersonExport, export_id)
    for earlier in session.exec(
        select(PersonExport).where(
            PersonExport.person_id == row.person_id,
            PersonExport.id != export_id,
            PersonExport.state == ExportState.READY,
        )
    ):
        discard(session, vault, earlier, now=now)
    row.state, row.made_at = ExportState.READY, now
    row.size_bytes, row.sha256 = file.size, file.sha256
    row.spool_name, row.spool_key = file.name, file.wrapped_key
    session.add(row)
    audit.record(session, audit.PLATFORM, audit.Action.EXPORT_MADE, at=now, object_id=row.id, bytes=file.size)
    session.flush()


def fetch(
    session: Session, vault: Vault, person: PersonView, export_id: uuid.UUID, *, now: datetime
) -> tuple[io.BufferedReader, int]:
    """The copy in clear as a stream, and its size [bytes]; that it was fetched is on record.

    Raises NotFound for anybody else, and after seven days.
    """
    row = session.exec(
        select(PersonExport).where(
            PersonExport.id == export_id,
            PersonExport.person_id == person.id,
            PersonExport.state == ExportState.READY,
            col(PersonExport.made_at) > now - KEPT_FOR,
        )
    ).one_or_none()
    if row is None or row.spool_name is None or row.spool_key is None or row.size_bytes is None:
        raise NotFound
    try:
        stream = vault.read_spooled(row.spool_name, row.spool_key)
    except FileNotFoundError:
        raise NotFound from None
    audit.record(session, person.actor, audit.Action.EXPORT_FETCHED, at=now, object_id=row.id)
    return stream, row.size_bytes


def discard(session: Session, vault: Vault, row: PersonExport, *, now: datetime) -> None:
    """Nothing of the copy is left but that there was one; its file goes once that is committed."""
    name = row.spool_name
    row.state, row.gone_at = ExportState.GONE, now
    row.spool_name = row.spool_key = row.sha256 = None
    session.add(row)
    session.flush()
    if name is not None:
        db.after_commit(session, lambda: vault.discard(name))


def _view(row: PersonExport) -> ExportView:
    return ExportView(row.id, row.state, row.asked_at, row.made_at, row.size_bytes)
