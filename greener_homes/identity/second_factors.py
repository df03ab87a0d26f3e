"""A second factor: one-time codes of an app (RFC 6238), and recovery codes for when the app is lost.

A code counts once, within half a minute to either side of the clock. The app's secret is sealed with its person's key;
recovery codes are kept as keyed digests. Ten wrong ones in a quarter of an hour close the door for the rest of it.
"""

from __future__ import annotations

import hmac
import re
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import pyotp
from sqlalchemy import bindparam, exists
from sqlalchemy import select as sqlalchemy_select
from sqlmodel import Session, col, delete, func, select

from greener_homes import audit, people
from greener_homes.errors import Refusal
from greener_homes.page_questions import plain
from greener_homes.people import PersonView
from greener_homes.tables.ways_in import RecoveryCode, SecondFactor
from greener_homes.vault import Vault
from models.findings import Code, Severity

STEP_S = 30
CODES_MADE = 10
SECRET = "second factor"  # noqa: S105  the kind of secret, not one
ISSUER = "Greener Homes"
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_SIX = re.compile(r"[0-9]{6}")

WRONG = Code(
    "second_factor.wrong",
    Severity.REFUSAL,
    "That code does not fit. Wait for the next one in your app, then type it.",
    "Ce code ne convient pas. Attendez le prochain dans votre application, puis tapez-le.",
)
CODES = (WRONG,)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an app is set up with: the secret to type, and the address its QR code holds."""

    secret: str = field(repr=False)
    address: str = field(repr=False)


def is_set_up(session: Session, person_id: uuid.UUID) -> bool:
    """Whether this person has an app that counts."""
    row = session.get(SecondFactor, person_id)
    return row is not None and row.confirmed_at is not None


_APP, _RECOVERY = plain(SecondFactor), plain(RecoveryCode)
IS_SET_UP: Final = exists().where(_APP.c.person_id == bindparam("person"), _APP.c.confirmed_at.is_not(None))
"""`is_set_up` of a person as one value, for the page that asks it together with more."""
CODES_LEFT: Final = (
    sqlalchemy_select(func.count())
    .select_from(_RECOVERY)
    .where(_RECOVERY.c.person_id == bindparam("person"), _RECOVERY.c.used_at.is_(None))
    .scalar_subquery()
)
"""How many recovery codes of a person are unused, in the same way."""


def enrol(session: Session, vault: Vault, person: PersonView, *, now: datetime) -> Enrolment:
    """What to set the app up with: the same until it is confirmed. ValueError for who has one that counts already."""
    row = session.get(SecondFactor, person.id)
    if row is not None and row.confirmed_at is not None:
        raise ValueError("an app is set up already")
    if row is None:
        secret = pyotp.random_base32()
        row = SecondFactor(person_id=person.id, secret_sealed=_seal(session, vault, person.id, secret), made_at=now)
        session.add(row)
        session.flush()
    secret = _secret(session, vault, row)
    account = people.address_of(session, vault, person.id)
    return Enrolment(secret, pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER))


def confirm(session: Session, vault: Vault, person: PersonView, code: str, *, now: datetime) -> tuple[str, ...]:
    """The app counts from now on; returns the recovery codes, shown once. Raises Refusal for a wrong code."""
    row = session.get(SecondFactor, person.id, with_for_update=True)
    if row is None or row.confirmed_at is not None:
        raise ValueError("there is no app to confirm")
    _check(session, vault, person, row, code, now)
    row.confirmed_at = now
    session.add(row)
    audit.record(session, person.actor, audit.Action.SECOND_FACTOR_MADE, at=now)
    return _new_codes(session, vault, person.id, now)


def check(session: Session, vault: Vault, person: PersonView, code: str, *, now: datetime) -> None:
    """The code was the app's, or an unused recovery code, and counts no more.

    Raises Refusal for a wrong one, which counts as a guess, so the caller must let the transaction be committed.
    """
    row = session.get(SecondFactor, person.id, with_for_update=True)
    if row is None or row.confirmed_at is None:
        raise ValueError("no app is set up")
    typed = "".join(code.split()).casefold()
    people.refuse_guessing(session, vault, person.id, SECRET, now=now)
    if not _SIX.fullmatch(typed) and _use_recovery_code(session, vault, person, typed, now):
        return
    _check(session, vault, person, row, typed, now)


def remove(session: Session, person_id: uuid.UUID, *, actor: audit.Actor, now: datetime) -> None:
    """The person has no app and no recovery codes any more."""
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))
    session.exec(delete(SecondFactor).where(col(SecondFactor.person_id) == person_id))
    audit.record(session, actor, audit.Action.SECOND_FACTOR_ENDED, at=now, object_id=person_id)


def _check(session: Session, vault: Vault, person: PersonView, row: SecondFactor, code: str, now: datetime) -> None:
    people.refuse_guessing(session, vault, person.id, SECRET, now=now)
    typed = "".join(code.split())
    app, step = pyotp.TOTP(_secret(session, vault, row)), int(now.timestamp()) // STEP_S
    for tried in (step, step - 1, step + 1):
        if tried > row.last_step and hmac.compare_digest(app.generate_otp(tried).encode(), typed.encode()):
            row.last_step = tried
            session.add(row)
            session.flush()
            return
    people.guessed_wrong(session, vault, person.id, SECRET, now=now)
    audit.record(session, person.actor, audit.Action.SECOND_FACTOR_FAILED, at=now)
    raise Refusal(WRONG)


def _use_recovery_code(session: Session, vault: Vault, person: PersonView, typed: str, now: datetime) -> bool:
    match = _code_match(vault, person.id, typed.replace("-", ""))
    row = session.exec(
        select(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id, RecoveryCode.code_match == match, col(RecoveryCode.used_at).is_(None)
        )
        .with_for_update()
    ).one_or_none()
    if row is None:
        return False
    row.used_at = now
    session.add(row)
    audit.record(session, person.actor, audit.Action.RECOVERY_CODE_USED, at=now, object_id=row.id)
    session.flush()
    return True


def _new_codes(session: Session, vault: Vault, person_id: uuid.UUID, now: datetime) -> tuple[str, ...]:
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))
    made = tuple("".join(secrets.choice(_ALPHABET) for _ in range(10)) for _ in range(CODES_MADE))
    session.add_all(
        RecoveryCode(person_id=person_id, code_match=_code_match(vault, person_id, code), made_at=now) for code in made
    )
    session.flush()
    return tuple(f"{code[:5]}-{code[5:]}" for code in made)


def _code_match(vault: Vault, person_id: uuid.UUID, code: str) -> bytes:
    return vault.match("recovery code", f"{person_id}|{code}")


def _seal(session: Session, vault: Vault, person_id: uuid.UUID, secret: str) -> bytes:
    key = people.key_of(session, vault, person_id)
    if key is None:
        raise ValueError("the person is gone")
    return vault.seal(key, secret, f"second_factor|secret|{person_id}")


def _secret(session: Session, vault: Vault, row: SecondFactor) -> str:
    key = people.key_of(session, vault, row.person_id)
    if key is None:
        raise ValueError("the person is gone")
    return vault.open(key, row.secret_sealed, f"second_factor|secret|{row.person_id}")
