"""The record of who did what: every personal read, write and decision, in the transaction of the act.

Holds opaque identifiers and counts; never readings, names, addresses or account numbers.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import insert
from sqlmodel import Session, col, select

from greener_homes.page_questions import plain
from greener_homes.tables.audit import AuditEvent
from greener_homes.tables.base import new_id
from models.findings import Fact


class Action(StrEnum):
    """What can be done that must be remembered. Dotted, stable, never reused."""

    SIGNED_IN = "person.signed_in"
    SIGN_IN_FAILED = "person.sign_in_failed"
    SIGNED_OUT = "person.signed_out"
    PERSON_REGISTERED = "person.registered"
    EMAIL_LINK_ASKED = "person.email_link_asked"
    EMAIL_LINK_USED = "person.email_link_used"
    PASSWORD_CHANGED = "person.password_changed"  # noqa: S105  the name of an act
    BROWSER_ENDED = "person.browser_ended"
    BROWSERS_ENDED = "person.browsers_ended"
    SECOND_FACTOR_MADE = "person.second_factor_made"
    SECOND_FACTOR_FAILED = "person.second_factor_failed"
    SECOND_FACTOR_ENDED = "person.second_factor_ended"
    RECOVERY_CODE_USED = "person.recovery_code_used"
    PASSKEY_ADDED = "person.passkey_added"
    PASSKEY_REMOVED = "person.passkey_removed"
    PASSKEY_REFUSED = "person.passkey_refused"
    IDENTITY_LINKED = "person.identity_linked"
    IDENTITY_UNLINKED = "person.identity_unlinked"
    IDENTITY_REFUSED = "person.identity_refused"
    FACTS_STATED = "home.facts_stated"
    CONSENT_GRANTED = "consent.granted"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    DATA_ERASED = "consent.data_erased"
    IMPORT_RECEIVED = "import.received"
    IMPORT_STORED = "import.stored"
    IMPORT_REJECTED = "import.rejected"
    PERMISSION_MOVED = "permission.moved"
    USAGE_VIEWED = "usage.viewed"
    HOME_ASSESSED = "home.assessed"
    REVIEW_CLAIMED = "review.claimed"
    REVIEW_RELEASED = "review.released"
    REVIEW_CHANGED = "review.changed"
    REVIEW_DECIDED = "review.decided"
    SECOND_LOOK_TAKEN = "review.second_look"
    CONDUCT_DECLARED = "conduct.declared"
    ADVICE_VIEWED = "advice.viewed"
    MATCH_LINKED = "match.linked"
    MATCH_HELD = "match.held"
    MATCH_UNDONE = "match.undone"
    MATCH_REFUSED = "match.refused"
    MATCH_REOPENED = "match.reopened"
    PARTNER_FILE_RECEIVED = "partner_file.received"
    PARTNER_FILE_COMMITTED = "partner_file.committed"
    PARTNER_FILE_CANCELLED = "partner_file.cancelled"
    PARTNER_FILE_STORED = "partner_file.stored"
    PARTNER_FILE_REJECTED = "partner_file.rejected"
    HOME_LISTED = "home.listed"
    DATA_GIVEN_OUT = "data.given_out"
    EXPORT_ASKED = "person.export_asked"
    EXPORT_MADE = "person.export_made"
    EXPORT_FETCHED = "person.export_fetched"
    ERASURE_ASKED = "person.erasure_asked"
    PERSON_ERASED = "person.erased"
    CLIENT_MADE = "client.made"
    CLIENT_ROTATED = "client.rotated"
    CLIENT_SECRET_ENDED = "client.secret_ended"  # noqa: S105  the name of an act
    CLIENT_CLOSED = "client.closed"
    TOKEN_ISSUED = "client.token_issued"  # noqa: S105  the name of an act
    TOKEN_REFUSED = "client.token_refused"  # noqa: S105  the name of an act
    TOKEN_REVOKED = "client.token_revoked"  # noqa: S105  the name of an act
    CONSENTS_LISTED = "client.consents_listed"
    HOUSEHOLD_INVITED = "household.invited"
    INVITATION_REVOKED = "household.invitation_revoked"
    HOUSEHOLD_JOINED = "household.joined"
    HOUSEHOLD_LEFT = "household.left"
    CONSENT_WRITTEN_DOWN = "consent.written_down"
    CONSENT_CONFIRMED = "consent.confirmed"
    CONSENT_DECLINED = "consent.declined"
    CONSENT_CONTRADICTED = "consent.contradicted"
    EVIDENCE_OPENED = "consent.evidence_opened"
    RATES_PROPOSED = "rates.proposed"
    RATES_APPROVED = "rates.approved"
    RATES_DECLINED = "rates.declined"
    FINANCE_OFFER_STATED = "finance_offer.stated"
    FINANCE_OFFER_WITHDRAWN = "finance_offer.withdrawn"
    FINANCE_OFFER_APPROVED = "finance_offer.approved"
    FINANCE_OFFER_DECLINED = "finance_offer.declined"
    FORMAT_TAUGHT = "format.taught"
    FORMAT_RETIRED = "format.retired"
    FEED_ENDED = "feed.ended"
    REQUEST_BEGUN = "request.begun"
    REQUEST_UNKNOWN = "request.unknown"
    REQUEST_CONFIRMED = "request.confirmed"
    REQUEST_DROPPED = "request.dropped"
    QUESTION_ASKED = "question.asked"
    QUESTION_TAKEN = "question.taken"
    QUESTION_READ = "question.read"
    VISIT_BEGUN = "visit.begun"
    VISIT_READ = "visit.read"
    VISIT_SIGNED = "visit.signed"
    VISIT_GIVEN = "visit.given"
    QUESTION_ANSWERED = "question.answered"
    ARTICLE_PUBLISHED = "article.published"
    ARTICLE_RETIRED = "article.retired"
    APPOINTMENT_BOOKED = "appointment.booked"
    APPOINTMENT_MOVED = "appointment.moved"
    APPOINTMENT_CANCELLED = "appointment.cancelled"
    CONTACT_ANSWERED = "contact.answered"
    LETTER_SENT = "letter.sent"
    HOMES_MERGED = "homes.merged"
    HOMES_PARTED = "homes.parted"
    HOMES_KEPT_APART = "homes.kept_apart"
    BILL_LEFT_OUT = "review.bill_left_out"
    BILL_TAKEN_BACK = "review.bill_taken_back"
    LETTERS_CHOSEN = "letters.chosen"
    PROJECT_STARTED = "project.started"
    PROJECT_MOVED = "project.moved"
    PROJECT_QUOTED = "project.quoted"
    PROJECT_NOTED = "project.noted"
    PROJECT_VIEWED = "project.viewed"
    PROJECT_PAID = "project.paid"
    PROJECT_PAYMENT_REMOVED = "project.payment_removed"
    PROJECT_MEASURED = "project.measured"
    REPORT_MADE = "report.made"
    REPORTS_ASKED = "report.asked"
    COMPARING_CHOSEN = "similar_homes.chosen"
    REFERRAL_SENT = "referral.sent"
    REFERRAL_TOLD = "referral.told"
    REFERRAL_ENDED = "referral.ended"
    REFERRAL_CONFIRMED = "referral.confirmed"
    REFERRAL_COMPARED = "referral.compared"
    REFERRALS_LISTED = "referral.listed"
    REFERRAL_REFUSED = "referral.refused"
    AGREEMENT_ENTERED = "agreement.entered"
    AGREEMENT_ENDED = "agreement.ended"
    INCENTIVE_PROPOSED = "incentive.proposed"
    INCENTIVE_APPROVED = "incentive.approved"
    INCENTIVE_APPROVED_ALONE = "incentive.approved_alone"
    INCENTIVE_DECLINED = "incentive.declined"
    EVENT_ANNOUNCED = "event.announced"
    EVENT_CHANGED = "event.changed"
    EVENT_CANCELLED = "event.cancelled"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person in an audience, or the platform itself."""

    id: uuid.UUID | None
    audience: str


