"""The pages of consent over HTTP: answers in parts, a no that is kept, receipts of one's own, stopping, moving out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from greener_homes import consent, consent_receipts, db, homes, organisations
from greener_homes.consent import ConsentAction, Purpose, Source
from greener_homes.homes import Relation
from greener_homes.organisations import OrganisationKind
from greener_homes.settings import Settings
from greener_homes.tables.consent import ConsentEvent
from greener_homes.vault import Vault, open_vault
from models.quantities import Commodity
from tests import scenes
from tests.web.linting import faults
from tests.web.visiting import application, signed_in

EMAIL = "resident@test.example"


@pytest.fixture
def keys(settings: Settings) -> Vault:
    return open_vault(settings)


@pytest.fixture
def who(engine: Engine, keys: Vault) -> scenes.Resident:
    with db.transaction(engine) as session:
        return scenes.resident(session, keys, email=EMAIL)


@pytest.fixture
def client(settings: Settings, engine: Engine, who: scenes.Resident) -> Iterator[FlaskClient]:
    yield signed_in(application(engine, settings), EMAIL)


def words(client: FlaskClient, address: str) -> str:
    page = client.get(address).get_data(as_text=True)
    assert "checked" not in page, "nothing is ticked before"
    return re.findall(r'name="statement" value="([^"]+)"', page)[0]


def answer(client: FlaskClient, address: str, granted: str = "yes", **fields: object) -> int:
    given = {"granted": granted, "moved_in": "2024-01-01", "statement": words(client, address), **fields}
    return client.post(address, data=given).status_code


def given(engine: Engine, who: scenes.Resident) -> set[tuple[Purpose, Source | None, Commodity | None]]:
    with db.reading(engine) as session:
        found = consent.in_force(session, who.home.id, at=datetime.now(UTC))
        return {(one.purpose, one.source, one.commodity) for one in found}


def test_each_kind_of_energy_is_answered_on_its_own(client: FlaskClient, engine: Engine, who: scenes.Resident) -> None:
    assert answer(client, "/sharing/consent/advice") == 422
    assert given(engine, who) == set()
    assert answer(client, "/sharing/consent/advice", commodity=["electricity"]) == 303
    assert given(engine, who) == {(Purpose.ADVICE, Source.UPLOAD, Commodity.ELECTRICITY)}


def test_a_no_is_kept_and_changes_nothing(client: FlaskClient, engine: Engine, who: scenes.Resident) -> None:
    assert answer(client, "/sharing/consent/contact_email", "no") == 303
    assert given(engine, who) == set()
    with db.reading(engine) as session:
        assert session.exec(select(ConsentEvent.action, ConsentEvent.purpose)).all() == [
            (ConsentAction.REFUSE, Purpose.CONTACT_EMAIL)
        ]


def test_only_the_holder_of_the_account_opens_a_utility(
    client: FlaskClient, engine: Engine, who: scenes.Resident
) -> None:
    with db.transaction(engine) as session:
        organisations.register(session, OrganisationKind.UTILITY, "a-utility", "A utility", now=scenes.NOW)
    address = "/sharing/consent/advice?source=utility&supplier=a-utility"
    assert answer(client, address, commodity="electricity") == 422
    assert given(engine, who) == set()
    assert answer(client, address, commodity="electricity", account_holder="yes") == 303
    assert given(engine, who) == {(Purpose.ADVICE, Source.UTILITY, Commodity.ELECTRICITY)}


def test_one_kind_is_stopped_and_the_other_stays(client: FlaskClient, engine: Engine, who: scenes.Resident) -> None:
    answer(client, "/sharing/consent/advice", commodity=["electricity", "natural_gas"])
    asked = client.get("/sharing/stop/advice?commodity=natural_gas").get_data(as_text=True)
    assert "natural gas" in asked
    assert client.post("/sharing/stop/advice?commodity=natural_gas").status_code == 303
    assert given(engine, who) == {(Purpose.ADVICE, Source.UPLOAD, Commodity.ELECTRICITY)}
    assert client.get("/sharing/stop/advice?commodity=natural_gas").status_code == 404


def test_everything_is_stopped_at_once(client: FlaskClient, engine: Engine, who: scenes.Resident) -> None:
    assert client.get("/sharing/stop").status_code == 404
    answer(client, "/sharing/consent/advice", commodity=["electricity", "natural_gas"])
    answer(client, "/sharing/consent/coach_access", commodity=["electricity"])
    answer(client, "/sharing/consent/contact_post")
    assert "Stop everything?" in client.get("/sharing/stop").get_data(as_text=True)
    assert client.post("/sharing/stop").status_code == 303
    assert given(engine, who) == set()


def test_another_members_answer_is_seen_and_is_not_mine_to_stop(
    client: FlaskClient, engine: Engine, keys: Vault, who: scenes.Resident
) -> None:
    with db.transaction(engine) as session:
        other = scenes.person(session, keys)
        homes.join(session, other.id, who.home.id, relation=Relation.MEMBER, moved_in=date(2024, 1, 1), now=scenes.NOW)
        scenes.agree(session, scenes.Resident(other, who.home), at=datetime.now(UTC))
    assert "Said by somebody in your household." in client.get("/sharing").get_data(as_text=True)
    assert client.get("/sharing/stop/advice").status_code == 404
    assert client.post("/sharing/stop/advice").status_code == 404
    assert len(given(engine, who)) == 2


def test_a_receipt_is_read_downloaded_and_checked_by_its_person_only(
    client: FlaskClient, engine: Engine, keys: Vault, who: scenes.Resident
) -> None:
    answer(client, "/sharing/consent/contact_email")
    with db.transaction(engine) as session:
        stranger = scenes.resident(session, keys)
        scenes.agree(session, stranger, at=datetime.now(UTC))
        mine = consent_receipts.of_person(session, who.person.id)[0].id
        theirs = consent_receipts.of_person(session, stranger.person.id)[0].id
    assert str(mine) in client.get("/sharing/receipts").get_data(as_text=True)
    assert "Write to me by e-mail" in client.get(f"/sharing/receipts/{mine}").get_data(as_text=True)
    document = json.loads(client.get(f"/sharing/receipts/{mine}.json").data)
    assert consent_receipts.verify(keys, document["signature"]) == document["record"]
    for address in (f"/sharing/receipts/{theirs}", f"/sharing/receipts/{theirs}.json"):
        assert client.get(address).status_code == 404


def test_moving_out_ends_it_and_what_was_shared_can_still_be_deleted(
    client: FlaskClient, engine: Engine, who: scenes.Resident
) -> None:
    answer(client, "/sharing/consent/advice", commodity=["electricity"])
    today = datetime.now(UTC).astimezone(consent.LOCAL).date()
    for day in ("", "x", "2023-12-31", (today + timedelta(days=400)).isoformat()):
        assert client.post("/sharing/moving-out", data={"left_on": day}).status_code == 422
    ahead = (today + timedelta(days=40)).isoformat()
    assert client.post("/sharing/moving-out", data={"left_on": ahead}).status_code == 303
    assert client.get("/home").status_code == 200
    assert len(given(engine, who)) == 1
    assert client.post("/sharing/moving-out", data={"left_on": today.isoformat()}).status_code == 303
    assert given(engine, who) == set()
    assert client.get("/home").headers["Location"] == "/sharing/left"
    assert "Delete it now" in client.get("/sharing/left").get_data(as_text=True)
    assert client.post("/sharing/left/GH-0/delete").status_code == 404
    assert client.post(f"/sharing/left/{who.home.reference}/delete").status_code == 303
    assert "Delete it now" not in client.get("/sharing/left").get_data(as_text=True)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_have_no_fault_empty_and_full(client: FlaskClient, language: str) -> None:
    pages: tuple[str, ...] = ("/sharing", "/sharing/who", "/sharing/receipts", "/sharing/moving-out", "/sharing/left")
    headers = {"Accept-Language": language}
    for full in (False, True):
        for address in pages:
            assert faults(client.get(address, headers=headers).get_data(as_text=True)) == [], address
        if not full:
            answer(client, "/sharing/consent/advice", commodity=["electricity", "natural_gas"])
            answer(client, "/sharing/consent/contact_email")
            pages = (*pages, "/sharing/stop", "/sharing/stop/advice")
