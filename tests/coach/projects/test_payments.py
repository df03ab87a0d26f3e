"""What programs paid, held against the plan: why they differ, and two that paid for the same."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from coach.projects import codes_payments as codes
from coach.projects import payments, predictions, projects
from coach.projects.payments import Payment, Reconciled, reconciled
from coach.projects.projects import ProjectView
from greener_homes.audit import Action
from greener_homes.errors import NotFound, Refusal
from greener_homes.tables.audit import AuditEvent
from greener_homes.vault import Vault
from models.incentives.load import graph
from tests import scenes
from tests.coach.projects.begun import ATTIC, advised, begun
from tests.scenes import NOW, Resident

TODAY = date(2026, 11, 21)
PAID = Payment("HRS-ATTIC-12-25", ATTIC, 120_000, TODAY)


@pytest.fixture
def who(session: Session, keys: Vault) -> Resident:
    return advised(session, keys)[0]


@pytest.fixture
def project(session: Session, who: Resident) -> ProjectView:
    return projects.get(session, who.home.id, begun(session, who))


def against(session: Session, project: ProjectView, *paid: Payment, today: date = TODAY) -> Reconciled:
    return reconciled(project, predictions.of_project(session, project.id), paid, graph(), (), today)


def codes_of(found: Reconciled) -> list[str]:
    return [each.code for line in found.lines for each in line.because]


def test_what_came_as_it_was_counted_needs_no_word(session: Session, who: Resident, project: ProjectView) -> None:
    actor = who.person.actor
    payments.record(session, who.home.id, project.id, PAID, actor=actor, now=NOW)
    found = payments.reconciliation(session, project, predictions.of_project(session, project.id), TODAY)
    assert (found.planned_cents, found.paid_cents) == (120_000, 120_000)
    assert not codes_of(found) and not found.twice
    (kept,) = payments.of_project(session, project.id)
    payments.remove(session, who.home.id, project.id, kept.id, actor=actor, now=NOW)
    assert not payments.of_project(session, project.id)


def test_why_it_differs_is_said(session: Session, project: ProjectView) -> None:
    assert codes_of(against(session, project)) == [codes.WORK_FIRST.code]
    done = replace(project, done_on=TODAY - timedelta(days=20))
    assert codes_of(against(session, done)) == [codes.WAITS.code]
    assert codes_of(against(session, done, today=TODAY + timedelta(days=400))) == [codes.OVERDUE.code]
    assert codes_of(against(session, done, replace(PAID, cents=90_000))) == [codes.LESS.code]
    assert codes_of(against(session, done, replace(PAID, cents=130_000))) == [codes.MORE.code]
    assert codes_of(against(session, done, PAID, replace(PAID, offer="EAP", cents=5_000)))[:1] == [
        codes.NOT_COUNTED.code
    ]


def test_money_of_an_offer_that_is_no_longer_listed_is_in_the_sum(session: Session, project: ProjectView) -> None:
    found = against(session, project, PAID, replace(PAID, offer="GONE", cents=5_000))
    assert (len(found.lines), found.planned_cents, found.paid_cents) == (1, 120_000, 125_000)


def test_taking_a_payment_away_is_on_record(session: Session, who: Resident, project: ProjectView) -> None:
    actor = who.person.actor
    made = payments.record(session, who.home.id, project.id, PAID, actor=actor, now=NOW)
    payments.remove(session, who.home.id, project.id, made, actor=actor, now=NOW)
    acts = session.exec(select(AuditEvent.action).where(AuditEvent.object_id == project.id)).all()
    assert {Action.PROJECT_PAID.value, Action.PROJECT_PAYMENT_REMOVED.value} <= set(acts)


def test_two_programs_that_paid_for_the_same_are_named(session: Session, project: ProjectView) -> None:
    other = next(one.id for one in graph().by_measure[ATTIC] if one.programme.id == "EAP")
    (found,) = against(session, project, PAID, replace(PAID, offer=other)).twice
    assert found.code == codes.TWICE_UNSEEN.code and "Home Renovation Savings" in found.facts.values()
    assert not against(session, project, PAID, replace(PAID, offer=other, measure="HVAC-TSTAT")).twice


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"offer": "HRS-TSTAT"}, codes.UNKNOWN),
        ({"measure": "HVAC-TSTAT"}, codes.UNKNOWN),
        ({"cents": 0}, codes.AMOUNT),
        ({"cents": payments.MOST_CENTS + 1}, codes.AMOUNT),
        ({"paid_on": TODAY + timedelta(days=1)}, codes.DAY),
    ],
)
def test_what_cannot_be_is_refused(
    session: Session, who: Resident, project: ProjectView, changed: dict[str, object], code: object
) -> None:
    with pytest.raises(Refusal) as refused:
        wrong = replace(PAID, **changed)  # type: ignore[arg-type]
        payments.record(session, who.home.id, project.id, wrong, actor=who.person.actor, now=NOW)
    assert refused.value.code is code


def test_another_household_s_project_is_not_found(session: Session, keys: Vault, project: ProjectView) -> None:
    stranger = scenes.resident(session, keys)
    with pytest.raises(NotFound):
        payments.record(session, stranger.home.id, project.id, PAID, actor=stranger.person.actor, now=NOW)
    with pytest.raises(NotFound):
        gone = uuid.uuid4()
        payments.remove(session, project.home_id, project.id, gone, actor=stranger.person.actor, now=NOW)
