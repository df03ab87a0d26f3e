"""Assessments: evidence gathered under a permission, computed with, kept with what it was made from, and put before
a coach. Nothing here reaches a resident; only a review's decision does.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam
from sqlalchemy import select as sqlalchemy_select
from sqlmodel import Session, col, select

from coach.advising import codes_advice
from coach.advising.advice import advise
from coach.advising.advice_types import Advice
from coach.advising.own_hours import as_numbers
from coach.advising.ranking_in_use import RULE, Ranking
from coach.advising.trace_types import Origin, TraceItem
from coach.cases import review
from coach.homes import evidence, figures_in_use, permitted, usage
from coach.homes.evidence import Gathered
from coach.homes.left_out import Stretch
from coach.homes.usage import FuelUse
from greener_homes import audit
from greener_homes.consent import LiveConsent, Purpose
from greener_homes.errors import NotFound
from greener_homes.page_questions import parts_of, plain
from greener_homes.tables.advice import Assessment, Opportunity, Review
from greener_homes.weather import HomePlace
from models.series import DailyTemperature

LOCAL = ZoneInfo("America/Toronto")


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """One assessment: the evidence in plain values, a baseline document a usage point, and what was not advised."""

    id: uuid.UUID
    home_id: uuid.UUID
    created_at: datetime
    evidence: Mapping[str, object]
    baselines: Sequence[Mapping[str, object]]
    not_advised: Sequence[Mapping[str, object]]
    findings: Sequence[Mapping[str, object]]
    versions: Mapping[str, str]


def assess(
    session: Session,
    home_id: uuid.UUID,
    *,
    now: datetime,
    step: Callable[[str], None],
    ranking: Ranking = RULE,
) -> uuid.UUID | None:
    """The home's advice is worked out from what is known now, and waits for a coach where one may look.

    Returns the assessment, or None when no permission stands. Permissions are asked for again, and held, before
    anything is written: where one was withdrawn meanwhile, nothing is, and the withdrawal has asked for a new run.
    The same evidence again changes nothing, so running again after a crash is harmless; a new `ranking` orders homes
    as their evidence changes, at the latest with the month's prices.
    """
    opened = permitted.for_advice(session, home_id, at=now)
    if not opened:
        return None
    gathered = evidence.gather(session, opened, now=now)
    step("gathered")
    newest = _newest(session, home_id)
    if newest is not None and newest.evidence_digest == gathered.digest:
        if permitted.for_advice(session, home_id, at=now, lock=True) != opened:
            return None
        _put_before_coach(session, home_id, newest.id, now)
        return newest.id
    known = replace(gathered.evidence, findings=(*gathered.evidence.findings, *ranking.findings))
    figures = figures_in_use.figures(session, now.astimezone(LOCAL).date())
    advice = advise(known, figures, ranker=ranking.ranker)
    step("advised")
    if permitted.for_advice(session, home_id, at=now, lock=True) != opened:
        return None
    saved = _save(session, home_id, gathered, advice, now)
    _put_before_coach(session, home_id, saved, now)
    audit.record(
        session,
        audit.PLATFORM,
        audit.Action.HOME_ASSESSED,
        at=now,
        home_id=home_id,
        object_id=saved,
        purpose=Purpose.ADVICE.value,
        opportunities=len(advice.opportunities),
    )
    step("saved")
    return saved


@dataclass(frozen=True, slots=True)
class UseTold:
    """What an assessment tells of a home's use: its facts, normal years and trend, and a baseline a usage point."""

    evidence: Mapping[str, object]
    baselines: Sequence[Mapping[str, object]]


def use_told(session: Session, opened: Sequence[LiveConsent]) -> UseTold | None:
    """What the newest assessment of the home whose permissions these are tells of its use; the rest is not read."""
    row = session.execute(_TOLD, {"home": opened[0].home_id}).one_or_none() if opened else None
    if row is None:
        return None
    return UseTold({"facts": row.facts, "measured": row.measured, "trend": row.trend}, row.baselines)


def get(session: Session, opened: Sequence[LiveConsent], assessment_id: uuid.UUID) -> AssessmentView:
    """One assessment of the home whose permissions these are. Raises NotFound, also for another home's.

    Raises Refusal when it rests on a source or commodity that these do not open.
    """
    row = session.get(Assessment, assessment_id)
    if row is None or not opened or row.home_id != opened[0].home_id:
        raise NotFound
    review.require_opened(row, opened)
    return _view(row)


def worked_from(session: Session, opened: Sequence[LiveConsent], assessment_id: uuid.UUID) -> AssessmentView:
    """As `get`, with only what its plan can be worked out again from and what that came to: most of it is not read.

    Of the evidence the facts, the measured use, the hours, and the roadmap's measures and bills.
    """
    row = session.execute(_WORKED_FROM, {"assessment": assessment_id}).one_or_none()
    if row is None or not opened or row.home_id != opened[0].home_id:
        raise NotFound
    review.require_all_opened(row.opened, opened)
    kept = {
        "facts": row.facts,
        "measured": row.measured,
        "electricity_hours": row.electricity_hours,
        "roadmap": {"measures": row.measures, "bill_cad_per_year": row.bill_cad_per_year},
    }
    return AssessmentView(assessment_id, row.home_id, row.created_at, kept, (), (), (), row.versions)


