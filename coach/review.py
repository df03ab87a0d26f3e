"""A coach's judgement of one assessment: claiming it, changing it, deciding it. Only `decide` publishes advice.

The states and the legal arrows between them are one table (coach/review_states.py). The machine's values are
never overwritten: a change is kept beside them (coach/order.py).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, delete, select

from coach import evidence, permitted, recommendation
from coach.order import CaseOpportunity, Change, ChangeAction, worked_order
from coach.review_states import ARROWS as ARROWS
from coach.review_states import OPEN as OPEN
from coach.review_states import Act as Act
from coach.review_states import ReviewState as ReviewState
from greener_homes import audit, consent
from greener_homes.consent import LiveConsent
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import PersonView
from greener_homes.tables.advice import Assessment, Opportunity, Override, Review, ReviewEvent
from models.findings import Code, Severity

CLAIM_LASTS = timedelta(hours=2)
NOTE_MAXIMUM = 2_000
SHOWN_AT_MOST = 8
"""Recommendations a resident is given to do now; what a coach ranks below them stays in the case, unless the coach
said something of it: that is given too. Our own judgement."""


class Decision(StrEnum):
    """How a coach ends a claim with a judgement."""

    APPROVE = "approve"
    DECLINE = "decline"
    ASK = "ask"


NOT_ALLOWED = Code(
    "review.not_allowed",
    Severity.REFUSAL,
    "This case has moved on and that can no longer be done with it.",
    "Ce dossier a évolué et cette action n’est plus possible.",
)
CLAIMED_BY_ANOTHER = Code(
    "review.claimed_by_another",
    Severity.REFUSAL,
    "Another coach is working on this case.",
    "Un autre coach travaille sur ce dossier.",
)
NOTE_NEEDED = Code(
    "review.note_needed",
    Severity.REFUSAL,
    "Write what the resident will read.",
    "Écrivez ce que le résident lira.",
)
NOTE_LONG = Code(
    "review.note_long",
    Severity.REFUSAL,
    "That note is longer than {maximum} characters.",
    "Cette note dépasse {maximum} caractères.",
)
NOTHING_LEFT = Code(
    "review.nothing_left",
    Severity.REFUSAL,
    "Every opportunity has been removed. Decline the case instead, and say why.",
    "Toutes les possibilités ont été retirées. Refusez plutôt le dossier, et dites pourquoi.",
)
CODES = (NOT_ALLOWED, CLAIMED_BY_ANOTHER, NOTE_NEEDED, NOTE_LONG, NOTHING_LEFT)


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review as the desk knows it."""

    id: uuid.UUID
    home_id: uuid.UUID
    assessment_id: uuid.UUID
    state: ReviewState
    waiting_since: datetime
    claimed_by: uuid.UUID | None
    claim_expires_at: datetime | None
    question: str | None
    decided_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def is_mine(self, coach: PersonView) -> bool:
        return self.state is ReviewState.CLAIMED and self.claimed_by == coach.id


@dataclass(frozen=True, slots=True)
class EventView:
    """One thing that happened to a review."""

    at: datetime
    actor_id: uuid.UUID | None
    action: str
    measure: str | None
    reason: str | None
    note: str | None


def open_for(session: Session, home_id: uuid.UUID, assessment_id: uuid.UUID, *, now: datetime) -> uuid.UUID:
    """A review of this assessment waits; an earlier open one is superseded and its place in the queue kept."""
    earlier = session.exec(
        select(Review).where(Review.home_id == home_id, col(Review.state).in_(list(OPEN))).with_for_update()
    ).one_or_none()
    since = now
    if earlier is not None:
        since = earlier.waiting_since
        _move(session, earlier, Act.SUPERSEDE, actor_id=None, now=now)
    row = Review(home_id=home_id, assessment_id=assessment_id, waiting_since=since)
    session.add(row)
    session.flush()
    return row.id


def claim(session: Session, coach: PersonView, review_id: uuid.UUID, *, now: datetime) -> ReviewView:
    """The case is this coach's for two hours. Claiming one's own again renews it. Raises Refusal, NotFound."""
    row = _locked(session, review_id, now)
    if row.state is ReviewState.CLAIMED:
        _require_mine(row, coach)
    else:
        _move(session, row, Act.CLAIM, actor_id=coach.id, now=now)
        row.claimed_by = coach.id
        row.claimed_at = now
        audit.record(session, coach.actor, audit.Action.REVIEW_CLAIMED, at=now, home_id=row.home_id, object_id=row.id)
    row.claim_expires_at = now + CLAIM_LASTS
    session.add(row)
    session.flush()
    return _view(row)


