"""The pages of a household: a link is made, shown once, taken back or used, and joining permits nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from greener_homes import consent, db, homes, people
from greener_homes.people import PersonView
from greener_homes.settings import Settings
from greener_homes.vault import Vault, open_vault
from tests import scenes
from tests.web.visiting import application, signed_in
from web.app import GreenerHomes

FIRST, SECOND = "first@test.example", "second@test.example"
TODAY = datetime.now(UTC).astimezone(consent.LOCAL).date()
JOIN = {"moved_in": "2025-05-01"}


@pytest.fixture
def keys(settings: Settings) -> Vault:
    return open_vault(settings)


@pytest.fixture
def who(engine: Engine, keys: Vault) -> scenes.Resident:
    with db.transaction(engine) as session:
        return scenes.resident(session, keys, email=FIRST)


@pytest.fixture
def second(engine: Engine, keys: Vault) -> PersonView:
    with db.transaction(engine) as session:
        return scenes.person(session, keys, email=SECOND)


@pytest.fixture
def site(settings: Settings, engine: Engine) -> GreenerHomes:
    return application(engine, settings)


@pytest.fixture
def enter(site: GreenerHomes) -> Iterator[Callable[[str], FlaskClient]]:
    yield lambda email: signed_in(site, email)


def made(client: FlaskClient, email: str = "") -> str:
    page = client.post("/sharing/household", data={"email": email}).get_data(as_text=True)
    found = re.search(r"http://localhost(/join/[\w-]{43})<", page)
    assert found, "the link is on the page, once"
    return found[1]


def members(engine: Engine, who: scenes.Resident) -> int:
    with db.reading(engine) as session:
        return len(homes.members(session, who.home.id, on=TODAY))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_link_is_made_and_whoever_it_is_for_joins(
    enter: Callable[[str], FlaskClient],
    engine: Engine,
    who: scenes.Resident,
    second: PersonView,
    language: str,
) -> None:
    host, guest = enter(FIRST), enter(SECOND)
    headers = {"Accept-Language": language}
    link = made(host)
    assert link not in host.get("/sharing/household", headers=headers).get_data(as_text=True)
    offered = guest.get(link, headers=headers).get_data(as_text=True)
    assert who.home.reference in offered and "Test resident" in offered and SECOND not in offered
    assert guest.post(link, data=JOIN).headers["Location"] == "/sharing"
    assert members(engine, who) == 2
    assert guest.get("/home", headers=headers).status_code == 200
    assert guest.get("/sharing/household", headers=headers).get_data(as_text=True).count("Test resident") >= 2
    assert guest.get("/sharing/who", headers=headers).status_code == 200
    with db.reading(engine) as session:
        assert consent.in_force(session, who.home.id, at=datetime.now(UTC)) == []


def test_a_link_that_ended_looks_like_one_that_never_was(
    enter: Callable[[str], FlaskClient], engine: Engine, keys: Vault, who: scenes.Resident, second: PersonView
) -> None:
    host, guest = enter(FIRST), enter(SECOND)
    link = made(host)
    page = host.get("/sharing/household").get_data(as_text=True)
    revoke = re.findall(r'action="(/sharing/household/invitations/[^"]+/revoke)"', page)
    assert host.post(revoke[0]).status_code == 303
    assert host.post(revoke[0]).status_code == 404
    for address in (link, "/join/" + "x" * 43, "/join/%00", "/join/" + "é" * 500):
        for answered in (guest.get(address), guest.post(address, data=JOIN)):
            assert answered.status_code == 404
            assert "This link opens nothing" in answered.get_data(as_text=True), address
    assert members(engine, who) == 1


def test_a_second_use_and_another_persons_address_let_nobody_in(
    enter: Callable[[str], FlaskClient], engine: Engine, keys: Vault, who: scenes.Resident, second: PersonView
) -> None:
    with db.transaction(engine) as session:
        scenes.person(session, keys, email="third@test.example")
    host, guest, third = enter(FIRST), enter(SECOND), enter("third@test.example")
    link = made(host, SECOND.upper())
    assert SECOND.upper() in host.get("/sharing/household").get_data(as_text=True)
    assert third.post(link, data=JOIN).status_code == 404
    assert guest.post(link, data=JOIN).status_code == 303
    assert third.post(link, data=JOIN).status_code == 404
    assert members(engine, who) == 2


def test_what_is_wrong_is_said_beside_the_field(
    enter: Callable[[str], FlaskClient], engine: Engine, who: scenes.Resident, second: PersonView
) -> None:
    host, guest = enter(FIRST), enter(SECOND)
    for email in ("nobody", "a\x00b@c.example", "x" * 300):
        assert host.post("/sharing/household", data={"email": email}).status_code == 422
    link = made(host)
    for moved_in in ("", "2026-02-30", (TODAY + timedelta(days=2)).isoformat()):
        assert guest.post(link, data={"moved_in": moved_in}).status_code == 422
    assert members(engine, who) == 1


def test_somebody_with_a_home_says_that_they_leave_it(
    enter: Callable[[str], FlaskClient], engine: Engine, keys: Vault, who: scenes.Resident
) -> None:
    with db.transaction(engine) as session:
        other = scenes.resident(session, keys, email=SECOND)
    host, guest = enter(FIRST), enter(SECOND)
    link = made(host)
    page = guest.get(link).get_data(as_text=True)
    assert other.home.reference in page and "checked" not in page
    assert guest.post(link, data=JOIN).status_code == 422
    assert guest.post(link, data={**JOIN, "leaving": "yes"}).status_code == 303
    assert members(engine, who) == 2 and members(engine, other) == 0
    assert other.home.reference in guest.get("/sharing/left").get_data(as_text=True)


def test_who_lives_there_is_told_to_pass_it_on(enter: Callable[[str], FlaskClient], who: scenes.Resident) -> None:
    host = enter(FIRST)
    assert host.get(made(host)).headers["Location"] == "/sharing/household"


def test_a_stranger_is_asked_to_sign_in_and_comes_back(
    site: GreenerHomes, enter: Callable[[str], FlaskClient], who: scenes.Resident, second: PersonView
) -> None:
    link = made(enter(FIRST))
    stranger = site.test_client()
    sent = stranger.get(link)
    assert sent.status_code == 303 and sent.headers["Location"].startswith("/sign-in?next=")
    back = stranger.post("/sign-in", data={"email": SECOND, "password": scenes.PASSWORD, "next": link})
    assert back.headers["Location"] == link


def test_guesses_are_paused(enter: Callable[[str], FlaskClient], who: scenes.Resident, second: PersonView) -> None:
    guest, link = enter(SECOND), made(enter(FIRST))
    for number in range(people.FAILURES_ALLOWED):
        assert guest.get(f"/join/{number}").status_code == 404
    assert guest.get(link).status_code == 429
    assert guest.post(link, data=JOIN).status_code == 429


def test_who_joined_leaves_by_themselves(
    enter: Callable[[str], FlaskClient], engine: Engine, who: scenes.Resident, second: PersonView
) -> None:
    host, guest = enter(FIRST), enter(SECOND)
    assert guest.post(made(host), data=JOIN).status_code == 303
    assert guest.post("/sharing/moving-out", data={"left_on": TODAY.isoformat()}).status_code == 303
    assert members(engine, who) == 1
    assert guest.get("/sharing/household").status_code == 404
    assert host.get("/sharing/household").status_code == 200
