"""Files through the API: sent once however often, looked at first, followed, cancelled; and never another's."""

from __future__ import annotations

import hashlib
import io
import json
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from greener_homes import audit, db, partner_clients
from greener_homes.partner_clients import Scope
from greener_homes.settings import Settings
from greener_homes.vault import Vault
from tests.web.partner_api.conftest import Software
from utility_connectors import partner_files
from web.access import Access, access, level_of
from web.app import create_app
from web.partner_api.guard import scope_of

Bearer = Callable[..., dict[str, str]]
CONTENT = (
    b"account_number,meter_id,commodity,interval_start,interval_end,quantity,unit\n"
    b"A1,M1,electricity,2026-03-01T00:00:00-05:00,2026-03-01T01:00:00-05:00,0.5,kWh\n"
)
SECRETIVE = b"A-canary-account-7731"


@pytest.fixture
def header(software: Software, bearer: Bearer) -> dict[str, str]:
    return bearer(software)


def send(
    client: FlaskClient,
    header: dict[str, str],
    content: bytes = CONTENT,
    key: str | None = "night-1",
    query: str = "",
    kind: str = "text/csv",
):  # type: ignore[no-untyped-def]
    headers = header | ({"Idempotency-Key": key} if key is not None else {})
    return client.post(f"/api/v1/imports{query}", data=content, headers=headers, content_type=kind)


def test_a_file_is_accepted_once_it_is_on_record(
    browserless: FlaskClient, header: dict[str, str], engine: Engine
) -> None:
    answered = send(browserless, header)
    assert answered.status_code == 202
    body = answered.get_json()
    assert answered.headers["Location"] == f"/api/v1/imports/{body['id']}"
    assert (body["state"], body["size_bytes"]) == ("running", len(CONTENT))
    with db.reading(engine) as session:
        kept = session.execute(text("SELECT name, subject_id::text FROM work")).all()
    assert ("partner_file.store", body["id"]) in [tuple(row) for row in kept]
    assert browserless.get(answered.headers["Location"], headers=header).get_json()["id"] == body["id"]


@pytest.mark.parametrize("way", ["body", "form"])
def test_a_body_and_a_form_say_the_same(browserless: FlaskClient, header: dict[str, str], way: str) -> None:
    if way == "body":
        answered = send(browserless, header, kind="application/octet-stream")
    else:
        form = {"file": (io.BytesIO(CONTENT), "night.csv")}
        answered = browserless.post("/api/v1/imports", data=form, headers=header | {"Idempotency-Key": "night-1"})
    assert answered.status_code == 202
    assert answered.get_json()["sha256"] == hashlib.sha256(CONTENT).hexdigest()


def test_the_same_key_and_file_are_the_same_import(browserless: FlaskClient, header: dict[str, str]) -> None:
    first, again = send(browserless, header), send(browserless, header)
    assert first.get_json()["id"] == again.get_json()["id"]
    assert (first.status_code, again.status_code) == (202, 202)


def test_a_key_used_for_another_file_is_refused_and_nothing_is_kept(
    browserless: FlaskClient, header: dict[str, str], keys: Vault
) -> None:
    send(browserless, header)
    spooled = list(keys.spooled_names())
    answered = send(browserless, header, CONTENT + b"\n")
    assert (answered.status_code, answered.get_json()["code"]) == (422, "partner_file.key_reused")
    assert [name for name, _ in keys.spooled_names()] == [name for name, _ in spooled]


def test_another_partners_key_is_another_key(
    browserless: FlaskClient, header: dict[str, str], new_software: Callable[..., Software], bearer: Bearer
) -> None:
    other = bearer(new_software())
    first, second = send(browserless, header), send(browserless, other, CONTENT + b"\n")
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.get_json()["id"] != second.get_json()["id"]


@pytest.mark.parametrize("key", [None, "", "é", "with space", "x" * 256, "tab\t"])
def test_a_file_needs_a_key(browserless: FlaskClient, header: dict[str, str], key: str | None, keys: Vault) -> None:
    headers = header | ({"Idempotency-Key": key.encode().decode("latin-1")} if key is not None else {})
    answered = browserless.post("/api/v1/imports", data=CONTENT, headers=headers, content_type="text/csv")
    assert (answered.status_code, answered.get_json()["code"]) == (400, "api.idempotency_key")
    assert list(keys.spooled_names()) == []


def test_a_preview_waits_is_committed_or_cancelled(
    browserless: FlaskClient, header: dict[str, str], keys: Vault
) -> None:
    looked = send(browserless, header, query="?commit=false").get_json()
    assert looked["state"] == "received"
    for _ in range(2):
        committed = browserless.post(f"/api/v1/imports/{looked['id']}/commit", headers=header)
        assert (committed.status_code, committed.get_json()["state"]) == (202, "running")
    late = browserless.delete(f"/api/v1/imports/{looked['id']}", headers=header)
    assert (late.status_code, late.get_json()["code"]) == (409, "partner_file.not_open")
    other = send(browserless, header, CONTENT * 2, "night-2", "?commit=false").get_json()
    for _ in range(2):
        gone = browserless.delete(f"/api/v1/imports/{other['id']}", headers=header)
        assert (gone.status_code, gone.get_json()["state"]) == (200, "cancelled")
    assert len(list(keys.spooled_names())) == 1
    assert browserless.post(f"/api/v1/imports/{other['id']}/commit", headers=header).status_code == 409


