"""How the hostile tests speak with the site: as a browser would, with its tokens, whoever is signed in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from greener_homes import db
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from utility_connectors import imports
from web.app import GreenerHomes
from web.demo_sign_ins import PASSWORD

RESIDENT, NEWCOMER, COACH = "resident@demo.example", "newcomer@demo.example", "coach@demo.example"
UTILITY, LENDER, PROGRAMME = "utility@demo.example", "lender@demo.example", "programme@demo.example"
UPLOAD_MAX = 2_000_000
RAW = re.compile(r"\b[a-z]+_[a-z_]+_?[a-z0-9]*\b|…|no words for|savons pas encore dire")
"""A field's name, a code or a missing fact where a person reads."""
MARKUP = "<script>alert('X5S')</script>\"'{{7*7}}%' OR 1=1 --"


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


def read(client: FlaskClient, address: str, language: str, *, status: int = 200) -> TestResponse:
    response = client.get(f"{address}{'&' if '?' in address else '?'}lang={language}")
    assert response.status_code == status, address
    return response


def links(client: FlaskClient, page: str, start: str) -> list[str]:
    found = re.findall(r'href="([^"?#]+)', client.get(page).get_data(as_text=True))
    return list(dict.fromkeys(address for address in found if address.startswith(start)))


def words_of(response: TestResponse) -> str:
    """What a person reads of a page, on paper too: no tags, no scripts."""
    if response.mimetype == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(response.data)).pages)
    page = re.sub(r"<script.*?</script>", " ", response.get_data(as_text=True), flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", page)


def with_case(coach: FlaskClient, work: Callable[[str], object]) -> None:
    """The coach takes a waiting home, does the work, and gives it back."""
    post(coach, "/desk/conduct", {"has": "none"})
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
