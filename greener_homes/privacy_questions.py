"""Which answers end: every withdrawal is about one question of consent, and here are the questions of a home."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from greener_homes.consent_history import key, retaining
from greener_homes.tables.consent import ConsentGrant, Purpose, Source
from models.quantities import Commodity


@dataclass(frozen=True, slots=True)
class Ending:
    """Which answers end: to one question about one home, of some commodities, by one person or everybody."""

    home_id: uuid.UUID
    purpose: Purpose
    source: Source | None
    supplier_id: uuid.UUID | None
    recipient_id: uuid.UUID | None
    commodities: tuple[Commodity, ...]
    person_id: uuid.UUID | None

    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        found = key(self.home_id, self.purpose, self.source, self.supplier_id, self.recipient_id)
        if not self.purpose.is_contact:
            found = (*found, col(ConsentGrant.commodity).in_(list(self.commodities)))
        return found if self.person_id is None else (*found, col(ConsentGrant.person_id) == self.person_id)


def questions(
    session: Session,
    home_id: uuid.UUID,
    person_id: uuid.UUID | None,
    source: Source | None,
    supplier_id: uuid.UUID | None,
) -> list[Ending]:
    """Every question about the home with answers that can be withdrawn, ADVICE last."""
    conditions = [col(ConsentGrant.home_id) == home_id, *retaining()]
    if person_id is not None:
        conditions.append(col(ConsentGrant.person_id) == person_id)
    if source is not None:
        conditions.append(col(ConsentGrant.source) == source)
        conditions.append(col(ConsentGrant.supplier_id).is_not_distinct_from(supplier_id))
    found: dict[tuple[object, ...], list[ConsentGrant]] = {}
    for row in session.exec(select(ConsentGrant).where(*conditions).order_by(col(ConsentGrant.id))):
        found.setdefault((row.purpose, row.source, row.supplier_id, row.recipient_id), []).append(row)
    questions = [
        Ending(
            home_id,
            rows[0].purpose,
            rows[0].source,
            rows[0].supplier_id,
            rows[0].recipient_id,
            tuple(dict.fromkeys(row.commodity for row in rows if row.commodity is not None)),
            person_id,
        )
        for rows in found.values()
    ]
    return sorted(questions, key=lambda one: one.purpose is Purpose.ADVICE)


def sources(session: Session, home_id: uuid.UUID) -> list[tuple[Source, uuid.UUID | None]]:
    rows = session.exec(
        select(ConsentGrant.source, ConsentGrant.supplier_id)
        .where(ConsentGrant.home_id == home_id, ConsentGrant.purpose == Purpose.ADVICE)
        .distinct()
    )
    return [(Source(source), supplier) for source, supplier in rows if source is not None]
