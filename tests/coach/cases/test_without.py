"""Without this or that bill: what is left out is exactly that, and the default is worked out by the same figures."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from coach import assessment
from coach.cases import bills_left_out, review, without
from coach.cases.review_codes import COLLEAGUE_NOTE_NEEDED
from coach.cases.without import Bill
from coach.homes import evidence, left_out_kept, permitted
from coach.homes.left_out import Stretch
from coach.homes.left_out import without as left_out
from coach.homes.left_out_kept import LeftOutWhy
from greener_homes import consent, homes, readings, weather
from greener_homes.consent import Purpose, Source
from greener_homes.errors import NotFound, Refusal
from greener_homes.local_days import midnight
from greener_homes.readings import Incoming, PointSeries
from greener_homes.tables.advice import Opportunity
from greener_homes.vault import Vault
from models.quantities import Commodity, Flow, Fuel, Unit
from models.series import UsageSeries
from tests import scenes
from tests.scenes import NOW

FIRST, BILLS = date(2025, 10, 1), 13
BASE, SLOPE, BALANCE = 2.0, 0.6, 16.0
WRONG = 4
"""The bill that a clerk typed three times too large."""


def mean_c(day: date) -> float:
    place = (day - FIRST).days
    return 8.0 - 15.0 * float(np.cos(2 * np.pi * (place - 110) / 365.25)) + 4.0 * float(np.sin(place * 1.7))


def starts() -> list[date]:
    return [FIRST + timedelta(days=30 * place) for place in range(BILLS + 1)]


def bills_of_a_known_home() -> UsageSeries:
    """Thirteen gas bills of thirty days, one of them three times too large."""
    days = starts()
    used = [
        sum(BASE + SLOPE * max(0.0, BALANCE - mean_c(first + timedelta(days=day))) for day in range(30))
        for first in days[:-1]
    ]
    used[WRONG] *= 3
    at = np.array([midnight(day) for day in days], dtype=np.int64)
    return UsageSeries(
        Commodity.NATURAL_GAS,
        Flow.DELIVERED,
        Unit.M3,
        at[:-1],
        np.diff(at),
        np.rint(np.array(used) * 1000).astype(np.int64),
        -3,
        np.zeros(BILLS, dtype=np.uint8),
    )


@pytest.fixture
def who(session: Session, tmp_path: Path) -> scenes.Resident:
    keys: Vault = scenes.vault(tmp_path)
    who = scenes.resident(session, keys)
    for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
        scenes.agree(session, who, purpose)
    facts = {"dwelling_type": "detached", "year_built": 1975, "heating_fuel": "natural_gas", "attic_r": 20}
    told = homes.Provenance.RESIDENT
    homes.state_facts(session, who.home.id, facts, provenance=told, actor=who.person.actor, now=NOW)
    days = (FIRST + timedelta(days=place) for place in range(30 * BILLS + 1))
    weather.store_days(session, "oshawa", {day: mean_c(day) for day in days})
    run = scenes.stored_run(session, who)
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW, lock=True)
    readings.store(session, live, keys, Incoming("gas", bills_of_a_known_home()), run, now=NOW)
    return who


def test_without_the_bill_that_is_wrong_the_home_is_what_it_is(session: Session, who: scenes.Resident) -> None:
    opened = permitted.for_coaches(session, who.home.id, at=NOW)
    found = without.bills(session, opened)
    assert [one.stretch.first for one in found] == sorted(starts()[:-1], reverse=True)
    wrong = found[BILLS - 1 - WRONG]
    assert isinstance(wrong, Bill) and wrong.amount == max(one.amount for one in found)
    made = without.reversal(session, opened, wrong.stretch, now=NOW)
    assert made.default.places and made.reversal.places
    assert "natural_gas" in made.default.uses
    assert made.reversal.uses["natural_gas"][0] < 0.9 * made.default.uses["natural_gas"][0]
    assert set(made.default.doubts) - set(made.reversal.doubts) == {"baseline.extreme_values"}


def test_leaving_out_nothing_changes_nothing(session: Session, who: scenes.Resident) -> None:
    opened = permitted.for_coaches(session, who.home.id, at=NOW)
    elsewhere = Stretch(Commodity.ELECTRICITY, FIRST, FIRST + timedelta(days=400))
    made = without.reversal(session, opened, elsewhere, now=NOW)
    assert made.default == made.reversal


@given(st.integers(0, BILLS), st.integers(0, BILLS))
def test_exactly_the_bills_of_the_stretch_are_left_out(one: int, other: int) -> None:
    first, until = sorted((one, other))
    days, series = starts(), bills_of_a_known_home()
    point = PointSeries(uuid.UUID(int=1), series)
    kept = left_out([point], Stretch(Commodity.NATURAL_GAS, days[first], days[until]))
    left = [start for each in kept for start in each.series.starts]
    assert left == [*series.starts[:first], *series.starts[until:]]
    assert left_out([point], Stretch(Commodity.ELECTRICITY, days[first], days[until])) == [point]


def test_a_bill_left_out_stays_out_when_advice_is_made_again_and_the_trace_says_so(
    session: Session, who: scenes.Resident, tmp_path: Path
) -> None:
    coach = scenes.coach(session, scenes.vault(tmp_path / "coach"))
    made = assessment.assess(session, who.home.id, now=NOW, step=lambda _: None)
    opened = permitted.for_coaches(session, who.home.id, at=NOW)
    before = evidence.gather(session, opened, now=NOW)
    case = review.latest(session, who.home.id)
    assert case is not None
    wrong = max(without.bills(session, opened), key=lambda one: one.amount).stretch

    def leave(reason: LeftOutWhy = LeftOutWhy.MISREAD, note: str = "", stretch: Stretch = wrong) -> None:
        bills_left_out.leave_out(session, coach, case.id, stretch, reason, note, now=NOW)

    with pytest.raises(Refusal):
        leave()
    review.claim(session, coach, case.id, now=NOW)
    with pytest.raises(Refusal) as refusal:
        leave(LeftOutWhy.OTHER)
    assert refusal.value.code is COLLEAGUE_NOTE_NEEDED
    with pytest.raises(NotFound):
        leave(stretch=Stretch(wrong.commodity, wrong.first, wrong.until + timedelta(days=1)))
    leave()
    leave(LeftOutWhy.OTHER, "The clerk typed it three times too large.")

    again = assessment.assess(session, who.home.id, now=NOW, step=lambda _: None)
    assert again != made
    found = assessment.get(session, opened, again or uuid.uuid4())
    assert "usage.bill_left_out" in {one["code"] for one in found.findings}
    traced = session.exec(select(Opportunity.trace).where(Opportunity.assessment_id == again)).all()
    assert any(line["label"] == "trace.left_out" and line["value"] == 30 for trace in traced for line in trace)
    assert assessment.assess(session, who.home.id, now=NOW, step=lambda _: None) == again

    both = without.reversal(session, opened, wrong, now=NOW)
    now_stands = evidence.gather(session, opened, now=NOW)
    total = {name: use.total for name, use in now_stands.evidence.measured.items()}
    assert both.reversal.uses["natural_gas"][0] == pytest.approx(total[Fuel.NATURAL_GAS])
    assert both.default.uses.get("natural_gas") != both.reversal.uses["natural_gas"]

    newer = review.latest(session, who.home.id)
    assert newer is not None and newer.id != case.id and newer.preferred_coach == coach.id
    review.claim(session, coach, newer.id, now=NOW)
    (kept,) = left_out_kept.kept(session, who.home.id)
    assert (kept.stretch, kept.reason) == (wrong, LeftOutWhy.OTHER)
    with pytest.raises(NotFound):
        bills_left_out.take_back(session, coach, newer.id, uuid.uuid4(), now=NOW)
    bills_left_out.take_back(session, coach, newer.id, kept.id, now=NOW)
    assert evidence.gather(session, opened, now=NOW).digest == before.digest
