"""What a coach's approval covers beside the recommendations: their roadmap, the price plans, and every no.

Read from the assessment the present recommendations rest on, never from a newer one: nothing is shown that no review
event stands behind.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import bindparam
from sqlalchemy import select as sqlalchemy_select
from sqlmodel import Session, col, select

from coach.advising.roadmap_given import GivenRoadmap, given_roadmap
from coach.cases.decisions import OF_A_PLACE
from coach.cases.order import ChangeAction
from greener_homes.tables.advice import Assessment, Opportunity, Recommendation, Review, ReviewEvent

_REMOVED: Final = f"override.{ChangeAction.REMOVE.value}"
SWITCH: Final = "PLAN-SWITCH"
_OF_PRICES: Final = ("price.electricity_older", "price.gas_older", "bill.disagrees")
_OF_PLANS: Final = ("plan.", "heat_pump.")
"""How the codes begin of what is said about price plans, and about heat pumps beside a gas account."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A measure the coach took out, with the words for the resident."""

    measure: str
    note: str


@dataclass(frozen=True, slots=True)
class Published:
    """What stands behind a home's recommendations, as the coach who approved them saw it. Values as stored."""

    assessed_at: datetime
    decided_at: datetime
    facts: Mapping[str, object]
    roadmap: GivenRoadmap
    price_plans: Mapping[str, object] | None
    about_plans: Sequence[Mapping[str, object]]
    about_prices: Sequence[Mapping[str, object]]
    """What the prices it was worked out with leave in doubt: older than their day, and the last bill's."""
    not_advised: Sequence[Mapping[str, object]]
    left_out: Sequence[LeftOut]
    versions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Of the models and rules that made the numbers, by what they are."""


def for_home(session: Session, home_id: uuid.UUID) -> Published | None:
    """What the home's present recommendations rest on; None when it has none."""
    rows = session.execute(_PRESENT, {"home": home_id}).all()
    if not rows:
        return None
    first = rows[0]
    assessed = session.get_one(Assessment, first.assessment_id)
    # A session forgets a row that nobody holds, and whoever works out the plan's money reads this one again.
    session.info[Assessment] = assessed
    given = {row.measure for row in rows}
    left_out = [each for each in _left_out(session, home_id, first.review_id) if each.measure not in given]
    if left_out:
        offered = set(session.exec(select(Opportunity.measure).where(Opportunity.assessment_id == assessed.id)))
        left_out = [each for each in left_out if each.measure in offered]
    hidden = {each.measure for each in left_out}
    plans = _mapping(assessed.evidence.get("price_plans"))
    return Published(
        assessed_at=assessed.created_at,
        decided_at=first.at,
        facts=_mapping(assessed.evidence.get("facts")),
        roadmap=given_roadmap(
            _mapping(assessed.evidence.get("roadmap")), {row.measure for row in rows if not row.later}
        ),
        price_plans=plans or None,
        about_plans=[] if SWITCH in hidden else [each for each in assessed.findings if _about_plans(each)],
        about_prices=[each for each in assessed.findings if str(each.get("code")).startswith(_OF_PRICES)],
        not_advised=list(assessed.not_advised),
        left_out=left_out,
        versions=dict(assessed.versions),
    )


def _left_out(session: Session, home_id: uuid.UUID, review_id: uuid.UUID) -> list[LeftOut]:
    """What the coach had taken out when this review was decided; a change outlives its review.

    Notes, wordings and ranges of a measure say nothing of its place.
    """
    events = session.execute(_CHANGES, {"home": home_id, "review": review_id}).all()
    last = {measure: (action, note) for measure, action, note in events if measure is not None}
    return [LeftOut(measure, note or "") for measure, (action, note) in last.items() if action == _REMOVED]


_PRESENT: Final = (
    sqlalchemy_select(
        col(Recommendation.measure),
        col(Recommendation.later),
        col(Recommendation.review_id),
        col(Review.assessment_id),
        col(ReviewEvent.at),
    )
    .join(ReviewEvent, col(ReviewEvent.id) == Recommendation.review_event_id)
    .join(Review, col(Review.id) == Recommendation.review_id)
    .where(col(Recommendation.home_id) == bindparam("home"), col(Recommendation.replaced_at).is_(None))
)
_CHANGES: Final = (
    sqlalchemy_select(col(ReviewEvent.measure), col(ReviewEvent.action), col(ReviewEvent.note))
    .join(Review, col(Review.id) == ReviewEvent.review_id)
    .where(
        col(Review.home_id) == bindparam("home"),
        col(Review.id) <= bindparam("review"),
        col(ReviewEvent.measure).is_not(None),
        col(ReviewEvent.action).in_(OF_A_PLACE),
    )
    .order_by(col(ReviewEvent.id))
)
"""Put together once, for the pages that ask them."""


def _about_plans(finding: Mapping[str, object]) -> bool:
    return str(finding.get("code")).startswith(_OF_PLANS)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
