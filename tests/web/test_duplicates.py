"""Homes that are here twice, over HTTP: a coach compares and merges, a resident says no; and the choice of letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from coach.duplicates import pairs
from greener_homes import db, homes, mail
from greener_homes.consent import Purpose
from greener_homes.mail import Topic
from greener_homes.people import Audience
from greener_homes.settings import Settings
from greener_homes.vault import Vault, open_vault
from tests import scenes
from tests.web.visiting import application, registered, signed_in
from web.app import GreenerHomes

ONE, OTHER, COACH = "one@test.example", "other@test.example", "coach@test.example"


@pytest.fixture
def keys(settings: Settings) -> Vault:
    return open_vault(settings)


@pytest.fixture
def site(engine: Engine, settings: Settings) -> GreenerHomes:
    return application(engine, settings)


@pytest.fixture
def both(engine: Engine, keys: Vault, settings: Settings) -> tuple[scenes.Resident, scenes.Resident]:
    """Two homes that are open to coaches."""
    registered(engine, settings, COACH, Audience.COACH)
    with db.transaction(engine) as session:
        found = (scenes.resident(session, keys, email=ONE), scenes.resident(session, keys, email=OTHER))
        for who in found:
            for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
                scenes.agree(session, who, purpose)
    return found


@pytest.fixture
def enter(site: GreenerHomes) -> Iterator[Callable[..., FlaskClient]]:
    def entered(email: str) -> FlaskClient:
        client = signed_in(site, email)
        client.set_cookie("lang", "en")
        return client

    yield entered


def test_two_say_the_same_address_a_coach_merges_and_a_resident_objects(
    engine: Engine, both: tuple[scenes.Resident, scenes.Resident], enter: Callable[..., FlaskClient]
) -> None:
    one, other, coach = enter(ONE), enter(OTHER), enter(COACH)
    wrong = one.post("/sharing/address", data={"line": "12 Simcoe St N", "postal": "L1G"})
    assert wrong.status_code == 422 and "whole postal code" in wrong.get_data(as_text=True)
    for client, line in ((one, "12 Simcoe St N"), (other, "12, rue Simcoe Nord")):
        said = client.post("/sharing/address", data={"line": line, "unit": "", "postal": "l1g4t2"})
        assert said.status_code == 303
        assert "An address is known since" in client.get("/sharing/address").get_data(as_text=True)
    with db.transaction(engine) as session:
        pairs.compare(session, now=datetime.now(UTC))
    listed = coach.get("/desk/duplicates").get_data(as_text=True)
    assert "Same address, another spelling" in listed and "Simcoe" not in listed
    pair = re.search(r'href="(/desk/duplicates/[0-9a-f-]{36})"', listed)
    assert pair
    page = coach.get(f"{pair[1]}?stays={both[0].home.id.hex}").get_data(as_text=True)
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert seen and "What happens if you merge" in page
    assert coach.post(f"{pair[1]}/merge", data={"stays": both[0].home.id.hex, "seen": "0" * 64}).status_code == 422
    assert coach.post(f"{pair[1]}/merge", data={"stays": both[0].home.id.hex, "seen": seen[1]}).status_code == 303
    assert "Can be undone until" in coach.get("/desk/duplicates").get_data(as_text=True)
    assert "are treated as one home" in other.get("/home").get_data(as_text=True)
    told = other.get("/household/merged").get_data(as_text=True)
    undo = re.search(r'action="(/household/merged/[0-9a-f-]{36}/object)"', told)
    assert undo
    assert other.post(undo[1]).status_code == 303
    assert "stand apart" in one.get("/household/merged").get_data(as_text=True)
    with db.reading(engine) as session:
        assert homes.stands_for(session, both[1].home.id) is None
    looked = one.get("/who-looked").get_data(as_text=True)
    assert "Your home beside another one that may be the same" in looked
    assert one.post("/sharing/address/forget").status_code == 303
    assert "An address is known since" not in one.get("/sharing/address").get_data(as_text=True)


def test_letters_are_of_what_is_ticked_and_news_only_for_who_asked(
    engine: Engine, keys: Vault, both: tuple[scenes.Resident, scenes.Resident], enter: Callable[..., FlaskClient]
) -> None:
    resident, person = enter(ONE), both[0].person.id
    page = resident.get("/my-data/letters").get_data(as_text=True)
    assert re.search(r'value="plan" checked', page) and not re.search(r'value="news" checked', page)

    def wanted() -> set[Topic]:
        with db.reading(engine) as session:
            return {one for one in Topic if mail.wants(session, person, one, at=datetime.now(UTC))}

    assert Topic.ANSWER in wanted() and Topic.PLAN not in wanted(), "nobody agreed to e-mail yet"
    with db.transaction(engine) as session:
        scenes.by_telephone(session, keys, both[0], Purpose.CONTACT_EMAIL, at=datetime.now(UTC))
    assert Topic.PLAN in wanted() and Topic.NEWS not in wanted()
    resident.post("/my-data/letters", data={"topic": ["news", "reminder", "digest", "nonsense"]})
    assert wanted() & {Topic.PLAN, Topic.NEWS, Topic.REMINDER, Topic.ANSWER} == {Topic.NEWS, Topic.REMINDER}
    with db.transaction(engine) as session:
        mark = mail.unsubscribe_mark(keys, person, Topic.NEWS)
    assert resident.post(f"/unsubscribe/{mark}", data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Topic.NEWS not in wanted()
