"""Erasure of a person: everything goes that is not on a short list with reasons, and their key is destroyed.

At once, without days of waiting: a word to type and the password stand between a slip and the end. In steps that
may each be run again: asked (signed out everywhere, nothing can be used any more) → withdrawn (every permission ended,
utilities asked to stop) → erased. What names the person is sealed under their own key, so that write-ahead logs and
backups hold nothing readable once the key is gone. Which rows go: greener_homes/erasure_rows.py.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from greener_homes import audit, belongings, db, erasure_rows, jobs, people, permissions, privacy
from greener_homes.belongings import Whose
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import PersonView
from greener_homes.settings import Settings
from greener_homes.tables.connection import Permission
from greener_homes.tables.people import Person, PersonKey, SignIn
from greener_homes.tables.rights import Erasure
from greener_homes.tables.rights import ErasureState as ErasureState
from greener_homes.vault import Vault, open_vault
from models.findings import Code, Severity

WAITS_FOR_UTILITY = timedelta(minutes=10)
"""How long the keys to a utility are kept for it to confirm that it has stopped; then they go all the same."""
WRONG_PASSWORD = Code(
    "erasure.password",
    Severity.REFUSAL,
    "That is not your password. Nothing was deleted.",
    "Ce n’est pas votre mot de passe. Rien n’a été supprimé.",
)
CODES = (WRONG_PASSWORD,)


@dataclass(frozen=True, slots=True)
class ErasureView:
    """How far an erasure is, as its receipt says it."""

    state: ErasureState
    rows: int
    unconfirmed: int
    asked_at: datetime
    erased_at: datetime | None


def ask(session: Session, vault: Vault, person: PersonView, password: str, *, now: datetime) -> str:
    """The person is signed out everywhere and will be erased; returns the reference of the receipt, kept nowhere.

    Raises Refusal for a wrong password, which counts as a failed sign-in: let the transaction be committed.
    """
    if not people.is_password_of(session, person.id, password, now=now):
        raise Refusal(WRONG_PASSWORD)
    reference = secrets.token_urlsafe(16)
    begin(session, vault, person.id, reference, now=now)
    audit.record(session, person.actor, audit.Action.ERASURE_ASKED, at=now)
    return reference


def begin(session: Session, vault: Vault, person_id: uuid.UUID, reference: str | None, *, now: datetime) -> None:
    """The erasure of this person is under way, and its receipt found by `reference`; an earlier one finds it no more.

    Safe to call again: asked twice it is one erasure, and after a restore (no reference) it begins anew.
    """
    person = session.get_one(Person, person_id, with_for_update={"key_share": True})  # one after the other
    digest = digest_of(vault, person_id)
    row = session.exec(select(Erasure).where(Erasure.person_digest == digest)).one_or_none()
    found_by = _reference_digest(reference or secrets.token_urlsafe(16))
    if row is None:
        row = Erasure(person_digest=digest, reference_digest=found_by, asked_at=now)
    elif reference is not None:
        row.reference_digest = found_by
    row.person_id, row.state, row.erased_at = person_id, ErasureState.ASKED, None
    session.add(row)
    person.closed_at = now
    session.add(person)
    for sign_in in session.exec(select(SignIn).where(SignIn.person_id == person_id, col(SignIn.ended_at).is_(None))):
        sign_in.ended_at = now
        session.add(sign_in)
    session.flush()
    jobs.enqueue(session, "person.withdraw", row.id, now=now)


def receipt(session: Session, reference: str) -> ErasureView:
    """Where the erasure with this reference stands. Raises NotFound."""
    digest = _reference_digest(reference)
    row = session.exec(select(Erasure).where(Erasure.reference_digest == digest)).one_or_none()
    if row is None:
        raise NotFound
    return ErasureView(row.state, row.rows, row.unconfirmed, row.asked_at, row.erased_at)


def withdraw_all(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Background work: nothing stands any more that this person agreed to, and utilities are asked to stop.

    Safe to run again: what has ended is not ended twice.
    """
    row = _open(session, subject_id, ErasureState.ASKED)
    if row is None or row.person_id is None:
        return
    _withdraw(session, open_vault(settings), row.person_id, now)
    step("withdrawn")
    for permission in _permissions(session, row.person_id):
        if permission.state in (*permissions.BEGUN, permissions.PermissionState.ACCEPTED):
            permissions.stop(session, permission.home_id, permission.supplier_id, now=now)
    step("utilities_told")
    row.state, row.withdrawn_at = ErasureState.WITHDRAWN, now
    session.add(row)
    session.flush()
    jobs.enqueue(session, "person.erase", row.id, now=now)


