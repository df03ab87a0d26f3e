"""Consent as a value: asked for in exact words, given per purpose and source, required wherever usage is touched.

`LiveConsent` is the only key to personal usage, and only `require` makes one, from the ledger, at the moment
of use. A queued job asks again when it runs. Answers are an append-only history; grants carry their present
standing in the same transaction.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from importlib import resources

from sqlalchemy import ColumnElement, Select
from sqlalchemy import select as sqlalchemy_select
from sqlmodel import Session, col, select

from greener_homes import audit, db
from greener_homes.errors import Refusal
from greener_homes.tables.consent import Channel as Channel
from greener_homes.tables.consent import ConsentAction, ConsentEvent, ConsentGrant, ConsentStatement
from greener_homes.tables.consent import Purpose as Purpose
from greener_homes.tables.consent import Source as Source
from greener_homes.tables.people import Language
from models.findings import Code, Severity
from models.quantities import Commodity

LASTS = timedelta(days=365)
PUBLISHING = 0x6772_6E63
"""The lock that lets only one process publish statements."""
ELEMENTS = ("title", "what", "who", "why", "how_long", "stop", "risk")

MISSING = Code(
    "consent.missing",
    Severity.REFUSAL,
    "This needs a permission that has not been given, or has ended. Nothing was used.",
    "Il faut pour cela une permission qui n’a pas été donnée ou qui a pris fin. Rien n’a été utilisé.",
)
STATEMENT_CHANGED = Code(
    "consent.statement_changed",
    Severity.REFUSAL,
    "The words of this question have changed since you opened the page. Please read them again.",
    "Le texte de cette question a changé depuis l’ouverture de la page. Veuillez le relire.",
)
MOVED_IN_LATER = Code(
    "consent.moved_in_later",
    Severity.REFUSAL,
    "The move-in date cannot be in the future.",
    "La date d’emménagement ne peut pas être dans l’avenir.",
)
CODES = (MISSING, STATEMENT_CHANGED, MOVED_IN_LATER)

_MINT = object()


@dataclass(frozen=True, slots=True)
class LiveConsent:
    """Proof, at one moment, that a home's usage from one source may be used for one purpose.

    `windows` says from which local day each commodity is covered. Only `require` can make one.
    """

    home_id: uuid.UUID
    person_id: uuid.UUID
    purpose: Purpose
    source: Source
    supplier_id: uuid.UUID | None
    windows: tuple[tuple[Commodity, date], ...]
    grant_ids: tuple[uuid.UUID, ...]
    checked_at: datetime
    mint: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.mint is not _MINT:
            raise TypeError("LiveConsent comes from consent.require, never from a constructor")

    @property
    def commodities(self) -> frozenset[Commodity]:
        return frozenset(commodity for commodity, _ in self.windows)

    def covers_from(self, commodity: Commodity) -> date | None:
        """The first local day covered for `commodity`; None when it is not covered at all."""
        return next((since for covered, since in self.windows if covered is commodity), None)


@dataclass(frozen=True, slots=True)
class Statement:
    """The words of one question in one language."""

    id: uuid.UUID
    purpose: Purpose
    version: int
    title: str
    what: str
    who: str
    why: str
    how_long: str
    stop: str
    risk: str


@dataclass(frozen=True, slots=True)
class GrantView:
    """One answer "yes" as its giver sees it."""

    id: uuid.UUID
    purpose: Purpose
    source: Source
    supplier_id: uuid.UUID | None
    commodity: Commodity
    data_from: date
    granted_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """A person's "yes" to one statement, for one home, source and set of commodities."""

    person_id: uuid.UUID
    home_id: uuid.UUID
    source: Source
    commodities: tuple[Commodity, ...]
    statement_id: uuid.UUID
    data_from: date
    channel: Channel = Channel.WEB
    supplier_id: uuid.UUID | None = None


def publish_statements(session: Session, *, now: datetime) -> None:
    """Every statement in `greener_homes/statements` is in the ledger. ValueError when published words changed."""
    db.one_at_a_time(session, PUBLISHING)
    for entry in sorted(resources.files("greener_homes.statements").iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".toml"):
            continue
        document = tomllib.loads(entry.read_text(encoding="utf-8"))
        for language in Language:
            _publish(session, Purpose(document["purpose"]), int(document["version"]), language, document[language], now)
    session.flush()


