"""Two sources of one home's usage: pages and advice count each moment once, and a coach sees what was opened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from coach import assessment
from coach.homes import merged_usage, permitted, usage
from greener_homes import consent, readings
from greener_homes.consent import Answer, Purpose, Source
from greener_homes.errors import Refusal
from greener_homes.readings import Incoming
from greener_homes.vault import Vault
from models.quantities import Commodity, Flow, Unit
from tests import scenes
from tests.scenes import NOW

FIRST = datetime(2025, 1, 1, 5, tzinfo=UTC)
POWER, GAS = Commodity.ELECTRICITY, Commodity.NATURAL_GAS


@pytest.fixture
def who(session: Session, keys: Vault) -> scenes.Resident:
    return scenes.resident(session, keys)


def agree(session: Session, who: scenes.Resident, purpose: Purpose, source: Source, *commodities: Commodity) -> None:
    words = consent.statement(session, purpose, who.person.language)
    answer = Answer(who.person.id, who.home.id, source, commodities, words.id, scenes.MOVED_IN)
    consent.grant(session, answer, actor=who.person.actor, now=NOW)


def store(
    session: Session,
    keys: Vault,
    who: scenes.Resident,
    source: Source,
    *,
    day: int = 0,
    days: int = 60,
    wh: int = 500,
    name: str = "meter",
    commodity: Commodity = POWER,
) -> None:
    live = consent.require(session, who.home.id, Purpose.ADVICE, source, at=NOW, lock=True)
    run = scenes.stored_run(session, who, source=source)
    unit = Unit.KWH if commodity is POWER else Unit.M3
    series = scenes.hourly(FIRST + timedelta(days=day), 24 * days, wh=wh, commodity=commodity, unit=unit)
    readings.store(session, live, keys, Incoming(name, series), run, now=NOW)


def test_a_year_told_by_two_sources_is_counted_once(session: Session, keys: Vault, who: scenes.Resident) -> None:
    for source in (Source.UPLOAD, Source.BILLS):
        agree(session, who, Purpose.ADVICE, source, POWER)
    store(session, keys, who, Source.UPLOAD, day=30, days=30)
    store(session, keys, who, Source.BILLS, days=90, wh=900)
    live = consent.live(session, who.home.id, Purpose.ADVICE, at=NOW)
    assert [one.source for one in live] == [Source.UPLOAD, Source.BILLS]
    use = usage.of_home(session, live, POWER)
    assert use is not None
    assert [round(float(amount), 1) for amount in use.days.amount[[0, 29, 30, 59, 60, 89]]] == [
        21.6, 21.6, 12.0, 12.0, 21.6, 21.6,
    ]  # fmt: skip
    assert sum(series.total for series in use.series) == pytest.approx(30 * 12 + 60 * 21.6)


def test_two_sources_of_one_point_are_fitted_as_one_meter(session: Session, keys: Vault, who: scenes.Resident) -> None:
    for source in (Source.UPLOAD, Source.BILLS):
        agree(session, who, Purpose.ADVICE, source, POWER)
    store(session, keys, who, Source.UPLOAD, day=30, days=30)
    store(session, keys, who, Source.BILLS, days=90)
    live = consent.live(session, who.home.id, Purpose.ADVICE, at=NOW)
    found = merged_usage.as_one_meter(merged_usage.by_source(session, live, POWER, (Flow.DELIVERED,)))
    assert len({point.usage_point_id for point in found}) == 1
    assert sum(len(point.series) for point in found) == 24 * 90


def test_where_nobody_can_say_which_point_is_which_one_source_is_used(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    for source in (Source.UPLOAD, Source.BILLS):
        agree(session, who, Purpose.ADVICE, source, POWER)
    store(session, keys, who, Source.UPLOAD, days=20, name="house")
    store(session, keys, who, Source.UPLOAD, days=20, name="garage")
    store(session, keys, who, Source.BILLS, day=20, days=60)
    live = consent.live(session, who.home.id, Purpose.ADVICE, at=NOW)
    found = merged_usage.as_one_meter(merged_usage.by_source(session, live, POWER, (Flow.DELIVERED,)))
    assert sum(len(point.series) for point in found) == 24 * 60, "the source of which most is known"


def test_a_coach_sees_only_the_kinds_that_were_opened_and_advice_is_made_of_no_more(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    agree(session, who, Purpose.ADVICE, Source.UPLOAD, POWER, GAS)
    agree(session, who, Purpose.COACH_ACCESS, Source.UPLOAD, POWER)
    store(session, keys, who, Source.UPLOAD)
    store(session, keys, who, Source.UPLOAD, commodity=GAS, name="gas")
    seen = permitted.for_coaches(session, who.home.id, at=NOW)
    assert [one.commodities for one in seen] == [{POWER}]
    assert usage.of_home(session, seen, GAS) is None
    made = assessment.assess(session, who.home.id, now=NOW, step=lambda name: None)
    assert made is not None
    view = assessment.get(session, seen, made)
    assert {document["commodity"] for document in view.baselines} == {"electricity"}


def test_advice_that_rests_on_more_than_is_open_now_is_closed_to_the_coach(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    agree(session, who, Purpose.ADVICE, Source.UPLOAD, POWER, GAS)
    agree(session, who, Purpose.COACH_ACCESS, Source.UPLOAD, POWER, GAS)
    store(session, keys, who, Source.UPLOAD)
    made = assessment.assess(session, who.home.id, now=NOW, step=lambda name: None)
    assert made is not None
    consent.withdraw(
        session,
        who.home.id,
        Purpose.COACH_ACCESS,
        source=Source.UPLOAD,
        commodities=(GAS,),
        actor=who.person.actor,
        now=NOW,
    )
    for read in (assessment.get, assessment.worked_from):
        with pytest.raises(Refusal) as refusal:
            read(session, permitted.for_coaches(session, who.home.id, at=NOW), made)
        assert refusal.value.code is consent.MISSING


def test_coach_access_without_advice_opens_nothing(session: Session, keys: Vault, who: scenes.Resident) -> None:
    agree(session, who, Purpose.COACH_ACCESS, Source.UPLOAD, POWER)
    assert permitted.for_coaches(session, who.home.id, at=NOW) == []
