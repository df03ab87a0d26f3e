"""Typing bills and deliveries on the page: kept, shown, taken back, refused beside the field at fault."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from coach.homes import evidence
from greener_homes import consent, db
from greener_homes.consent import Answer, Purpose, Source
from greener_homes.settings import Settings
from greener_homes.tables.connection import TypedEntry
from greener_homes.vault import open_vault
from models.quantities import Commodity
from tests import scenes
from tests.web.visiting import application, signed_in

EMAIL = "resident@test.example"
COVERED = (Commodity.NATURAL_GAS, Commodity.OIL)


@pytest.fixture
def who(engine: Engine, settings: Settings) -> scenes.Resident:
    with db.transaction(engine) as session:
        return scenes.resident(session, open_vault(settings), email=EMAIL)


@pytest.fixture
def client(engine: Engine, settings: Settings, who: scenes.Resident) -> Iterator[FlaskClient]:
    yield signed_in(application(engine, settings), EMAIL)


@pytest.fixture
def allowed(engine: Engine, who: scenes.Resident) -> None:
    with db.transaction(engine) as session:
        consent.publish_statements(session, now=scenes.NOW)
        words = consent.statement(session, Purpose.ADVICE, who.person.language)
        answer = Answer(who.person.id, who.home.id, Source.BILLS, COVERED, words.id, scenes.MOVED_IN)
        consent.grant(session, answer, actor=who.person.actor, now=scenes.NOW)


GAS = {"commodity": "natural_gas", "starts_on": "2025-01-04", "ends_on": "2025-02-03", "amount": "310.5"}
OIL = {"commodity": "oil", "ends_on": "2025-01-10", "amount": "600", "filled": "yes", "cost": "912.40"}


@pytest.mark.usefixtures("allowed")
def test_bills_and_deliveries_are_kept_shown_and_taken_back(client: FlaskClient, engine: Engine) -> None:
    assert client.post("/bills/typed", data=GAS).status_code == 303
    assert client.post("/bills/typed", data=OIL).status_code == 303
    english, french = (client.get(f"/bills/typed?lang={language}").get_data(as_text=True) for language in ("en", "fr"))
    assert "Heating oil, 600 L" in english
    assert "Mazout, 600 L" in french
    with db.transaction(engine) as session:
        entries = session.exec(select(TypedEntry)).all()
        assert sorted((str(entry.amount), entry.cost_cents) for entry in entries) == [
            ("310.500", None),
            ("600.000", 91240),
        ]
        ids = [entry.id for entry in entries]
    for entry in ids:
        assert client.post(f"/bills/typed/{entry}/remove").status_code == 303
    assert "Nothing yet" in client.get("/bills/typed?lang=en").get_data(as_text=True)


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": "1_000"}, "amount"),
        ({"amount": ""}, "amount"),
        ({"amount": "310,5"}, "amount"),
        ({"amount": "1e3"}, "amount"),
        ({"ends_on": "2025-01-04"}, "ends_on"),
        ({"ends_on": "soon"}, "ends_on"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"starts_on": ""}, "starts_on"),
        ({"cost": "-1"}, "cost"),
        ({"cost": "12 dollars"}, "cost"),
        ({"commodity": "steam"}, "commodity"),
        ({"commodity": "x"}, "commodity"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    client: FlaskClient, engine: Engine, changes: dict[str, str], field: str
) -> None:
    answered = client.post("/bills/typed", data=GAS | changes)
    assert answered.status_code == 422
    assert f'href="#f-{field}"' in answered.get_data(as_text=True)
    with db.transaction(engine) as session:
        assert session.exec(select(TypedEntry)).all() == []


@pytest.mark.usefixtures("allowed")
def test_everything_that_cannot_be_read_is_said_at_once_and_the_rest_stays(client: FlaskClient) -> None:
    wrong = OIL | {"ends_on": "soon", "amount": "much", "cost": "-1"}
    page = client.post("/bills/typed", data=wrong).get_data(as_text=True)
    assert re.findall(r'href="#f-(\w+)"', page) == ["ends_on", "amount", "cost"]
    assert 'value="yes" checked' in page


def test_without_a_permission_the_page_asks_for_one_and_nothing_is_kept(client: FlaskClient, engine: Engine) -> None:
    page = client.get("/bills/typed?lang=en").get_data(as_text=True)
    assert "Read and decide" in page
    assert "<input" not in page.split("<main", 1)[1].split("</main", 1)[0]
    assert client.post("/bills/typed", data=GAS).status_code == 422
    with db.transaction(engine) as session:
        assert session.exec(select(TypedEntry)).all() == []


@pytest.mark.usefixtures("allowed")
def test_a_last_bill_that_is_not_ours_is_said_here_and_kept_for_the_coach(
    client: FlaskClient, engine: Engine, who: scenes.Resident
) -> None:
    bill = {"commodity": "natural_gas", "starts_on": "2026-07-01", "ends_on": "2026-08-01", "amount": "40"}
    fair = {**bill, "starts_on": "2026-06-01", "ends_on": "2026-07-01", "cost": "43.35"}
    assert client.post("/bills/typed", data=fair).status_code == 303
    assert "our prices make" not in client.get("/bills/typed").get_data(as_text=True)
    assert client.post("/bills/typed", data={**bill, "cost": "39.59"}).status_code == 303
    english, french = (client.get(f"/bills/typed?lang={each}").get_data(as_text=True) for each in ("en", "fr"))
    assert "Your last gas bill was $39.59" in english and "It may be the tax" in english
    assert "Votre dernière facture de gaz" in french
    with db.transaction(engine) as session:
        live = consent.require(session, who.home.id, Purpose.ADVICE, Source.BILLS, at=scenes.NOW)
        kept = evidence.gather(session, [live], now=scenes.NOW)
        assert "bill.disagrees_natural_gas" in [each.code for each in kept.evidence.findings]
