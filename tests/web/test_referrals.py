"""A referral over HTTP: chosen, shown, agreed to and sent; read by the lender; stopped, and confirmed."""

from __future__ import annotations

import csv
import io
import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from coach.referrals import telling
from coach.referrals.states import ReferralEventKind, Told
from greener_homes import db, organisations
from greener_homes.audit import Action
from greener_homes.organisations import OrganisationKind
from greener_homes.people import Audience
from greener_homes.settings import Settings
from greener_homes.tables.audit import AuditEvent
from greener_homes.tables.referral import Referral, ReferralEvent, ReferralPackage
from greener_homes.vault import Vault, open_vault
from tests import scenes
from tests.coach.referrals import referred
from tests.web.visiting import application, registered, signed_in
from web.app import GreenerHomes
from web.formatting import TORONTO

RESIDENT, BANKER, STAFF = "resident@test.example", "banker@test.example", "staff@test.example"
ASK = "/referrals/ask/credit-union"
CHOSEN = "field=contact&field=plan&field=work"


@pytest.fixture
def keys(settings: Settings) -> Vault:
    return open_vault(settings)


@pytest.fixture
def site(engine: Engine, settings: Settings) -> GreenerHomes:
    return application(engine, settings)


@pytest.fixture
def who(engine: Engine, keys: Vault) -> scenes.Resident:
    with db.transaction(engine) as session:
        referred.lender(session)
        return referred.planned(session, keys, email=RESIDENT)


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(statement|shown)" value="([^"]+)"', page))


def asked(client: FlaskClient, granted: str = "yes", chosen: str = CHOSEN, **more: object) -> tuple[int, str]:
    """The resident looks and answers; the status, and where they are led."""
    page = client.get(f"{ASK}/look?{chosen}").get_data(as_text=True)
    fields = re.findall(r'name="field" value="([^"]+)"', page)
    answered = client.post(ASK, data={"granted": granted, "field": fields, **hidden(page), **more})
    return answered.status_code, answered.headers.get("Location", "")


def sent(engine: Engine) -> list[Referral]:
    with db.transaction(engine) as session:
        return list(session.exec(select(Referral)))


def test_the_whole_way(engine: Engine, settings: Settings, site: GreenerHomes, who: scenes.Resident) -> None:
    lender_id = _works_for_the_lender(engine, settings)
    client = signed_in(site, RESIDENT)
    assert "Ask Credit Union" in client.get("/referrals").get_data(as_text=True)
    assert "checked" not in client.get(ASK).get_data(as_text=True), "nothing is ticked before"
    shown = client.get(f"{ASK}/look?{CHOSEN}").get_data(as_text=True)
    assert RESIDENT in shown and "Stays here: savings, town, yearly use, readings." in shown
    status, where = asked(client)
    assert status == 303 and sent(engine)[0].recipient_id == lender_id
    page = client.get(where).get_data(as_text=True)
    assert "Credit Union has not answered yet" in page and "Not yet" in page
    receipt = client.get(re.findall(r'href="(/sharing/receipts/[^"]+)"', page)[0]).get_data(as_text=True)
    assert "We sent what you chose" in receipt and "name and e-mail, plan, work and cost" in receipt
    assert "ENV-AIR" in client.get(f"{where}/sent.json").get_data(as_text=True)
    assert "Credit Union" in client.get("/sharing/who").get_data(as_text=True)
    assert "Sent to Credit Union" in client.get("/sharing").get_data(as_text=True)

    banker = signed_in(site, BANKER)
    listed = banker.get("/partner/referrals").get_data(as_text=True)
    assert RESIDENT not in listed and "Test resident" not in listed
    address = re.findall(r'href="(/partner/referrals/[0-9a-f-]{36})"', listed)[0]
    assert RESIDENT not in banker.get(address).get_data(as_text=True)
    assert RESIDENT in banker.post(address).get_data(as_text=True)
    assert "Credit Union fetched it" in client.get(where).get_data(as_text=True)
    looked = client.get("/who-looked").get_data(as_text=True)
    assert "Credit Union" in looked and "What you sent to them" in looked

    assert "fetch nothing more" in client.get(f"{where}/stop").get_data(as_text=True)
    assert client.post(f"{where}/stop").status_code == 303
    assert client.get(f"{where}/stop").status_code == 404 == client.get(f"{where}/sent.json").status_code
    assert "confirms that it stopped" in client.get(where).get_data(as_text=True)
    assert banker.post(address).status_code == 404
    confirm = re.findall(r'action="(/partner/referrals/notices/[^"]+)"', banker.get("/partner/referrals").text)[0]
    assert banker.post(confirm).status_code == 303
    assert "confirmed that it stopped" in client.get(where).get_data(as_text=True)
    with db.transaction(engine) as session:
        assert session.exec(select(ReferralPackage.content_sealed)).all() == [None]
        refused = select(AuditEvent).where(AuditEvent.action == Action.REFERRAL_REFUSED.value)
        assert len(session.exec(refused).all()) == 1
    registered(engine, settings, STAFF)
    assert "Stopped 1" in signed_in(site, STAFF).get("/programme/referrals").get_data(as_text=True)


def test_nothing_goes_without_an_exact_yes_to_what_was_shown(
    engine: Engine, site: GreenerHomes, who: scenes.Resident
) -> None:
    client = signed_in(site, RESIDENT)
    assert client.get(f"{ASK}/look").status_code == 422
    assert asked(client, "no")[1] == "/referrals"
    assert asked(client, "maybe")[1] == ASK
    assert asked(client, field=["contact", "plan", "work", "intervals"])[0] == 422
    assert asked(client, field=["contact", "plan", "work", "everything"])[0] == 422
    assert asked(client, shown="0" * 64)[0] == 422
    assert asked(client, statement=str(uuid.uuid4()))[0] == 422
    assert asked(client, statement="x")[0] == 422
    assert client.post(ASK, data={"granted": "yes"}).status_code == 422
    assert client.post("/sharing/consent/referral?recipient=credit-union", data={"granted": "yes"}).location == ASK
    assert client.get("/referrals/ask/nobody").status_code == 404
    assert not sent(engine)
    with db.transaction(engine) as session:
        granted = select(AuditEvent).where(AuditEvent.action == Action.REFERRAL_SENT.value)
        assert not session.exec(granted).all()


def test_anothers_referral_looks_like_none(
    engine: Engine, site: GreenerHomes, keys: Vault, who: scenes.Resident
) -> None:
    with db.transaction(engine) as session:
        theirs = referred.sent(
            session, keys, referred.planned(session, keys), referred.lender(session, "other"), at=datetime.now(UTC)
        )
    client, place = signed_in(site, RESIDENT), f"/referrals/{theirs.sent.referral_id}"
    for address in (place, f"{place}/stop", f"{place}/sent.json"):
        assert client.get(address).status_code == 404
    assert client.post(f"{place}/stop").status_code == 404


def test_a_lender_without_software_says_on_its_page_what_happened(
    engine: Engine, settings: Settings, site: GreenerHomes, keys: Vault, who: scenes.Resident
) -> None:
    lender_id, now, then = _works_for_the_lender(engine, settings), datetime.now(UTC), scenes.NOW + timedelta(hours=1)
    with db.transaction(engine) as session:
        made = referred.sent(session, keys, who, organisations.get(session, lender_id), at=then)
        other = referred.sent(session, keys, referred.planned(session, keys), referred.lender(session, "other"), at=now)
    banker, address = signed_in(site, BANKER), f"/partner/referrals/{made.sent.referral_id}"

    def form(**more: object) -> dict[str, object]:
        page = banker.get(address).text
        names = dict(re.findall(r'<input type="hidden" name="(event|shown_at)" value="([^"]+)"', page))
        return {**names, "on": f"{now.astimezone(TORONTO):%Y-%m-%d}", **more}

    asks = form(what="needs_information", need=["income", "quote"])
    assert [banker.post(f"{address}/said", data=asks).status_code for _ in range(2)] == [303, 303], "twice is once"
    assert banker.post(f"{address}/said", data=form(what="approved", amount="18500.50")).status_code == 303
    page = banker.get(address).text
    assert page.count("Something is missing</dt>") == 1 and "$18,500.50" in page
    assert "Answer: yes" in signed_in(site, RESIDENT).get(f"/referrals/{made.sent.referral_id}").text
    sent_on = f"{then.astimezone(TORONTO):%Y-%m-%d}"
    assert banker.post(f"{address}/said", data=form(what="received", on=sent_on)).status_code == 303
    for wrong in (
        {"what": ""},
        {"what": "enrolled"},
        {"what": "withdrawn"},
        {"what": "approved", "on": ""},
        {"what": "approved", "on": "2019-01-01"},
        {"what": "approved", "on": "2999-01-01"},
        {"what": "approved", "amount": "1e9"},
        {"what": "approved", "need": ["income"]},
        {"what": "needs_information"},
        {"what": "needs_information", "need": ["shoe size"]},
        {"what": "approved", "event": "anything"},
    ):
        answered = banker.post(f"{address}/said", data=form(**wrong))
        assert answered.status_code == 422 and "One answer needs you" in answered.text, wrong
    assert banker.post(f"/partner/referrals/{other.sent.referral_id}/said", data=asks).status_code == 404
    with db.transaction(engine) as session:
        kinds = [event.kind.value for event in session.exec(select(ReferralEvent))]
    assert sorted(kinds) == ["approved", "needs_information", "received"]


def test_a_yes_to_a_utility_that_lends_is_stopped_from_the_page_of_all_answers(
    engine: Engine, site: GreenerHomes, keys: Vault, who: scenes.Resident
) -> None:
    with db.transaction(engine) as session:
        utility = referred.lender(session, "lending-utility", OrganisationKind.UTILITY)
        referred.sent(session, keys, who, utility, at=datetime.now(UTC))
    client = signed_in(site, RESIDENT)
    asked = client.get("/sharing/consent/referral?source=upload&recipient=lending-utility")
    assert asked.location == "/referrals", "it lends nothing now, so there is nothing to ask it"
    (stop,) = re.findall(r'href="(/sharing/stop/referral[^"]+)"', client.get("/sharing").text)
    address = stop.replace("&amp;", "&")
    asks = client.get(address).text
    assert "Copies of what you sent to lenders: 1" in asks and "We send nothing more" in asks
    assert "Stop only" not in asks and "Stop only" not in client.get(f"{address}&commodity=electricity").text
    advice = client.get("/sharing/stop/advice?source=upload").text
    assert "One lender was sent your plan: it is told to stop, and has to confirm." in advice
    assert client.post(address).status_code == 303
    assert sent(engine)[0].withdrawn_at is not None
    receipts = re.findall(r'href="(/sharing/receipts/[0-9a-f-]{36})"', client.get("/sharing/receipts").text)
    newest = client.get(receipts[0]).text
    assert "Lenders told to stop" in newest and "Copies of what you sent to lenders" in newest
    assert "What may go" not in newest, "an end names nothing"


def test_a_lender_narrows_its_whole_list_and_takes_it_as_a_file(
    engine: Engine, settings: Settings, site: GreenerHomes, keys: Vault, who: scenes.Resident
) -> None:
    lender_id, now = _works_for_the_lender(engine, settings), datetime.now(UTC)
    with db.transaction(engine) as session:
        mine = organisations.get(session, lender_id)
        first = referred.sent(session, keys, who, mine, at=now)
        second = referred.sent(session, keys, referred.planned(session, keys), mine, at=now)
        other = referred.sent(session, keys, referred.planned(session, keys), referred.lender(session, "other"), at=now)
        said = Told("a", ReferralEventKind.APPROVED, now)
        telling.tell(session, lender_id, second.sent.referral_id, said, actor=referred.SOFTWARE, now=now)
    banker = signed_in(site, BANKER)
    one, two, theirs = (str(each.sent.referral_id) for each in (first, second, other))

    def listed(asked: str) -> tuple[bool, bool]:
        page = banker.get(f"/partner/referrals{asked}").text
        assert theirs not in page
        return one in page, two in page

    assert listed("") == listed("?state=nonsense") == listed("?page=1") == (True, True)
    assert listed("?state=approved") == listed("?state=approved&page=9") == (False, True), "past the end is the last"
    assert listed("?state=declined") == (False, False)
    whole = banker.get("/partner/referrals/list.csv")
    assert whole.mimetype == "text/csv" and "referrals-all.csv" in whole.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(whole.text)))
    assert [(row["referral_id"], row["state"]) for row in rows] == [(one, "sent"), (two, "approved")]
    assert "Test resident" not in whole.text and "@" not in whole.text
    narrowed = list(csv.DictReader(io.StringIO(banker.get("/partner/referrals/list.csv?state=approved").text)))
    assert [row["referral_id"] for row in narrowed] == [two]
    assert signed_in(site, RESIDENT).get("/partner/referrals/list.csv").status_code == 404


def _works_for_the_lender(engine: Engine, settings: Settings) -> uuid.UUID:
    banker = registered(engine, settings, BANKER, Audience.FINANCIAL_PARTNER)
    with db.transaction(engine) as session:
        (found,) = organisations.open_ones(session, OrganisationKind.LENDER)
        organisations.add_member(session, found.id, banker.id, now=datetime.now(UTC))
    return found.id
