"""What programmes paid toward projects, added up over homes for programme staff, beside what the plans had counted.

Counted is money that came, and money that a plan counted on and that should have come by now. A sum is of one programme
and one year, and never of fewer than `SMALLEST` homes. Homes join it ten at a time, in the order in which their money
came or was due, and dollars are said to hundreds: so neither a sum nor what it was yesterday says anything of one home.
No sum over sums is given, since less its parts it would say what is held back.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlmodel import Session, col

from coach.advising.rebates import DAYS_A_MONTH, months_until_paid
from coach.projects.payments import counted_cents
from coach.projects.rebate_steps import programmes
from greener_homes import consent
from greener_homes.consent import Purpose
from greener_homes.local_days import LOCAL
from greener_homes.tables.project import Project, ProjectPayment, ProjectPrediction
from models.incentives.graph import Graph

SMALLEST: Final = 10
"""Homes of a sum, as in every count that is shown; and how many join it at a time."""
ROUNDED_TO_CENTS: Final = 10_000
DISAGREES: Final = 0.10
"""From which share of what was counted on a difference deserves a word (our own judgement)."""


@dataclass(frozen=True, slots=True)
class OfHome:
    """One offer's money for one measure of a home. `on`: when the first of it came, or when it was due."""

    home_id: uuid.UUID
    programme: str
    on: date
    paid_cents: int
    planned_cents: int


@dataclass(frozen=True, slots=True)
class Together:
    """A programme's money of a year; nothing but that there is some, of fewer than `SMALLEST` homes.

    `programme` is its id; empty for money of programmes that are no longer known. `name` is its own.
    """

    programme: str
    name: str
    year: int
    homes: int | None = None
    paid_cents: int = 0
    planned_cents: int = 0

    @property
    def difference(self) -> float | None:
        """By which share of what was counted on more came, below nothing for less; None where nothing was."""
        if self.homes is None or not self.planned_cents:
            return None
        return (self.paid_cents - self.planned_cents) / self.planned_cents

    @property
    def disagrees(self) -> bool:
        """Whether what came is far from what the plans had counted."""
        if self.homes is None:
            return False
        return bool(self.paid_cents) if self.difference is None else abs(self.difference) > DISAGREES


def paid_together(session: Session, *, at: datetime) -> Sequence[Together]:
    """Every programme and year with money, the newest year first. Only of homes whose permission for advice stands."""
    today = at.astimezone(LOCAL).date()
    known = programmes(session, today)
    names = {each.programme.id: each.programme.name for each in known.offers.values()}
    return together(_of_homes(session, known, today, at), names)


def together(found: Iterable[OfHome], names: Mapping[str, str]) -> Sequence[Together]:
    """The same of money that was gathered. Pure."""
    groups: dict[tuple[int, str], list[OfHome]] = {}
    for each in found:
        groups.setdefault((each.on.year, each.programme), []).append(each)
    made = [_summed(programme, names.get(programme, ""), year, own) for (year, programme), own in groups.items()]
    return sorted(made, key=lambda each: (-each.year, not each.programme, each.name, each.programme))


def _summed(programme: str, name: str, year: int, own: Sequence[OfHome]) -> Together:
    first: dict[uuid.UUID, date] = {}
    for each in own:
        first[each.home_id] = min(each.on, first.get(each.home_id, each.on))
    homes = sorted(first, key=lambda home: (first[home], home))
    counted = set(homes[: len(homes) // SMALLEST * SMALLEST])
    if not counted:
        return Together(programme, name, year)
    inside = [each for each in own if each.home_id in counted]
    return Together(
        programme,
        name,
        year,
        len(counted),
        _rounded(sum(each.paid_cents for each in inside)),
        _rounded(sum(each.planned_cents for each in inside)),
    )


def _rounded(cents: int) -> int:
    return (cents + ROUNDED_TO_CENTS // 2) // ROUNDED_TO_CENTS * ROUNDED_TO_CENTS


def _of_homes(session: Session, known: Graph, today: date, at: datetime) -> Iterator[OfHome]:
    """What came and what should have, of every measure that a plan stood behind."""
    came = _came(session)
    query = (
        select(
            col(Project.id),
            col(Project.home_id),
            col(Project.done_on),
            col(ProjectPrediction.measure),
            col(ProjectPrediction.numbers)["incentives"],
        )
        .join(ProjectPrediction, col(ProjectPrediction.project_id) == col(Project.id))
        .where(col(Project.home_id).in_(consent.open_homes(Purpose.ADVICE, at=at)))
    )
    for project, home, done_on, measure, incentives in session.execute(query):
        paid, planned = came.get((project, measure), {}), counted_cents(incentives)
        for offer in {*paid, *planned}:
            cents, on = paid.get(offer, (0, None))
            on = on or _due(offer, known, done_on, today)
            if on is not None:
                held = known.offers.get(offer)
                yield OfHome(home, held.programme.id if held else "", on, cents, planned.get(offer, 0))


def _came(session: Session) -> Mapping[tuple[uuid.UUID, str], Mapping[str, tuple[int, date]]]:
    """By project and measure: each offer's cents in all, and the day of the first."""
    query = select(
        col(ProjectPayment.project_id),
        col(ProjectPayment.measure),
        col(ProjectPayment.offer),
        func.sum(ProjectPayment.cents),
        func.min(ProjectPayment.paid_on),
    ).group_by(col(ProjectPayment.project_id), col(ProjectPayment.measure), col(ProjectPayment.offer))
    found: dict[tuple[uuid.UUID, str], dict[str, tuple[int, date]]] = {}
    for project, measure, offer, cents, first in session.execute(query):
        found.setdefault((project, measure), {})[offer] = (int(cents), first)
    return found


def _due(offer: str, known: Graph, done_on: date | None, today: date) -> date | None:
    """The day by which its money should have come; None where that is not so yet, or nobody knows the offer."""
    if done_on is None or offer not in known.offers:
        return None
    due = done_on + timedelta(days=DAYS_A_MONTH * max(months_until_paid(offer, known), 1))
    return due if due < today else None