PLATFORM = Actor(None, "platform")
OPERATOR = Actor(None, "operator")
"""Whoever has the command line of the machine."""
ANONYMOUS = Actor(None, "anonymous")
"""Whoever asks at a door that is open to everybody."""
LOOKS = (
    Action.HOME_LISTED,
    Action.USAGE_VIEWED,
    Action.ADVICE_VIEWED,
    Action.DATA_GIVEN_OUT,
    Action.QUESTION_READ,
    Action.VISIT_READ,
    Action.PROJECT_VIEWED,
)
"""Acts by which somebody came to know something of a home; its residents can read of each."""
IN_THEIR_NAME = (Action.REQUEST_BEGUN, Action.REQUEST_CONFIRMED, Action.REQUEST_DROPPED)
"""What staff did for a resident who asked in person; residents read of it beside the looks."""
SITTING = timedelta(minutes=30)
"""Looks of the same kind by the same person that follow each other within this time are one sitting."""
LOOKS_READ = 5_000
CODE = re.compile(r"[a-z0-9_.:/ -]{0,200}")
ID_OR_DAY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d{2}-\d{2}")
LONG_NUMBER = re.compile(r"\d(?:[ .-]?\d){6}")


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
    """The act will be on record when, and only when, this transaction is committed.

    Facts are counts, codes and opaque ids. ValueError for text that could be anything else: what is recorded stays.
    """
    _refuse_words(action, facts)
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


