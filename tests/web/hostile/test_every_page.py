"""Every page there is, to each who may see it: never broken, and no raw word where a person reads."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from coach.homes.questionnaire import GROUPS
from tests.web.hostile.browsing import (
    COACH,
    LENDER,
    NEWCOMER,
    PROGRAMME,
    RAW,
    RESIDENT,
    UTILITY,
    links,
    read,
    signed_in,
    words_of,
)
from web.app import GreenerHomes

PUBLIC = ("/", "/?type=detached&age=1970_1979&fuel=natural_gas", "/sign-in", "/privacy", "/accessibility", "/nowhere")
PORTAL = (
    "/home",
    "/energy",
    "/plan",
    "/sharing",
    "/sharing/consent/advice",
    "/sharing/consent/coach_access",
    "/about",
    "/about/goal",
    "/about/goal?order=health,bill,comfort,carbon,upfront&moved=health",
    *(f"/about/{question.name}" for group in GROUPS for question in group.questions),
    "/who-looked",
    "/my-data",
    "/my-data/delete",
    "/bills/typed",
    "/energuide",
    "/sharing/consent/advice?source=bills",
    "/sharing/consent/contact_post",
    "/sharing/health",
    "/sharing/household",
    "/sharing/left",
    "/sharing/moving-out",
    "/sharing/receipts",
    "/sharing/suppliers",
    "/sharing/suppliers/example-utility",
    "/sharing/utilities",
    "/sharing/who",
    "/sharing/written-down",
)
STAFF = (
    "/programme/sources",
    "/programme/formats/new",
    "/programme/answers",
    "/programme/answers/new",
    "/programme/matches",
    "/programme/prices",
    "/programme/requests",
)
PARTNER = ("/partner/", "/partner/files", "/partner/files/send", "/partner/customers", "/partner/clients")
COLUMNS = {"account_number", "meter_id", "interval_start", "interval_end"}
"""What the columns of a partner’s file are called: said to whoever writes one."""
FOR_SOFTWARE = "application/json"
"""A plan as a document has names where a page has words; `plan/schema.json` says what they mean."""
STOPS = ("/sharing/stop/advice", "/sharing/stop/coach_access")
DESK = ("/desk/queue", "/desk/mine", "/desk/asked", "/desk/held", "/desk/escalated", "/desk/second-looks")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_resident_meets_no_broken_page_and_no_raw_word(site: GreenerHomes, language: str) -> None:
    resident = signed_in(site, RESIDENT)
    pages = [*PORTAL, *STOPS, *links(resident, "/plan", "/plan/"), *links(resident, "/sharing", "/sharing/imports/")]
    assert len(pages) > len(PORTAL) + len(STOPS) + 1
    for address in pages:
        answered = read(resident, address, language)
        if answered.mimetype != FOR_SOFTWARE:
            assert RAW.findall(words_of(answered)) == [], address


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_newcomer_meets_no_broken_page_and_no_raw_word(site: GreenerHomes, language: str) -> None:
    newcomer = signed_in(site, NEWCOMER)
    for address in PORTAL:
        assert RAW.findall(words_of(read(newcomer, address, language))) == [], address


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_coach_meets_no_broken_page_and_no_raw_word(site: GreenerHomes, language: str) -> None:
    coach = signed_in(site, COACH)
    cases = [address for page in DESK for address in links(coach, page, "/desk/cases/")]
    assert cases
    for address in [*DESK, *cases]:
        assert RAW.findall(words_of(read(coach, address, language))) == [], address


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("email", "pages"), [(PROGRAMME, STAFF), (UTILITY, PARTNER), (LENDER, ("/partner/lending",))])
def test_staff_and_partners_meet_no_broken_page_and_no_raw_word(
    site: GreenerHomes, email: str, pages: tuple[str, ...], language: str
) -> None:
    client = signed_in(site, email)
    for address in pages:
        found = RAW.findall(words_of(read(client, address, language)))
        assert [word for word in found if word not in COLUMNS] == [], address


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_list_of_formats_is_no_broken_page_either(site: GreenerHomes, language: str) -> None:
    read(signed_in(site, PROGRAMME), "/programme/formats", language)  # names the columns of files, as they are


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_visitor_meets_no_broken_page(site: GreenerHomes, language: str) -> None:
    visitor = site.test_client()
    for address in PUBLIC:
        response = visitor.get(address, query_string=None if "?" in address else {"lang": language})
        assert response.status_code == (404 if address == "/nowhere" else 200)


@pytest.mark.parametrize(
    "address", ["/?type=<script>&age=%00&fuel=%", "/?lang=%00", "/?lang=xx", "/?type=" + "a" * 9_000]
)
def test_nonsense_in_an_address_shows_the_page_without_it(site: GreenerHomes, address: str) -> None:
    response = site.test_client().get(address)
    assert response.status_code == 200
    assert "<script>&" not in response.get_data(as_text=True)


@pytest.mark.parametrize("page", ["0", "-1", "٣", "1e9", "9" * 5_000, "%", "<b>", "\x00"])
def test_any_page_number_shows_a_page_of_the_queue(coach: FlaskClient, page: str) -> None:
    assert coach.get("/desk/queue", query_string={"page": page}).status_code == 200