@pytest.mark.parametrize(
    "query", ["?commit=1", "?commit=", "?commit=False", "?commit=true&commit=false", "?Commit=true"]
)
def test_a_question_of_another_kind_is_refused_before_the_file(
    browserless: FlaskClient, header: dict[str, str], query: str, keys: Vault
) -> None:
    answered = send(browserless, header, query=query)
    assert (answered.status_code, answered.get_json()["code"]) == (400, "api.query")
    assert list(keys.spooled_names()) == []


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"", "text/csv", 400),
        (b"a=b", "application/x-www-form-urlencoded", 415),
        (b"--x\r\n", "multipart/form-data", 400),
        (b"--x--\r\n", "multipart/form-data; boundary=x", 400),
    ],
)
def test_no_file_is_said_as_such(
    browserless: FlaskClient, header: dict[str, str], content: bytes, kind: str, status: int, keys: Vault
) -> None:
    answered = send(browserless, header, content, kind=kind)
    assert answered.status_code == status
    assert answered.mimetype == "application/problem+json"
    assert list(keys.spooled_names()) == []


def test_a_packed_body_is_not_unpacked(browserless: FlaskClient, header: dict[str, str]) -> None:
    headers = header | {"Idempotency-Key": "k", "Content-Encoding": "gzip"}
    answered = browserless.post("/api/v1/imports", data=b"\x1f\x8b", headers=headers, content_type="text/csv")
    assert answered.status_code == 415


def test_two_files_in_one_form_are_refused(browserless: FlaskClient, header: dict[str, str], keys: Vault) -> None:
    form = {"file": [(io.BytesIO(CONTENT), "a.csv"), (io.BytesIO(CONTENT), "b.csv")]}
    answered = browserless.post("/api/v1/imports", data=form, headers=header | {"Idempotency-Key": "k"})
    assert (answered.status_code, answered.get_json()["code"]) == (400, "api.no_file")
    assert list(keys.spooled_names()) == []


@pytest.mark.parametrize("way", ["body", "form"])
def test_a_file_above_the_limit_is_refused_and_gone(
    settings: Settings, engine: Engine, software: Software, way: str, keys: Vault
) -> None:
    small = create_app(settings.model_copy(update={"partner_upload_max_bytes": 100}), engine).test_client()
    granted = small.post("/oauth/token", data={"grant_type": "client_credentials"}, headers=software.basic)
    headers = {"Authorization": f"Bearer {granted.get_json()['access_token']}", "Idempotency-Key": "k"}
    for size in (101, 2_000_000):
        content = b"x" * size
        if way == "body":
            answered = small.post("/api/v1/imports", data=content, headers=headers, content_type="text/csv")
        else:
            part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n' + content
            kind = "multipart/form-data; boundary=x"
            answered = small.post("/api/v1/imports", data=part + b"\r\n--x--\r\n", headers=headers, content_type=kind)
        assert answered.status_code == 413
        assert answered.mimetype == "application/problem+json"
        assert list(keys.spooled_names()) == []


def test_what_arrives_is_sealed_before_anything_reads_it(
    browserless: FlaskClient, header: dict[str, str], settings: Settings
) -> None:
    assert send(browserless, header, SECRETIVE + CONTENT).status_code == 202
    spool = list((settings.var / "spool").iterdir())
    assert len(spool) == 1
    assert SECRETIVE not in spool[0].read_bytes()


def test_without_a_token_the_body_is_not_read(browserless: FlaskClient, keys: Vault) -> None:
    class Untouchable(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise AssertionError("the body was read before the token was looked at")

    answered = browserless.post(
        "/api/v1/imports",
        input_stream=Untouchable(),
        headers={"Idempotency-Key": "k", "Content-Length": "1000000"},
        content_type="text/csv",
    )
    assert answered.status_code == 401
    assert list(keys.spooled_names()) == []


def test_history_is_paged_newest_first(browserless: FlaskClient, header: dict[str, str]) -> None:
    sent = [send(browserless, header, CONTENT + b"#" * place, f"night-{place}").get_json()["id"] for place in range(5)]
    seen: list[str] = []
    where = "/api/v1/imports?limit=2"
    while where:
        page = browserless.get(where, headers=header).get_json()
        assert len(page["items"]) <= 2
        seen += [item["id"] for item in page["items"]]
        where = page["next"]
    assert seen == sent[::-1]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=1001", "limit=1_0", "limit=١", "limit=2&limit=3", "before=x", "before=1", "other=1"]
)
def test_a_page_that_cannot_be_is_refused(browserless: FlaskClient, header: dict[str, str], query: str) -> None:
    answered = browserless.get(f"/api/v1/imports?{query}", headers=header)
    assert (answered.status_code, answered.get_json()["code"]) == (400, "api.query")
    assert query.split("=")[-1] not in answered.get_json()["detail"] or len(query.split("=")[-1]) < 2


