"""Before and after: a known saving is found with its uncertainty, and where nothing may be said nothing is."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import numpy as np
import pytest
from sqlmodel import Session, select

from coach.projects import codes_outcomes as codes
from coach.projects import labels, meter_word, moves, outcomes, predictions, projects
from coach.projects.moves import Move
from coach.projects.outcomes import OutcomeView
from coach.projects.projects import GivenUp, Word
from coach.projects.states import Act, ProjectState
from greener_homes import consent, homes, privacy, readings, weather
from greener_homes.consent import Purpose, Source
from greener_homes.local_days import midnight
from greener_homes.readings import Incoming
from greener_homes.tables.project import ProjectOutcome, ProjectPrediction
from greener_homes.vault import Vault
from models.quantities import Commodity, Flow, Unit
from models.ranking.decided import Adoption
from models.series import UsageSeries
from tests import scenes
from tests.coach.projects.begun import ATTIC, FURNACE, THERMOSTAT, advised, at, begun
from tests.scenes import NOW, Resident

FIRST, LAST = date(2024, 9, 1), date(2026, 11, 20)
DONE = date(2025, 11, 10)
COUNT = (LAST - FIRST).days + 1
DAYS = np.arange(COUNT)
RANDOM = np.random.default_rng(7)
TEMPERATURE = 7.5 - 14.0 * np.cos(2 * np.pi * (DAYS + 240 - 20) / 365.25) + RANDOM.normal(0, 4, COUNT)
UPS_AND_DOWNS = RANDOM.normal(0, 0.8, COUNT)


def gas(saved: float, since: date = DONE, first: date = FIRST, last: date = LAST) -> UsageSeries:
    """A home that heats with gas and saves a share of its heat after a day; one reading a local day, m³."""
    heat = 0.42 * np.maximum(16.0 - TEMPERATURE, 0.0)
    after = np.array([FIRST + timedelta(days=int(day)) > since for day in DAYS])
    use = np.maximum(1.6 + heat * np.where(after, 1.0 - saved, 1.0) + UPS_AND_DOWNS, 0.0)
    kept = slice((first - FIRST).days, (last - FIRST).days + 1)
    starts = np.array([midnight(FIRST + timedelta(days=int(day))) for day in (*DAYS, COUNT)], dtype=np.int64)
    return UsageSeries(
        Commodity.NATURAL_GAS,
        Flow.DELIVERED,
        Unit.M3,
        starts[:-1][kept],
        np.diff(starts)[kept],
        np.round(use * 1000).astype(np.int64)[kept],
        -3,
        np.zeros(COUNT, dtype=np.uint8)[kept],
    )


def metered(session: Session, keys: Vault, who: Resident, series: UsageSeries) -> None:
    """These readings came in, and the days have temperatures."""
    days = {FIRST + timedelta(days=int(day)): float(TEMPERATURE[day]) for day in DAYS}
    weather.assign(session, who.home.id, "oshawa")
    weather.store_days(session, "oshawa", days)
    run = scenes.stored_run(session, who)
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW, lock=True)
    readings.store(session, live, keys, Incoming("gas", series, updated=0), run, now=NOW)


def finished(session: Session, keys: Vault, who: Resident, *measures: str, on: date = DONE) -> uuid.UUID:
    """A project that was done on a day, with what was predicted of it."""
    project = begun(session, who, *measures)
    for row in session.exec(select(ProjectPrediction).where(ProjectPrediction.project_id == project)):
        row.numbers = {
            **row.numbers,
            "savings": {"natural_gas_m3": {"p10": 200.0, "p50": 330.0, "p90": 500.0}},
            "normal_year": {"natural_gas": 2200.0},
        }
        session.add(row)
    done = Move(Act.FINISH, began_on=on - timedelta(days=2), done_on=on)
    moves.move(session, keys, who.home.id, project, done, actor=who.person.actor, now=NOW)
    return project


def measured(session: Session, project: uuid.UUID) -> OutcomeView:
    outcomes.measure(session, project, now=NOW, step=lambda _: None)
    (found,) = outcomes.of_project(session, project)
    return found


def test_a_known_saving_is_found_and_held_against_what_was_predicted(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    metered(session, keys, who, gas(0.20))
    project = finished(session, keys, who, ATTIC)
    found = measured(session, project)
    after = np.array([FIRST + timedelta(days=int(day)) > DONE for day in DAYS]) & ((DONE - FIRST).days + 365 >= DAYS)
    truth = float((0.2 * 0.42 * np.maximum(16.0 - TEMPERATURE, 0.0))[after].sum())
    low, high = found.numbers["ci90"]  # type: ignore[misc]
    assert found.said.code == codes.LESS.code and low < truth < high
    assert 0.1 < (high - low) / truth < 1.0, "sure, and not too sure"
    assert [each.code for each in found.more] == [codes.AS_PREDICTED.code]
    assert found.numbers["days"] == 365 and found.numbers["baseline"]["last_day"] < DONE.isoformat()  # type: ignore[index]
    assert meter_word.take(session, keys, project, now=NOW)
    view = projects.get(session, who.home.id, project)
    assert (view.state, view.word) == (ProjectState.VERIFIED, Word.METER)
    assert not meter_word.take(session, keys, project, now=NOW), "said once"


def test_work_that_changed_nothing_is_not_praised(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    metered(session, keys, who, gas(0.0))
    project = finished(session, keys, who, ATTIC)
    found = measured(session, project)
    assert found.said.code == codes.NOT_CLEAR.code
    assert [each.code for each in found.more] == [codes.LESS_THAN_PREDICTED.code]
    assert not meter_word.take(session, keys, project, now=NOW), "the meter never says that work was bad either"
    assert projects.get(session, who.home.id, project).state is ProjectState.DONE


def test_two_things_at_once_are_the_whole_home_and_nobodys_own(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    metered(session, keys, who, gas(0.20))
    project = finished(session, keys, who, ATTIC)
    finished(session, keys, who, THERMOSTAT, on=date(2026, 2, 1))
    found = measured(session, project)
    assert [each.code for each in found.more] == [codes.WHOLE_HOME.code]
    assert found.numbers["alone"] is False and found.numbers["predicted_share"] is None
    assert not meter_word.take(session, keys, project, now=NOW)
    bundle = finished(session, keys, who, FURNACE, on=date(2026, 3, 1))
    assert outcomes.changed_meanwhile(session, projects.get(session, who.home.id, bundle))


def test_too_early_names_a_day_and_says_nothing_else(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    metered(session, keys, who, gas(0.20, since=date(2026, 10, 31)))
    found = measured(session, finished(session, keys, who, ATTIC, on=date(2026, 10, 31)))
    assert found.said.code == codes.TOO_EARLY.code and not found.is_measured
    assert found.said.facts == {"day": "2027-01-29", "needed": 90, "counted": 20}


@pytest.mark.parametrize(
    ("case", "code"),
    [("no year before", codes.NO_YEAR_BEFORE), ("no readings", codes.NO_READINGS), ("no weather", codes.NO_WEATHER)],
)
def test_what_stands_in_the_way_is_said(session: Session, keys: Vault, case: str, code: codes.Code) -> None:
    who, _ = advised(session, keys)
    if case == "no year before":
        metered(session, keys, who, gas(0.2, first=DONE - timedelta(days=120)))
    elif case == "no weather":
        metered(session, keys, who, gas(0.2))
        weather.assign(session, who.home.id, "trenton")
    found = measured(session, finished(session, keys, who, ATTIC))
    assert found.said.code == code.code and not found.is_measured


def test_a_withdrawal_takes_prediction_and_outcome_and_leaves_the_project(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    metered(session, keys, who, gas(0.20))
    project = finished(session, keys, who, ATTIC)
    measured(session, project)
    privacy.withdraw_everything(session, keys, who.home.id, actor=who.person.actor, now=NOW)
    assert session.exec(select(ProjectOutcome)).first() is None
    assert predictions.of_project(session, project) == ()
    assert projects.get(session, who.home.id, project).state is ProjectState.DONE
    assert not outcomes.measure(session, project, now=NOW, step=lambda _: None)
    assert outcomes.of_project(session, project) == ()


def test_a_permission_that_ends_while_we_look_leaves_nothing_behind(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    metered(session, keys, who, gas(0.20))
    project = finished(session, keys, who, ATTIC)

    def ends(step: str) -> None:
        if step == "measured":
            privacy.withdraw_everything(session, keys, who.home.id, actor=who.person.actor, now=NOW)

    assert not outcomes.measure(session, project, now=NOW, step=ends)
    assert outcomes.of_project(session, project) == ()


def test_what_was_taken_up_is_an_answer_and_a_measured_year_a_label_under_research_only(
    session: Session, keys: Vault
) -> None:
    who, _ = advised(session, keys)
    metered(session, keys, who, gas(0.20))
    project = finished(session, keys, who, ATTIC)
    other = begun(session, who, THERMOSTAT)
    given_up = Move(Act.GIVE_UP, reason=GivenUp.TOO_EXPENSIVE)
    moves.move(session, keys, who.home.id, other, given_up, actor=who.person.actor, now=NOW)
    named = {row.id: row.measure for row in predictions.current(session, who.home.id).values()}
    answers = {named[each]: said for each, said in labels.adopted(session).items()}
    assert answers == {ATTIC: Adoption.ACCEPTED, THERMOSTAT: Adoption.NOT_FOR_ME}
    measured(session, project)
    assert labels.realized(session, at=NOW) == [], "advice is one purpose, learning for others another"
    scenes.agree(session, who, Purpose.RESEARCH)
    (one,) = labels.realized(session, at=NOW)
    assert (one.measure, one.family, one.predicted) == (ATTIC, "attic_insulation", 0.15)
    assert 0.1 < one.realized < 0.2


def test_only_first_years_are_looked_at_and_each_once_a_week(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    homes.state_facts(session, who.home.id, {}, provenance=homes.Provenance.RESIDENT, actor=who.person.actor, now=NOW)
    project = finished(session, keys, who, ATTIC)
    assert outcomes.due(session, now=NOW) == [project]
    outcomes.measure(session, project, now=NOW, step=lambda _: None)
    assert outcomes.due(session, now=NOW) == []
    assert outcomes.due(session, now=NOW + timedelta(days=8)) == [project]
    assert outcomes.due(session, now=at("2027-11-20")) == []