def release(session: Session, coach: PersonView, review_id: uuid.UUID, *, now: datetime) -> ReviewView:
    """The case waits again for any coach. Raises Refusal when it is not this coach's."""
    row = _mine(session, coach, review_id, now)
    _move(session, row, Act.RELEASE, actor_id=coach.id, now=now)
    _unclaim(row)
    audit.record(session, coach.actor, audit.Action.REVIEW_RELEASED, at=now, home_id=row.home_id, object_id=row.id)
    session.flush()
    return _view(row)


def expire_claims(session: Session, *, now: datetime) -> int:
    """Cases whose claim ran out wait again; returns how many. Safe to run again."""
    rows = session.exec(
        select(Review)
        .where(Review.state == ReviewState.CLAIMED, col(Review.claim_expires_at) <= now)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        _move(session, row, Act.EXPIRE, actor_id=None, now=now)
        _unclaim(row)
    return len(rows)


def change(session: Session, coach: PersonView, review_id: uuid.UUID, what: Change, *, now: datetime) -> None:
    """The change stands beside the machine's value, with its reason and note. Raises Refusal, NotFound."""
    note = _checked_note(what.note, needed=what.action is not ChangeAction.MOVE)
    row = _mine(session, coach, review_id, now)
    opportunity = session.exec(
        select(Opportunity).where(Opportunity.assessment_id == row.assessment_id, Opportunity.measure == what.measure)
    ).one_or_none()
    if opportunity is None:
        raise NotFound
    session.exec(delete(Override).where(col(Override.home_id) == row.home_id, col(Override.measure) == what.measure))
    session.add(
        Override(
            home_id=row.home_id,
            review_id=row.id,
            measure=what.measure,
            action=what.action.value,
            rank=what.rank,
            machine_rank=opportunity.rank,
            machine_numbers=dict(opportunity.numbers),
            reason=what.reason.value,
            note=note,
            made_by=coach.id,
            made_at=now,
        )
    )
    _event(session, row, f"override.{what.action.value}", row.state, coach.id, now, what)
    audit.record(
        session,
        coach.actor,
        audit.Action.REVIEW_CHANGED,
        at=now,
        home_id=row.home_id,
        object_id=row.id,
        change=what.action.value,
        reason=what.reason.value,
    )
    session.flush()


def undo_change(session: Session, coach: PersonView, review_id: uuid.UUID, measure: str, *, now: datetime) -> None:
    """The machine's value counts again for this measure; that it was changed stays in the history."""
    row = _mine(session, coach, review_id, now)
    result = session.exec(
        delete(Override).where(col(Override.home_id) == row.home_id, col(Override.measure) == measure)
    )
    if result.rowcount:
        _event(session, row, "override.undone", row.state, coach.id, now, measure=measure)


def decide(
    session: Session, coach: PersonView, review_id: uuid.UUID, decision: Decision, note: str, *, now: datetime
) -> ReviewView:
    """The coach's judgement stands, and with APPROVE, only with it, the resident has recommendations.

    APPROVE with changes in force ends as "changed". DECLINE and ASK need a note the resident will read.
    Raises Refusal (also when the coach's permission to see the home has ended), NotFound.
    """
    text = _checked_note(note, needed=decision is not Decision.APPROVE)
    # the permission is held before the case, as a withdrawal does, so that the two never wait for each other
    opened = permitted.for_coaches(session, get(session, review_id).home_id, at=now, lock=True)
    row = _mine(session, coach, review_id, now)
    require_opened(session.get_one(Assessment, row.assessment_id), opened)
    live = opened[0]
    shown = worked_order(session, row.home_id, row.assessment_id)
    act = _act_of(decision, shown)
    event = _move(session, row, act, actor_id=coach.id, now=now, note=text)
    row.decided_at = None if decision is Decision.ASK else now
    row.question = text if decision is Decision.ASK else None
    row.claim_expires_at = None
    session.add(row)
    session.flush()
    if decision is Decision.APPROVE:
        _publish(session, live, row, event.id, shown, now)
    audit.record(
        session,
        coach.actor,
        audit.Action.REVIEW_DECIDED,
        at=now,
        home_id=row.home_id,
        object_id=row.id,
        decision=row.state.value,
    )
    return _view(row)


def require_opened(assessed: Assessment, given: Sequence[LiveConsent]) -> None:
    """Nothing happens when these permissions open all that an assessment rests on. Raises Refusal."""
    rests_on = assessed.evidence.get("opened")
    opened = {opening for one in given for opening in evidence.openings(one)}
    if not given or (isinstance(rests_on, list) and not opened.issuperset(map(str, rests_on))):
        raise Refusal(consent.MISSING)


def answer(session: Session, home_id: uuid.UUID, *, actor: audit.Actor, now: datetime) -> None:
    """The resident has said more: a case that waited for it waits for a coach again. Does nothing otherwise."""
    row = session.exec(
        select(Review).where(Review.home_id == home_id, Review.state == ReviewState.NEEDS_INFORMATION).with_for_update()
    ).one_or_none()
    if row is not None:
        _move(session, row, Act.ANSWER, actor_id=actor.id, now=now)
        session.flush()


def get(session: Session, review_id: uuid.UUID) -> ReviewView:
    """The review. Raises NotFound."""
    row = session.get(Review, review_id)
    if row is None:
        raise NotFound
    return _view(row)


def latest(session: Session, home_id: uuid.UUID) -> ReviewView | None:
    """The newest review of a home, whatever its state."""
    row = session.exec(select(Review).where(Review.home_id == home_id).order_by(col(Review.id).desc()).limit(1)).first()
    return _view(row) if row else None


def history(session: Session, review_id: uuid.UUID) -> Sequence[EventView]:
    """Everything that happened to a review, oldest first."""
    rows = session.exec(select(ReviewEvent).where(ReviewEvent.review_id == review_id).order_by(col(ReviewEvent.id)))
    return [EventView(row.at, row.actor_id, row.action, row.measure, row.reason, row.note) for row in rows]


def _publish(
    session: Session,
    live: LiveConsent,
    row: Review,
    event_id: uuid.UUID,
    shown: Sequence[CaseOpportunity],
    now: datetime,
) -> None:
    kept = [item for item in shown if not item.is_removed]
    if not kept:
        raise Refusal(NOTHING_LEFT)
    drafts = [
        recommendation.Draft(
            opportunity_id=item.id,
            measure=item.measure,
            rank=place,
            later=item.is_later,
            note=item.override.note if item.override else "",
        )
        for place, item in enumerate(_given(kept), start=1)
    ]
    recommendation.publish(session, live, row.id, event_id, drafts, now=now)


def _given(kept: Sequence[CaseOpportunity]) -> list[CaseOpportunity]:
    """The first few, and whatever further down the coach kept for later or wrote a note on."""
    return [
        item
        for place, item in enumerate(kept)
        if place < SHOWN_AT_MOST or item.is_later or (item.override is not None and item.override.note)
    ]


def _act_of(decision: Decision, shown: Sequence[CaseOpportunity]) -> Act:
    if decision is Decision.APPROVE:
        return Act.CHANGE if any(item.override for item in shown) else Act.APPROVE
    return Act.DECLINE if decision is Decision.DECLINE else Act.ASK


def _locked(session: Session, review_id: uuid.UUID, now: datetime) -> Review:
    row = session.exec(select(Review).where(Review.id == review_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    if row.state is ReviewState.CLAIMED and row.claim_expires_at is not None and row.claim_expires_at <= now:
        _move(session, row, Act.EXPIRE, actor_id=None, now=now)
        _unclaim(row)
    return row


def _mine(session: Session, coach: PersonView, review_id: uuid.UUID, now: datetime) -> Review:
    row = _locked(session, review_id, now)
    if row.state is not ReviewState.CLAIMED:
        raise Refusal(NOT_ALLOWED)
    _require_mine(row, coach)
    return row


def _require_mine(row: Review, coach: PersonView) -> None:
    if row.claimed_by != coach.id:
        raise Refusal(CLAIMED_BY_ANOTHER)


def _move(
    session: Session, row: Review, act: Act, *, actor_id: uuid.UUID | None, now: datetime, note: str | None = None
) -> ReviewEvent:
    target = ARROWS.get((row.state, act))
    if target is None:
        raise Refusal(NOT_ALLOWED)
    event = ReviewEvent(
        review_id=row.id,
        actor_id=actor_id,
        at=now,
        action=act.value,
        from_state=row.state,
        to_state=target,
        note=note or None,
    )
    session.add(event)
    row.state = target
    session.add(row)
    session.flush()
    return event


def _event(
    session: Session,
    row: Review,
    action: str,
    state: ReviewState,
    actor_id: uuid.UUID,
    now: datetime,
    what: Change | None = None,
    measure: str | None = None,
) -> None:
    session.add(
        ReviewEvent(
            review_id=row.id,
            actor_id=actor_id,
            at=now,
            action=action,
            from_state=state,
            to_state=state,
            measure=what.measure if what else measure,
            reason=what.reason.value if what else None,
            note=(what.note or None) if what else None,
        )
    )


def _unclaim(row: Review) -> None:
    row.claimed_by = None
    row.claimed_at = None
    row.claim_expires_at = None


def _checked_note(note: str, *, needed: bool) -> str:
    text = note.strip()
    if needed and not text:
        raise Refusal(NOTE_NEEDED)
    if len(text) > NOTE_MAXIMUM:
        raise Refusal(NOTE_LONG, maximum=NOTE_MAXIMUM)
    return text


def _view(row: Review) -> ReviewView:
    return ReviewView(
        id=row.id,
        home_id=row.home_id,
        assessment_id=row.assessment_id,
        state=row.state,
        waiting_since=row.waiting_since,
        claimed_by=row.claimed_by,
        claim_expires_at=row.claim_expires_at,
        question=row.question,
        decided_at=row.decided_at,
    )
