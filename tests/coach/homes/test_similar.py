"""Similar homes: who is counted, that figures stay for a month, and what a household may turn off."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from coach.homes import permitted, similar, similar_counted, similar_groups
from coach.homes.similar import Standing
from greener_homes.consent import Purpose
from greener_homes.tables.advice import Assessment
from greener_homes.tables.consent import ConsentGrant, ConsentStatement
from greener_homes.tables.home import Home
from greener_homes.tables.similar import SimilarGroup
from greener_homes.tables.work import Work
from greener_homes.vault import Vault
from models.quantities import Commodity, Fuel
from tests import scenes
from tests.scenes import BOTH, NOW

FACTS = {"dwelling_type": "semi", "year_built": 1990, "heating_fuel": "natural_gas", "heated_area_m2": 120.0}
OPENED = [f"upload||{commodity}" for commodity in BOTH]


@pytest.fixture(autouse=True)
def small_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five homes stand for twenty-five: the numbers themselves are held in test_similar_groups.py."""
    monkeypatch.setattr(similar_groups, "FEWEST_HOMES", 5)
    monkeypatch.setattr(similar_groups, "LARGEST_SHARE", 0.5)


def neighbour(session: Session, keys: Vault, gas: float, *, counted: bool = True) -> scenes.Resident:
    """A home with an assessment that knows its normal year, and, if so said, a yes to be counted."""
    who = scenes.resident(session, keys)
    scenes.agree(session, who)
    if counted:
        scenes.agree(session, who, Purpose.OPEN_DATA)
    session.add(Assessment(home_id=who.home.id, evidence_digest="", evidence=evidence(gas), created_at=NOW))
    session.flush()
    return who


def evidence(gas: float, **facts: object) -> dict[str, object]:
    return {"facts": FACTS | facts, "measured": [{"fuel": "natural_gas", "total": gas}], "opened": OPENED}


def street(session: Session, keys: Vault, count: int = 5) -> list[scenes.Resident]:
    return [neighbour(session, keys, 2000.0 + 100 * place) for place in range(count)]


def work_out(session: Session, at: datetime = NOW) -> int:
    return similar.work_out(session, now=at, step=lambda _: None)


def seen(session: Session, who: scenes.Resident, found: Mapping[str, object]) -> dict[Fuel, similar.Similar] | None:
    opened = permitted.for_advice(session, who.home.id, at=NOW)
    every = similar.of_home(session, opened, found)
    return None if every is None else {one.fuel: one for one in every}


def counted_homes(session: Session) -> set[uuid.UUID]:
    return {one.home_id for one in similar_counted.counted(session, at=NOW, part=2)}


def test_a_home_sees_its_place_in_the_middle_half_of_its_group(session: Session, keys: Vault) -> None:
    who, *_ = street(session, keys)
    assert work_out(session) == 1
    found = seen(session, who, evidence(2000.0))
    assert found is not None
    gas = found[Fuel.NATURAL_GAS]
    assert gas.group is not None
    assert (gas.standing, gas.you, gas.group.homes) == (Standing.COMPARED, 2000.0, 5)
    assert (gas.group.low, gas.group.high) == (2100.0, 2300.0)
    assert gas.group.definition.step == 0
    assert found[Fuel.ELECTRICITY].standing is Standing.NO_YEAR


def test_one_that_is_not_counted_itself_is_compared_all_the_same(session: Session, keys: Vault) -> None:
    street(session, keys)
    outsider = neighbour(session, keys, 9000.0, counted=False)
    assert outsider.home.id not in counted_homes(session)
    work_out(session)
    found = seen(session, outsider, evidence(9000.0))
    assert found is not None
    assert found[Fuel.NATURAL_GAS].standing is Standing.COMPARED


def test_too_few_homes_an_unknown_fuel_and_panels_are_said_as_such(session: Session, keys: Vault) -> None:
    who, *_ = street(session, keys, 3)
    assert work_out(session) == 0
    for given, fuel, standing in (
        (evidence(2000.0), Fuel.NATURAL_GAS, Standing.TOO_FEW),
        (evidence(2000.0, heating_fuel=None), Fuel.NATURAL_GAS, Standing.NO_HEATING_FUEL),
        (
            evidence(1.0, solar_panels=True) | {"measured": [{"fuel": "electricity", "total": 8000.0}]},
            Fuel.ELECTRICITY,
            Standing.SOLAR,
        ),
    ):
        found = seen(session, who, given)
        assert found is not None
        assert found[fuel].standing is standing