def record_look(
    session: Session, actor: Actor, action: Action, *, at: datetime, home_id: uuid.UUID, **facts: Fact
) -> None:
    """The same of somebody's look at a home, written at once: for pages, which remember one act and are done."""
    _refuse_words(action, facts)
    values = {
        "id": new_id(),
        "at": at,
        "action": action.value,
        "actor_id": actor.id,
        "actor_audience": actor.audience,
        "home_id": home_id,
        "facts": facts,
    }
    session.execute(_WRITE, values)


_WRITE: Final = insert(plain(AuditEvent))


def _refuse_words(action: Action, facts: Mapping[str, Fact]) -> None:
    for name, value in facts.items():
        if isinstance(value, str) and not _is_opaque(value):
            raise ValueError(f"the fact {name} of {action.value} is neither a code nor an opaque id")


@dataclass(frozen=True, slots=True)
class Sitting:
    """One person's looks of one kind at one home that follow closely on each other."""

    first_at: datetime
    last_at: datetime
    action: str
    actor_id: uuid.UUID | None
    actor_audience: str
    purpose: str | None
    times: int


def record_looks(
    session: Session,
    actor: Actor,
    action: Action,
    home_ids: Iterable[uuid.UUID],
    *,
    at: datetime,
    purpose: str,
    object_id: uuid.UUID | None = None,
) -> None:
    """Residents of these homes can read that `actor` came to know something of them, and what for.

    For whatever shows, lists or hands out what is known of homes: a page of the desk or the programme, a partner's
    request, a file given out. `action` is one of LOOKS; ValueError for any other.
    """
    if action not in LOOKS:
        raise ValueError(f"{action} is not a look")
    for home_id in home_ids:
        record(session, actor, action, at=at, home_id=home_id, object_id=object_id, purpose=purpose)


def looked_at(session: Session, home_id: uuid.UUID, *, besides: uuid.UUID, limit: int = 100) -> Sequence[AuditView]:
    """Who, other than the person `besides`, looked at this home's usage or advice, or acted for it; newest first."""
    rows = session.exec(
        select(AuditEvent)
        .where(
            col(AuditEvent.home_id) == home_id,
            col(AuditEvent.action).in_([action.value for action in (*LOOKS, *IN_THEIR_NAME)]),
            col(AuditEvent.actor_id).is_distinct_from(besides),
        )
        .order_by(col(AuditEvent.at).desc(), col(AuditEvent.id).desc())
        .limit(limit)
    )
    return [AuditView(row.at, row.action, row.actor_id, row.actor_audience, row.purpose) for row in rows]


def sittings(session: Session, home_id: uuid.UUID, *, besides: uuid.UUID, limit: int = 100) -> Sequence[Sitting]:
    """As `looked_at`, with looks that follow closely on each other as one; the last of each newest first."""
    done: list[Sitting] = []
    going_on: dict[tuple[object, ...], Sitting] = {}
    for look in looked_at(session, home_id, besides=besides, limit=LOOKS_READ):
        key = (look.actor_id, look.actor_audience, look.action, look.purpose)
        later = going_on.get(key)
        if later is not None and later.first_at - look.at <= SITTING:
            going_on[key] = replace(later, first_at=look.at, times=later.times + 1)
            continue
        if later is not None:
            done.append(later)
        going_on[key] = Sitting(
            look.at, look.at, look.action, look.actor_id, look.actor_audience, look.purpose, times=1
        )
    return sorted((*done, *going_on.values()), key=lambda one: one.last_at, reverse=True)[:limit]


def _is_opaque(text: str) -> bool:
    """A code or identifier of ours: no capitals as names have, no @, no number as long as an account's."""
    return bool(ID_OR_DAY.fullmatch(text) or (CODE.fullmatch(text) and not LONG_NUMBER.search(text)))
