"""What coaches decided, as a ranker may learn from it: drawn from frozen rows, home by home, under live permissions.

Only homes whose advice and research permissions stand, and open all that the decided assessment rests on, are drawn: a
home that withdraws is in no later training. Notes, names and readings are never read; coaches are opaque words.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlmodel import Session, col, select

from coach.cases import review
from coach.cases.changes import ASPECT_OF, Aspect
from coach.cases.order import ChangeAction, Reason
from coach.cases.review_states import ReviewState
from coach.homes import permitted
from coach.homes.evidence import home_facts
from greener_homes import consent
from greener_homes.consent import Purpose
from greener_homes.errors import Refusal
from greener_homes.tables.advice import Assessment, Opportunity, Recommendation, Review, ReviewEvent
from models.house.facts import FACT_NAMES, Goal, HomeFacts, plausible
from models.house.stock import group_of
from models.ranking.candidate import candidate_of
from models.ranking.decided import UNKNOWN, Adoption, Decided, Group

GIVEN: Final = (ReviewState.APPROVED, ReviewState.CHANGED)
SAYS_NOTHING: Final = frozenset({Reason.ALREADY_DONE.value, Reason.FACT_IS_WRONG.value})
"""Why something was left out that says nothing of what a coach prefers: its candidate is forgotten."""
OF_A_PLACE: Final = (
    *(f"override.{action.value}" for action, aspect in ASPECT_OF.items() if aspect is Aspect.PLACE),
    "override.undone",
)
"""What events say of where a measure stands."""
NO_ANSWERS: Final[Mapping[uuid.UUID, Adoption]] = MappingProxyType({})


def decided_homes(
    session: Session, *, at: datetime, answers: Mapping[uuid.UUID, Adoption] = NO_ANSWERS
) -> list[Decided]:
    """The newest decision on every home that may be learned from at `at`, in a fixed order.

    `answers` are what residents said of recommendations, by the recommendation's id. Homes decided before places were
    kept with what they rested on are left out.
    """
    return sorted(_decided(session, at, answers), key=lambda each: each.home)


def _decided(session: Session, at: datetime, answers: Mapping[uuid.UUID, Adoption]) -> Iterator[Decided]:
    query = (
        select(Review)
        .where(
            col(Review.state).in_(list(GIVEN)),
            col(Review.home_id).in_(consent.open_homes(Purpose.ADVICE, at=at)),
            col(Review.home_id).in_(consent.open_homes(Purpose.RESEARCH, at=at)),
        )
        .order_by(col(Review.id))
    )
    newest = {row.home_id: row for row in session.exec(query)}
    for row in newest.values():
        assessed = session.get_one(Assessment, row.assessment_id)
        if _permits(session, assessed, at):
            found = _of(session, row, assessed, answers)
            if found is not None:
                yield found


def _permits(session: Session, assessed: Assessment, at: datetime) -> bool:
    try:
        review.require_opened(assessed, permitted.for_learning(session, assessed.home_id, at=at))
    except Refusal:
        return False
    return True


def _of(session: Session, row: Review, assessed: Assessment, answers: Mapping[uuid.UUID, Adoption]) -> Decided | None:
    numbers = session.exec(
        select(Opportunity.numbers)
        .where(Opportunity.assessment_id == assessed.id)
        .order_by(col(Opportunity.rank), col(Opportunity.measure))
    )
    candidates = [candidate_of(each.get("ranked_as")) for each in numbers]
    if not candidates or any(each is None for each in candidates):
        return None
    given = session.exec(
        select(Recommendation.id, Recommendation.measure, Recommendation.later)
        .where(Recommendation.review_id == row.id)
        .order_by(col(Recommendation.rank))
    ).all()
    removed = _left_out(session, row)
    forgotten = {measure for measure, reason in removed.items() if reason in SAYS_NOTHING}
    facts = _facts(assessed)
    offered = {each.measure_id for each in candidates if each is not None}  # what a coach added was no candidate
    return Decided(
        home=str(row.home_id),
        coach=str(row.claimed_by or UNKNOWN),
        goal=facts.goal or Goal.BILL,
        budget_cad=facts.budget_cad,
        candidates=tuple(each for each in candidates if each is not None and each.measure_id not in forgotten),
        order=tuple(measure for _, measure, later in given if not later and measure in offered),
        later=frozenset(measure for _, measure, later in given if later and measure in offered),
        left_out=frozenset(removed) - forgotten,
        adopted={measure: answers[each] for each, measure, _ in given if each in answers},
        groups=_groups(facts),
    )


def _left_out(session: Session, row: Review) -> dict[str, str]:
    """What a coach had left out when this review was decided, with the reason; a change outlives its review.

    Notes, wordings and ranges of a measure say nothing of its place.
    """
    events = session.exec(
        select(ReviewEvent.measure, ReviewEvent.action, ReviewEvent.reason)
        .join(Review, col(Review.id) == ReviewEvent.review_id)
        .where(
            Review.home_id == row.home_id,
            col(Review.id) <= row.id,
            col(ReviewEvent.measure).is_not(None),
            col(ReviewEvent.action).in_(OF_A_PLACE),
        )
        .order_by(col(ReviewEvent.id))
    )
    last = {measure: (action, reason) for measure, action, reason in events if measure is not None}
    removed = f"override.{ChangeAction.REMOVE.value}"
    return {measure: reason or "" for measure, (action, reason) in last.items() if action == removed}


def _facts(assessed: Assessment) -> HomeFacts:
    kept = assessed.evidence.get("facts")
    known = {name: value for name, value in kept.items() if name in FACT_NAMES} if isinstance(kept, dict) else {}
    return plausible(home_facts(known))[0]


def _groups(facts: HomeFacts) -> Mapping[Group, str]:
    """What tells homes apart when a ranker is judged; it never sees these."""
    return MappingProxyType(
        {
            Group.TENURE: facts.tenure.value if facts.tenure else UNKNOWN,
            Group.VINTAGE: group_of(facts).vintage if facts.year_built else UNKNOWN,
            Group.FUEL: facts.heating_fuel.value if facts.heating_fuel else UNKNOWN,
            Group.MUNICIPALITY: facts.municipality or UNKNOWN,
        }
    )