def erase(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Background work: the person's rows, files and key are gone.

    Waits, by ending without having done anything, while a utility has yet to confirm; `sweep` asks again. Safe to run
    again: one transaction, and an erasure that is done is not open any more.
    """
    row = _open(session, subject_id, ErasureState.WITHDRAWN)
    if row is None or row.person_id is None:
        return
    waiting = [one for one in _permissions(session, row.person_id) if one.state in permissions.ENDING]
    if waiting and now < row.asked_at + WAITS_FOR_UTILITY:
        return
    person_id = row.person_id
    vault = open_vault(settings)
    whose = Whose(person_id, belongings.homes_of_nobody_else(session, person_id))
    step("found")
    names = erasure_rows.spooled(session, person_id)
    row.unconfirmed = len(waiting)
    row.rows = erasure_rows.forget_work(session, whose) + erasure_rows.delete_rows(session, whose)
    step("rows_deleted")
    row.rows += erasure_rows.empty_person(session, person_id)
    vault.destroy_key(f"person_key|{person_id}")  # before the commit: nothing that may follow needs it any more
    step("key_destroyed")
    row.state, row.erased_at, row.person_id = ErasureState.ERASED, now, None
    session.add(row)
    audit.record(
        session, audit.PLATFORM, audit.Action.PERSON_ERASED, at=now, object_id=row.id, rows=row.rows, files=len(names)
    )
    session.flush()
    db.after_commit(session, lambda: vault.discard_all(names))


def sweep(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """Background work: every erasure that is not done is asked for again. Safe to run again."""
    for row in session.exec(select(Erasure).where(Erasure.state != ErasureState.ERASED)):
        name: jobs.JobName = "person.withdraw" if row.state is ErasureState.ASKED else "person.erase"
        jobs.enqueue(session, name, row.id, now=now)


def digest_of(vault: Vault, person_id: uuid.UUID) -> bytes:
    """What the list for restores knows of a person: nothing that leads back to them without our key."""
    return vault.match("erasure", str(person_id))


def digests(session: Session) -> list[bytes]:
    """The list for restores: everybody whose erasure was ever asked for."""
    return list(session.exec(select(Erasure.person_digest).order_by(col(Erasure.asked_at))))


def erase_again(session: Session, vault: Vault, digests: Iterable[bytes], *, now: datetime) -> int:
    """Whoever is on the list and is back, because a backup was restored, will be erased again; returns how many."""
    wanted = set(digests)
    back = [
        person_id for person_id in session.exec(select(PersonKey.person_id)) if digest_of(vault, person_id) in wanted
    ]
    for person_id in back:
        begin(session, vault, person_id, None, now=now)
    return len(back)


def _withdraw(session: Session, vault: Vault, person_id: uuid.UUID, now: datetime) -> None:
    """Each of the person's answers that still stands is withdrawn, with all that withdrawal does."""
    actor = audit.Actor(person_id, people.Audience.RESIDENT.value)
    for home_id in sorted(belongings.homes_of(session, person_id)):
        privacy.withdraw_everything(session, vault, home_id, actor=actor, now=now, person_id=person_id)


def _open(session: Session, erasure_id: uuid.UUID, state: ErasureState) -> Erasure | None:
    query = select(Erasure).where(Erasure.id == erasure_id, Erasure.state == state)
    return session.exec(query.with_for_update()).one_or_none()


def _permissions(session: Session, person_id: uuid.UUID) -> list[Permission]:
    return list(session.exec(select(Permission).where(Permission.person_id == person_id)))


def _reference_digest(reference: str) -> bytes:
    return hashlib.sha256(reference.encode()).digest()
