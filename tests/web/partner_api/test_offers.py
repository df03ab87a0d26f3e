"""Offers by API: stated once however often, a lender's own only, and never a fault whatever is sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from greener_homes import audit, db, organisations, partner_clients
from greener_homes.organisations import OrganisationKind
from greener_homes.partner_clients import Scope
from greener_homes.vault import Vault
from tests.finance_scenes import WRITTEN
from tests.utility_connectors.test_finance_terms import HOSTILE
from tests.web.partner_api.conftest import Software

STATED = {
    **{name: value for name, value in WRITTEN.items() if name not in ("key", "stated_at")},
    "stated_at": "2026-01-05T10:00:00-05:00",
    "term_min_months": 12,
    "term_max_months": 120,
}
Headers = dict[str, str]


@pytest.fixture
def new_lender(engine: Engine, keys: Vault, bearer: Callable[..., Headers]) -> Callable[..., Headers]:
    def make(name: str, kind: OrganisationKind = OrganisationKind.LENDER) -> Headers:
        now = datetime.now(UTC)
        with db.transaction(engine) as session:
            one = organisations.register(session, kind, name, name.title(), now=now).id
            scopes = (Scope.OFFERS_WRITE,)
            made = partner_clients.make(session, keys, one, "Rates", scopes, actor=audit.PLATFORM, now=now)
        return bearer(Software(one, str(made.client.id), made.secret))

    return make


@pytest.fixture
def mine(new_lender: Callable[..., Headers]) -> Headers:
    return new_lender("mine-lends")


def put(client: FlaskClient, who: Headers, key: str = "home-loan", **changed: Any) -> tuple[int, dict[str, Any]]:
    answered = client.put(f"/api/v1/offers/{key}", json={**STATED, **changed}, headers=who)
    return answered.status_code, answered.get_json()


def test_stating_twice_is_one_version_and_a_late_one_does_not_count(browserless: FlaskClient, mine: Headers) -> None:
    outcomes = [
        put(browserless, mine)[1]["outcome"],
        put(browserless, mine)[1]["outcome"],
        put(browserless, mine, rate_low_percent="5.99", stated_at="2026-02-01T00:00:00Z")[1]["outcome"],
        put(browserless, mine, rate_low_percent="9", stated_at="2026-01-20T00:00:00Z")[1]["outcome"],
    ]
    assert outcomes == ["new", "same", "changed", "late"]
    (listed,) = browserless.get("/api/v1/offers", headers=mine).get_json()["items"]
    assert (listed["rate_low_percent"], listed["version"], listed["state"]) == ("5.990", 2, "waiting")
    versions = browserless.get("/api/v1/offers/home-loan", headers=mine).get_json()["versions"]
    assert [each["version"] for each in versions] == [2, 3, 1]
    for _ in range(2):
        withdrawn = browserless.delete("/api/v1/offers/home-loan", headers=mine)
        assert (withdrawn.status_code, withdrawn.get_json()["state"]) == (200, "withdrawn")


def test_terms_of_the_same_moment_or_of_tomorrow_are_refused(browserless: FlaskClient, mine: Headers) -> None:
    put(browserless, mine)
    assert put(browserless, mine, rate_low_percent="1")[1]["code"] == "offer.same_moment"
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    assert put(browserless, mine, stated_at=tomorrow)[1]["code"] == "offer.future"


def test_another_lenders_offers_are_not_there(
    browserless: FlaskClient, mine: Headers, new_lender: Callable[..., Headers]
) -> None:
    other = new_lender("other-lends")
    put(browserless, other)
    assert browserless.get("/api/v1/offers", headers=mine).get_json() == {"items": []}
    for method in ("get", "delete"):
        assert getattr(browserless, method)("/api/v1/offers/home-loan", headers=mine).status_code == 404
    put(browserless, mine, rate_low_percent="1")
    (listed,) = browserless.get("/api/v1/offers", headers=other).get_json()["items"]
    assert listed["rate_low_percent"] == "6.500"


def test_a_utility_offers_on_bill_repayment_and_nothing_else(
    browserless: FlaskClient, new_lender: Callable[..., Headers]
) -> None:
    utility = new_lender("example-power", OrganisationKind.UTILITY)
    assert put(browserless, utility)[1]["code"] == "offer.kind"
    assert put(browserless, utility, kind="on_bill", security="utility_bill")[0] == 200


@pytest.mark.parametrize(("scopes", "organisation"), [((Scope.IMPORTS_READ,), OrganisationKind.UTILITY)])
def test_without_the_scope_nothing_opens(
    browserless: FlaskClient,
    new_software: Callable[..., Software],
    bearer: Callable[..., Headers],
    scopes: tuple[Scope, ...],
    organisation: OrganisationKind,
) -> None:
    held = bearer(new_software(scopes))
    for method in ("get", "put", "delete"):
        assert getattr(browserless, method)("/api/v1/offers/home-loan", headers=held, json={}).status_code == 403


def test_whatever_is_sent_is_an_offer_or_a_problem_with_a_code(browserless: FlaskClient, mine: Headers) -> None:
    """More than a hundred hostile payloads: no fault, nothing stored, nothing repeated but names of fields."""
    texts = [(column, value) for column, value in HOSTILE if column not in ("key", "municipalities", "low_income_only")]
    shapes: list[tuple[str, Any]] = [(name, bad) for name in STATED for bad in (1.5, -1, [], {}, True)]
    refused = 0
    for column, value in [*texts, *shapes]:
        body = json.dumps({**STATED, column: value}).encode()
        answered = browserless.put("/api/v1/offers/hostile", data=body, content_type="application/json", headers=mine)
        if answered.status_code == 429:
            break
        assert answered.status_code in (400, 422), (column, value, answered.get_data(as_text=True))
        assert answered.get_json()["code"]
        refused += 1
    assert refused > 100
    assert browserless.get("/api/v1/offers", headers=mine).get_json() in ({"items": []},)


@pytest.mark.parametrize("key", ["%00", "UPPER", "a" * 61, "..", "%F0%9F%92%B8", "a%20b", "-a", "%2e%2e%2f"])
def test_what_cannot_be_a_key_names_nothing(browserless: FlaskClient, mine: Headers, key: str) -> None:
    assert browserless.get(f"/api/v1/offers/{key}", headers=mine).status_code == 404
    assert browserless.put(f"/api/v1/offers/{key}", json=STATED, headers=mine).status_code in (404, 405, 422)
