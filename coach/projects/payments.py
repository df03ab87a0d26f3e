"""What programmes paid toward a project, written down by its household or a coach, and held against the plan.

The plan is what was counted when the project began (`predictions`). Why the two differ is said where it is known, and
two programmes that paid for what only one of them pays for are named, before one of them asks for its money back.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Final

from sqlmodel import Session, col, func, select

from coach.advising.rebates import DAYS_A_MONTH, months_until_paid
from coach.projects import codes_payments as codes
from coach.projects import projects
from coach.projects.predictions import Predicted
from coach.projects.projects import ProjectView
from coach.projects.rebate_steps import programmes
from greener_homes import audit, incentive_changes
from greener_homes.errors import Refusal
from greener_homes.incentive_changes import ChangeView
from greener_homes.local_days import LOCAL
from greener_homes.tables.project import ProjectPayment
from models.findings import Finding
from models.incentives.graph import Graph, Kind, Offer

MOST_CENTS: Final = 10_000_000
MOST_PAYMENTS: Final = 40
AS_PLANNED_CENTS: Final = 100
"""A dollar: what differs by less came as it was counted."""


@dataclass(frozen=True, slots=True)
class Payment:
    """What came: by which offer, for which measure of the project, how much and when."""

    offer: str
    measure: str
    cents: int
    paid_on: date


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment as it is shown; `by` is whose word it is."""

    id: uuid.UUID
    payment: Payment
    by: str


@dataclass(frozen=True, slots=True)
class Against:
    """One offer for one measure: what the plan counted, what came, and why they differ."""

    offer: Offer
    measure: str
    planned_cents: int
    paid_cents: int
    because: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Plan and payments of a project side by side; `twice` names programmes that exclude each other.

    What is unlisted came, or was counted on, from offers that nobody knows any more: in no line, but in both sums.
    """

    lines: tuple[Against, ...]
    twice: tuple[Finding, ...]
    unlisted_planned_cents: int = 0
    unlisted_paid_cents: int = 0

    @property
    def planned_cents(self) -> int:
        return self.unlisted_planned_cents + sum(each.planned_cents for each in self.lines)

    @property
    def paid_cents(self) -> int:
        return self.unlisted_paid_cents + sum(each.paid_cents for each in self.lines)


def offers_for(project: ProjectView, known: Graph) -> list[tuple[Offer, str]]:
    """What can have paid: offers of money that answer to the project's measures, by measure."""
    return [
        (offer, measure)
        for measure in project.measures
        for offer in known.by_measure.get(measure, ())
        if offer.kind is Kind.MONEY
    ]


