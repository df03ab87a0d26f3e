"""What programs paid, added up: like with like, never fewer than ten homes, nothing of one home between two days."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from coach.projects import paid_together, payments
from coach.projects.paid_together import OfHome, Together, together
from coach.projects.payments import Payment
from greener_homes.consent import Purpose
from greener_homes.local_days import LOCAL
from greener_homes.tables.project import Project
from greener_homes.vault import Vault
from tests import scenes
from tests.coach.projects.begun import ATTIC, advised, begun
from tests.scenes import NOW, Resident

TODAY = NOW.astimezone(LOCAL).date()
DAY, NAMES = date(2026, 3, 1), {"HRS": "Home Renovation Savings"}


def of(home: int, paid: int = 120_000, planned: int = 120_000, on: date | None = None) -> OfHome:
    return OfHome(uuid.UUID(int=home), "HRS", on or DAY + timedelta(days=home), paid, planned)


def one(found: list[OfHome]) -> Together:
    (made,) = together(found, NAMES)
    return made


def test_fewer_than_ten_homes_are_no_sum_however_many_payments_they_had() -> None:
    few = one([of(home) for home in range(9) for _ in range(5)])
    assert (few.name, few.year, few.homes, few.paid_cents, few.planned_cents) == (NAMES["HRS"], 2026, None, 0, 0)
    assert few.difference is None and not few.disagrees
    assert one([of(home) for home in range(10)]).homes == 10


def test_homes_join_ten_at_a_time_so_that_no_sum_moves_by_one_home() -> None:
    ten = [of(home) for home in range(10)]
    before = one(ten)
    for later in range(10, 19):
        ten.append(of(later, paid=9_999_900))
        assert one(ten) == before
    ten.append(of(19))
    assert one(ten).homes == 20 and one(ten).paid_cents > before.paid_cents


def test_dollars_are_to_hundreds_and_years_and_programs_stand_apart() -> None:
    found = [of(home, paid=100_444, planned=100_555) for home in range(10)]
    assert (one(found).paid_cents, one(found).planned_cents) == (1_000_000, 1_010_000)
    next_year = [of(home, on=date(2027, 1, 1)) for home in range(10)]
    gone = [OfHome(uuid.UUID(int=home), "", DAY, 50_000, 0) for home in range(10)]
    made = together([*found, *next_year, *gone], NAMES)
    assert [(each.year, each.programme) for each in made] == [(2027, "HRS"), (2026, "HRS"), (2026, "")]


@pytest.mark.parametrize(
    ("paid", "planned", "says"),
    [(100, 100, False), (91, 100, False), (89, 100, True), (112, 100, True), (0, 100, True), (100, 0, True)],
)
def test_a_tenth_of_difference_deserves_a_word(paid: int, planned: int, says: bool) -> None:
    assert one([of(home, paid * 1000, planned * 1000) for home in range(10)]).disagrees is says


def test_what_came_and_what_should_have_come_of_homes_that_still_agree(session: Session, keys: Vault) -> None:
    """Ten are paid a tenth less than counted; money that is overdue counts as counted on; who withdrew is out."""
    street: list[Resident] = []
    for place in range(11):
        who = advised(session, keys, (ATTIC,))[0]
        project = begun(session, who)
        if place < 9:
            came = Payment("HRS-ATTIC-12-25", ATTIC, 108_000, TODAY - timedelta(days=place))
            payments.record(session, who.home.id, project, came, actor=who.person.actor, now=NOW)
        elif place == 9:
            row = session.get_one(Project, project)
            row.done_on = TODAY - timedelta(days=800)
            session.add(row)
            session.flush()
        street.append(who)

    later = NOW + timedelta(days=1)
    (few, overdue) = sorted(paid_together.paid_together(session, at=later), key=lambda each: -each.year)
    assert (few.homes, overdue.homes) == (None, None), "nine were paid this year; one should have been before"
    tenth = street[10]
    came = Payment("HRS-ATTIC-12-25", ATTIC, 108_000, TODAY)
    projects = [each.id for each in _projects(session, tenth)]
    payments.record(session, tenth.home.id, projects[0], came, actor=tenth.person.actor, now=NOW)
    made = [each for each in paid_together.paid_together(session, at=later) if each.homes]
    assert [(each.programme, each.homes, each.paid_cents, each.planned_cents) for each in made] == [
        ("HRS", 10, 1_080_000, 1_200_000)
    ]
    assert made[0].difference == pytest.approx(-0.1) and not made[0].disagrees
    scenes.end_consent(session, tenth, Purpose.ADVICE)
    assert not [each for each in paid_together.paid_together(session, at=later) if each.homes]


def _projects(session: Session, who: Resident) -> list[Project]:
    return list(session.exec(select(Project).where(Project.home_id == who.home.id)))
