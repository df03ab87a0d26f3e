"""The exact words of every question of consent: published once, in both languages, and never changed after."""

from __future__ import annotations

import functools
import hashlib
import json
import tomllib
import uuid
from dataclasses import dataclass
from datetime import datetime
from importlib import resources

from sqlmodel import Session, col, select

from greener_homes import db
from greener_homes.errors import NotFound
from greener_homes.tables.consent import ConsentStatement, Purpose
from greener_homes.tables.people import Language

PUBLISHING = 0x6772_6E63
"""The lock that lets only one process publish statements."""
ELEMENTS = ("title", "what", "who", "why", "how_long", "stop", "risk")


@dataclass(frozen=True, slots=True)
class Statement:
    """The words of one question in one language, with the digest that receipts name them by."""

    id: uuid.UUID
    purpose: Purpose
    version: int
    language: Language
    sha256: str
    title: str
    what: str
    who: str
    why: str
    how_long: str
    stop: str
    risk: str


def publish_statements(session: Session, *, now: datetime) -> None:
    """Every statement in `greener_homes/statements` is in the ledger. ValueError when published words changed."""
    db.one_at_a_time(session, PUBLISHING)
    row = ConsentStatement
    published = session.exec(select(row.purpose, row.version, row.language, row.sha256))
    kept = {(purpose, version, language): digest for purpose, version, language, digest in published}
    for purpose, version, language, words in _written():
        digest = hashlib.sha256(words.encode()).hexdigest()
        known = kept.get((purpose, version, language))
        if known is None:
            session.add(
                ConsentStatement(
                    purpose=purpose, version=version, language=language, text=words, sha256=digest, published_at=now
                )
            )
        elif known != digest:
            raise ValueError(
                f"statement {purpose}.{version} ({language}) was published in other words: add a new version"
            )
    session.flush()


def statement(session: Session, purpose: Purpose, language: Language) -> Statement:
    """The newest published words for `purpose`."""
    row = session.exec(
        select(ConsentStatement)
        .where(ConsentStatement.purpose == purpose, ConsentStatement.language == language)
        .order_by(col(ConsentStatement.version).desc())
        .limit(1)
    ).one()
    return _view(row)


def statement_shown(session: Session, statement_id: uuid.UUID) -> Statement:
    """The words that were answered, also ones no longer asked. Raises NotFound."""
    row = session.get(ConsentStatement, statement_id)
    if row is None:
        raise NotFound
    return _view(row)


def _view(row: ConsentStatement) -> Statement:
    return Statement(
        id=row.id,
        purpose=row.purpose,
        version=row.version,
        language=row.language,
        sha256=row.sha256,
        **json.loads(row.text),
    )


@functools.cache
def _written() -> tuple[tuple[Purpose, int, Language, str], ...]:
    """What the files of the package say: purpose, version, language, and the words as they are kept."""
    found = []
    for entry in sorted(resources.files("greener_homes.statements").iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".toml"):
            continue
        document = tomllib.loads(entry.read_text(encoding="utf-8"))
        for language in Language:
            words = {name: document[language][name] for name in ELEMENTS}
            text = json.dumps(words, ensure_ascii=False, sort_keys=True)
            found.append((Purpose(document["purpose"]), int(document["version"]), language, text))
    return tuple(found)