def test_only_a_yes_in_words_that_name_similar_homes_counts(session: Session, keys: Vault) -> None:
    who = neighbour(session, keys, 2000.0)
    assert counted_homes(session) == {who.home.id}
    older = session.exec(
        select(ConsentStatement).where(ConsentStatement.purpose == Purpose.OPEN_DATA, ConsentStatement.version == 1)
    ).first()
    assert older is not None
    grant = session.exec(select(ConsentGrant).where(ConsentGrant.purpose == Purpose.OPEN_DATA)).first()
    assert grant is not None
    grant.statement_id = older.id
    session.add(grant)
    session.flush()
    assert counted_homes(session) == set()


def test_a_yes_that_covers_less_than_the_advice_rests_on_does_not_count(session: Session, keys: Vault) -> None:
    for given in ({"commodities": (Commodity.ELECTRICITY,)}, {"data_from": scenes.MOVED_IN + timedelta(days=1)}):
        who = neighbour(session, keys, 2000.0, counted=False)
        scenes.agree(session, who, Purpose.OPEN_DATA, **given)  # type: ignore[arg-type]
    other_source = neighbour(session, keys, 2000.0)
    row = session.exec(select(Assessment).where(Assessment.home_id == other_source.home.id)).one()
    row.evidence = {**row.evidence, "opened": [*OPENED, "bills||natural_gas"]}
    session.add(row)
    session.flush()
    assert counted_homes(session) == set()


def test_a_household_that_stood_here_twice_is_counted_once(session: Session, keys: Vault) -> None:
    stays, gone = street(session, keys, 2)
    home = session.get_one(Home, gone.home.id)
    home.merged_into = stays.home.id
    session.add(home)
    session.flush()
    assert counted_homes(session) == {stays.home.id}


def test_figures_stay_for_their_month_whoever_comes(session: Session, keys: Vault) -> None:
    street(session, keys, 6)
    work_out(session)
    before = {(row.key, row.low, row.high, row.counted) for row in session.exec(select(SimilarGroup))}
    for _ in range(9):
        neighbour(session, keys, 5000.0)
    work_out(session, NOW + timedelta(days=1))
    assert {(row.key, row.low, row.high, row.counted) for row in session.exec(select(SimilarGroup))} == before
    work_out(session, NOW + timedelta(days=20))
    (after,) = session.exec(select(SimilarGroup)).all()
    assert (after.counted, after.month.month) == (15, 12)


def test_who_takes_the_yes_back_is_out_and_a_group_too_small_without_them_is_taken_away(
    session: Session, keys: Vault
) -> None:
    who, other, *_ = street(session, keys)
    work_out(session)
    scenes.take_back(session, keys, who, Purpose.OPEN_DATA)
    assert session.exec(select(Work).where(Work.name == "similar_homes.work_out")).one(), "it is looked at at once"
    assert who.home.id not in counted_homes(session)
    assert work_out(session) == 0
    found = seen(session, other, evidence(2100.0))
    assert found is not None
    assert found[Fuel.NATURAL_GAS].standing is Standing.TOO_FEW
    neighbour(session, keys, 2000.0)
    assert work_out(session, NOW + timedelta(days=1)) == 0, "not there again before the next month"


def test_a_home_whose_readings_are_taken_back_is_out_as_well(session: Session, keys: Vault) -> None:
    who, *_ = street(session, keys, 2)
    scenes.take_back(session, keys, who, Purpose.ADVICE)
    assert who.home.id not in counted_homes(session)
    assert session.exec(select(Work).where(Work.name == "similar_homes.work_out")).one()


def test_a_household_turns_comparing_off_and_on_again(session: Session, keys: Vault) -> None:
    who = neighbour(session, keys, 2000.0)
    similar.choose(session, who.home.id, on=False, actor=who.person.actor, now=NOW)
    similar.choose(session, who.home.id, on=False, actor=who.person.actor, now=NOW)
    assert seen(session, who, evidence(2000.0)) is None
    assert who.home.id in counted_homes(session), "being counted is another answer, under My data"
    similar.choose(session, who.home.id, on=True, actor=who.person.actor, now=NOW)
    assert seen(session, who, evidence(2000.0)) is not None
