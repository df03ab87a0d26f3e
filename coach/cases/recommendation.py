"""Recommendations: opportunities a coach approved, the resident's word. Published only by a review's decision."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, cast, func
from sqlalchemy import select as sqlalchemy_select
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH
from sqlmodel import Session, col, select

from coach.advising.codes_advice import TRACE_LIFE
from coach.cases.changes import with_coachs
from greener_homes import audit
from greener_homes.consent import LiveConsent
from greener_homes.page_questions import plain
from greener_homes.tables.advice import Opportunity, Recommendation, Review, ReviewEvent


@dataclass(frozen=True, slots=True)
class Draft:
    """One recommendation about to be published."""

    opportunity_id: uuid.UUID | None
    """None for work that the coach added."""
    measure: str
    rank: int
    later: bool
    note: str
    wording: str = ""
    coach_numbers: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecommendationView:
    """One recommendation as the resident reads it: the numbers as the coach left them, who approved and when.

    `wording` is the coach's own sentence in the place of ours, or empty; `coach_numbers` are the ranges the coach gave.
    """

    id: uuid.UUID
    assessment_id: uuid.UUID
    measure: str
    rank: int
    later: bool
    note: str
    numbers: Mapping[str, object]
    trace: Sequence[Mapping[str, object]]
    reviewed_by: uuid.UUID | None
    reviewed_at: datetime
    coach_said: str | None
    wording: str = ""
    coach_numbers: Mapping[str, object] = field(default_factory=dict)


def publish(
    session: Session,
    consent: LiveConsent,
    review_id: uuid.UUID,
    event_id: uuid.UUID,
    drafts: Sequence[Draft],
    *,
    now: datetime,
) -> None:
    """These, and no earlier ones, are the home's recommendations. `event_id` is the human decision behind them."""
    for row in session.exec(
        select(Recommendation)
        .where(Recommendation.home_id == consent.home_id, col(Recommendation.replaced_at).is_(None))
        .with_for_update()
    ):
        row.replaced_at = now
        session.add(row)
    session.add_all(
        Recommendation(
            home_id=consent.home_id,
            review_id=review_id,
            review_event_id=event_id,
            opportunity_id=draft.opportunity_id,
            measure=draft.measure,
            rank=draft.rank,
            later=draft.later,
            note=draft.note,
            wording=draft.wording,
            coach_numbers=dict(draft.coach_numbers),
            published_at=now,
        )
        for draft in drafts
    )
    session.flush()


def for_home(
    session: Session, home_id: uuid.UUID, *, viewer: audit.Actor, now: datetime, whole_trace: bool = True
) -> Sequence[RecommendationView]:
    """The home's present recommendations in the coach's order; that they were read is on record.

    Without the `whole_trace` a trace says how long the work lasts and nothing else: most pages show no more of it, and
    it is half of all that is read.
    """
    rows = session.execute(_PRESENT if whole_trace else _IN_SHORT, {"home": home_id}).all()
    if rows:
        audit.record_look(session, viewer, audit.Action.ADVICE_VIEWED, at=now, home_id=home_id, shown=len(rows))
    return [
        RecommendationView(
            id=row.id,
            assessment_id=row.assessment_id,
            measure=row.measure,
            rank=row.rank,
            later=row.later,
            note=row.note,
            numbers=with_coachs({} if row.numbers is None else row.numbers, row.coach_numbers),
            trace=() if row.trace is None else row.trace,
            reviewed_by=row.actor_id,
            reviewed_at=row.at,
            coach_said=row.coach_said,
            wording=row.wording,
            coach_numbers=row.coach_numbers,
        )
        for row in rows
    ]


_ADVICE, _REVIEW = plain(Recommendation), plain(Review)
_MACHINES, _DECISION = plain(Opportunity), plain(ReviewEvent)
_GIVEN: Final = ("id", "measure", "rank", "later", "note", "wording", "coach_numbers")


def _asked(trace: ColumnElement[Any]) -> Select[Any]:
    return (
        sqlalchemy_select(
            *(_ADVICE.c[name] for name in _GIVEN),
            _REVIEW.c.assessment_id,
            _MACHINES.c.numbers,
            trace.label("trace"),
            _DECISION.c.actor_id,
            _DECISION.c.at,
            _DECISION.c.note.label("coach_said"),
        )
        .select_from(_ADVICE)
        .join(_REVIEW, _REVIEW.c.id == _ADVICE.c.review_id)
        .outerjoin(_MACHINES, _MACHINES.c.id == _ADVICE.c.opportunity_id)
        .join(_DECISION, _DECISION.c.id == _ADVICE.c.review_event_id)
        .where(_ADVICE.c.home_id == bindparam("home"), _ADVICE.c.replaced_at.is_(None))
        .order_by(_ADVICE.c.rank)
    )


_PRESENT: Final = _asked(_MACHINES.c.trace)
_LIFE: Final = cast(f'$[*] ? (@.label == "{TRACE_LIFE.code}")', JSONPATH)
_IN_SHORT: Final = _asked(func.jsonb_path_query_array(_MACHINES.c.trace, _LIFE, type_=JSONB))
"""Put together once, and plain values in place of objects: many pages of a resident ask them."""
