"""An advisor's file on its way in: what it says of the home is shown and counts, and can be taken back."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from coach.homes import energuide
from greener_homes import db, homes, jobs
from greener_homes.homes import Provenance
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests import scenes
from tests.utility_connectors.energuide.house_files import PRIVATE, house_file
from tests.web.visiting import application, signed_in

EMAIL = "resident@test.example"


@pytest.fixture
def who(engine: Engine, settings: Settings) -> scenes.Resident:
    with db.transaction(engine) as session:
        found = scenes.resident(session, open_vault(settings), email=EMAIL)
        told = {"attic_r": 40, "occupants": 3}
        homes.state_facts(
            session,
            found.home.id,
            told,
            provenance=Provenance.RESIDENT,
            actor=found.person.actor,
            now=scenes.NOW,
        )
        scenes.agree(session, found)
    return found


@pytest.fixture
def client(engine: Engine, settings: Settings, who: scenes.Resident) -> Iterator[FlaskClient]:
    yield signed_in(application(engine, settings), EMAIL)


def send(client: FlaskClient, data: bytes, name: str = "house.h2k") -> tuple[int, str]:
    answered = client.post("/energuide", data={"file": (io.BytesIO(data), name)}, content_type="multipart/form-data")
    return answered.status_code, answered.get_data(as_text=True)


def test_a_file_speaks_for_the_house_and_can_be_taken_back(
    client: FlaskClient, engine: Engine, settings: Settings, who: scenes.Resident
) -> None:
    rated = house_file(program='<Program><Results><Tsv><ERSRating value="108"/></Tsv></Results></Program>')
    assert send(client, rated)[0] == 303
    english, french = (client.get(f"/energuide?lang={language}").get_data(as_text=True) for language in ("en", "fr"))
    for words in ("108 GJ a year", "R-20", "March 9, 2024" if "March 9, 2024" in english else "9 March 2024"):
        assert words in english
    assert "108\u00a0GJ par année" in french
    assert not [word for word in PRIVATE if word in english]
    with db.transaction(engine) as session:
        known = {fact.name: fact for fact in homes.known_facts(session, who.home.id)}
        assert known["attic_r"].value == 20
        assert known["attic_r"].provenance is Provenance.ENERGUIDE
        assert known["occupants"].value == 3
        assert jobs.state_of(session, "home.assess", who.home.id) is not None
    assert list(open_vault(settings).spooled_names()) == []  # the file is gone

    assert client.post("/energuide/forget").status_code == 303
    with db.transaction(engine) as session:
        known = {fact.name: fact for fact in homes.known_facts(session, who.home.id)}
        assert (known["attic_r"].value, known["attic_r"].provenance) == (40, Provenance.RESIDENT)
        assert [fact for fact in energuide.said(session, who.home.id) if fact.value is not None] == []


def test_a_newer_file_replaces_what_the_older_said(client: FlaskClient, engine: Engine, who: scenes.Resident) -> None:
    send(client, house_file())
    send(client, house_file(tested="b", foundation="<Crawlspace/>"))
    with db.transaction(engine) as session:
        known = {fact.name: fact.value for fact in energuide.said(session, who.home.id)}
    assert known["ach50"] is None
    assert known["basement_insulation"] == "no_basement"


def test_impossible_facts_never_reach_the_home(engine: Engine, who: scenes.Resident) -> None:
    wrong = {"attic_r": 5000.0, "dwelling_type": "castle", "nonsense": 1.0, "year_built": "1978", "wall_r": 12.0}
    with db.transaction(engine) as session:
        energuide.keep(
            session,
            who.home.id,
            wrong,
            rating_gj=None,
            evaluated_on=None,
            actor=who.person.actor,
            now=scenes.NOW,
        )
        told = {fact.name: fact.value for fact in energuide.said(session, who.home.id) if fact.value is not None}
    assert told == {"wall_r": 12.0}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"<feed/>", house_file()[:-30], b"<!DOCTYPE a>"])
def test_another_file_is_refused_in_words_and_changes_nothing(
    client: FlaskClient, engine: Engine, settings: Settings, who: scenes.Resident, data: bytes
) -> None:
    status, page = send(client, data)
    assert status == 422
    assert 'class="field wrong"' in page
    with db.transaction(engine) as session:
        assert energuide.said(session, who.home.id) == []
    assert list(open_vault(settings).spooled_names()) == []


def test_no_file_at_all_is_said(client: FlaskClient) -> None:
    answered = client.post("/energuide", data={}, content_type="multipart/form-data")
    assert answered.status_code == 422
    assert "Choose a file first" in answered.get_data(as_text=True)
