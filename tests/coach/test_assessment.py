"""Assessments: only under a permission, once for the same evidence, and before a coach only where one may look."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from sqlmodel import Session, select

from coach import assessment
from coach.cases import review
from greener_homes import consent, homes, readings, weather
from greener_homes.consent import Purpose, Source
from greener_homes.errors import NotFound
from greener_homes.readings import Incoming
from greener_homes.tables.advice import Assessment, Opportunity, Review
from greener_homes.tables.weather import WeatherDay
from greener_homes.vault import Vault
from models.quantities import Commodity, Flow, Unit
from models.series import UsageSeries
from tests import scenes
from tests.scenes import NOW

FIRST = date(2025, 10, 1)
DAYS = 400
BASE, SLOPE, BALANCE = 2.0, 0.6, 16.0
"""A gas home we know the truth of: m³ a day, m³ a day and degree, °C."""


@pytest.fixture
def who(session: Session, keys: Vault) -> scenes.Resident:
    who = scenes.resident(session, keys)
    facts = {
        "dwelling_type": "detached",
        "year_built": 1975,
        "heating_fuel": "natural_gas",
        "attic_r": 20,
        "goal": "bill",
    }
    homes.state_facts(
        session, who.home.id, facts, provenance=homes.Provenance.RESIDENT, actor=who.person.actor, now=NOW
    )
    return who


def measure(session: Session, keys: Vault, who: scenes.Resident, days: int = DAYS) -> None:
    """Daily gas of the known home, with the weather it was burnt in."""
    means = {FIRST + timedelta(days=place): temperature(place) for place in range(days)}
    weather.store_days(session, "oshawa", means)
    used = [BASE + SLOPE * max(0.0, BALANCE - mean) for mean in means.values()]
    start = int(datetime(FIRST.year, FIRST.month, FIRST.day, 5, tzinfo=UTC).timestamp())
    series = UsageSeries(
        Commodity.NATURAL_GAS,
        Flow.DELIVERED,
        Unit.M3,
        start + 86_400 * np.arange(days, dtype=np.int64),
        np.full(days, 86_400, dtype=np.int64),
        np.rint(np.array(used) * 1000).astype(np.int64),
        -3,
        np.zeros(days, dtype=np.uint8),
    )
    run = scenes.stored_run(session, who)
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW, lock=True)
    readings.store(session, live, keys, Incoming("gas", series), run, now=NOW)


def temperature(place: int) -> float:
    """A year's swing with days that differ: °C."""
    return 8.0 - 15.0 * float(np.cos(2 * np.pi * (place - 110) / 365.25)) + 4.0 * float(np.sin(place * 1.7))


def assess(session: Session, who: scenes.Resident) -> uuid.UUID | None:
    return assessment.assess(session, who.home.id, now=NOW, step=lambda name: None)


def test_without_a_permission_nothing_is_worked_out(session: Session, who: scenes.Resident) -> None:
    assert assess(session, who) is None
    assert session.exec(select(Assessment).where(Assessment.home_id == who.home.id)).all() == []


def test_a_homes_own_readings_are_what_its_advice_rests_on(session: Session, keys: Vault, who: scenes.Resident) -> None:
    scenes.agree(session, who)
    measure(session, keys, who)
    document = scenes.worked_out(session, who).baselines[0]
    assert document["model"] == "hdd"
    assert document["base_load_per_day"] == pytest.approx(BASE, rel=0.02)
    assert document["heating_slope"] == pytest.approx(SLOPE, rel=0.02)
    assert document["balance_point_heating_c"] == pytest.approx(BALANCE, abs=0.3)


def test_every_opportunity_has_a_range_a_reason_and_a_trace(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    scenes.agree(session, who)
    measure(session, keys, who)
    made = assess(session, who)
    rows = session.exec(select(Opportunity).where(Opportunity.assessment_id == made)).all()
    assert len(rows) >= 3
    heating = 4_000.0
    for row in rows:
        bill = row.numbers["bill_cad_per_year"]
        assert isinstance(bill, dict)
        assert bill["p10"] <= bill["p50"] <= bill["p90"]
        assert row.numbers["reasons"]
        assert row.trace
        savings = row.numbers["savings"]
        assert isinstance(savings, dict)
        assert savings.get("natural_gas_m3", {"p90": 0})["p90"] < heating


def test_the_same_evidence_is_assessed_once(session: Session, keys: Vault, who: scenes.Resident) -> None:
    scenes.agree(session, who)
    measure(session, keys, who)
    first = assess(session, who)
    assert assess(session, who) == first
    homes.state_facts(
        session,
        who.home.id,
        {"attic_r": 40},
        provenance=homes.Provenance.RESIDENT,
        actor=who.person.actor,
        now=NOW,
    )
    assert assess(session, who) != first


def test_a_review_waits_only_where_a_coach_may_look(session: Session, keys: Vault, who: scenes.Resident) -> None:
    scenes.agree(session, who)
    measure(session, keys, who)
    assess(session, who)
    assert review.latest(session, who.home.id) is None
    scenes.agree(session, who, Purpose.COACH_ACCESS)
    assess(session, who)
    assess(session, who)
    waiting = session.exec(select(Review).where(Review.home_id == who.home.id)).all()
    assert [row.state for row in waiting] == [review.ReviewState.WAITING]


def test_two_months_of_data_are_not_made_into_a_year(session: Session, keys: Vault, who: scenes.Resident) -> None:
    scenes.agree(session, who)
    measure(session, keys, who, days=60)
    found = scenes.worked_out(session, who)
    assert found.evidence["measured"] == []
    assert "usage.none" in {finding["code"] for finding in found.findings}


def test_readings_without_weather_are_said_to_rest_on_a_typical_year(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    scenes.agree(session, who)
    measure(session, keys, who)
    for row in session.exec(select(WeatherDay)):
        session.delete(row)
    session.flush()
    found = scenes.worked_out(session, who)
    assert "temperature.assumed_typical" in {finding["code"] for finding in found.findings}


def test_another_homes_assessment_is_not_found(session: Session, keys: Vault, who: scenes.Resident) -> None:
    scenes.agree(session, who)
    made = assess(session, who)
    assert made is not None
    stranger = scenes.resident(session, keys)
    scenes.agree(session, stranger)
    live = consent.require(session, stranger.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW)
    for read in (assessment.get, assessment.worked_from):
        with pytest.raises(NotFound):
            read(session, [live], made)


def test_what_a_plan_is_worked_out_from_again_is_read_as_it_was_kept(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    scenes.agree(session, who)
    measure(session, keys, who)
    whole = scenes.worked_out(session, who)
    live = [consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW)]
    part = assessment.worked_from(session, live, whole.id)
    roadmap = whole.evidence["roadmap"]
    assert isinstance(roadmap, dict) and roadmap["measures"] and whole.evidence["measured"]
    assert (part.id, part.home_id, part.created_at, part.versions) == (whole.id, who.home.id, NOW, whole.versions)
    assert part.evidence == {
        **{name: whole.evidence[name] for name in ("facts", "measured", "electricity_hours")},
        "roadmap": {name: roadmap[name] for name in ("measures", "bill_cad_per_year")},
    }
