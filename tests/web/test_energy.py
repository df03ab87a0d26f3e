"""My energy by day and by hour, its files, and the comparison a household turns off: as a browser meets them."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import Session

from coach.homes import similar
from greener_homes import consent, db, privacy, readings, weather
from greener_homes.consent import Purpose, Source
from greener_homes.readings import Incoming
from greener_homes.settings import Settings
from greener_homes.tables.advice import Assessment
from greener_homes.tables.similar import SimilarGroup
from greener_homes.vault import open_vault
from tests import scenes
from tests.web.visiting import application, signed_in

EMAIL = "resident@test.example"
FIRST = datetime(2026, 1, 1, 5, tzinfo=UTC)
"""Midnight in Durham."""
DAYS = 60


@pytest.fixture
def who(settings: Settings, engine: Engine) -> scenes.Resident:
    """A resident with sixty days of hours and a station that knows January."""
    vault = open_vault(settings)
    with db.transaction(engine) as session:
        consent.publish_statements(session, now=scenes.NOW)
        found = scenes.resident(session, vault, email=EMAIL)
        scenes.agree(session, found)
        live = consent.require(session, found.home.id, Purpose.ADVICE, Source.UPLOAD, at=scenes.NOW, lock=True)
        run = scenes.stored_run(session, found)
        power = Incoming("power", scenes.hourly(FIRST, 24 * DAYS))
        readings.store(session, live, vault, power, run, now=scenes.NOW)
        weather.assign(session, found.home.id, "oshawa")
        weather.store_days(session, "oshawa", {date(2026, 1, day): -4.5 for day in range(1, 32)})
    return found


@pytest.fixture
def browser(settings: Settings, engine: Engine, who: scenes.Resident) -> FlaskClient:
    return signed_in(application(engine, settings), EMAIL)


def text(browser: FlaskClient, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


def rows(browser: FlaskClient, address: str) -> list[list[str]]:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    assert answer.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))


def test_a_time_leads_to_the_next_and_every_chart_to_its_file(browser: FlaskClient) -> None:
    page = text(browser, "/energy")
    assert 'href="/energy/months/2026-03"' in page
    assert "We compare once your readings tell of a normal year." in page
    for name in ("months-electricity", "hours", "week"):
        assert f'href="/energy/files/{name}.csv"' in page
        assert len(rows(browser, f"/energy/files/{name}.csv")) > 1
    month = text(browser, "/energy/months/2026-01?lang=fr")
    assert "Jour par jour\u00a0: janvier 2026" in month
    assert 'href="/energy/months/2026-02"' in month
    assert 'href="/energy/days/2026-01-31"' in month
    assert "Température extérieure" in month
    day = text(browser, "/energy/days/2026-01-31?lang=en")
    assert "Electricity: 12\u00a0kWh." in day
    assert "Outdoors it was −5 °C on average." in day


def test_files_hold_the_readings_as_they_are(browser: FlaskClient) -> None:
    days = rows(browser, "/energy/files/days-electricity.csv?month=2026-01")
    assert days[0] == ["Day", "kWh a day", "Estimated", "Outdoor °C"]
    assert days[1] == ["2026-01-01", "12", "0", "-4.5"]
    assert len(days) == 32
    hours = rows(browser, "/energy/files/day-electricity.csv?day=2026-01-31")
    assert hours[24] == ["2026-01-31T23", "0.5", "0", ""]
    week = rows(browser, "/energy/files/week.csv")
    assert (len(week), week[1][1:]) == (25, ["0.5"] * 7)


def test_a_time_of_which_nothing_is_known_leads_to_the_nearest(browser: FlaskClient) -> None:
    for address, leads in (
        ("/energy/months/2019-05", "/energy/months/2026-01"),
        ("/energy/months/2031-05", "/energy/months/2026-03"),
        ("/energy/days/0001-01-01", "/energy/days/2026-01-01"),
        ("/energy/days/9999-12-31", "/energy/days/2026-03-01"),
    ):
        answer = browser.get(address)
        assert (answer.status_code, answer.location) == (303, leads)


def test_what_cannot_be_read_is_not_found(browser: FlaskClient) -> None:
    for address in (
        "months/2026-13",
        "months/0000-01",
        "months/٢٠٢٦-01",
        "months/2026-1",
        "days/2026-02-30",
        "days/2026-01-31T00",
        "files/nothing.csv",
        "files/days-electricity.csv",
        "files/days-electricity.csv?month=x",
        "files/days-natural-gas.csv?month=2026-01",
        "files/day-electricity.csv?day=2027-01-01",
        "files/day-electricity.csv?day=0001-01-01",
        "files/days-electricity.csv?month=9999-12",
        "files/days-electricity.csv?month=0001-01",
        "files/hours.csv.csv",
    ):
        assert browser.get(f"/energy/{address}").status_code == 404, address


def test_one_glance_says_how_the_home_is_doing_and_what_changed(
    browser: FlaskClient, who: scenes.Resident, engine: Engine
) -> None:
    facts = {"dwelling_type": "semi", "year_built": 1990, "heating_fuel": "natural_gas", "heated_area_m2": 120.0}
    said = {"days": 365, "unit": "kWh", "low": 210, "high": 430}
    figures = {"expected": 6400.0, "observed": 6080.0, "days": 365, "since": "2025-03-02", "last": "2026-03-01"}
    changed = {"commodity": "electricity", "unit": "kWh", "code": "trend.less", "facts": said, **figures}
    gas = changed | {"commodity": "natural_gas", "unit": "m3", "code": "trend.more", "facts": said | {"unit": "m3"}}
    measured = [{"fuel": "electricity", "total": 6150.0}]
    evidence = {"facts": facts, "measured": measured, "opened": [], "trend": [changed, gas]}
    with db.transaction(engine) as session:
        session.add(Assessment(home_id=who.home.id, evidence_digest="", evidence=evidence, created_at=scenes.NOW))
        month = date(2026, 11, 1)
        for key, low in (
            ("electricity|natural_gas|attached|from_1981|", 5900.0),
            ("electricity|natural_gas|||", 1.0),
        ):
            session.add(SimilarGroup(key=key, month=month, counted=35, low=low, high=7000.0, made_at=scenes.NOW))
    page = text(browser, "/energy?lang=en")
    assert "Electricity: a little below the middle of similar homes." in page
    assert "At least 35 homes: homes with a shared wall, heated with gas, built from 1981 to 2000." in page
    assert "More gas than the year before, at the same weather." in page
    assert "Over the last 365 days you used 210 to 430 kWh less" in page
    assert "210 to 430 m³ more" in page
    assert "Your home is not counted among them" in page
    french = text(browser, "/energy?lang=fr")
    assert "Au moins 35 maisons\u00a0: maisons à mur mitoyen, chauffées au gaz, bâties de 1981 à 2000." in french
    assert "6\u00a0400\u00a0kWh" in french


def test_a_household_turns_comparing_off_by_one_click(
    browser: FlaskClient, who: scenes.Resident, engine: Engine
) -> None:
    for said, is_off in (("maybe", False), ("", False), ("no", True), ("no", True), ("yes", False)):
        answer = browser.post("/energy/similar", data={"compare": said})
        assert answer.status_code == (303 if said in ("yes", "no") else 400)
        with Session(engine) as session:
            assert similar.is_turned_off(session, who.home.id) is is_off
    browser.post("/energy/similar", data={"compare": "no"})
    assert "Your household does not compare with other homes." in text(browser, "/energy")


def test_without_a_permission_there_is_no_day_and_no_file(
    browser: FlaskClient, who: scenes.Resident, engine: Engine, settings: Settings
) -> None:
    with db.transaction(engine) as session:
        privacy.withdraw_everything(
            session, open_vault(settings), who.home.id, actor=who.person.actor, now=datetime.now(UTC)
        )
    for address in ("/energy/months/2026-01", "/energy/days/2026-01-01", "/energy/files/week.csv"):
        assert browser.get(address).status_code == 404
    assert "Nothing here yet" in text(browser, "/energy")