def statement(session: Session, purpose: Purpose, language: Language) -> Statement:
    """The newest published words for `purpose`."""
    row = session.exec(
        select(ConsentStatement)
        .where(ConsentStatement.purpose == purpose, ConsentStatement.language == language)
        .order_by(col(ConsentStatement.version).desc())
        .limit(1)
    ).one()
    return Statement(id=row.id, purpose=row.purpose, version=row.version, **json.loads(row.text))


def grant(session: Session, answer: Answer, *, actor: audit.Actor, now: datetime) -> Sequence[uuid.UUID]:
    """The answer is in force for twelve months, per commodity, replacing earlier answers to the same question.

    Raises Refusal when the words answered are no longer the newest, or the move-in date lies ahead.
    """
    if answer.data_from > now.date():
        raise Refusal(MOVED_IN_LATER)
    words = session.get(ConsentStatement, answer.statement_id)
    if words is None or statement(session, words.purpose, words.language).id != words.id:
        raise Refusal(STATEMENT_CHANGED)
    ids = []
    for commodity in answer.commodities:
        _end_earlier(session, answer, commodity, words.purpose, now)
        row = ConsentGrant(
            person_id=answer.person_id,
            home_id=answer.home_id,
            source=answer.source,
            supplier_id=answer.supplier_id,
            commodity=commodity,
            purpose=words.purpose,
            statement_id=words.id,
            channel=answer.channel,
            data_from=answer.data_from,
            granted_at=now,
            expires_at=now + LASTS,
        )
        session.add(row)
        session.flush()
        _note(session, row, ConsentAction.GRANT, actor, now)
        ids.append(row.id)
    audit.record(
        session,
        actor,
        audit.Action.CONSENT_GRANTED,
        at=now,
        home_id=answer.home_id,
        purpose=words.purpose.value,
        grants=len(ids),
    )
    return ids


def require(
    session: Session,
    home_id: uuid.UUID,
    purpose: Purpose,
    source: Source,
    *,
    at: datetime,
    lock: bool = False,
    supplier_id: uuid.UUID | None = None,
) -> LiveConsent:
    """Proof of the grants in force at `at` for one source, and for its supplier where it has one.

    Raises Refusal when there is none. With `lock` the grants stay as they are until this transaction ends, so
    that a withdrawal waits for a write and a write never follows a withdrawal.
    """
    query = (
        select(ConsentGrant)
        .where(
            ConsentGrant.home_id == home_id,
            ConsentGrant.purpose == purpose,
            ConsentGrant.source == source,
            col(ConsentGrant.supplier_id).is_not_distinct_from(supplier_id),
            col(ConsentGrant.withdrawn_at).is_(None),
            col(ConsentGrant.ended_at).is_(None),
            ConsentGrant.granted_at <= at,
            ConsentGrant.expires_at > at,
        )
        .order_by(col(ConsentGrant.granted_at))
    )
    rows = session.exec(query.with_for_update(read=True) if lock else query).all()
    if not rows:
        raise Refusal(MISSING)
    windows: dict[Commodity, date] = {}
    for row in rows:
        windows[row.commodity] = min(row.data_from, windows.get(row.commodity, row.data_from))
    return LiveConsent(
        home_id=home_id,
        person_id=rows[0].person_id,
        purpose=purpose,
        source=source,
        supplier_id=supplier_id,
        windows=tuple(sorted(windows.items())),
        grant_ids=tuple(row.id for row in rows),
        checked_at=at,
        mint=_MINT,
    )


def open_homes(purpose: Purpose, source: Source, *, at: datetime) -> Select[uuid.UUID]:
    """A subquery of the homes with a grant in force for `purpose`: for lists, before anything of a home is opened."""
    return sqlalchemy_select(col(ConsentGrant.home_id)).where(
        col(ConsentGrant.purpose) == purpose,
        col(ConsentGrant.source) == source,
        col(ConsentGrant.withdrawn_at).is_(None),
        col(ConsentGrant.ended_at).is_(None),
        col(ConsentGrant.granted_at) <= at,
        col(ConsentGrant.expires_at) > at,
    )


