"""The forms of a visit as they are kept: sealed with the resident's key, a whole form each time."""

from __future__ import annotations

import json
import uuid
from datetime import datetime

from sqlmodel import Session, col, delete, select

from coach.visits.merging import Form
from greener_homes import people
from greener_homes.errors import NotFound
from greener_homes.people import PersonView
from greener_homes.tables.visit import Visit, VisitRevision
from greener_homes.vault import Vault

DRAFTS_KEPT = 100
"""Drafts by which a device that was away is told apart from one that was here; older ones are gone."""


def key_of(session: Session, vault: Vault, person_id: uuid.UUID) -> bytes:
    """The key of the resident whose visit it is. Raises NotFound once it was destroyed."""
    key = people.key_of(session, vault, person_id)
    if key is None:
        raise NotFound  # erased: nothing about them can be read or written
    return key


def form_at(session: Session, vault: Vault, row: Visit, number: int) -> Form | None:
    """The form as it was kept under a number; None where it is not kept any more, empty under 0."""
    if number == 0:
        return Form()
    kept = session.exec(
        select(VisitRevision).where(VisitRevision.visit_id == row.id, VisitRevision.number == number)
    ).one_or_none()
    if kept is None:
        return None
    key = key_of(session, vault, row.person_id)
    told = json.loads(vault.open(key, kept.form_sealed, _place(row)))
    return Form(told["answers"], {name: tuple(others) for name, others in told["aside"].items()})


def present(session: Session, vault: Vault, row: Visit) -> Form:
    """The form that counts."""
    found = form_at(session, vault, row, row.version)
    if found is None:
        raise NotFound
    return found


def keep(session: Session, vault: Vault, row: Visit, form: Form, writer: PersonView, *, now: datetime) -> None:
    """This form counts from here on, under the next number; drafts further back than anybody needs are gone."""
    told = json.dumps({"answers": dict(form.answers), "aside": {name: list(two) for name, two in form.aside.items()}})
    row.version, row.saved_at = row.version + 1, now
    session.add(row)
    session.add(
        VisitRevision(
            visit_id=row.id,
            person_id=row.person_id,
            number=row.version,
            written_by=writer.id,
            written_at=now,
            form_sealed=vault.seal(key_of(session, vault, row.person_id), told, _place(row)),
        )
    )
    session.flush()
    forget_drafts(session, row, before=row.version - DRAFTS_KEPT)


def mark_signed(session: Session, row: Visit) -> None:
    """The form that counts was signed off: it stays as it is."""
    kept = session.exec(
        select(VisitRevision).where(VisitRevision.visit_id == row.id, VisitRevision.number == row.version)
    ).one()
    kept.signed = True
    session.add(kept)
    session.flush()


def forget_drafts(session: Session, row: Visit, *, before: int) -> None:
    """No form that was never signed is left from before that number."""
    drafts = (
        col(VisitRevision.visit_id) == row.id,
        col(VisitRevision.signed).is_(False),
        col(VisitRevision.number) < before,
    )
    session.exec(delete(VisitRevision).where(*drafts))
    session.flush()


def _place(row: Visit) -> str:
    """Where the sealed form belongs, as greener_homes/export.py opens it."""
    return f"visit_revision|form|{row.person_id}"
