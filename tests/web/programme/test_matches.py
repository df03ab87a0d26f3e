"""Customers claimed twice: staff decide with a reason, both homes and the supplier read of it, nobody sees a number."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from greener_homes import db, matches, organisations
from greener_homes.matches import MatchState
from greener_homes.people import Audience
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests import scenes
from tests.utility_connectors import partner_scenes as partners
from tests.web.visiting import application, registered, signed_in
from web.app import GreenerHomes

FIRST, SECOND, UTILITY = "first@test.example", "second@test.example", "utility@test.example"
ACCOUNT, METER = "4004421977", "M77801355"


@pytest.fixture
def app(engine: Engine, settings: Settings) -> Iterator[GreenerHomes]:
    keys = open_vault(settings)
    with db.transaction(engine) as session:
        supplier = partners.supplier(session)
        for email in (FIRST, SECOND):
            who = scenes.resident(session, keys, email=email)
            partners.agree(session, who, supplier)
            partners.link(session, keys, supplier, partners.Customer(who, ACCOUNT, METER))
        worker = scenes.person(session, keys, Audience.UTILITY_PARTNER, UTILITY)
        organisations.add_member(session, supplier, worker.id, now=scenes.NOW)
    registered(engine, settings)
    yield application(engine, settings)


@pytest.fixture
def staff(app: GreenerHomes) -> FlaskClient:
    return signed_in(app)


def held(engine: Engine) -> uuid.UUID:
    with db.reading(engine) as session:
        return matches.held(session)[0].id


def states(engine: Engine) -> list[str]:
    with db.reading(engine) as session:
        return list(session.execute(text("SELECT state FROM home_match ORDER BY made_at, id")).scalars())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_staff_see_what_they_need_and_no_number(
    app: GreenerHomes, staff: FlaskClient, engine: Engine, language: str
) -> None:
    pages = [staff.get(f"/programme/matches?lang={language}").text]
    pages.append(staff.get(f"/programme/matches/{held(engine)}?lang={language}").text)
    for page in pages:
        assert "977" in page and "355" in page
        assert ACCOUNT not in page and METER not in page and FIRST not in page and SECOND not in page
    assert "Lakeshore" in pages[0] and ("Ask Lakeshore" in pages[1] or "Demandez à Lakeshore" in pages[1])


def test_a_claim_is_let_through_in_two_acts(app: GreenerHomes, staff: FlaskClient, engine: Engine) -> None:
    address = f"/programme/matches/{held(engine)}"
    assert "First undo the match" in staff.get(address).text
    early = staff.post(f"{address}/release", data={"reason": "supplier_says_this"})
    assert early.status_code == 422 and "Another home is still matched" in early.text
    undone = staff.post(f"{address}/undo", data={"reason": "other_left"}, follow_redirects=True)
    assert undone.status_code == 200 and "None any more." in undone.text
    through = staff.post(f"{address}/release", data={"reason": "supplier_says_this"}, follow_redirects=True)
    assert "No customer is claimed twice" in through.text and "Let through" in through.text
    assert states(engine) == ["undone", "live"]
    first, second = (signed_in(app, email) for email in (FIRST, SECOND))
    key = re.search(r"/sharing/suppliers/(lakeshore-\w+)", first.get("/sharing/suppliers").text)
    assert key is not None
    assert "is another household now" in first.get(key[0]).text
    assert "We looked at it: they are yours." in second.get(key[0]).text
    for client in (first, second):
        looked = client.get("/who-looked").text
        assert "Because two homes gave" in looked and "Program staff" in looked


def test_a_refused_claim_says_why_to_everybody_and_can_be_looked_at_again(
    app: GreenerHomes, staff: FlaskClient, engine: Engine
) -> None:
    match_id = held(engine)
    utility = signed_in(app, UTILITY)
    before = utility.get("/partner/customers").text
    assert "Until we decide, rows go to the home that was first." in before
    refused = staff.post(f"/programme/matches/{match_id}/refuse", data={"reason": "not_shown"}, follow_redirects=True)
    assert "Nobody could show that the claim is true" in refused.text
    second = signed_in(app, SECOND)
    listed = second.get("/sharing/suppliers").text
    key = re.search(r"/sharing/suppliers/lakeshore-\w+", listed)
    assert key is not None and "could not confirm" in second.get(f"{key[0]}?lang=en").text
    after = utility.get("/partner/customers?lang=fr").text
    assert "n’a pas pu être confirmée" in after and ACCOUNT not in after
    again = staff.post(f"/programme/matches/{match_id}/again", follow_redirects=True)
    assert "The claim that waits" in again.text
    assert states(engine) == [MatchState.LIVE.value, MatchState.HELD.value]


@pytest.mark.parametrize("reason", [None, "", "supplier_says_other", "because", "mistake"])
def test_a_decision_without_a_fitting_reason_changes_nothing(
    app: GreenerHomes, staff: FlaskClient, engine: Engine, reason: str | None
) -> None:
    address = f"/programme/matches/{held(engine)}"
    form = {} if reason is None else {"reason": reason}
    for act in ("release", "undo"):
        assert staff.post(f"{address}/{act}", data=form).status_code == 422
    assert states(engine) == ["live", "held"]


def test_who_nobody_disputes_is_not_found(app: GreenerHomes, staff: FlaskClient, engine: Engine) -> None:
    with db.reading(engine) as session:
        live = session.execute(text("SELECT id FROM home_match WHERE state = 'live'")).scalar_one()
    assert staff.get(f"/programme/matches/{live}").status_code == 404
    for act in ("release", "refuse", "undo", "again"):
        assert staff.post(f"/programme/matches/{live}/{act}", data={"reason": "other_left"}).status_code in (404, 422)
    assert states(engine) == ["live", "held"]


def test_nothing_claimed_twice_is_a_page_too(engine: Engine, settings: Settings) -> None:
    registered(engine, settings)
    client = signed_in(application(engine, settings))
    assert "Nobody guesses." in client.get("/programme/matches?lang=en").text