def in_force(session: Session, home_id: uuid.UUID, *, at: datetime) -> Sequence[GrantView]:
    """Every answer in force for a home, oldest first."""
    rows = session.exec(
        select(ConsentGrant)
        .where(
            ConsentGrant.home_id == home_id,
            col(ConsentGrant.withdrawn_at).is_(None),
            col(ConsentGrant.ended_at).is_(None),
            ConsentGrant.expires_at > at,
        )
        .order_by(col(ConsentGrant.granted_at), col(ConsentGrant.commodity))
    )
    return [
        GrantView(
            row.id,
            row.purpose,
            row.source,
            row.supplier_id,
            row.commodity,
            row.data_from,
            row.granted_at,
            row.expires_at,
        )
        for row in rows
    ]


def withdraw(
    session: Session,
    home_id: uuid.UUID,
    purpose: Purpose,
    *,
    source: Source,
    commodities: Iterable[Commodity],
    actor: audit.Actor,
    now: datetime,
    supplier_id: uuid.UUID | None = None,
) -> int:
    """The grants no longer stand; returns how many.

    What was collected under them is erased by `privacy.withdraw`, which calls this first.
    """
    rows = _standing(
        session,
        ConsentGrant.home_id == home_id,
        ConsentGrant.purpose == purpose,
        ConsentGrant.source == source,
        col(ConsentGrant.supplier_id).is_not_distinct_from(supplier_id),
        col(ConsentGrant.commodity).in_(list(commodities)),
    )
    for row in rows:
        row.withdrawn_at = now
        session.add(row)
        _note(session, row, ConsentAction.WITHDRAW, actor, now)
    if rows:
        audit.record(
            session,
            actor,
            audit.Action.CONSENT_WITHDRAWN,
            at=now,
            home_id=home_id,
            purpose=purpose.value,
            grants=len(rows),
        )
    session.flush()
    return len(rows)


def _publish(
    session: Session, purpose: Purpose, version: int, language: Language, words: dict[str, str], now: datetime
) -> None:
    text = json.dumps({name: words[name] for name in ELEMENTS}, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    kept = session.exec(
        select(ConsentStatement).where(
            ConsentStatement.purpose == purpose,
            ConsentStatement.version == version,
            ConsentStatement.language == language,
        )
    ).one_or_none()
    if kept is None:
        session.add(
            ConsentStatement(
                purpose=purpose, version=version, language=language, text=text, sha256=digest, published_at=now
            )
        )
    elif kept.sha256 != digest:
        raise ValueError(f"statement {purpose}.{version} ({language}) was published in other words: add a new version")


def _end_earlier(session: Session, answer: Answer, commodity: Commodity, purpose: Purpose, now: datetime) -> None:
    rows = _standing(
        session,
        ConsentGrant.person_id == answer.person_id,
        ConsentGrant.home_id == answer.home_id,
        ConsentGrant.source == answer.source,
        col(ConsentGrant.supplier_id).is_not_distinct_from(answer.supplier_id),
        ConsentGrant.commodity == commodity,
        ConsentGrant.purpose == purpose,
    )
    for row in rows:
        row.ended_at = now
        session.add(row)
    session.flush()


def _standing(session: Session, *conditions: ColumnElement[bool] | bool) -> Sequence[ConsentGrant]:
    """Grants that were neither withdrawn nor replaced, held until this transaction ends."""
    query = select(ConsentGrant).where(
        *conditions, col(ConsentGrant.withdrawn_at).is_(None), col(ConsentGrant.ended_at).is_(None)
    )
    return session.exec(query.with_for_update()).all()


def _note(session: Session, row: ConsentGrant, action: ConsentAction, actor: audit.Actor, now: datetime) -> None:
    session.add(
        ConsentEvent(
            grant_id=row.id,
            person_id=row.person_id,
            home_id=row.home_id,
            action=action,
            purpose=row.purpose,
            source=row.source,
            supplier_id=row.supplier_id,
            commodity=row.commodity,
            statement_id=row.statement_id,
            actor_id=actor.id,
            occurred_at=now,
        )
    )
