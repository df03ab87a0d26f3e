"""Data health on the page: a resident's meters with what is missing, and the sources staff look after."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from greener_homes import consent, db, feeds, organisations, readings
from greener_homes.consent import Purpose, Source
from greener_homes.feeds import FeedKind
from greener_homes.organisations import OrganisationKind
from greener_homes.people import Audience
from greener_homes.readings import Incoming
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests import scenes
from tests.web.visiting import application, signed_in

EMAIL = "someone@test.example"


def page_of(engine: Engine, settings: Settings, address: str) -> str:
    return signed_in(application(engine, settings), EMAIL).get(address).get_data(as_text=True)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Electricity", "12 hours", "Some time is missing")), ("fr", ("Électricité", "12 heures", "Il manque"))],
)
def test_a_resident_sees_what_is_missing(
    engine: Engine, settings: Settings, language: str, words: tuple[str, ...]
) -> None:
    now = datetime.now(UTC)
    keys = open_vault(settings)
    with db.transaction(engine) as session:
        who = scenes.resident(session, keys, email=EMAIL)
        scenes.agree(session, who, at=now - timedelta(days=1))
        live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=now, lock=True)
        midnight = now.replace(hour=5, minute=0, second=0, microsecond=0)
        for place, first in enumerate((midnight - timedelta(days=9), midnight - timedelta(days=7, hours=12))):
            run = scenes.stored_run(session, who, at=now)
            series = scenes.hourly(first, 24 if place == 0 else 100)
            readings.store(session, live, keys, Incoming("power", series), run, now=now)
    page = page_of(engine, settings, f"/sharing/health?lang={language}")
    assert [word for word in words if word not in page] == []


def test_nothing_yet_is_a_page_too(engine: Engine, settings: Settings) -> None:
    with db.transaction(engine) as session:
        scenes.resident(session, open_vault(settings), email=EMAIL)
    assert "Nothing here yet" in page_of(engine, settings, "/sharing/health?lang=en")


def test_staff_see_which_source_stopped_and_who_looks_after_it(engine: Engine, settings: Settings) -> None:
    now = datetime.now(UTC)
    with db.transaction(engine) as session:
        scenes.person(session, open_vault(settings), Audience.PROGRAMME, EMAIL)
        organisations.register(session, OrganisationKind.UTILITY, "lakeshore", "Lakeshore Power", now=now)
        feeds.arrived(session, FeedKind.PARTNER, "lakeshore", at=now - timedelta(days=30))
        feeds.arrived(session, FeedKind.WEATHER, "48649", at=now)
        feeds.check(session, now)
    client = signed_in(application(engine, settings), EMAIL)
    english, french = (client.get(f"/programme/sources?lang={one}").get_data(as_text=True) for one in ("en", "fr"))
    assert english.index("Lakeshore Power") < english.index("48649")
    for words in ("1 source has stopped", "Alarm since", "Was due by", "The partner", "Late after 2 days", "On time"):
        assert words in english
    assert "Alarme depuis" in french and "En retard après 2 jours sans données" in french


def test_a_suppliers_formats_stand_apart_and_one_can_be_expected_no_more(engine: Engine, settings: Settings) -> None:
    now = datetime.now(UTC)
    with db.transaction(engine) as session:
        scenes.person(session, open_vault(settings), Audience.PROGRAMME, EMAIL)
        organisations.register(session, OrganisationKind.UTILITY, "lakeshore", "Lakeshore Power", now=now)
        came = now - timedelta(days=9)
        for name, days in (("csv-hourly", 2), ("csv-bills", 45)):
            patience = timedelta(days=days)
            feeds.arrived(session, FeedKind.PARTNER, "lakeshore", at=came, file_format=name, patience=patience)
        feeds.arrived(session, FeedKind.WEATHER, "oshawa", at=now)
        feeds.check(session, now)
    client = signed_in(application(engine, settings), EMAIL)
    page = client.get("/programme/sources?lang=en").get_data(as_text=True)
    assert "1 source has stopped" in page and "Oshawa" in page and "Late after 45 days" in page
    ends = re.findall(r"/programme/sources/[0-9a-f-]{36}/end", page)
    assert len(ends) == 2 and page.index("csv-hourly") < page.index("csv-bills")
    over = client.post(ends[0], follow_redirects=True).get_data(as_text=True)
    assert "Not expected any more." in over and "csv-hourly" not in over and "Everything that should come" in over
    assert client.post(ends[0]).status_code == 404


def test_no_source_yet_is_a_page_too(engine: Engine, settings: Settings) -> None:
    with db.transaction(engine) as session:
        scenes.person(session, open_vault(settings), Audience.PROGRAMME, EMAIL)
    assert "No source yet" in page_of(engine, settings, "/programme/sources?lang=en")
