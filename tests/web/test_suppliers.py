"""A resident says which customer of a supplier they are: permission first, exactly, explained, and undone."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from greener_homes import audit, consent, db, matches, organisations
from greener_homes.consent import Answer, Purpose, Source
from greener_homes.organisations import OrganisationKind
from greener_homes.settings import Settings
from greener_homes.vault import Vault, open_vault
from models.quantities import Commodity
from tests import scenes
from tests.web.visiting import application, signed_in
from web.app import GreenerHomes

PAIR = {"account": "0012-ACC", "meter": "MTR-9", "commodity": "electricity"}
HERE = "/sharing/suppliers/utility-a"


@pytest.fixture
def keys(settings: Settings) -> Vault:
    return open_vault(settings)


@pytest.fixture
def app(settings: Settings, engine: Engine) -> GreenerHomes:
    return application(engine, settings)


@pytest.fixture
def utility(engine: Engine) -> uuid.UUID:
    with db.transaction(engine) as session:
        return organisations.register(
            session, OrganisationKind.UTILITY, "utility-a", "Utility A", now=datetime.now(UTC)
        ).id


@pytest.fixture
def neighbour(app: GreenerHomes, engine: Engine, keys: Vault, utility: uuid.UUID) -> Callable[..., FlaskClient]:
    """Signs a new resident in, who has agreed that the utility sends electricity, or not."""

    def make(*, agreed: bool = True) -> FlaskClient:
        email, now = f"{uuid.uuid4().hex}@test.example", datetime.now(UTC)
        with db.transaction(engine) as session:
            who = scenes.resident(session, keys, email=email)
            consent.publish_statements(session, now=now)
            words = consent.statement(session, Purpose.ADVICE, who.person.language)
            answer = Answer(
                who.person.id,
                who.home.id,
                Source.PARTNER,
                (Commodity.ELECTRICITY,),
                words.id,
                scenes.MOVED_IN,
                supplier_id=utility,
                account_holder=True,
            )
            if agreed:
                consent.grant(session, answer, actor=who.person.actor, now=now)
        return signed_in(app, email)

    return make


def said(browser: FlaskClient, path: str = HERE) -> str:
    answered = browser.get(path)
    assert answered.status_code == 200
    return answered.get_data(as_text=True)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_permission_is_asked_before_any_number(neighbour: Callable[..., FlaskClient], language: str) -> None:
    browser = neighbour(agreed=False)
    page = said(browser, f"{HERE}?lang={language}")
    assert "/sharing/consent/advice?source=partner&amp;supplier=utility-a" in page
    assert 'name="account"' not in page
    assert said(browser, f"/sharing/suppliers?lang={language}").count("Utility A") >= 1
    for act in ("link", "token"):
        assert browser.post(f"{HERE}/{act}", data=PAIR).status_code == 403


def test_the_exact_pair_links_says_why_and_is_never_shown_again(
    neighbour: Callable[..., FlaskClient], engine: Engine
) -> None:
    browser = neighbour()
    answered = browser.post(f"{HERE}/link", data=PAIR)
    assert answered.headers["Location"] == HERE
    page = said(browser)
    assert "The pair of numbers you typed on" in page and "Linked" in page
    assert "0012-ACC" not in page and "MTR-9" not in page
    with db.reading(engine) as session:
        kept = session.execute(text("SELECT home_match::text FROM home_match")).scalars().all()
    assert len(kept) == 1 and "0012-ACC" not in kept[0]


@pytest.mark.parametrize(
    "change",
    [
        {"account": ""},
        {"meter": ""},
        {"account": " 0012-ACC"},
        {"account": "0012-ACC "},
        {"account": "0012-АСС"},
        {"account": "x" * 65},
        {"account": "0012\x00ACC"},
        {"commodity": "natural_gas"},
        {"commodity": ""},
        {"commodity": "everything"},
    ],
)
def test_what_is_not_exact_is_said_and_matches_nothing(
    neighbour: Callable[..., FlaskClient], engine: Engine, change: dict[str, str]
) -> None:
    assert neighbour().post(f"{HERE}/link", data=PAIR | change).status_code == 422
    with db.reading(engine) as session:
        assert session.execute(text("SELECT count(*) FROM home_match")).scalar_one() == 0


def test_a_second_home_with_the_same_pair_waits_for_staff(neighbour: Callable[..., FlaskClient]) -> None:
    first, second = neighbour(), neighbour()
    for browser in (first, second):
        browser.post(f"{HERE}/link", data=PAIR)
    assert "We are looking at it" in said(second)
    assert "We are looking at it" not in said(first)


def test_a_token_is_shown_once_and_comes_back_from_the_supplier(
    neighbour: Callable[..., FlaskClient], engine: Engine, keys: Vault, utility: uuid.UUID
) -> None:
    browser = neighbour()
    page = browser.post(f"{HERE}/token", data={"commodity": "electricity"})
    found = re.search(r"([2-9A-Z]{5}-){4}[2-9A-Z]{5}", page.get_data(as_text=True))
    assert found is not None and page.headers["Cache-Control"] == "no-store"
    assert found[0] not in said(browser) and "has not come back yet" in said(browser)
    with db.transaction(engine) as session:
        matches.link_by_token(
            session,
            keys,
            utility,
            token=found[0],
            account="A",
            meter="M",
            actor=audit.PLATFORM,
            now=datetime.now(UTC),
        )
    assert "came back to us from them" in said(browser)
    refused = browser.post(f"{HERE}/token", data={"commodity": "gold"})
    assert refused.status_code == 422
    assert re.findall(r'id="f-([a-z-]+)-error"', refused.get_data(as_text=True)) == ["token-commodity"]


def test_a_match_is_undone_by_its_own_home_alone(neighbour: Callable[..., FlaskClient], engine: Engine) -> None:
    mine, theirs = neighbour(), neighbour()
    mine.post(f"{HERE}/link", data=PAIR)
    with db.reading(engine) as session:
        match = session.execute(text("SELECT id FROM home_match")).scalar_one()
    for unknown in (match, uuid.uuid4()):
        assert theirs.post(f"/sharing/suppliers/matches/{unknown}/undo").status_code == 404
    assert "Linked" in said(mine)
    assert mine.post(f"/sharing/suppliers/matches/{match}/undo").status_code == 303
    assert "Undone" in said(mine) and "/undo" not in said(mine)


def test_a_supplier_that_is_none_is_not_found(neighbour: Callable[..., FlaskClient], engine: Engine) -> None:
    with db.transaction(engine) as session:
        organisations.register(session, OrganisationKind.LENDER, "lender-a", "Lender A", now=datetime.now(UTC))
    browser = neighbour()
    assert browser.get("/sharing/suppliers/nobody").status_code == 404
    assert browser.get("/sharing/suppliers/lender-a").status_code == 404
