"""The advice that rests on an answer, found by its lineage, and its erasure with all that a coach made of it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from greener_homes import privacy_referrals
from greener_homes.tables.advice import Assessment, Opportunity, Override, Recommendation, Review, Screening
from greener_homes.tables.consent import ConsentGrant
from greener_homes.tables.incentive import IncentiveNotice
from greener_homes.tables.project import ProjectOutcome, ProjectPrediction
from greener_homes.tables.referral_notice import ReferralEnd
from greener_homes.tables.report import MonthlyReport


@dataclass(frozen=True, slots=True)
class AdvicePlan:
    """What of a home's advice will go, by id."""

    assessments: tuple[uuid.UUID, ...] = ()
    opportunities: tuple[uuid.UUID, ...] = ()
    reviews: tuple[uuid.UUID, ...] = ()
    overrides: tuple[uuid.UUID, ...] = ()
    recommendations: tuple[uuid.UUID, ...] = ()
    screened: tuple[uuid.UUID, ...] = ()
    """Homes whose list goes."""
    predictions: tuple[uuid.UUID, ...] = ()
    """What was kept with projects of what was predicted; the projects themselves are their household's own word."""
    outcomes: tuple[uuid.UUID, ...] = ()
    notices: tuple[uuid.UUID, ...] = ()
    """What they were told when programmes changed: it rests on the same permissions."""
    reports: tuple[uuid.UUID, ...] = ()
    """Monthly reports; the lot that says whether a home gets them knows nothing of its use."""


def plan(session: Session, home_id: uuid.UUID, person_ids: Collection[uuid.UUID] | None) -> AdvicePlan:
    """The home's advice that rests on any answer of these people, or all of it; and what does not say on whose."""
    theirs = (
        None
        if person_ids is None
        else {
            str(grant)
            for grant in session.exec(
                select(ConsentGrant.id).where(
                    ConsentGrant.home_id == home_id, col(ConsentGrant.person_id).in_(list(person_ids))
                )
            )
        }
    )
    assessments = tuple(
        identifier
        for identifier, grants in session.exec(
            select(Assessment.id, Assessment.grant_ids).where(Assessment.home_id == home_id)
        )
        if theirs is None or not grants or theirs.intersection(grants)
    )
    screened = tuple(
        home
        for home, grants in session.exec(
            select(Screening.home_id, Screening.grant_ids).where(Screening.home_id == home_id)
        )
        if theirs is None or not grants or theirs.intersection(grants)
    )
    predictions, outcomes, reports, notices = (
        tuple(
            identifier
            for identifier, grants in session.exec(select(table.id, table.grant_ids).where(table.home_id == home_id))
            if theirs is None or not grants or theirs.intersection(grants)
        )
        for table in (ProjectPrediction, ProjectOutcome, MonthlyReport, IncentiveNotice)
    )
    reviews = tuple(session.exec(select(Review.id).where(col(Review.assessment_id).in_(assessments))))
    return AdvicePlan(
        assessments=assessments,
        opportunities=tuple(
            session.exec(select(Opportunity.id).where(col(Opportunity.assessment_id).in_(assessments)))
        ),
        reviews=reviews,
        overrides=tuple(session.exec(select(Override.id).where(col(Override.review_id).in_(reviews)))),
        recommendations=tuple(
            session.exec(select(Recommendation.id).where(col(Recommendation.review_id).in_(reviews)))
        ),
        screened=screened,
        predictions=predictions,
        outcomes=outcomes,
        reports=reports,
        notices=notices,
    )


def erase(session: Session, planned: AdvicePlan, *, now: datetime) -> None:
    """Everything planned is gone, with the history of the reviews; lenders that were sent some of it have to stop."""
    if planned.assessments:
        sent = privacy_referrals.made_of(session, planned.assessments)
        privacy_referrals.end(session, sent, ReferralEnd.ADVICE_GONE, now=now)
    session.exec(delete(Recommendation).where(col(Recommendation.id).in_(planned.recommendations)))
    session.exec(delete(Override).where(col(Override.id).in_(planned.overrides)))
    session.exec(delete(Review).where(col(Review.id).in_(planned.reviews)))
    session.exec(delete(Opportunity).where(col(Opportunity.id).in_(planned.opportunities)))
    session.exec(delete(Assessment).where(col(Assessment.id).in_(planned.assessments)))
    session.exec(delete(Screening).where(col(Screening.home_id).in_(planned.screened)))
    session.exec(delete(ProjectPrediction).where(col(ProjectPrediction.id).in_(planned.predictions)))
    session.exec(delete(ProjectOutcome).where(col(ProjectOutcome.id).in_(planned.outcomes)))
    session.exec(delete(MonthlyReport).where(col(MonthlyReport.id).in_(planned.reports)))
    session.exec(delete(IncentiveNotice).where(col(IncentiveNotice.id).in_(planned.notices)))
    session.flush()
