"""Conduct of coaches: what each declares of their own interests, once a year, before the year's first home.

What is declared is sealed with the coach's own key and never edited; a newer declaration stands beside the older.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from coach.cases.review_codes import DECLARATION_NEEDED, INTERESTS_NEEDED
from greener_homes import audit, people
from greener_homes.errors import NotFound, Refusal
from greener_homes.local_days import LOCAL, begins
from greener_homes.people import PersonView
from greener_homes.tables.desk import ConductDeclaration
from greener_homes.vault import Vault

VERSION = 1
"""Of the code of conduct (web/words/conduct.py); a new one asks every coach again."""
INTERESTS_MAXIMUM = 2_000


@dataclass(frozen=True, slots=True)
class DeclarationView:
    """What a coach declared, and when. `interests` is empty for a coach who has none."""

    declared_at: datetime
    version: int
    interests: str


def declare(session: Session, vault: Vault, coach: PersonView, interests: str, *, now: datetime) -> None:
    """The coach has read the code and declared these interests ("" for none). Raises Refusal when it is too long."""
    text = interests.strip()
    if len(text) > INTERESTS_MAXIMUM:
        raise Refusal(INTERESTS_NEEDED, maximum=INTERESTS_MAXIMUM)
    key = people.key_of(session, vault, coach.id)
    if key is None:
        raise NotFound
    session.add(
        ConductDeclaration(
            person_id=coach.id,
            version=VERSION,
            declared_at=now,
            interests_sealed=vault.seal(key, text, _place(coach.id)) if text else None,
        )
    )
    audit.record(session, coach.actor, audit.Action.CONDUCT_DECLARED, at=now, version=VERSION, interests=bool(text))
    session.flush()


def latest(session: Session, vault: Vault, coach: PersonView) -> DeclarationView | None:
    """The coach's newest declaration, for the coach; None before the first."""
    row = _newest(session, coach.id)
    if row is None:
        return None
    key = people.key_of(session, vault, coach.id)
    sealed = row.interests_sealed
    said = vault.open(key, sealed, _place(coach.id)) if key is not None and sealed is not None else ""
    return DeclarationView(row.declared_at, row.version, said)


def is_declared(session: Session, coach: PersonView, *, now: datetime) -> bool:
    """Whether this coach has declared this year, to the code as it stands."""
    row = _newest(session, coach.id)
    return row is not None and row.version == VERSION and row.declared_at >= year_began(now)


def require_declared(session: Session, coach: PersonView, *, now: datetime) -> None:
    """Nothing happens when this coach has declared this year. Raises Refusal."""
    if not is_declared(session, coach, now=now):
        raise Refusal(DECLARATION_NEEDED)


def year_began(now: datetime) -> datetime:
    """The moment this local year began."""
    return begins(date(now.astimezone(LOCAL).year, 1, 1))


def _newest(session: Session, person_id: uuid.UUID) -> ConductDeclaration | None:
    return session.exec(
        select(ConductDeclaration)
        .where(ConductDeclaration.person_id == person_id)
        .order_by(col(ConductDeclaration.declared_at).desc(), col(ConductDeclaration.id).desc())
        .limit(1)
    ).first()


def _place(person_id: uuid.UUID) -> str:
    return f"conduct_declaration|interests|{person_id}"
