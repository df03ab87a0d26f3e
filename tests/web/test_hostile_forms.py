"""What a stranger, a bored neighbour or a broken browser may send: never a fault, never half a change, always words.

The demonstration is seeded once, with four homes; every page a test receives is read by the linting client, so a
broken page fails the request that met it.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from greener_homes import db
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests.web.linting import LintingClient
from utility_connectors import imports
from web import demo
from web.app import GreenerHomes, create_app
from web.demo_sign_ins import PASSWORD

HOSTILE = Path(__file__).resolve().parents[3] / "shared" / "samples" / "hostile"
UPLOAD_MAX = 2_000_000
RESIDENT, NEWCOMER, COACH = "resident@demo.example", "newcomer@demo.example", "coach@demo.example"
RAW = re.compile(r"\b[a-z]+_[a-z_]+_?[a-z0-9]*\b|…|no words for|savons pas encore dire")
"""A field's name, a code or a missing fact where a person reads."""
PUBLIC = ("/", "/?type=detached&age=1970_1979&fuel=natural_gas", "/sign-in", "/privacy", "/accessibility", "/nowhere")
PORTAL = (
    "/home",
    "/energy",
    "/plan",
    "/sharing",
    "/sharing/consent/advice",
    "/sharing/consent/coach_access",
    "/about/house",
    "/about/heat",
    "/about/shell",
    "/about/living",
    "/who-looked",
)
STOPS = ("/sharing/stop/advice", "/sharing/stop/coach_access")
DESK = ("/desk/queue", "/desk/mine", "/desk/asked")
NUMBERS = ("<b>1</b>", "١٩٧٨", "1_978", "1e3", "NaN", "inf", "1978\x00", "-0x7ba", "９", "1" * 5_000, "1,978")
DATES = ("2021-02-30", "２０２１-01-01", "2021-1-1", "0000-00-00", "'; DROP TABLE person; --", "2999-01-01", "\x00")
TEXTS = ("a\x00b", "x" * 2_001, "\ue000", "\ud7ff\ufdd0", "\x1b[31m")
MARKUP = "<script>alert('X5S')</script>\"'{{7*7}}%' OR 1=1 --"


