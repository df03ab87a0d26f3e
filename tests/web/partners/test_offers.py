"""A lender's pages from the file to what a resident may see: its own only, looked at by staff, taken back at once."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from greener_homes import db, finance_offers, organisations
from greener_homes.finance_offers import ReceivedVia
from greener_homes.organisations import OrganisationKind
from greener_homes.people import Audience
from greener_homes.settings import Settings
from greener_homes.vault import Vault
from tests import scenes
from tests.finance_scenes import LENDER, WRITTEN, as_csv
from tests.web import visiting
from utility_connectors import partner_intake
from utility_connectors.finance_terms import terms_of
from web.app import GreenerHomes
from web.partners import offers_files

STATED = {**WRITTEN, "stated_at": "2026-01-05T10:00:00Z"}
BAD = {**STATED, "key": "bad", "rate_low_percent": "6,5"}


@dataclass(frozen=True, slots=True)
class Lends:
    """A partner with a browser signed in for it."""

    id: uuid.UUID
    browser: FlaskClient


@pytest.fixture
def new_partner(app: GreenerHomes, engine: Engine, keys: Vault) -> Callable[..., Lends]:
    def make(key: str, kind: OrganisationKind = OrganisationKind.LENDER) -> Lends:
        audience = {
            OrganisationKind.LENDER: Audience.FINANCIAL_PARTNER,
            OrganisationKind.UTILITY: Audience.UTILITY_PARTNER,
            OrganisationKind.MUNICIPALITY: Audience.FINANCIAL_PARTNER,
        }[kind]
        now = datetime.now(UTC)
        with db.transaction(engine) as session:
            one = organisations.register(session, kind, key, key.title(), now=now).id
            staff = scenes.person(session, keys, audience, f"{key}@test.example")
            organisations.add_member(session, one, staff.id, now=now)
        return Lends(one, visiting.signed_in(app, f"{key}@test.example"))

    return make


@pytest.fixture
def mine(new_partner: Callable[..., Lends]) -> Lends:
    return new_partner("mine-lends")


@pytest.fixture
def staff(app: GreenerHomes, engine: Engine, settings: Settings) -> Iterator[FlaskClient]:
    visiting.registered(engine, settings)
    yield visiting.signed_in(app)


def sent(who: Lends, content: bytes) -> str:
    answered = who.browser.post("/partner/offers/send", data={"file": (io.BytesIO(content), "offers.csv")})
    assert answered.status_code == 303, answered.get_data(as_text=True)
    return answered.headers["Location"]


def worked(engine: Engine, keys: Vault, address: str, work: Callable[..., None]) -> None:
    with db.transaction(engine) as session:
        file_id = uuid.UUID(address.rsplit("/", 1)[-1])
        work(session, keys, file_id, now=datetime.now(UTC), step=lambda _name: None)


def page(browser: FlaskClient, address: str) -> str:
    answered = browser.get(address)
    assert answered.status_code == 200, address
    return answered.get_data(as_text=True)


def seen(engine: Engine) -> list[str]:
    with db.transaction(engine) as session:
        return [each.terms.key for each in finance_offers.shown_on(session, datetime.now(UTC).date())]


def counted(who: Lends) -> str:
    """How many of its offers its first page says residents can see."""
    first = page(who.browser, "/partner/lending")
    found = re.search(r"Offers that residents can see</dt><dd><span>(\d+)</span>", first)
    assert found is not None
    return found[1]


def test_from_a_file_to_residents_and_back(engine: Engine, keys: Vault, mine: Lends, staff: FlaskClient) -> None:
    assert "You offer nothing here yet." in page(mine.browser, "/partner/lending")
    address = sent(mine, as_csv(STATED, BAD))
    worked(engine, keys, address, partner_intake.check)
    looked_at = page(mine.browser, address)
    assert "1 of 2 offers can be stored." in looked_at and "6,5" in looked_at
    rejects = mine.browser.get(f"{address}/rejects.csv").get_data(as_text=True)
    assert len(rejects.splitlines()) == 2
    assert rejects.splitlines()[1].startswith("bad,") and rejects.splitlines()[1].endswith(",offer.number")
    assert "rate_low_percent is not a plain number" in page(mine.browser, f"{address}/report.csv")
    assert mine.browser.post(f"{address}/commit").status_code == 303
    worked(engine, keys, address, partner_intake.store)
    assert "1 of 2 offers are in." in page(mine.browser, address)
    assert "One offer waits" in page(mine.browser, "/partner/offers")
    assert seen(engine) == []

    assert "One offer waits for your look" in page(staff, "/programme/offers")
    with db.transaction(engine) as session:
        (offer,) = finance_offers.of_organisation(session, mine.id)
    decide = f"/programme/offers/{offer.id}"
    assert "A first version." in page(staff, decide)
    assert staff.post(f"{decide}/approve").status_code == 303
    assert seen(engine) == ["home-loan"]
    assert counted(mine) == "1"
    later = {**STATED, "key": "next-century", "valid_from": "2099-01-01"}
    with db.transaction(engine) as session:
        terms, stated_at = terms_of(later)
        ahead = finance_offers.put(
            session, mine.id, terms, stated_at, via=ReceivedVia.API, actor=LENDER, now=datetime.now(UTC)
        ).offer
    assert staff.post(f"/programme/offers/{ahead.id}/approve").status_code == 303
    assert counted(mine) == "1", "approved, and not in force yet"
    assert "Residents of the whole region see it" in page(mine.browser, "/partner/offers/home-loan")

    assert mine.browser.post("/partner/offers/home-loan/withdraw").status_code == 303
    assert "No resident sees it today." in page(mine.browser, "/partner/offers/home-loan")
    assert seen(engine) == [] and counted(mine) == "0"
    assert "Its lender has taken it back." in page(staff, decide)


def test_another_lenders_offers_and_files_are_not_there(
    engine: Engine, keys: Vault, mine: Lends, new_partner: Callable[..., Lends]
) -> None:
    address = sent(mine, as_csv(STATED))
    worked(engine, keys, address, partner_intake.check)
    mine.browser.post(f"{address}/commit")
    worked(engine, keys, address, partner_intake.store)
    for other in (new_partner("other-lends"), new_partner("lights", OrganisationKind.UTILITY)):
        for path in (address, f"{address}/rejects.csv", f"{address}/report.csv", "/partner/offers/home-loan"):
            assert other.browser.get(path).status_code == 404, path
        for path in (f"{address}/commit", f"{address}/cancel", "/partner/offers/home-loan/withdraw"):
            assert other.browser.post(path).status_code == 404, path
        assert "home-loan" not in page(other.browser, "/partner/offers")
    assert mine.browser.get("/programme/offers").status_code in (403, 404)
    readings = new_partner("reads", OrganisationKind.UTILITY)
    own = sent(readings, as_csv(STATED))
    assert readings.browser.get(own.replace("/offers/files/", "/files/")).status_code == 404


def test_what_is_no_file_says_so_and_a_lender_makes_its_own_software(mine: Lends) -> None:
    answered = mine.browser.post("/partner/offers/send", data={"file": (io.BytesIO(b""), "empty.csv")})
    assert answered.status_code == 422
    made = mine.browser.post("/partner/clients", data={"name": "Rates", "scope": "offers:write"})
    assert "ghs_" in made.get_data(as_text=True)
    example = mine.browser.get("/partner/offers/example.csv").get_data()
    address = sent(mine, example)
    assert address.startswith("/partner/offers/files/")
    assert mine.browser.get("/partner/files").status_code in (403, 404)


def test_a_municipality_finds_its_way_and_offers_a_charge_on_the_tax_bill(
    engine: Engine, keys: Vault, new_partner: Callable[..., Lends], staff: FlaskClient
) -> None:
    town = new_partner("pickering", OrganisationKind.MUNICIPALITY)
    first = page(town.browser, "/partner/lending")
    assert "Pickering" in first and "You offer nothing here yet." in first
    places = set(re.findall(r'href="(/partner/[a-z/-]+)"', first))
    assert {"/partner/lending", "/partner/offers", "/partner/referrals", "/partner/clients"} <= places
    for place in sorted(places):
        assert "Pickering" in page(town.browser, place) or place != "/partner/lending", place
    for utility_only in ("/partner/", "/partner/files", "/partner/customers"):
        assert town.browser.get(utility_only).status_code == 404
    assert "Municipality" in page(staff, "/programme/partners")

    loan = sent(town, as_csv(STATED))
    worked(engine, keys, loan, partner_intake.check)
    assert "municipalities local improvement charges" in page(town.browser, loan)
    assert "les municipalités les redevances" in page(town.browser, f"{loan}?lang=fr")
    town.browser.get("/partner/lending?lang=en")
    assert town.browser.post(f"{loan}/cancel").status_code == 303

    address = sent(town, town.browser.get("/partner/offers/example.csv").get_data())
    worked(engine, keys, address, partner_intake.check)
    assert "1 of 1 offers can be stored." in page(town.browser, address)
    town.browser.post(f"{address}/commit")
    worked(engine, keys, address, partner_intake.store)
    with db.transaction(engine) as session:
        (offer,) = finance_offers.of_organisation(session, town.id)
    assert staff.post(f"/programme/offers/{offer.id}/approve").status_code == 303
    shown = page(town.browser, f"/partner/offers/{offer.terms.key}")
    assert "Paid with your property tax" in shown and "Residents of Whitby see it" in shown
    assert "whoever lives there next pays on" in shown


@pytest.mark.parametrize("kind", list(offers_files.EXAMPLES))
def test_the_example_of_each_partner_is_one_it_may_offer(
    engine: Engine, keys: Vault, new_partner: Callable[..., Lends], kind: OrganisationKind
) -> None:
    who = new_partner("example-partner", kind)
    address = sent(who, who.browser.get("/partner/offers/example.csv").get_data())
    worked(engine, keys, address, partner_intake.check)
    assert "1 of 1 offers can be stored." in page(who.browser, address)
