"""Connecting a utility, as a resident's browser meets it: every state has its page, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from greener_homes import consent, db, permissions
from greener_homes.permissions import PermissionState
from greener_homes.settings import Settings
from greener_homes.tables.connection import Permission
from greener_homes.vault import open_vault
from tests import scenes
from tests.utility_connectors.green_button.rogue_utility import SUBSCRIPTION, RogueUtility, batch_list, running
from tests.utility_connectors.green_button.stage import Stage, agree
from tests.web.visiting import application, signed_in
from utility_connectors import custodians
from web.app import GreenerHomes

HOSTILE = Path(__file__).resolve().parents[2] / ".." / "shared" / "samples" / "hostile" / "gb_notify"
EMAIL = "resident@test.example"
PAGE = "/sharing/utilities/rogue"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"allow_loopback": True, "public_url": "http://localhost"})


@pytest.fixture
def utility() -> Iterator[RogueUtility]:
    with running(datetime.now(UTC)) as utility:
        yield utility


@pytest.fixture
def app(settings: Settings, engine: Engine, utility: RogueUtility) -> GreenerHomes:
    return application(engine, settings)


@pytest.fixture
def stage(settings: Settings, engine: Engine, utility: RogueUtility) -> Stage:
    """A resident who agreed, and the utility, registered; everybody's time is now, as a browser's is."""
    vault = open_vault(settings)
    now = datetime.now(UTC)
    with db.transaction(engine) as session:
        consent.publish_statements(session, now=now)
        who = scenes.resident(session, vault, email=EMAIL)
        supplier = custodians.register(session, vault, utility.description(), settings, now=now)
        agree(session, who, supplier.id, at=now - timedelta(minutes=1))
    return Stage(engine, settings, utility, who, "rogue", supplier.id, vault, now=now)


@pytest.fixture
def browser(app: GreenerHomes, stage: Stage) -> FlaskClient:
    return signed_in(app, EMAIL)


def page(browser: FlaskClient, language: str = "en", address: str = PAGE) -> str:
    return browser.get(f"{address}?lang={language}").get_data(as_text=True)


def leave(browser: FlaskClient) -> str:
    """The resident presses the button; where they are sent."""
    answered = browser.post(f"{PAGE}/connect")
    assert answered.status_code == 303
    return answered.headers["Location"]


def come_back(browser: FlaskClient, stage: Stage, answer: dict[str, str]) -> int:
    answered = browser.get("/green-button/return/rogue", query_string=answer)
    stage.now = datetime.now(UTC)
    return answered.status_code


def test_a_resident_finds_the_utility_leaves_comes_back_and_sees_the_readings_arrive(
    browser: FlaskClient, stage: Stage
) -> None:
    assert "Rogue Utility" in page(browser, address="/sharing/utilities")
    assert "Connect Rogue Utility" in page(browser)
    address = leave(browser)
    query = parse_qs(urlsplit(address).query)
    assert query["redirect_uri"] == ["http://localhost/green-button/return/rogue"]
    assert (query["code_challenge_method"], query["response_type"]) == (["S256"], ["code"])
    assert "waits for your answer" in page(browser)
    assert come_back(browser, stage, stage.utility.approve(address)) == 303
    assert "Connecting Rogue Utility" in page(browser)
    stage.work()
    said = page(browser)
    assert "Rogue Utility is connected" in said
    assert stage.stored > 2_000
    assert "Stop the connection" in said


def test_the_page_may_lead_to_the_utilitys_own_sign_in_and_nowhere_else(browser: FlaskClient, stage: Stage) -> None:
    policy = browser.get(PAGE).headers["Content-Security-Policy"]
    assert f"form-action 'self' {stage.utility.origin};" in policy
    elsewhere = browser.get("/sharing/utilities").headers["Content-Security-Policy"]
    assert "form-action 'self';" in elsewhere


def test_stopping_asks_first_and_then_says_whether_the_utility_confirmed(browser: FlaskClient, stage: Stage) -> None:
    come_back(browser, stage, stage.utility.approve(leave(browser)))
    stage.work()
    assert "Stop fetching from Rogue Utility?" in page(browser, address=f"{PAGE}/stop")
    assert stage.state == "accepted", "asking changes nothing"
    assert browser.post(f"{PAGE}/stop").status_code == 303
    assert "has not confirmed yet" in page(browser)
    stage.now = datetime.now(UTC)
    stage.work()
    assert "Rogue Utility has stopped" in page(browser)


def test_an_answer_to_another_browser_is_not_taken(app: GreenerHomes, browser: FlaskClient, stage: Stage) -> None:
    answer = stage.utility.approve(leave(browser))
    other = signed_in(app, EMAIL)
    assert come_back(other, stage, answer) == 409
    assert stage.state == "sent"
    assert come_back(browser, stage, answer) == 303


def test_without_having_agreed_nobody_is_sent_anywhere(app: GreenerHomes, stage: Stage, engine: Engine) -> None:
    with db.transaction(engine) as session:
        scenes.resident(session, stage.vault, email="new@test.example")
    browser = signed_in(app, "new@test.example")
    assert "Read what would be used" in page(browser)
    assert browser.post(f"{PAGE}/connect").status_code == 403


def test_a_utility_nobody_registered_is_not_found(browser: FlaskClient) -> None:
    assert browser.get("/sharing/utilities/nobody").status_code == 404
    assert browser.post("/sharing/utilities/nobody/connect").status_code == 404


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("state", list(PermissionState))
def test_every_state_has_a_page_in_both_languages(
    browser: FlaskClient, stage: Stage, engine: Engine, state: PermissionState, language: str
) -> None:
    with db.transaction(engine) as session:
        row = Permission(
            home_id=stage.who.home.id,
            person_id=stage.who.person.id,
            supplier_id=stage.supplier_id,
            state=state,
            code="utility.not_confirmed" if state in permissions.ENDING else "utility.unavailable",
            created_at=stage.now,
            moved_at=stage.now,
            filled_from=stage.now - timedelta(days=730),
            filled_back_to=stage.now - timedelta(days=200),
            fetched_to=stage.now,
        )
        permissions.create(session, row, now=stage.now)
    assert "Rogue Utility" in page(browser, language)
    assert "Rogue Utility" in page(browser, language, "/sharing/utilities")


def test_an_empty_list_of_utilities_says_what_to_do_instead(
    app: GreenerHomes, engine: Engine, settings: Settings, browser: FlaskClient, stage: Stage
) -> None:
    with db.transaction(engine) as session:
        custodians.register(session, stage.vault, stage.utility.description(enabled=False), settings, now=stage.now)
    assert "No utility can be connected yet" in page(browser, address="/sharing/utilities")
    assert "Aucun fournisseur" in page(browser, "fr", "/sharing/utilities")


# Notifications -------------------------------------------------------------------------------------------------
def connected(browser: FlaskClient, stage: Stage) -> None:
    come_back(browser, stage, stage.utility.approve(leave(browser)))
    stage.work()
    stage.utility.asked.clear()
    with db.transaction(stage.engine) as session:
        row = session.get_one(Permission, stage.permission.id)
        row.fetched_at = stage.now - timedelta(hours=1)


def notify(app: GreenerHomes, body: bytes, **how: str) -> int:
    status = app.test_client().post("/green-button/notifications", data=body, **how).status_code  # type: ignore[arg-type]
    assert isinstance(status, int)
    return status


def test_a_notification_needs_no_session_and_leads_to_one_look(
    app: GreenerHomes, browser: FlaskClient, stage: Stage
) -> None:
    connected(browser, stage)
    body = batch_list(stage.utility.origin + SUBSCRIPTION, "https://evil.example" + SUBSCRIPTION)
    assert [notify(app, body, content_type="application/atom+xml") for _ in range(5)] == [200] * 5
    stage.now = datetime.now(UTC)
    stage.work()
    assert [one.path for one in stage.utility.asked] == [SUBSCRIPTION]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"not xml", 400),
        (b"<BatchList xmlns='http://naesb.org/espi'><resources>", 400),
        (b"<!DOCTYPE x><BatchList xmlns='http://naesb.org/espi'/>", 400),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><BatchList xmlns='http://naesb.org/espi'>&a;</BatchList>", 400),
        (b"<BatchList xmlns='http://evil.example'/>", 400),
        (b"<BatchList xmlns='http://naesb.org/espi'/>", 200),
        (batch_list("file:///etc/passwd", "gopher://127.0.0.1/", "http://[::1]/", "\u00e9"), 200),
        (b"<a>" * 200 + b"</a>" * 200, 400),
        (b"\xff\xfe<\x00", 400),
        (b" " * 1_000_001, 413),
    ],
    ids=lambda given: str(given)[:60],
)  # fmt: skip
def test_a_malformed_or_foreign_notification_changes_nothing(
    app: GreenerHomes, stage: Stage, body: bytes, status: int
) -> None:
    assert notify(app, body, content_type="application/xml") == status
    assert stage.utility.asked == []


def test_the_hostile_notifications_do_what_they_are_labelled_with(
    app: GreenerHomes, browser: FlaskClient, stage: Stage
) -> None:
    if not HOSTILE.is_dir():
        pytest.skip("the hostile samples are not beside this repository")
    connected(browser, stage)
    for file in sorted(HOSTILE.iterdir()):
        body = file.read_bytes().replace(b"@@CUSTODIAN@@", stage.utility.origin.encode())
        assert notify(app, body.replace(b"@@SUBSCRIPTION_1@@", b"5"), content_type="application/xml") in (200, 400)
        stage.now = datetime.now(UTC)
        stage.work()
    assert len(stage.utility.asked) <= 1
