"""Partners on the staff's pages: an agreement entered, seen by the partner, kept to, and all of them in one file."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from greener_homes import db, organisations
from greener_homes.local_days import LOCAL
from greener_homes.organisations import OrganisationKind
from greener_homes.people import Audience
from greener_homes.settings import Settings
from tests.web import visiting

TODAY = datetime.now(UTC).astimezone(LOCAL).date()
UTILITY_STAFF = "export@utility.example"
SAID = {
    "reference": "DUA-7",
    "signed_on": (TODAY - timedelta(days=9)).isoformat(),
    "begins_on": (TODAY - timedelta(days=9)).isoformat(),
    "expires_on": (TODAY + timedelta(days=30)).isoformat(),
    "retention_days": "365",
    "contacts": "privacy office",
    "purpose": ["usage", "counts"],
    "field": ["electricity"],
}


@pytest.fixture
def both(engine: Engine, settings: Settings) -> tuple[FlaskClient, FlaskClient]:
    """Staff, and somebody of a utility."""
    visiting.registered(engine, settings)
    person = visiting.registered(engine, settings, UTILITY_STAFF, Audience.UTILITY_PARTNER)
    with db.transaction(engine) as session:
        now = datetime.now(UTC)
        one = organisations.register(session, OrganisationKind.UTILITY, "lakeside", "=Lakeside", now=now)
        organisations.add_member(session, one.id, person.id, now=now)
    app = visiting.application(engine, settings)
    return visiting.signed_in(app), visiting.signed_in(app, UTILITY_STAFF)


def test_an_agreement_is_entered_seen_and_kept_to(both: tuple[FlaskClient, FlaskClient]) -> None:
    staff, partner = both
    assert "no agreement on file" in staff.get("/programme/partners").text
    assert "No agreement on file" in partner.get("/partner/agreement").text
    made = staff.post("/programme/partners/lakeside/agreements", data=SAID)
    assert made.status_code == 303
    page = staff.get(made.headers["Location"]).text
    assert "DUA-7" in page and "privacy office" in page and "The agreement ends in 30 days" in page
    seen = partner.get("/partner/agreement").text
    assert "Ends soon" in seen and "365 days" in seen and "fewer than 10" in seen
    refused = partner.post("/partner/clients", data={"name": "Nightly", "scope": "consents:read"})
    assert refused.status_code == 422 and "does not cover this" in refused.text
    assert partner.post("/partner/clients", data={"name": "Nightly", "scope": "imports:write"}).status_code == 200
    (row,) = csv.DictReader(io.StringIO(staff.get("/programme/partners.csv").text.removeprefix("\ufeff")))
    assert row["name"] == "'=Lakeside" and row["agreement"] == "ends_soon" and row["homes"] == "<10"


def test_what_does_not_fit_is_said_beside_what_was_typed(both: tuple[FlaskClient, FlaskClient]) -> None:
    staff, _ = both
    for changed, said in (
        ({"field": []}, "Choose what of a home may pass"),
        ({"expires_on": "soon"}, "Write the date as"),
        ({"purpose": ["everything"]}, "Choose at least one purpose"),
        ({"retention_days": "1e9"}, "with digits only"),
        ({"contacts": ""}, "Give it a reference"),
    ):
        answered = staff.post("/programme/partners/lakeside/agreements", data=SAID | changed)
        assert answered.status_code == 422 and said in answered.text and "DUA-7" in answered.text


def test_it_is_ended_and_what_is_not_there_is_not_found(both: tuple[FlaskClient, FlaskClient]) -> None:
    staff, partner = both
    staff.post("/programme/partners/lakeside/agreements", data=SAID)
    page = staff.get("/programme/partners/lakeside").text
    end = page.partition("/programme/partners/agreements/")[2].partition('"')[0]
    assert "The agreement has ended" in staff.post(f"/programme/partners/agreements/{end}", follow_redirects=True).text
    assert "No new file and no new credential" in partner.get("/partner/agreement?lang=en").text
    assert staff.get("/programme/partners/nobody").status_code == 404
    assert staff.post(f"/programme/partners/agreements/{uuid.UUID(int=1)}/end").status_code == 404
    assert partner.get("/programme/partners").status_code == 404
