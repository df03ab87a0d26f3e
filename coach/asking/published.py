"""What a coach's approval covers beside the recommendations: their roadmap, the price plans, and every no.

Read from the assessment the present recommendations rest on, never from a newer one: nothing is shown that no review
event stands behind.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ARRAY, JSON, String, any_, bindparam, func, literal
from sqlalchemy import select as sqlalchemy_select
from sqlmodel import Session, select

from coach.advising.roadmap_given import GivenRoadmap, given_roadmap
from coach.cases.decisions import OF_A_PLACE
from coach.cases.order import ChangeAction
from greener_homes.page_questions import parts_of, plain, rows_as_one
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


def of_standing(session: Session, standing: Sequence[Any] | None) -> Published | None:
    """What a home's present recommendations rest on, of what `STANDING` answered; None when it has none."""
    if standing is None:
        return None
    assessment_id, assessed_at, decided_at, given, changes, facts, roadmap, plans, refused, findings, versions = (
        standing
    )
    left_out = _left_out(session, uuid.UUID(assessment_id), changes or (), {measure for measure, _ in given})
    hidden = {each.measure for each in left_out}
    return Published(
        assessed_at=datetime.fromisoformat(assessed_at),
        decided_at=datetime.fromisoformat(decided_at),
        facts=_mapping(facts),
        roadmap=given_roadmap(roadmap, {measure for measure, is_later in given if not is_later}),
        price_plans=_mapping(plans) or None,
        about_plans=[] if SWITCH in hidden else [each for each in findings if _about_plans(each)],
        about_prices=[each for each in findings if str(each.get("code")).startswith(_OF_PRICES)],
        not_advised=refused,
        left_out=left_out,
        versions=versions,
    )


def _left_out(
    session: Session, assessment_id: uuid.UUID, changes: Sequence[tuple[str, str, str | None]], given: Set[str]
) -> list[LeftOut]:
    """What of the assessment the coach had taken out when this review was decided; a change outlives its review.

    Notes, wordings and ranges of a measure say nothing of its place.
    """
    last = {measure: (action, note) for measure, action, note in changes}
    left_out = [
        LeftOut(measure, note or "")
        for measure, (action, note) in last.items()
        if action == _REMOVED and measure not in given
    ]
    if not left_out:
        return []
    offered = set(session.exec(select(Opportunity.measure).where(Opportunity.assessment_id == assessment_id)))
    return [each for each in left_out if each.measure in offered]


_ADVICE, _REVIEW, _DECISION, _SEEN = (plain(each) for each in (Recommendation, Review, ReviewEvent, Assessment))
_GIVEN, _EVENT, _EARLIER = _ADVICE.alias("given"), _DECISION.alias("change"), _REVIEW.alias("earlier")
_ALL_GIVEN: Final = (
    rows_as_one(_GIVEN.c.measure, _GIVEN.c.later)
    .where(_GIVEN.c.home_id == bindparam("home"), _GIVEN.c.replaced_at.is_(None))
    .scalar_subquery()
)
_CHANGES: Final = (
    rows_as_one(_EVENT.c.measure, _EVENT.c.action, _EVENT.c.note, order=(_EVENT.c.id,))
    .join(_EARLIER, _EARLIER.c.id == _EVENT.c.review_id)
    .where(
        _EARLIER.c.home_id == bindparam("home"),
        _EARLIER.c.id <= _REVIEW.c.id,
        _EVENT.c.measure.is_not(None),
        _EVENT.c.action == any_(literal(OF_A_PLACE, ARRAY(String))),
    )
    .correlate(_REVIEW)
    .scalar_subquery()
)
_KEPT: Final = parts_of(_SEEN.c.evidence, "facts", "roadmap", "price_plans")
"""What is read of the evidence: hours of use and the plan's money by month are as much again."""
STANDING: Final = (
    sqlalchemy_select(
        func.json_build_array(
            _SEEN.c.id,
            _SEEN.c.created_at,
            _DECISION.c.at,
            _ALL_GIVEN,
            _CHANGES,
            _KEPT.c.facts,
            func.json_build_object(
                *chain.from_iterable((name, _KEPT.c.roadmap[name]) for name in ("stages", "alternatives", "findings"))
            ),
            _KEPT.c.price_plans,
            _SEEN.c.not_advised,
            _SEEN.c.findings,
            _SEEN.c.versions,
            type_=JSON,
        )
    )
    .select_from(_ADVICE)
    .join(_DECISION, _DECISION.c.id == _ADVICE.c.review_event_id)
    .join(_REVIEW, _REVIEW.c.id == _ADVICE.c.review_id)
    .join(_SEEN, _SEEN.c.id == _REVIEW.c.assessment_id)
    .where(_ADVICE.c.home_id == bindparam("home"), _ADVICE.c.replaced_at.is_(None))
    .limit(1)
    .scalar_subquery()
)
"""All of it as one value, for `of_standing`, together with more: put together once, for the pages that ask it."""


def _about_plans(finding: Mapping[str, object]) -> bool:
    return str(finding.get("code")).startswith(_OF_PLANS)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