def record(
    session: Session,
    home_id: uuid.UUID | None,
    project_id: uuid.UUID,
    payment: Payment,
    *,
    actor: audit.Actor,
    now: datetime,
) -> uuid.UUID:
    """The payment stands with the project. Raises NotFound, and Refusal for what cannot be."""
    row, today = projects.held(session, home_id, project_id, actor, now), now.astimezone(LOCAL).date()
    possible = {(offer.id, name) for offer, name in offers_for(projects.view(row), programmes(session, today))}
    if (payment.offer, payment.measure) not in possible:
        raise Refusal(codes.UNKNOWN)
    if not 0 < payment.cents <= MOST_CENTS:
        raise Refusal(codes.AMOUNT, most=MOST_CENTS // 100)
    if not row.started_at.astimezone(LOCAL).date() - timedelta(days=3650) <= payment.paid_on <= today:
        raise Refusal(codes.DAY)
    count = select(func.count()).select_from(ProjectPayment).where(ProjectPayment.project_id == row.id)
    if session.exec(count).one() >= MOST_PAYMENTS:
        raise Refusal(codes.TOO_MANY, maximum=MOST_PAYMENTS)
    made = ProjectPayment(
        project_id=row.id,
        offer=payment.offer,
        measure=payment.measure,
        cents=payment.cents,
        paid_on=payment.paid_on,
        written_by=actor.id,
        written_audience=actor.audience,
        written_at=now,
    )
    session.add(made)
    audit.record(session, actor, audit.Action.PROJECT_PAID, at=now, home_id=row.home_id, object_id=row.id)
    session.flush()
    return made.id


def remove(
    session: Session,
    home_id: uuid.UUID | None,
    project_id: uuid.UUID,
    payment_id: uuid.UUID,
    *,
    actor: audit.Actor,
    now: datetime,
) -> None:
    """The payment was written down by mistake and is gone; who took it away is on record. Raises NotFound."""
    row = projects.held(session, home_id, project_id, actor, now)
    session.delete(projects.own_part(session, row, ProjectPayment, payment_id))
    audit.record(session, actor, audit.Action.PROJECT_PAYMENT_REMOVED, at=now, home_id=row.home_id, object_id=row.id)
    session.flush()


def of_project(session: Session, project_id: uuid.UUID) -> tuple[PaymentView, ...]:
    """What came, in the order it came."""
    rows = session.exec(
        select(ProjectPayment)
        .where(ProjectPayment.project_id == project_id)
        .order_by(col(ProjectPayment.paid_on), col(ProjectPayment.id))
    )
    return tuple(
        PaymentView(row.id, Payment(row.offer, row.measure, row.cents, row.paid_on), row.written_audience)
        for row in rows
    )


def reconciliation(session: Session, project: ProjectView, predicted: Sequence[Predicted], today: date) -> Reconciled:
    """The same against the plan, with the programmes in use and what changed of them since the project began."""
    began = project.started_at.astimezone(LOCAL).date()
    changes = [each for each in incentive_changes.in_force(session, today) if each.effective_from > began]
    paid = [each.payment for each in of_project(session, project.id)]
    return reconciled(project, predicted, paid, programmes(session, today), changes, today)


def reconciled(
    project: ProjectView,
    predicted: Sequence[Predicted],
    paid: Sequence[Payment],
    known: Graph,
    changes: Sequence[ChangeView],
    today: date,
) -> Reconciled:
    """Plan and payments side by side. Pure."""
    planned = _planned(predicted)
    came: dict[tuple[str, str], int] = {}
    for each in paid:
        came[each.offer, each.measure] = came.get((each.offer, each.measure), 0) + each.cents
    lines = []
    unlisted = [0, 0]
    for key in sorted({*planned, *came}):
        offer = known.offers.get(key[0])
        counts, has = planned.get(key, 0), came.get(key, 0)
        if offer is None:
            unlisted = [unlisted[0] + counts, unlisted[1] + has]
            continue
        because = tuple(_because(project, offer, counts, has, known, changes, today))
        lines.append(Against(offer, key[1], counts, has, because))
    return Reconciled(tuple(lines), tuple(_twice(came, known)), *unlisted)


def counted_cents(incentives: object) -> dict[str, int]:
    """What a plan counted on, by offer, of the offers that are kept with a prediction."""
    found: dict[str, int] = {}
    for each in incentives if isinstance(incentives, list) else []:
        cad = each.get("counted_cad") if isinstance(each, Mapping) else None
        if isinstance(cad, int | float) and cad > 0:
            found[str(each.get("offer"))] = round(100 * cad)
    return found


def _planned(predicted: Sequence[Predicted]) -> dict[tuple[str, str], int]:
    return {
        (offer, one.measure): cents
        for one in predicted
        for offer, cents in counted_cents(one.numbers.get("incentives")).items()
    }


def _because(
    project: ProjectView,
    offer: Offer,
    planned: int,
    paid: int,
    known: Graph,
    changes: Sequence[ChangeView],
    today: date,
) -> Iterator[Finding]:
    if abs(paid - planned) < AS_PLANNED_CENTS:
        return
    if paid == 0:
        yield _still_to_come(project, months_until_paid(offer.id, known), today)
    elif planned == 0:
        yield codes.NOT_COUNTED.finding()
    else:
        yield (codes.LESS if paid < planned else codes.MORE).finding()
    about = {offer.id, offer.programme.id}
    newest = max((each.effective_from for each in changes if each.target in about), default=None)
    if newest is not None:
        yield codes.CHANGED.finding(begins=newest.isoformat())


def _still_to_come(project: ProjectView, months: int, today: date) -> Finding:
    if project.done_on is None:
        return codes.WORK_FIRST.finding()
    if today > project.done_on + timedelta(days=DAYS_A_MONTH * max(months, 1)):
        return codes.OVERDUE.finding()
    return codes.WAITS.finding(months=max(months, 1))


def _twice(came: Mapping[tuple[str, str], int], known: Graph) -> Iterator[Finding]:
    """Payments that exclude each other, each pair of programmes once."""
    said: set[tuple[str, ...]] = set()
    for exclusion in known.exclusions:
        for (one, here), (other, there) in combinations(sorted(came), 2):
            sides = [place for place, group in enumerate(exclusion.groups) for name in (one, other) if name in group]
            if len(set(sides)) < 2 or (exclusion.same_job and here != there):
                continue
            names = sorted({_called(known, one, other), _called(known, other, one)})
            if len(names) == 2 and tuple(names) not in said:
                said.add(tuple(names))
                code = codes.TWICE_UNSEEN if exclusion.unseen else codes.TWICE
                yield code.finding(one=names[0], other=names[1])


def _called(known: Graph, one: str, beside: str) -> str:
    """A programme by its name; two offers of one programme by theirs."""
    mine, theirs = known.offers[one], known.offers[beside]
    return mine.name_en if mine.programme.id == theirs.programme.id else mine.programme.name
