"""The regulator's prices on the page: read by the same parser, compared line by line, decided about, on record."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from greener_homes import db, rates
from greener_homes.reference.price_book import reference_book
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests.utility_connectors import published_rates
from tests.web.visiting import application, registered, signed_in


@pytest.fixture
def staff(engine: Engine, settings: Settings) -> Iterator[FlaskClient]:
    registered(engine, settings)
    yield signed_in(application(engine, settings))


def sent(staff: FlaskClient, data: bytes, effective: str = "2026-11-01") -> TestResponse:
    """The form as a browser sends it; written out, because the test client would leave a large one's file open."""
    mark = b"----form"
    body = b"\r\n".join(
        [
            b"--" + mark,
            b'Content-Disposition: form-data; name="effective"',
            b"",
            effective.encode(),
            b"--" + mark,
            b'Content-Disposition: form-data; name="file"; filename="BillData.xml"',
            b"Content-Type: text/xml",
            b"",
            data,
            b"--" + mark + b"--",
            b"",
        ]
    )
    return staff.post("/programme/prices", data=body, content_type=f"multipart/form-data; boundary={mark.decode()}")


def acts(engine: Engine) -> list[str]:
    with db.reading(engine) as session:
        query = (
            "SELECT action FROM audit_event WHERE action LIKE 'rates.%' AND actor_audience = 'programme' ORDER BY at"
        )
        return list(session.execute(text(query)).scalars())


def test_a_file_is_compared_approved_and_taken_back(staff: FlaskClient, engine: Engine, settings: Settings) -> None:
    assert "No file read yet" in staff.get("/programme/prices").text
    answered = sent(staff, published_rates.electricity({"RPPOffP": "0.1"}))
    assert answered.status_code == 303
    sheet = answered.headers["Location"]
    page = staff.get(sheet).text
    assert "Time-of-use, off-peak" in page and "+2%" in page and "figures as they were" in page
    assert re.search(r">9\.8<.*?>10<", page, re.S)
    french = staff.get(f"{sheet}?lang=fr").text
    assert "Selon l’heure, heures creuses" in french and "+2\u00a0%" in french
    with db.reading(engine) as session:
        assert rates.in_use(session) == reference_book()
    staff.get("/programme/prices?lang=en")
    approved = staff.post(f"{sheet}/approve", follow_redirects=True).text
    assert "In use" in approved and "+2%" in approved
    with db.reading(engine) as session:
        assert rates.in_use(session) != reference_book()
    assert "Turned down" in staff.post(f"{sheet}/decline", follow_redirects=True).text
    with db.reading(engine) as session:
        assert rates.in_use(session) == reference_book()
    assert acts(engine) == ["rates.proposed", "rates.approved", "rates.declined"]
    assert list(open_vault(settings).spooled_names()) == []


def test_the_same_file_again_is_the_same_sheet(staff: FlaskClient) -> None:
    first, again = (sent(staff, published_rates.gas(), "").headers["Location"] for _ in range(2))
    assert first == again
    assert "Enbridge Gas" in staff.get(first).text
    listed = staff.get("/programme/prices?lang=fr").text
    assert '<span class="under">Gaz naturel</span>' in listed


@pytest.mark.parametrize(
    ("data", "effective"),
    [
        (published_rates.electricity({}), ""),
        (published_rates.electricity({}), "2026-13-01"),
        (published_rates.electricity({"RPPOffP": "9"}), "2026-11-01"),
        (b"", "2026-11-01"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "2026-11-01"),
        (b"<BillDataTable>" + b" " * 5_000_001, "2026-11-01"),
        (b"PK\x03\x04", "2026-11-01"),
    ],
)
def test_what_the_command_refuses_the_page_refuses_in_words(
    staff: FlaskClient, engine: Engine, settings: Settings, data: bytes, effective: str
) -> None:
    answered = sent(staff, data, effective)
    assert answered.status_code == 422
    assert "needs you" in answered.text
    with db.reading(engine) as session:
        assert list(rates.sheets(session)) == []
    assert list(open_vault(settings).spooled_names()) == []


def test_no_file_is_said_so(staff: FlaskClient) -> None:
    answered = staff.post("/programme/prices", data={"effective": "2026-11-01"})
    assert answered.status_code == 422 and "Choose a file first." in answered.text


def test_a_distributor_that_was_not_found_is_said(staff: FlaskClient) -> None:
    data = published_rates.electricity({}).replace(b"Oshawa PUC Networks Inc.", b"Some Other Networks Inc.")
    answered = staff.get(sent(staff, data).headers["Location"])
    assert "Oshawa Power" in answered.text and "notice warn" in answered.text


def test_prices_past_their_time_are_named(staff: FlaskClient) -> None:
    page = staff.get("/programme/prices?lang=en").text
    assert "Some prices are past their time" in page and "days ago" in page
    assert "no price for March 2020 to October 2021" in page
    assert "Des prix ont dépassé leur temps" in staff.get("/programme/prices?lang=fr").text