def test_every_address_for_clients_names_its_scope_and_no_cookie(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules() if level_of(app, rule.endpoint) is Access.CLIENT}
    assert len(endpoints) >= 8
    assert {endpoint for endpoint in endpoints if scope_of(app, endpoint) is None} == set()
    open_scopes = {scope for scopes in partner_clients.OPEN_TO.values() for scope in scopes}
    assert {scope_of(app, endpoint) for endpoint in endpoints} == open_scopes


def test_an_endpoint_for_clients_without_a_scope_is_closed(
    settings: Settings, engine: Engine, header: dict[str, str]
) -> None:
    fresh = create_app(settings, engine)
    fresh.add_url_rule("/api/v1/forgotten", "forgotten", access(Access.CLIENT)(lambda: "open"))
    answered = fresh.test_client(use_cookies=False).get("/api/v1/forgotten", headers=header)
    assert answered.status_code == 404


def test_another_organisations_file_is_like_a_missing_one(
    app: Flask,
    browserless: FlaskClient,
    header: dict[str, str],
    new_software: Callable[..., Software],
    bearer: Bearer,
    engine: Engine,
) -> None:
    theirs = send(browserless, header, query="?commit=false").get_json()["id"]
    stranger = bearer(new_software())
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if level_of(app, rule.endpoint) is Access.CLIENT and "file_id" in rule.arguments
    ]
    assert len(rules) == 5
    for rule in rules:
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            addresses = [rule.rule.replace("<uuid:file_id>", one) for one in (theirs, str(uuid.uuid4()))]
            answers = [browserless.open(one, method=method, headers=stranger) for one in addresses]
            assert [one.status_code for one in answers] == [404, 404], rule
            bodies = [one.get_json() | {"instance": ""} for one in answers]
            assert bodies[0] == bodies[1]
    assert browserless.get("/api/v1/imports", headers=stranger).get_json()["items"] == []
    answered = browserless.get(f"/api/v1/imports?before={theirs}", headers=stranger)
    assert answered.status_code == 404
    answered = send(browserless, stranger, query=f"?supersedes={theirs}")
    assert answered.status_code == 404
    with db.reading(engine) as session:
        states = session.execute(text("SELECT state FROM partner_file")).scalars().all()
    assert states == ["received"]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/imports/not-a-uuid", "/api/", "/oauth/authorize"])
def test_what_is_not_there_is_a_problem_document(browserless: FlaskClient, path: str, method: str) -> None:
    answered = browserless.open(path + "?canary=canary-7731", method=method)
    assert answered.status_code == 404
    assert answered.mimetype == "application/problem+json"
    assert "canary-7731" not in answered.get_data(as_text=True)
    assert answered.get_json()["instance"].startswith("urn:greener-homes:request:")


def test_a_wrong_method_says_which_are_right(browserless: FlaskClient) -> None:
    answered = browserless.put("/oauth/token")
    assert answered.status_code == 405
    assert "POST" in answered.headers["Allow"]
    assert answered.mimetype == "application/problem+json"


def test_a_fault_says_nothing_of_itself(
    browserless: FlaskClient, header: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("canary-7731 in /srv/secret")

    monkeypatch.setattr(partner_files, "history", fail)
    answered = browserless.get("/api/v1/imports", headers=header)
    assert (answered.status_code, answered.get_json()["code"]) == (500, "http.500")
    assert "canary-7731" not in answered.get_data(as_text=True)


def test_the_detail_is_in_the_language_asked_for(browserless: FlaskClient) -> None:
    answered = browserless.get("/api/v1/imports", headers={"Accept-Language": "fr-CA"})
    assert answered.get_json()["detail"].startswith("Envoyez un jeton")
    assert answered.headers["Content-Language"] == "fr"


def test_a_client_without_write_cannot_write(
    browserless: FlaskClient, new_software: Callable[..., Software], bearer: Bearer
) -> None:
    reader = bearer(new_software((Scope.IMPORTS_READ,)))
    assert send(browserless, reader).status_code == 403


def test_the_database_being_away_is_said_with_when_to_come_back(tmp_path: Path) -> None:
    engine = db.create_engine(f"postgresql://nobody@/nothing?host={tmp_path}")
    app = create_app(Settings(var=tmp_path / "var", log_format="console"), engine)
    answered = app.test_client().get("/api/v1/imports", headers={"Authorization": "Bearer ght_x"})
    assert answered.status_code == 503
    assert int(answered.headers["Retry-After"]) > 0
    assert answered.mimetype == "application/problem+json"
    engine.dispose()


def test_the_sent_file_is_on_record_as_its_clients_doing(
    browserless: FlaskClient, header: dict[str, str], software: Software, engine: Engine
) -> None:
    sent = send(browserless, header).get_json()["id"]
    with db.reading(engine) as session:
        row = session.execute(
            text("SELECT actor_id::text, actor_audience, facts::text FROM audit_event WHERE object_id::text = :id"),
            {"id": sent},
        ).one()
    assert row[:2] == (software.id, "client")
    assert json.loads(row[2]).keys() <= {"bytes"}
    assert audit.PLATFORM.id is None
