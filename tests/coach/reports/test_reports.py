"""Monthly reports: once a month for whoever wants one, honest where nothing can be said, gone with the permission."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from sqlmodel import Session, select

from coach.projects import starting
from coach.reports import codes_reports as codes
from coach.reports import draws, month_steps, report_letter, reports
from coach.reports.reports import Report
from greener_homes import mail, privacy, privacy_endings
from greener_homes.audit import Action
from greener_homes.consent import Purpose, Source
from greener_homes.local_days import LOCAL
from greener_homes.mail import Topic
from greener_homes.people import Language
from greener_homes.settings import Settings
from greener_homes.tables.audit import AuditEvent
from greener_homes.tables.mail import Letter
from greener_homes.tables.report import MonthlyReport, ReportDraw, ReportGroup
from greener_homes.tables.work import Work
from greener_homes.vault import Vault
from tests import scenes
from tests.coach.projects.begun import ATTIC, FURNACE, THERMOSTAT, advised
from tests.coach.reports.months import DAYS, FIRST, MONTH, TEMPERATURE, agreed, gas, metered, reader
from tests.scenes import Resident

ON = datetime(2026, 11, 16, 15, tzinfo=UTC)


@pytest.fixture
def all_sent(settings: Settings) -> Settings:
    return settings.model_copy(update={"report_held_back_share": 0.0})


def make(session: Session, keys: Vault, who: Resident, settings: Settings, now: datetime = ON) -> bool:
    return reports.make(session, keys, who.home.id, settings, now=now, step=lambda name: None)


def read(session: Session, who: Resident) -> Report:
    found = reports.get(session, who.home.id, MONTH, viewer=who.person.actor, now=ON)
    assert found is not None
    return found


def letters_to(session: Session, who: Resident) -> list[Letter]:
    return list(session.exec(select(Letter).where(Letter.person_id == who.person.id, Letter.topic == Topic.REPORT)))


def withdraw(session: Session, keys: Vault, who: Resident, purpose: Purpose = Purpose.ADVICE) -> None:
    """The resident takes an answer back."""
    is_advice = purpose is Purpose.ADVICE
    source, fuels = (Source.UPLOAD, scenes.BOTH) if is_advice else (None, ())
    privacy.withdraw(
        session, keys, who.home.id, purpose, source=source, commodities=fuels, actor=who.person.actor, now=ON
    )


def test_a_known_saving_of_a_month_is_found_in_the_same_weather(
    session: Session, keys: Vault, all_sent: Settings
) -> None:
    who = reader(session, keys)
    assert make(session, keys, who, all_sent)
    (fuel,) = read(session, who).fuels
    inside = np.array([MONTH <= FIRST + timedelta(days=int(day)) < date(2026, 11, 1) for day in DAYS])
    truth = float((0.25 * 0.42 * np.maximum(16.0 - TEMPERATURE, 0.0))[inside].sum())
    low, high = fuel.numbers["ci90"]  # type: ignore[misc]
    assert fuel.said.code == codes.LESS.code and low < truth < high and high - low < truth
    assert fuel.numbers["used"] == pytest.approx(fuel.numbers["expected"] - fuel.numbers["avoided"], abs=0.01)  # type: ignore[operator]
    assert (fuel.numbers["first_day"], fuel.numbers["last_day"], fuel.numbers["days"]) == (
        "2026-10-01",
        "2026-10-31",
        31,
    )
    assert fuel.numbers["baseline"]["last_day"] < "2026-10-01"  # type: ignore[index]
    then = np.array([date(2025, 10, 1) <= FIRST + timedelta(days=int(day)) < date(2025, 11, 1) for day in DAYS])
    assert fuel.numbers["year_ago_mean_c"] == pytest.approx(float(TEMPERATURE[then].mean()), abs=0.01)
    assert 20 < fuel.numbers["cost_cad"] < 200  # type: ignore[operator]


def test_a_month_like_the_year_before_is_said_to_be_so(session: Session, keys: Vault, all_sent: Settings) -> None:
    who = reader(session, keys, gas(0.0))
    assert make(session, keys, who, all_sent)
    assert read(session, who).fuels[0].said.code == codes.AS_BEFORE.code


def test_more_than_before_is_said_as_plainly(session: Session, keys: Vault, all_sent: Settings) -> None:
    who = reader(session, keys, gas(-0.3))
    assert make(session, keys, who, all_sent)
    assert read(session, who).fuels[0].said.code == codes.MORE.code


def test_less_than_a_year_of_readings_is_no_comparison(session: Session, keys: Vault, all_sent: Settings) -> None:
    who = reader(session, keys, gas(0.25, first=date(2026, 6, 1)))
    assert make(session, keys, who, all_sent)
    (fuel,) = read(session, who).fuels
    assert fuel.said.code == codes.NO_YEAR.code and "avoided" not in fuel.numbers
    assert fuel.numbers["used"] and fuel.numbers["year_ago"] is None, "what was used is still said"


def test_weather_that_nobody_measured_is_not_guessed(session: Session, keys: Vault, all_sent: Settings) -> None:
    who = scenes.resident(session, keys)
    agreed(session, keys, who)
    metered(session, keys, who, gas(), weathered=False)
    assert make(session, keys, who, all_sent)
    assert read(session, who).fuels[0].said.code == codes.NO_WEATHER.code


def test_a_month_that_is_not_in_yet_makes_no_report(session: Session, keys: Vault, all_sent: Settings) -> None:
    who = reader(session, keys, gas(last=date(2026, 10, 20)))
    assert not make(session, keys, who, all_sent)
    assert reports.of_home(session, who.home.id) == [] and letters_to(session, who) == []


def test_a_month_is_reported_once_even_when_the_job_runs_twice(
    session: Session, keys: Vault, all_sent: Settings
) -> None:
    who = reader(session, keys)
    assert make(session, keys, who, all_sent)
    assert not make(session, keys, who, all_sent) and not make(session, keys, who, all_sent, ON + timedelta(days=2))
    assert len(letters_to(session, who)) == 1
    assert reports.of_home(session, who.home.id) == [MONTH]


def test_the_letter_says_it_in_words_without_a_figure_of_the_home(
    session: Session, keys: Vault, all_sent: Settings
) -> None:
    who = reader(session, keys)
    make(session, keys, who, all_sent)
    report = read(session, who)
    for language, less in ((Language.ENGLISH, "less than in the year before"), (Language.FRENCH, "moins que l’année")):
        said = report_letter.words(MONTH, report.fuels, report.step, language)
        text = " ".join(said.paragraphs)
        assert less in text and "{pages}/reports/2026-10/pdf" in said.paragraphs
        assert set(re.findall(r"\d+", re.sub(r"\{pages\}\S+", "", text))) == {"2026"}, "only the year of the month"


@pytest.mark.parametrize("unwanted", ["topic_off", "no_email", "no_advice"])
def test_nobody_who_does_not_want_one_gets_one(
    session: Session, keys: Vault, all_sent: Settings, unwanted: str
) -> None:
    who = reader(session, keys)
    if unwanted == "topic_off":
        mail.turn_off(session, who.person.id, Topic.REPORT, now=ON)
    else:
        purpose = Purpose.CONTACT_EMAIL if unwanted == "no_email" else Purpose.ADVICE
        withdraw(session, keys, who, purpose)
    assert reports.plan(session, now=ON) == 0
    assert not make(session, keys, who, all_sent)
    assert not session.exec(select(MonthlyReport)).all() and not letters_to(session, who)


def test_a_permission_that_ends_while_it_is_worked_out_leaves_nothing(
    session: Session, keys: Vault, all_sent: Settings
) -> None:
    who = reader(session, keys)

    def withdraws(step: str) -> None:
        if step == "worked_out":
            withdraw(session, keys, who)

    assert not reports.make(session, keys, who.home.id, all_sent, now=ON, step=withdraws)
    assert not session.exec(select(MonthlyReport)).all() and not letters_to(session, who)


def test_withdrawal_takes_the_reports_that_rest_on_it(session: Session, keys: Vault, all_sent: Settings) -> None:
    who, other = reader(session, keys), reader(session, keys)
    for one in (who, other):
        make(session, keys, one, all_sent)
    withdraw(session, keys, who)
    assert [row.home_id for row in session.exec(select(MonthlyReport))] == [other.home.id]


def test_the_next_household_finds_neither_a_report_nor_the_earlier_ones_wish(
    session: Session, keys: Vault, all_sent: Settings
) -> None:
    who = reader(session, keys)
    draws.ask(session, keys, who.home.id, all_sent, who.person, now=ON)
    assert make(session, keys, who, all_sent)
    last = ON.date() + timedelta(days=1)
    privacy_endings.move_out(session, keys, who.person.id, who.home.id, last, actor=who.person.actor, now=ON)
    privacy_endings.end_due(session, keys, who.home.id, now=ON + timedelta(days=3))
    assert not session.exec(select(MonthlyReport)).all() and draws.of_home(session, who.home.id) is None


def test_the_plan_asks_for_those_due_and_for_none_twice(session: Session, keys: Vault, all_sent: Settings) -> None:
    who = reader(session, keys)
    assert reports.plan(session, now=ON.replace(day=7)) == 0 == reports.plan(session, now=ON.replace(day=22))
    assert reports.plan(session, now=ON) == 1 == reports.plan(session, now=ON)
    asked = session.exec(select(Work).where(Work.name == "report.make")).all()
    assert [work.subject_id for work in asked] == [who.home.id]
    make(session, keys, who, all_sent)
    assert reports.plan(session, now=ON) == 0


def test_the_lot_is_drawn_once_and_follows_the_share(session: Session, keys: Vault, settings: Settings) -> None:
    numbers = [draws.lot(keys, uuid.UUID(int=place)) for place in range(2_000)]
    assert 0.07 < sum(number < 0.1 for number in numbers) / 2_000 < 0.13
    assert numbers == [draws.lot(keys, uuid.UUID(int=place)) for place in range(2_000)]
    who = reader(session, keys)
    everyone = settings.model_copy(update={"report_held_back_share": 1.0})
    first = draws.draw(session, keys, who.home.id, everyone, now=ON)
    assert first.group is ReportGroup.HELD_BACK and first.held_until == date(2027, 11, 16)
    nobody = settings.model_copy(update={"report_held_back_share": 0.0})
    assert draws.draw(session, keys, who.home.id, nobody, now=ON + timedelta(days=9)) == first
    assert session.get_one(ReportDraw, who.home.id).share == 1.0


def test_a_home_held_back_gets_none_until_its_day_or_until_it_asks(
    session: Session, keys: Vault, settings: Settings
) -> None:
    who = reader(session, keys)
    held = settings.model_copy(update={"report_held_back_share": 1.0})
    assert not make(session, keys, who, held) and letters_to(session, who) == []
    assert reports.plan(session, now=ON) == 0
    lot = draws.of_home(session, who.home.id)
    assert lot is not None and lot.holds_back(date(2027, 11, 15)) and not lot.holds_back(date(2027, 11, 16))
    draws.ask(session, keys, who.home.id, held, who.person, now=ON)
    draws.ask(session, keys, who.home.id, held, who.person, now=ON + timedelta(days=1))
    assert reports.plan(session, now=ON) == 1 and make(session, keys, who, held)
    assert draws.counts(session)[ReportGroup.HELD_BACK] == draws.Counted(1, 1), "it stays in its group"
    actions = session.exec(select(AuditEvent.action).where(AuditEvent.home_id == who.home.id)).all()
    assert actions.count(Action.REPORTS_ASKED) == 1 and actions.count(Action.REPORT_MADE) == 1


def test_the_step_is_the_plans_first_that_nobody_began_else_the_seasons(
    session: Session, keys: Vault, all_sent: Settings
) -> None:
    who, _ = advised(session, keys, (ATTIC, FURNACE))
    now = scenes.NOW + timedelta(hours=1)
    step = month_steps.one_step(session, who.home.id, now=now, month=11)
    assert (step.measure, step.origin) == (ATTIC, month_steps.PLAN)
    starting.start(session, who.home.id, (ATTIC,), actor=who.person.actor, now=now)
    assert month_steps.one_step(session, who.home.id, now=now, month=11).measure == FURNACE
    assert month_steps.changed(session, who.home.id, since=scenes.NOW - timedelta(days=1), now=now) == ([], [])
    assert month_steps.changed(session, who.home.id, since=scenes.NOW, now=now) == ([], []), "nothing changed since"
    nothing = scenes.resident(session, keys)
    for month in range(1, 13):
        step = month_steps.one_step(session, nothing.home.id, now=now, month=month)
        assert step.origin == month_steps.FOR_SEASON and step.measure != THERMOSTAT


def test_every_day_of_reports_lies_in_the_month_after(session: Session) -> None:
    for day in range(365):
        now = datetime(2026, 1, 1, 17, tzinfo=UTC) + timedelta(days=day)
        month, today = reports.month_due(now), now.astimezone(LOCAL).date()
        assert (month is not None) is (8 <= today.day <= 20)
        assert month is None or (month.day == 1 and (today - month).days <= 51 and month.month != today.month)