_SEEN: Final = plain(Assessment)


_KEPT: Final = parts_of(_SEEN.c.evidence, "facts", "measured", "electricity_hours", "opened", "roadmap")
_WORKED_FROM: Final = sqlalchemy_select(
    _SEEN.c.home_id,
    _SEEN.c.created_at,
    _SEEN.c.versions,
    _KEPT.c.facts,
    _KEPT.c.measured,
    _KEPT.c.electricity_hours,
    _KEPT.c.opened,
    *(_KEPT.c.roadmap[name].label(name) for name in ("measures", "bill_cad_per_year")),
).where(_SEEN.c.id == bindparam("assessment"))
"""Put together once, for the pages that ask it."""


_PARTS: Final = parts_of(_SEEN.c.evidence, "facts", "measured", "trend")
_TOLD: Final = (
    sqlalchemy_select(_SEEN.c.baselines, _PARTS.c.facts, _PARTS.c.measured, _PARTS.c.trend)
    .where(_SEEN.c.home_id == bindparam("home"))
    .order_by(_SEEN.c.id.desc())
    .limit(1)
)
"""Put together once, for the pages that ask it."""


def temperature_for(session: Session, place: HomePlace, use: FuelUse) -> DailyTemperature:
    """Outdoor temperature of the days of a fuel's use that `usage.points` shows; typical where it was not measured."""
    days = usage.days_of_points(use)
    first, last = (evidence.EPOCH + timedelta(days=day) for day in (days.start, max(days.stop - 1, days.start)))
    return evidence.temperature_at(session, place, first, last)


def _put_before_coach(session: Session, home_id: uuid.UUID, assessment_id: uuid.UUID, now: datetime) -> None:
    """A review waits, once, where a coach may look at this home."""
    reviewed = session.exec(select(Review.id).where(Review.assessment_id == assessment_id)).first()
    if reviewed is not None:
        return
    if not permitted.for_coaches(session, home_id, at=now):
        return
    review.open_for(session, home_id, assessment_id, now=now)


def _save(session: Session, home_id: uuid.UUID, gathered: Gathered, advice: Advice, now: datetime) -> uuid.UUID:
    row = Assessment(
        home_id=home_id,
        evidence_digest=gathered.digest,
        versions=dict(advice.versions),
        grant_ids=[str(grant) for grant in gathered.grant_ids],
        evidence={
            "municipality": gathered.facts.get("municipality"),
            "facts": dict(gathered.facts),
            "measured": [{**asdict(use), "fuel": fuel.value} for fuel, use in advice.measured.items()],
            "assumed": list(advice.assumed),
            "safety": list(advice.safety),
            "roadmap": advice.plan.as_json(),
            "opened": list(gathered.opened),
            "load_shape": gathered.load_shape,
            "trend": list(gathered.trend),
            "electricity_hours": as_numbers(gathered.evidence.hours),
            "price_plans": {
                **advice.price_plans.as_json(),
                "trace": [dict(item.as_json()) for item in advice.price_plans.trace],
            },
        },
        baselines=list(gathered.documents),
        not_advised=[each.as_json() for each in advice.not_advised],
        findings=[finding.as_json() for finding in advice.findings],
        created_at=now,
    )
    session.add(row)
    session.flush()
    session.add_all(
        Opportunity(
            assessment_id=row.id,
            measure=each.measure.id,
            rank=each.rank,
            numbers={
                **each.as_json(),
                "reason_facts": {reason.code: dict(reason.facts) for reason in each.reasons},
                "ranked_as": each.candidate.as_json(),
                "incentives": [offer.as_json() for offer in each.offers],
                "cash_flow": None if each.cash is None else each.cash.as_json(),
            },
            trace=[dict(item.as_json()) for item in (*each.trace, *_left_out(each.trace, gathered.left_out, now))],
        )
        for each in advice.opportunities
    )
    session.flush()
    return row.id


def _left_out(trace: Sequence[TraceItem], missing: Sequence[Stretch], now: datetime) -> list[TraceItem]:
    """Of each fuel whose measured use stands in this trace: how many days of it a coach left out."""
    measured = {item.name for item in trace if item.label == codes_advice.TRACE_TOTAL.code}
    days: dict[str, int] = {}
    for one in missing:
        days[one.commodity.value] = days.get(one.commodity.value, 0) + (one.until - one.first).days
    label, on = codes_advice.TRACE_LEFT_OUT.code, now.astimezone(LOCAL).date().isoformat()
    return [
        TraceItem(label, fuel, total, "days", Origin.COACH, date=on) for fuel, total in days.items() if fuel in measured
    ]


def _newest(session: Session, home_id: uuid.UUID) -> Assessment | None:
    return session.exec(_NEWEST, params={"home": home_id}).first()


_NEWEST: Final = (
    select(Assessment).where(col(Assessment.home_id) == bindparam("home")).order_by(col(Assessment.id).desc()).limit(1)
)
"""Put together once, for the pages that ask it."""


def _view(row: Assessment) -> AssessmentView:
    return AssessmentView(
        id=row.id,
        home_id=row.home_id,
        created_at=row.created_at,
        evidence=row.evidence,
        baselines=row.baselines,
        not_advised=row.not_advised,
        findings=row.findings,
        versions=row.versions,
    )