@pytest.fixture(scope="module")
def site(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[GreenerHomes]:
    """The site with the demonstration in it."""
    var = tmp_path_factory.mktemp("hostile") / "var"
    url = new_database()
    engine = db.create_engine(url)
    settings = Settings(demo=True, var=var, log_format="console", database_url=url, upload_max_bytes=UPLOAD_MAX)
    demo.seed_once(settings, engine, homes_count=4)
    app = create_app(settings, engine)
    app.test_client_class = LintingClient
    yield app
    engine.dispose()


@pytest.fixture
def resident(site: GreenerHomes) -> FlaskClient:
    return signed_in(site, RESIDENT)


@pytest.fixture
def coach(site: GreenerHomes) -> FlaskClient:
    return signed_in(site, COACH)


@pytest.fixture
def engine_of(site: GreenerHomes) -> Engine:
    return site.engine


# Every page there is.


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_resident_meets_no_broken_page_and_no_raw_word(site: GreenerHomes, language: str) -> None:
    resident = signed_in(site, RESIDENT)
    pages = [*PORTAL, *STOPS, *links(resident, "/plan", "/plan/"), *links(resident, "/sharing", "/sharing/imports/")]
    assert len(pages) > len(PORTAL) + len(STOPS) + 1
    for address in pages:
        assert RAW.findall(words_of(read(resident, address, language))) == [], address


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


# Signing in.


@pytest.mark.parametrize("email", ["r\u0435sident@demo.example", f'"{MARKUP}"@x.example', "%", "", "@", "a" * 254])
def test_signing_in_as_nobody_says_so_and_no_more(site: GreenerHomes, email: str) -> None:
    response = sign_in(site.test_client(), email, "x")
    assert response.status_code == 422
    assert "<script>alert" not in response.get_data(as_text=True)


@pytest.mark.parametrize("password", ["\x00", PASSWORD + "\x00", "x" * 100_000])
def test_no_password_but_the_right_one_signs_in(site: GreenerHomes, password: str) -> None:
    assert sign_in(site.test_client(), NEWCOMER, password).status_code == 422


@pytest.mark.parametrize("email", ["a\x00b@x.example", "x" * 255, "\ue000@x.example"])
def test_an_address_nobody_can_have_is_refused_in_words(site: GreenerHomes, email: str) -> None:
    assert 400 <= sign_in(site.test_client(), email, "x").status_code < 500


def test_signing_in_without_a_field_is_no_fault(site: GreenerHomes) -> None:
    client = site.test_client()
    assert client.post("/sign-in", data={"csrf_token": token(client, "/sign-in")}).status_code == 422


# The token.


@pytest.mark.parametrize("fields", [{}, {"csrf_token": ""}, {"csrf_token": "x"}, {"csrf_token": "\x00"}])
def test_a_form_without_its_token_is_refused_in_words(resident: FlaskClient, fields: dict[str, str]) -> None:
    response = resident.post("/about/house", data=fields | {"year_built": "1901"})
    assert response.status_code == 400
    assert "did not save" in response.get_data(as_text=True)


def test_a_wrong_token_before_the_right_one_changes_nothing(resident: FlaskClient, engine_of: Engine) -> None:
    before = counts(engine_of)
    given = [("csrf_token", "bad"), ("csrf_token", token(resident, "/about/house")), ("year_built", "1901")]
    body = "&".join(f"{name}={value}" for name, value in given)
    response = resident.post("/about/house", data=body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400
    assert counts(engine_of) == before


# Answers about the home.


@pytest.mark.parametrize("value", NUMBERS)
def test_a_number_that_is_none_is_refused_beside_its_field(
    resident: FlaskClient, engine_of: Engine, value: str
) -> None:
    before = counts(engine_of)
    response = post(resident, "/about/house", {"year_built": value})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.get_data(as_text=True)
    assert counts(engine_of) == before


@pytest.mark.parametrize("value", ["castle", "\x00", MARKUP, "yes", "x" * 100_000])
def test_an_answer_nobody_offered_is_refused(resident: FlaskClient, engine_of: Engine, value: str) -> None:
    before = counts(engine_of)
    response = post(resident, "/about/house", {"dwelling_type": value})
    assert response.status_code == 422
    assert "<script>alert" not in response.get_data(as_text=True)
    assert counts(engine_of) == before


@pytest.mark.parametrize("key", ["castle", "%00", "..", "%2e%2e%2fdesk"])
def test_a_group_of_questions_nobody_wrote_is_not_found(resident: FlaskClient, key: str) -> None:
    assert resident.get(f"/about/{key}").status_code == 404


def test_a_field_too_large_is_refused(resident: FlaskClient, engine_of: Engine) -> None:
    before = counts(engine_of)
    response = post(resident, "/about/house", {"year_built": "1" * 600_000})
    assert response.status_code == 413
    assert counts(engine_of) == before


def test_more_parts_than_a_form_has_are_refused(resident: FlaskClient) -> None:
    many = {f"field_{number}": "x" for number in range(1_001)}
    response = resident.post("/about/house", data=many, content_type="multipart/form-data")
    assert response.status_code == 413


@pytest.mark.parametrize("content_type", ["text/xml", "application/json", "multipart/form-data", "x/y; charset=utf-7"])
def test_a_body_of_another_kind_is_no_form(resident: FlaskClient, content_type: str) -> None:
    response = resident.post("/about/house", data=b"year_built=1901", content_type=content_type)
    assert response.status_code == 400


# Consent.

KINDS = {"commodity": "electricity"}


@pytest.mark.parametrize("granted", ["", "YES", "true", "1", "on", "yes\x00", "NO", " yes"])
def test_only_yes_is_yes(site: GreenerHomes, engine_of: Engine, granted: str) -> None:
    newcomer, before = signed_in(site, NEWCOMER), counts(engine_of)
    given = {"granted": granted, "moved_in": "2020-01-01", "statement": statement(newcomer)} | KINDS
    assert post(newcomer, "/sharing/consent/advice", given).status_code == 303
    assert counts(engine_of) == before


@pytest.mark.parametrize("moved_in", DATES)
def test_a_day_nobody_can_move_in_on_is_refused(site: GreenerHomes, engine_of: Engine, moved_in: str) -> None:
    newcomer, before = signed_in(site, NEWCOMER), counts(engine_of)
    given = {"granted": "yes", "moved_in": moved_in, "statement": statement(newcomer)} | KINDS
    assert post(newcomer, "/sharing/consent/advice", given).status_code == 422
    assert counts(engine_of) == before


@pytest.mark.parametrize("words", ["", "x", "\x00", "00000000-0000-0000-0000-000000000001"])
def test_a_yes_to_words_we_never_showed_is_not_kept(site: GreenerHomes, engine_of: Engine, words: str) -> None:
    newcomer, before = signed_in(site, NEWCOMER), counts(engine_of)
    given = {"granted": "yes", "moved_in": "2020-01-01", "statement": words} | KINDS
    assert post(newcomer, "/sharing/consent/advice", given).status_code == 422
    assert counts(engine_of) == before


@pytest.mark.parametrize("kind", ["", "ELECTRICITY", "oil", "water", "\x00", "electricity ", "x" * 400])
def test_a_yes_to_a_kind_of_energy_that_was_not_offered_is_not_kept(
    site: GreenerHomes, engine_of: Engine, kind: str
) -> None:
    newcomer, before = signed_in(site, NEWCOMER), counts(engine_of)
    given = {"granted": "yes", "moved_in": "2020-01-01", "statement": statement(newcomer), "commodity": kind}
    assert post(newcomer, "/sharing/consent/advice", given).status_code == 422
    assert counts(engine_of) == before


@pytest.mark.parametrize(
    "address",
    [
        "/sharing/consent/advice?source=utility",
        "/sharing/consent/advice?source=utility&supplier=nobody",
        "/sharing/consent/advice?source=x",
        "/sharing/consent/referral?source=upload",
        "/sharing/consent/referral?source=upload&recipient=%00",
        "/sharing/consent/ADVICE",
        "/sharing/stop/advice?source=bills",
        "/sharing/stop/contact_post",
    ],
)
def test_a_question_that_cannot_be_asked_is_not_found(site: GreenerHomes, address: str) -> None:
    assert signed_in(site, NEWCOMER).get(address).status_code == 404


# The coach's words.


@pytest.mark.parametrize("note", TEXTS)
def test_a_note_we_cannot_keep_comes_back_with_what_to_mend(coach: FlaskClient, note: str) -> None:
    with_case(coach, lambda case: _refused_in_place(coach, case, note))


def _refused_in_place(coach: FlaskClient, case: str, note: str) -> None:
    for decision in ("approve", "ask", "decline"):
        response = post(coach, f"{case}/decide", {"decision": decision, "note": note}, page=case)
        assert response.status_code == 422
        page = response.get_data(as_text=True)
        assert f'href="#f-{decision}-note"' in page
        assert f'aria-describedby="f-{decision}-note-error"' in page


@pytest.mark.parametrize("decision", ["", "approved", "APPROVE", "\x00", "x" * 10_000])
def test_a_decision_nobody_offered_decides_nothing(coach: FlaskClient, decision: str) -> None:
    def sent(case: str) -> None:
        assert 400 <= post(coach, f"{case}/decide", {"decision": decision}, page=case).status_code < 500
        assert "Give back" in coach.get(case).get_data(as_text=True)

    with_case(coach, sent)


def test_markup_in_a_note_stays_text(coach: FlaskClient) -> None:
    def noted(case: str) -> None:
        measure = re.findall(rf"{case}/measures/([A-Z0-9-]+)", coach.get(case).get_data(as_text=True))[0]
        address = f"{case}/measures/{measure}"
        given = {"action": "note", "reason": "household_priority", "note": MARKUP}
        assert post(coach, address, given, page=case).status_code == 303
        shown = coach.get(case).get_data(as_text=True)
        assert "&lt;script&gt;alert" in shown
        assert "<script>alert" not in shown
        assert post(coach, address, {"action": "undo"}, page=case).status_code == 303

    with_case(coach, noted)


@pytest.mark.parametrize("measure", ["%00", "NO-SUCH", "x" * 500])
def test_a_measure_that_is_not_on_the_case_is_not_found(coach: FlaskClient, measure: str) -> None:
    given = {"action": "later", "reason": "household_priority", "note": "Later."}

    def sent(case: str) -> None:
        assert 400 <= post(coach, f"{case}/measures/{measure}", given, page=case).status_code < 500

    with_case(coach, sent)


# Files.


def samples() -> list[str]:
    if not HOSTILE.exists():
        return []
    return [
        f"{kind}/{path.name}"
        for kind in ("gb_xml", "utility_csv", "zip")
        for path in sorted((HOSTILE / kind).iterdir())
    ]


@pytest.mark.skipif(not HOSTILE.exists(), reason="../shared is not here: its hostile files are what this sends")
@pytest.mark.parametrize("name", samples())
def test_a_hostile_file_is_stored_whole_or_refused_in_words(
    site: GreenerHomes, resident: FlaskClient, engine_of: Engine, name: str
) -> None:
    before = counts(engine_of)
    answered = upload(resident, (HOSTILE / name).read_bytes(), name)
    assert answered.status_code == 303
    finish_imports(site)
    page = resident.get(answered.headers["Location"])
    assert page.status_code == 200
    assert RAW.findall(words_of(page)) == []
    if "notice bad" in page.get_data(as_text=True):
        assert counts(engine_of) == before | {
            "import_run": before["import_run"] + 1,
            "audit_event": counts(engine_of)["audit_event"],
        }
    elif expected(name) == "reject":
        pytest.fail(f"{name} should have been refused")


def test_sending_no_file_says_so(resident: FlaskClient) -> None:
    response = post(resident, "/sharing/upload", {}, page="/sharing")
    assert response.status_code == 422
    assert "Choose a file first" in response.get_data(as_text=True)


def test_an_empty_file_says_so(resident: FlaskClient) -> None:
    response = upload(resident, b"", "empty.xml")
    assert response.status_code == 422
    assert "That file is empty" in response.get_data(as_text=True)


def test_two_files_at_once_are_one_import_or_none(site: GreenerHomes, resident: FlaskClient, engine_of: Engine) -> None:
    before = counts(engine_of)["import_run"]
    files = [(io.BytesIO(b"<one/>"), "one.xml"), (io.BytesIO(b"<two/>"), "two.xml")]
    response = resident.post("/sharing/upload", data={"csrf_token": token(resident, "/sharing"), "file": files})
    assert response.status_code == 303
    finish_imports(site)
    assert counts(engine_of)["import_run"] == before + 1


def test_a_file_larger_than_we_take_is_refused_and_leaves_nothing(
    site: GreenerHomes, resident: FlaskClient, engine_of: Engine
) -> None:
    before = counts(engine_of)
    assert upload(resident, b"x" * (UPLOAD_MAX + 1), "large.xml").status_code == 422
    assert upload(resident, b"x" * (UPLOAD_MAX + 2_000_000), "larger.xml").status_code == 413
    assert counts(engine_of) == before
    assert spooled(site) == []


@pytest.mark.parametrize("filename", ["../../etc/passwd", "a\x00.xml", "<script>.xml", "x" * 5_000, "con", "é.zip"])
def test_a_file_name_is_never_used(site: GreenerHomes, resident: FlaskClient, filename: str) -> None:
    response = upload(resident, f"<x name='{len(filename)}'/>".encode(), filename)
    assert response.status_code in (303, 422)
    finish_imports(site)
    assert spooled(site) == []


@pytest.mark.parametrize("content_type", ["application/xml", "text/plain", "multipart/form-data", "application/zip"])
def test_a_bare_body_is_not_an_upload(site: GreenerHomes, resident: FlaskClient, content_type: str) -> None:
    response = resident.post("/sharing/upload", data=b"<feed/>", content_type=content_type)
    assert response.status_code == 400
    assert spooled(site) == []


def test_a_file_sent_to_a_form_that_takes_none_is_dropped(site: GreenerHomes, resident: FlaskClient) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("a.xml", "x" * 1_000)
    data = {"csrf_token": token(resident, "/about/house"), "year_built": (io.BytesIO(archive.getvalue()), "a.zip")}
    assert resident.post("/about/house", data=data).status_code == 303
    assert spooled(site) == []


@pytest.mark.parametrize("run", ["00000000-0000-0000-0000-000000000001", "1", "%00", "../home"])
def test_an_import_that_is_not_ours_is_not_found(resident: FlaskClient, run: str) -> None:
    assert resident.get(f"/sharing/imports/{run}").status_code == 404


# How the tests speak with the site.


def signed_in(site: GreenerHomes, email: str) -> FlaskClient:
    client = site.test_client()
    assert sign_in(client, email, PASSWORD).status_code == 303
    return client


def sign_in(client: FlaskClient, email: str, password: str) -> TestResponse:
    """Each from a network of its own, so that no test is slowed down by the failures of another."""
    sign_in.count += 1  # type: ignore[attr-defined]
    address = f"10.{sign_in.count // 250}.{sign_in.count % 250}.1"  # type: ignore[attr-defined]
    given = {"csrf_token": token(client, "/sign-in"), "email": email, "password": password}
    return client.post("/sign-in", data=given, environ_overrides={"REMOTE_ADDR": address})


sign_in.count = 0  # type: ignore[attr-defined]


def token(client: FlaskClient, page: str) -> str:
    return re.findall(r'name="csrf_token" value="([^"]+)"', client.get(page).get_data(as_text=True))[0]


def statement(client: FlaskClient) -> str:
    page = client.get("/sharing/consent/advice").get_data(as_text=True)
    return re.findall(r'name="statement" value="([^"]+)"', page)[0]


def post(client: FlaskClient, address: str, fields: dict[str, str], *, page: str = "") -> TestResponse:
    return client.post(address, data={"csrf_token": token(client, page or address)} | fields)


def upload(client: FlaskClient, content: bytes, name: str) -> TestResponse:
    """Framed by hand: the test client would keep a large body in a file of its own."""
    head = f'--edge\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token(client, "/sharing")}\r\n'
    part = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = (head + part).encode() + content + b"\r\n--edge--\r\n"
    return client.post("/sharing/upload", data=body, content_type="multipart/form-data; boundary=edge")


def read(client: FlaskClient, address: str, language: str) -> TestResponse:
    response = client.get(address, query_string={"lang": language})
    assert response.status_code == 200, address
    return response


def links(client: FlaskClient, page: str, start: str) -> list[str]:
    found = re.findall(r'href="([^"?#]+)', client.get(page).get_data(as_text=True))
    return list(dict.fromkeys(address for address in found if address.startswith(start)))


def words_of(response: TestResponse) -> str:
    """What a person reads of a page: no tags, no scripts."""
    page = re.sub(r"<script.*?</script>", " ", response.get_data(as_text=True), flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", page)


def with_case(coach: FlaskClient, work: Callable[[str], None]) -> None:
    """The coach takes a waiting home, does the work, and gives it back."""
    case = links(coach, "/desk/queue", "/desk/cases/")[0].removesuffix("/take")
    assert post(coach, f"{case}/take", {}, page=case).status_code == 303
    try:
        work(case)
    finally:
        assert post(coach, f"{case}/give-back", {}, page=case).status_code == 303


def finish_imports(site: GreenerHomes) -> None:
    """Files that wait are read, as the worker would."""
    settings: Settings = site.config["SETTINGS"]
    with db.transaction(site.engine) as session:
        waiting = session.connection().execute(text("SELECT id FROM import_run WHERE state = 'received'")).scalars()
        for run in list(waiting):
            imports.run(session, open_vault(settings), run, now=datetime.now(UTC), step=lambda _: None)


def spooled(site: GreenerHomes) -> list[Path]:
    settings: Settings = site.config["SETTINGS"]
    return [path for path in (settings.var / "spool").rglob("*") if path.is_file()]


def counts(engine: Engine) -> dict[str, int]:
    tables = (
        "home_fact", "consent_grant", "consent_event", "import_run", "usage_point", "interval_block", "assessment",
        "review_event", "override", "recommendation", "audit_event",
    )  # fmt: skip
    with db.reading(engine) as session:
        return {
            name: session.connection().execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in tables
        }


def expected(name: str) -> str:
    """What the manifest says must become of a file; "accept" where more than one outcome will do."""
    cases = json.loads((HOSTILE / "manifest.json").read_text())["cases"]
    found = next(case for case in cases if case["file"] == name)
    return "accept" if found.get("also_ok") else str(found["expected"])
