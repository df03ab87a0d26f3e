"""Programmes on the staff's pages: a change is written down, looked at, approved by another person, and put back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from coach.homes import figures_in_use
from greener_homes import db
from greener_homes.local_days import LOCAL
from greener_homes.settings import Settings
from models.incentives.load import graph
from tests.web import visiting

OTHER = "other.staff@test.example"
TODAY = datetime.now(UTC).astimezone(LOCAL).date()
FORM = "/programme/incentives/offer/HRS-TSTAT/change"
SAID = {
    "low": "90",
    "typical": "100",
    "high": "100",
    "most": "100",
    "state": "as_programme",
    "seen_on": TODAY.isoformat(),
    "source": "https://example.org/thermostats?year=2026",
    "effective_from": TODAY.isoformat(),
    "review_on": (TODAY + timedelta(days=90)).isoformat(),
    "why": "The thermostat rebate is a hundred dollars now.",
    "why_fr": "La remise sur le thermostat est de cent dollars maintenant.",
}


@pytest.fixture
def both(engine: Engine, settings: Settings) -> tuple[FlaskClient, FlaskClient]:
    """Two members of staff, each in a browser of their own."""
    for email in (visiting.STAFF, OTHER):
        visiting.registered(engine, settings, email)
    app = visiting.application(engine, settings)
    return visiting.signed_in(app), visiting.signed_in(app, OTHER)


def counted(engine: Engine) -> float:
    with db.reading(engine) as session:
        return figures_in_use.in_use(session, TODAY).offers["HRS-TSTAT"].pay.cents[1] / 100


def test_a_change_needs_two_people_and_can_be_put_back(both: tuple[FlaskClient, FlaskClient], engine: Engine) -> None:
    one, two = both
    assert "Home Renovation Savings" in one.get("/programme/incentives").text
    assert "Smart thermostat" in one.get("/programme/incentives/HRS").text
    assert 'value="75"' in one.get(FORM).text
    answered = one.post(FORM, data=SAID)
    assert answered.status_code == 303
    change = answered.headers["Location"]
    page = one.get(change).text
    assert "$90, $100, $100" in page and "Fewer than 10 homes" in page and "Approve this change" not in page
    refused = one.post(f"{change}/approve")
    assert refused.status_code == 422 and "Somebody else must approve" in refused.text
    assert counted(engine) == graph().offers["HRS-TSTAT"].pay.cents[1] / 100
    assert "Waits for a second person" in two.get("/programme/incentives").text
    assert "Counts" in two.post(f"{change}/approve", follow_redirects=True).text
    assert counted(engine) == 100.0
    assert "déjà fait l’objet" in two.post(f"{change}/decline?lang=fr").text
    back = two.post(f"{change}/undo").headers["Location"]
    assert one.post(f"{back}/approve?lang=en").status_code == 303 and counted(engine) == 75.0
    with db.reading(engine) as session:
        acts = session.execute(text("SELECT action FROM audit_event WHERE action LIKE 'incentive.%' ORDER BY at, id"))
        assert list(acts.scalars()) == ["incentive.proposed", "incentive.approved"] * 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"source": "somebody"}, "an address that begins with https"),
        ({"why": ""}, "Say in a sentence"),
        ({"typical": "50"}, "low, typical and high"),
        ({"typical": "1e3"}, "with digits only"),
        ({"seen_on": ""}, "Write the day you looked it up"),
        ({"low": "", "typical": "", "high": "", "most": "75"}, "This is how it is already"),
        ({"state": "open", "since": "lately"}, "2026-04-30, 2026-04 or 2026"),
        ({"state": "ajar"}, "Choose one of the answers"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(
    both: tuple[FlaskClient, FlaskClient], changed: dict[str, str], said: str
) -> None:
    answered = both[0].post(FORM, data=SAID | changed)
    assert answered.status_code == 422 and said in answered.text
    assert "needs you" in answered.text


def test_a_programme_closes_and_a_limit_moves(both: tuple[FlaskClient, FlaskClient]) -> None:
    one, two = both
    said = {name: SAID[name] for name in ("seen_on", "source", "effective_from", "review_on", "why", "why_fr")}
    closed = {"state": "closed", "since": TODAY.isoformat(), "closes": TODAY.isoformat(), "closes_certain": "yes"}
    sent = one.post("/programme/incentives/programme/HRS/change", data=said | closed)
    assert "The last day is certain" in one.get(sent.headers["Location"]).text
    assert two.post(f"{sent.headers['Location']}/approve").status_code == 303
    assert "Closed to applications" in one.get("/programme/incentives/HRS").text
    limit = one.post(
        "/programme/incentives/cap/HRS-HOME-GAS/change",
        data=said | {"low": "5000", "typical": "10000", "high": "10000"},
    )
    assert limit.status_code == 303 and "$5,000, $10,000, $10,000" in one.get(limit.headers["Location"]).text


def test_what_is_not_there_is_not_found(both: tuple[FlaskClient, FlaskClient]) -> None:
    for address in (
        "/HRS-NO",
        "/offer/HRS-NO/change",
        "/nothing/HRS/change",
        f"/changes/{'0' * 8}-{'0000-' * 3}{'0' * 12}",
    ):
        assert both[0].get(f"/programme/incentives{address}").status_code == 404
