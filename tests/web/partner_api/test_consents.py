"""Consents for a partner: its own customers, by names only it can work out, nothing missed, nobody else's."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from greener_homes import consent, db, matches, privacy
from greener_homes.consent import Answer, Purpose, Source
from greener_homes.vault import Vault
from models.quantities import Commodity
from tests import scenes
from tests.web.partner_api.conftest import Software

Bearer = Callable[..., dict[str, str]]
GAS, POWER = Commodity.NATURAL_GAS, Commodity.ELECTRICITY


@pytest.fixture
def header(software: Software, bearer: Bearer) -> dict[str, str]:
    return bearer(software)


def customer(
    engine: Engine,
    keys: Vault,
    supplier: Software,
    number: str,
    *,
    at: datetime,
    commodities: tuple[Commodity, ...] = (POWER,),
) -> scenes.Resident:
    """A resident who agreed that this supplier sends, and typed account and meter."""
    with db.transaction(engine) as session:
        who = scenes.resident(session, keys)
        consent.publish_statements(session, now=at)
        words = consent.statement(session, Purpose.ADVICE, who.person.language)
        answer = Answer(
            who.person.id,
            who.home.id,
            Source.PARTNER,
            commodities,
            words.id,
            scenes.MOVED_IN,
            supplier_id=supplier.organisation,
            account_holder=True,
        )
        consent.grant(session, answer, actor=who.person.actor, now=at)
        for commodity in commodities:
            matches.link(
                session,
                keys,
                who.home.id,
                who.person.id,
                supplier.organisation,
                account=f"A{number}",
                meter=f"M{number}",
                commodity=commodity,
                actor=who.person.actor,
                now=at,
            )
    return who


def pseudonym(client: FlaskClient, header: dict[str, str], number: str) -> str:
    """What a utility works out for itself."""
    told = client.get("/api/v1/pseudonyms", headers=header).get_json()
    assert (told["algorithm"], told["message"]) == ("HMAC-SHA-256", "account|meter")
    return hmac.digest(bytes.fromhex(told["key"]), f"A{number}|M{number}".encode(), "sha256").hex()


def test_a_partner_finds_its_customer_by_its_own_numbers(
    browserless: FlaskClient, software: Software, header: dict[str, str], engine: Engine, keys: Vault
) -> None:
    customer(engine, keys, software, "1", at=datetime.now(UTC) - timedelta(hours=1))
    expected = pseudonym(browserless, header, "1")
    changes = browserless.get("/api/v1/consents", headers=header).get_json()["items"]
    assert [(one["pseudonym"], one["change"], one["commodity"]) for one in changes] == [
        (expected, "granted", "electricity")
    ]
    listed = browserless.get("/api/v1/manifest", headers=header).get_json()["items"]
    assert [one["pseudonym"] for one in listed] == [expected]
    assert listed[0]["data_from"] == scenes.MOVED_IN.isoformat()


def test_nothing_names_a_home_a_person_or_a_number(
    browserless: FlaskClient, software: Software, header: dict[str, str], engine: Engine, keys: Vault
) -> None:
    who = customer(engine, keys, software, "7731", at=datetime.now(UTC) - timedelta(hours=1))
    for path in ("/api/v1/consents", "/api/v1/manifest"):
        said = browserless.get(path, headers=header).get_data(as_text=True)
        for secret in ("A7731", "M7731", str(who.home.id), str(who.person.id), who.person.name):
            assert secret not in said


def test_another_suppliers_customers_are_never_listed_and_its_names_differ(
    browserless: FlaskClient,
    software: Software,
    header: dict[str, str],
    new_software: Callable[..., Software],
    bearer: Bearer,
    engine: Engine,
    keys: Vault,
) -> None:
    customer(engine, keys, software, "1", at=datetime.now(UTC) - timedelta(hours=1))
    other = bearer(new_software())
    for path in ("/api/v1/consents", "/api/v1/manifest"):
        assert browserless.get(path, headers=other).get_json()["items"] == []
    assert pseudonym(browserless, header, "1") != pseudonym(browserless, other, "1")


def test_a_withdrawal_is_told_and_leaves_the_manifest(
    browserless: FlaskClient, software: Software, header: dict[str, str], engine: Engine, keys: Vault
) -> None:
    now = datetime.now(UTC)
    who = customer(engine, keys, software, "1", at=now - timedelta(hours=1), commodities=(POWER, GAS))
    with db.transaction(engine) as session:
        privacy.withdraw(
            session,
            keys,
            who.home.id,
            Purpose.ADVICE,
            source=Source.PARTNER,
            supplier_id=software.organisation,
            commodities=(GAS,),
            actor=who.person.actor,
            now=now - timedelta(minutes=30),
        )
    since = (now - timedelta(minutes=45)).strftime("%Y-%m-%dT%H:%M:%SZ")
    changes = browserless.get(f"/api/v1/consents?since={since}", headers=header).get_json()["items"]
    assert [(one["commodity"], one["change"]) for one in changes] == [("natural_gas", "withdrawn")]
    listed = browserless.get("/api/v1/manifest", headers=header).get_json()["items"]
    assert [one["commodity"] for one in listed] == ["electricity"]


def test_pages_hold_every_change_once_in_one_order(
    browserless: FlaskClient, software: Software, header: dict[str, str], engine: Engine, keys: Vault
) -> None:
    begun = datetime.now(UTC) - timedelta(hours=2)
    for place in range(7):
        customer(engine, keys, software, str(place), at=begun + timedelta(minutes=place // 2))
    whole = browserless.get("/api/v1/consents?limit=1000", headers=header).get_json()
    assert whole["next"] is None
    for limit in (1, 2, 3, 7):
        seen: list[str] = []
        where = f"/api/v1/consents?limit={limit}"
        while where:
            page = browserless.get(where, headers=header).get_json()
            seen += [one["id"] for one in page["items"]]
            where = page["next"]
        assert seen == [one["id"] for one in whole["items"]]
        assert len(seen) == 7
    listed: list[str] = []
    where = "/api/v1/manifest?limit=2"
    while where:
        page = browserless.get(where, headers=header).get_json()
        listed += [one["pseudonym"] for one in page["items"]]
        where = page["next"]
    assert listed == sorted(set(listed)) and len(listed) == 7


def test_asking_again_from_where_it_says_misses_nothing(
    browserless: FlaskClient, software: Software, header: dict[str, str], engine: Engine, keys: Vault
) -> None:
    customer(engine, keys, software, "1", at=datetime.now(UTC) - timedelta(hours=1))
    first = browserless.get("/api/v1/consents", headers=header).get_json()
    customer(engine, keys, software, "2", at=datetime.now(UTC))
    since = first["poll_since"]
    again = browserless.get("/api/v1/consents", headers=header, query_string={"since": since}).get_json()
    assert pseudonym(browserless, header, "2") in [one["pseudonym"] for one in again["items"]]


def test_a_token_brought_back_links_the_customer_once(
    browserless: FlaskClient, software: Software, header: dict[str, str], engine: Engine, keys: Vault
) -> None:
    now = datetime.now(UTC)
    with db.transaction(engine) as session:
        who = scenes.resident(session, keys)
        token = matches.new_token(
            session,
            keys,
            who.home.id,
            who.person.id,
            software.organisation,
            commodity=POWER,
            actor=who.person.actor,
            now=now,
        )
    wanted = {"token": token, "account": "A9", "meter": "M9"}
    answered = browserless.post("/api/v1/matches", json=wanted, headers=header)
    assert (answered.status_code, answered.get_json()) == (200, {"state": "live", "commodity": "electricity"})
    again = browserless.post("/api/v1/matches", json=wanted, headers=header)
    assert (again.status_code, again.get_json()["code"]) == (422, "match.token_unknown")
    assert token not in again.get_data(as_text=True)


def test_another_suppliers_token_is_unknown(
    browserless: FlaskClient,
    software: Software,
    new_software: Callable[..., Software],
    bearer: Bearer,
    engine: Engine,
    keys: Vault,
) -> None:
    with db.transaction(engine) as session:
        who = scenes.resident(session, keys)
        token = matches.new_token(
            session,
            keys,
            who.home.id,
            who.person.id,
            software.organisation,
            commodity=POWER,
            actor=who.person.actor,
            now=datetime.now(UTC),
        )
    wanted = {"token": token, "account": "A9", "meter": "M9"}
    answered = browserless.post("/api/v1/matches", json=wanted, headers=bearer(new_software()))
    assert answered.get_json()["code"] == "match.token_unknown"


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b'{"token":"T","account":"A","meter":"M"}', "text/plain", 415),
        (b'{"token":"T","account":"A","meter":"M"}', "application/xml", 415),
        (b'{"token":"T","token":"U","account":"A","meter":"M"}', "application/json", 400),
        (b'{"token":"T","account":"A","meter":NaN}', "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"token":"T","account":"A","meter":"M","home_id":"x"}', "application/json", 422),
        (b'{"token":"T","account":1,"meter":"M"}', "application/json", 422),
        (b'{"token":"T","account":"A ","meter":"M"}', "application/json", 422),
        ('{"token":"T","account":"\u0410","meter":"M"}'.encode(), "application/json", 422),
        (b" " * 1_000_001, "application/json", 400),
    ],
)
def test_a_body_that_is_not_the_object_we_take_is_refused(
    browserless: FlaskClient, header: dict[str, str], content: bytes, kind: str, status: int
) -> None:
    answered = browserless.post("/api/v1/matches", data=content, headers=header, content_type=kind)
    assert answered.status_code in (status, 413 if len(content) > 500_000 else status)
    assert answered.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    "since", ["1", "0.5", "2026-01-01", "yesterday", "2026-13-01T00:00:00Z", "٢٠٢٦-01-01T00:00:00Z"]
)
def test_a_time_is_written_whole_with_its_offset(browserless: FlaskClient, header: dict[str, str], since: str) -> None:
    answered = browserless.get("/api/v1/consents", query_string={"since": since}, headers=header)
    assert (answered.status_code, answered.get_json()["code"]) == (400, "api.query")
