"""A yes to a lender by telephone over HTTP: read out field by field, sent, read and undone by the resident."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from greener_homes import db
from greener_homes.consent import ReferralField
from greener_homes.people import Audience
from greener_homes.settings import Settings
from greener_homes.tables.consent import WrittenAnswer
from greener_homes.tables.referral import Referral, ReferralPackage
from greener_homes.vault import Vault, open_vault
from tests import scenes
from tests.coach.referrals import referred
from tests.web.programme.test_written import CALLER, SECOND, STAFF, found
from tests.web.visiting import application, signed_in
from web.app import GreenerHomes

ASKED = {"purpose": "referral", "recipient": "credit-union", "language": "fr"}
YES = {"said": "yes", "channel": "phone", "why": "no_internet", "field": ["contact", "plan"]}


@pytest.fixture
def keys(settings: Settings) -> Vault:
    return open_vault(settings)


@pytest.fixture
def who(engine: Engine, keys: Vault) -> scenes.Resident:
    with db.transaction(engine) as session:
        scenes.person(session, keys, Audience.PROGRAMME, STAFF)
        scenes.person(session, keys, Audience.PROGRAMME, SECOND)
        referred.lender(session)
        return referred.planned(session, keys, email=CALLER)


@pytest.fixture
def site(settings: Settings, engine: Engine, who: scenes.Resident) -> GreenerHomes:
    return application(engine, settings)


def form(staff: FlaskClient, who: scenes.Resident) -> tuple[str, str, str]:
    """The page with the words, the address of its form, and the words' number."""
    caller = found(staff, who)
    assert 'value="credit-union"' in staff.get(caller).text
    page = staff.get(f"{caller}/words", query_string=ASKED).text
    address = re.findall(r'action="(/programme/answers/for/[^"]+)"', page)[0].replace("&amp;", "&")
    return page, address, re.findall(r'name="statement" value="([^"]+)"', page)[0]


def packages(engine: Engine) -> list[list[str]]:
    with db.reading(engine) as session:
        return [row.fields for row in session.exec(select(ReferralPackage)) if row.content_sealed is not None]


def test_the_fields_are_read_out_and_what_was_named_is_sent_and_undone_by_one_click(
    engine: Engine, site: GreenerHomes, who: scenes.Resident
) -> None:
    staff = signed_in(site, STAFF)
    page, address, statement = form(staff, who)
    assert "checked" not in page and "moved_in" not in page and 'name="commodity"' not in page
    assert "Mon nom et mon adresse de courriel" in page, "the list is read out in the language of the words"
    assert page.count('name="field"') == len(ReferralField)
    refused: tuple[dict[str, object], ...] = ({"field": []}, {"field": ["plan", "shoe_size"]}, {"said": "stop"})
    for wrong in refused:
        answered = staff.post(address, data={**YES, "statement": statement, **wrong})
        assert answered.status_code == 422, wrong
    assert not packages(engine)

    answered = staff.post(address, data={**YES, "statement": statement})
    assert answered.status_code == 303 and packages(engine) == [["contact", "plan"]]
    kept = staff.get(answered.headers["Location"]).text
    assert "name and e-mail, plan" in kept and CALLER not in kept and "ENV-AIR" not in kept
    resident = signed_in(site, CALLER)
    with db.reading(engine) as session:
        referral = session.exec(select(Referral.id)).one()
    mine = resident.get(f"/referrals/{referral}").text
    receipts = re.findall(r'href="(/sharing/receipts/[^"]+)"', mine)
    receipt = resident.get(receipts[0]).text
    assert "We sent what you chose" in receipt and "Recorded by telephone by the program" in receipt
    down = resident.get("/sharing/written-down").text
    assert "name and e-mail, plan" in down and "our copy is deleted" in down and "See what went" in down
    (click,) = re.findall(r'action="(/sharing/written-down/[^"]+/contradict)"', down)
    assert resident.post(click).status_code == 303
    assert not packages(engine)
    assert "You stopped sharing with Credit Union" in resident.get(f"/referrals/{referral}").text


def test_a_yes_on_paper_is_sent_by_the_second_person(engine: Engine, site: GreenerHomes, who: scenes.Resident) -> None:
    staff = signed_in(site, STAFF)
    _page, address, statement = form(staff, who)
    assert staff.post(address, data={**YES, "channel": "paper", "statement": statement}).status_code == 303
    with db.reading(engine) as session:
        answer = session.exec(select(WrittenAnswer.id)).one()
    confirm = f"/programme/answers/{answer}/confirm"
    assert staff.post(confirm).status_code == 303 and not packages(engine)
    second = signed_in(site, SECOND)
    assert "What may go" in second.get(f"/programme/answers/{answer}").text
    assert second.post(confirm).status_code == 303
    assert packages(engine) == [["contact", "plan"]]
