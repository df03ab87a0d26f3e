"""Answers by telephone and on paper over HTTP: found by what is said, read out word for word, confirmed by another."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from greener_homes import consent, consent_receipts, db, organisations, people, scans
from greener_homes.consent import Channel, ConsentAction, Purpose, Source
from greener_homes.organisations import OrganisationKind
from greener_homes.people import Audience
from greener_homes.settings import Settings
from greener_homes.tables.consent import ConsentEvent, ConsentStatement, WrittenAnswer
from greener_homes.vault import Vault, open_vault
from tests import scenes
from tests.greener_homes.test_scans import PDF, PNG
from tests.web.visiting import application, signed_in
from web.app import GreenerHomes

STAFF, SECOND, CALLER = "staff@test.example", "second@test.example", "caller@test.example"
ADVICE = {"purpose": "advice", "source": "upload", "language": "en"}
YES = {
    "said": "yes",
    "channel": "phone",
    "why": "no_internet",
    "moved_in": "2024-01-01",
    "commodity": ["electricity", "natural_gas"],
}


@pytest.fixture
def keys(settings: Settings) -> Vault:
    return open_vault(settings)


@pytest.fixture
def who(engine: Engine, keys: Vault) -> scenes.Resident:
    with db.transaction(engine) as session:
        scenes.person(session, keys, Audience.PROGRAMME, STAFF)
        scenes.person(session, keys, Audience.PROGRAMME, SECOND)
        return scenes.resident(session, keys, email=CALLER)


@pytest.fixture
def site(settings: Settings, engine: Engine, who: scenes.Resident) -> Iterator[GreenerHomes]:
    yield application(engine, settings)


@pytest.fixture
def staff(site: GreenerHomes) -> FlaskClient:
    return signed_in(site, STAFF)


def found(client: FlaskClient, who: scenes.Resident) -> str:
    answered = client.post("/programme/answers/new", data={"reference": who.home.reference, "email": CALLER})
    assert answered.status_code == 303
    return str(answered.headers["Location"])


def words(client: FlaskClient, caller: str, asked: dict[str, str]) -> tuple[str, str]:
    """The address of the form, and the words it shows."""
    shown = client.get(f"{caller}/words", query_string=asked)
    assert shown.status_code == 200
    page = shown.get_data(as_text=True)
    assert "checked" not in page, "nothing is ticked before"
    address = re.findall(r'action="(/programme/answers/for/[^"]+)"', page)[0].replace("&amp;", "&")
    return address, re.findall(r'name="statement" value="([^"]+)"', page)[0]


def said(
    client: FlaskClient, who: scenes.Resident, asked: dict[str, str] | None = None, **fields: object
) -> tuple[int, str]:
    address, statement = words(client, found(client, who), asked or ADVICE)
    data = {**YES, "statement": statement, **fields}
    answered = client.post(address, data=data, content_type="multipart/form-data")
    return answered.status_code, answered.headers.get("Location", "")


def given(engine: Engine, who: scenes.Resident) -> set[tuple[Purpose, Source | None, Channel]]:
    with db.reading(engine) as session:
        return {
            (one.purpose, one.source, one.channel)
            for one in consent.in_force(session, who.home.id, at=datetime.now(UTC))
        }


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_call_from_the_first_question_to_the_receipt(
    site: GreenerHomes, staff: FlaskClient, engine: Engine, who: scenes.Resident, language: str
) -> None:
    headers = {"Accept-Language": language}
    for address in ("/programme/answers", "/programme/answers/new"):
        assert staff.get(address, headers=headers).status_code == 200
    caller = found(staff, who)
    assert "Test resident" in staff.get(caller, headers=headers).get_data(as_text=True)
    shown = staff.get(f"{caller}/words", query_string={**ADVICE, "language": "fr"}, headers=headers)
    assert 'lang="fr"' in shown.get_data(as_text=True)
    address, statement = words(staff, caller, {**ADVICE, "language": "fr"})
    answered = staff.post(address, data={**YES, "statement": statement}, content_type="multipart/form-data")
    assert answered.status_code == 303
    assert given(engine, who) == {(Purpose.ADVICE, Source.UPLOAD, Channel.PHONE)}
    assert staff.get(answered.headers["Location"], headers=headers).status_code == 200
    assert who.home.reference in staff.get("/programme/answers", headers=headers).get_data(as_text=True)
    with db.reading(engine) as session:
        row = session.exec(select(WrittenAnswer)).one()
        assert session.get_one(ConsentStatement, row.statement_id).language == "fr"
        (receipt,) = consent_receipts.of_person(session, who.person.id)
    resident = signed_in(site, CALLER)
    for page in ("/sharing", "/sharing/receipts", f"/sharing/receipts/{receipt.id}", "/sharing/written-down"):
        assert resident.get(page, headers=headers).status_code == 200
    if language == "en":
        assert "Recorded by telephone by the program" in resident.get("/sharing/receipts").get_data(as_text=True)
        assert "wrote down an answer of yours" in resident.get("/sharing").get_data(as_text=True)
        assert "To write down an answer you gave" in resident.get("/who-looked").get_data(as_text=True)


def test_the_resident_contradicts_with_one_click(
    site: GreenerHomes, staff: FlaskClient, engine: Engine, who: scenes.Resident
) -> None:
    assert said(staff, who)[0] == 303
    resident = signed_in(site, CALLER)
    page = resident.get("/sharing/written-down").get_data(as_text=True)
    (click,) = re.findall(r'action="(/sharing/written-down/[^"]+/contradict)"', page)
    assert resident.post(click).headers["Location"] == "/sharing/written-down"
    assert given(engine, who) == set()
    after = resident.get("/sharing/written-down").get_data(as_text=True)
    assert "You said that this is wrong" in after and "/contradict" not in after
    assert "The resident contradicts it" in staff.get("/programme/answers").get_data(as_text=True)
    with db.reading(engine) as session:
        last = session.exec(select(ConsentEvent).where(ConsentEvent.action == ConsentAction.WITHDRAW)).all()
        assert {(one.channel, one.actor_id) for one in last} == {(Channel.WEB, who.person.id)}


def test_a_paper_counts_once_somebody_else_has_compared_it(
    site: GreenerHomes, staff: FlaskClient, engine: Engine, who: scenes.Resident
) -> None:
    status, here = said(
        staff, who, channel="paper", note="Signed at the kitchen table", scan=(io.BytesIO(PDF), "a.pdf")
    )
    assert status == 303 and given(engine, who) == set()
    mine = staff.get(here).get_data(as_text=True)
    assert "Somebody else has to confirm it" in mine and f"{here}/confirm" not in mine
    assert staff.post(f"{here}/confirm").status_code == 303
    assert given(engine, who) == set(), "who wrote it down cannot confirm it"
    second = signed_in(site, SECOND)
    page = second.get(here).get_data(as_text=True)
    assert "Test resident" in page and "Signed at the kitchen table" in page
    scan = second.get(f"{here}/scan")
    assert scan.data == PDF and scan.mimetype == "application/pdf"
    assert scan.headers["Content-Disposition"].startswith("attachment")
    assert second.post(f"{here}/confirm").status_code == 303
    assert given(engine, who) == {(Purpose.ADVICE, Source.UPLOAD, Channel.PAPER)}
    after = second.get(here).get_data(as_text=True)
    assert "Test resident" not in after, "nobody is named once there is nothing to compare"
    resident = signed_in(site, CALLER)
    listed = resident.get("/sharing/written-down").get_data(as_text=True)
    (own,) = re.findall(r'href="(/sharing/written-down/[^"]+/scan)"', listed)
    assert resident.get(own).data == PDF


def test_a_declined_paper_never_counts(
    site: GreenerHomes, staff: FlaskClient, engine: Engine, who: scenes.Resident
) -> None:
    _status, here = said(staff, who, channel="paper")
    second = signed_in(site, SECOND)
    assert second.post(f"{here}/decline").status_code == 303
    assert second.post(f"{here}/confirm").status_code == 303
    assert given(engine, who) == set()
    assert "Never counted" in signed_in(site, CALLER).get("/sharing/written-down").get_data(as_text=True)


def test_a_stop_by_telephone_needs_nobody_else(
    site: GreenerHomes, staff: FlaskClient, engine: Engine, who: scenes.Resident
) -> None:
    with db.transaction(engine) as session:
        scenes.agree(session, who, at=datetime.now(UTC))
    assert said(staff, who, said="stop", commodity=["electricity"])[0] == 303
    assert len(given(engine, who)) == 1
    assert said(staff, who, said="stop", commodity=[])[0] == 303
    assert given(engine, who) == set()
    assert said(staff, who, said="stop", commodity=[])[0] == 422


def test_contact_and_a_partner_are_asked_with_their_own_parts(
    staff: FlaskClient, engine: Engine, who: scenes.Resident
) -> None:
    with db.transaction(engine) as session:
        organisations.register(session, OrganisationKind.UTILITY, "lakeside", "Lakeside Power", now=scenes.NOW)
        organisations.register(session, OrganisationKind.LENDER, "bank", "A bank", now=scenes.NOW)
    assert said(staff, who, {"purpose": "contact_telephone", "language": "en"}, commodity=[])[0] == 303
    utility = {**ADVICE, "source": "partner.lakeside"}
    assert said(staff, who, utility)[0] == 422, "nobody said whose the account is"
    assert said(staff, who, utility, account_holder="yes")[0] == 303
    referral = {"purpose": "referral", "recipient": "bank", "language": "en"}
    assert said(staff, who, referral)[0] == 422, "there is no plan to send"
    idle = {**referral, "recipient": "lakeside"}
    assert staff.get(f"{found(staff, who)}/words", query_string=idle).status_code == 422, "it lends nothing"
    assert {one[:2] for one in given(engine, who)} == {
        (Purpose.CONTACT_TELEPHONE, None),
        (Purpose.ADVICE, Source.PARTNER),
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"said": ""},
        {"said": "maybe"},
        {"channel": "web"},
        {"channel": ""},
        {"why": ""},
        {"why": "because"},
        {"moved_in": ""},
        {"moved_in": "2999-01-01"},
        {"commodity": []},
        {"commodity": ["oil"]},
        {"note": "a\x00b"},
        {"note": "x" * 1_001},
        {"statement": "x"},
        {"statement": "00000000-0000-0000-0000-000000000001"},
        {"scan": (io.BytesIO(b"<svg onload=alert(1)>"), "a.png")},
        {"scan": (io.BytesIO(PNG[:20]), "a.png")},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    staff: FlaskClient, engine: Engine, keys: Vault, who: scenes.Resident, wrong: dict[str, object]
) -> None:
    assert said(staff, who, None, **wrong)[0] == 422
    assert given(engine, who) == set()
    with db.reading(engine) as session:
        assert session.exec(select(WrittenAnswer)).all() == []
    assert list(keys.spooled_names()) == []


def test_each_choice_that_is_missing_is_asked_for_where_it_belongs(staff: FlaskClient, who: scenes.Resident) -> None:
    address, statement = words(staff, found(staff, who), ADVICE)
    page = staff.post(address, data={"statement": statement, "said": "yes"}).get_data(as_text=True)
    assert re.findall(r'href="#f-([a-z_]+)"', page) == ["channel", "why"]
    assert re.findall(r'id="f-([a-z_]+)-error"', page) == ["channel", "why"]


def test_words_of_another_language_than_were_read_out_do_not_count(
    staff: FlaskClient, engine: Engine, who: scenes.Resident
) -> None:
    _address, other = words(staff, found(staff, who), {**ADVICE, "language": "fr"})
    assert said(staff, who, ADVICE, statement=other)[0] == 422
    assert given(engine, who) == set()


def test_a_scan_that_is_too_large_is_refused_before_it_is_opened(
    staff: FlaskClient, keys: Vault, who: scenes.Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "LARGEST_BYTES", 1_000)
    monkeypatch.setattr(scans, "read_scan", lambda data: pytest.fail("opened"))
    large = io.BytesIO(PDF[:8] + b" " * 1_000 + PDF[8:])
    assert said(staff, who, scan=(large, "a.pdf"))[0] == 422
    assert list(keys.spooled_names()) == []


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"purpose": "advice"},
        {"purpose": "advice", "language": "en"},
        {"purpose": "advice", "source": "utility", "language": "en"},
        {"purpose": "advice", "source": "utility.nobody", "language": "en"},
        {"purpose": "referral", "source": "upload", "language": "en"},
        {"purpose": "everything", "source": "upload", "language": "en"},
        {"purpose": "advice", "source": "upload", "language": "de"},
    ],
)
def test_a_question_that_is_none_is_asked_again(
    staff: FlaskClient, who: scenes.Resident, asked: dict[str, str]
) -> None:
    assert staff.get(f"{found(staff, who)}/words", query_string=asked).status_code == 422


def test_nobody_is_found_by_half_and_guesses_are_paused(staff: FlaskClient, who: scenes.Resident) -> None:
    for number in range(people.FAILURES_ALLOWED):
        answered = staff.post(
            "/programme/answers/new", data={"reference": who.home.reference, "email": f"{number}@test.example"}
        )
        assert answered.status_code == 422
        assert "Nobody with this address lives in this home" in answered.get_data(as_text=True)
    paused = staff.post("/programme/answers/new", data={"reference": who.home.reference, "email": CALLER})
    assert paused.status_code == 422 and "Too many tries" in paused.get_data(as_text=True)


def test_what_stands_for_a_caller_is_good_for_its_finder_only(
    site: GreenerHomes, staff: FlaskClient, who: scenes.Resident
) -> None:
    caller = found(staff, who)
    assert staff.get(caller).status_code == 200
    assert signed_in(site, SECOND).get(caller).status_code == 404
    for other in (f"{caller}x", "/programme/answers/for/x", "/programme/answers/for/%00"):
        assert staff.get(other).status_code == 404


def test_a_resident_sees_only_their_own(
    site: GreenerHomes, staff: FlaskClient, engine: Engine, keys: Vault, who: scenes.Resident
) -> None:
    with db.transaction(engine) as session:
        scenes.resident(session, keys, email="stranger@test.example")
    _status, here = said(staff, who, channel="paper", scan=(io.BytesIO(PNG), "a.png"))
    own = here.replace("/programme/answers/", "/sharing/written-down/")
    stranger = signed_in(site, "stranger@test.example")
    assert stranger.get(f"{own}/scan").status_code == 404
    assert stranger.post(f"{own}/contradict").status_code == 404
    assert "Nothing was written down for you" in stranger.get("/sharing/written-down").get_data(as_text=True)
    assert signed_in(site, CALLER).get(f"{own}/scan").data == PNG
