"""The record of who did what: every personal read, write and decision, in the transaction of the act.

Holds opaque identifiers and counts; never readings, names, addresses or account numbers.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from greener_homes.tables.audit import AuditEvent
from models.findings import Fact


class Action(StrEnum):
    """What can be done that must be remembered. Dotted, stable, never reused."""

    SIGNED_IN = "person.signed_in"
    SIGN_IN_FAILED = "person.sign_in_failed"
    SIGNED_OUT = "person.signed_out"
    FACTS_STATED = "home.facts_stated"
    CONSENT_GRANTED = "consent.granted"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    DATA_ERASED = "consent.data_erased"
    IMPORT_RECEIVED = "import.received"
    IMPORT_STORED = "import.stored"
    IMPORT_REJECTED = "import.rejected"
    USAGE_VIEWED = "usage.viewed"
    HOME_ASSESSED = "home.assessed"
    REVIEW_CLAIMED = "review.claimed"
    REVIEW_RELEASED = "review.released"
    REVIEW_CHANGED = "review.changed"
    REVIEW_DECIDED = "review.decided"
    ADVICE_VIEWED = "advice.viewed"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person in an audience, or the platform itself."""

    id: uuid.UUID | None
    audience: str


PLATFORM = Actor(None, "platform")


@dataclass(frozen=True, slots=True)
class AuditView:
    """One remembered act."""

    at: datetime
    action: str
    actor_id: uuid.UUID | None
    actor_audience: str
    purpose: str | None


def record(
    session: Session,
    actor: Actor,
    action: Action,
    *,
    at: datetime,
    home_id: uuid.UUID | None = None,
    object_id: uuid.UUID | None = None,
    purpose: str | None = None,
    **facts: Fact,
) -> None:
    """The act will be on record when, and only when, this transaction is committed."""
    session.add(
        AuditEvent(
            at=at,
            action=action.value,
            actor_id=actor.id,
            actor_audience=actor.audience,
            home_id=home_id,
            object_id=object_id,
            purpose=purpose,
            facts=dict(facts),
        )
    )


def looked_at(session: Session, home_id: uuid.UUID, *, besides: uuid.UUID, limit: int = 100) -> Sequence[AuditView]:
    """Who, other than the person `besides`, looked at this home's usage or advice; newest first."""
    rows = session.exec(
        select(AuditEvent)
        .where(
            col(AuditEvent.home_id) == home_id,
            col(AuditEvent.action).in_([Action.USAGE_VIEWED.value, Action.ADVICE_VIEWED.value]),
            col(AuditEvent.actor_id).is_distinct_from(besides),
        )
        .order_by(col(AuditEvent.at).desc())
        .limit(limit)
    )
    return [AuditView(row.at, row.action, row.actor_id, row.actor_audience, row.purpose) for row in rows]
