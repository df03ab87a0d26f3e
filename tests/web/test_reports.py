"""Monthly reports over HTTP: read by whoever lives there, on the page and as a PDF alike, and by nobody else."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine
from sqlmodel import select

from greener_homes import db
from greener_homes.settings import Settings
from greener_homes.tables.audit import AuditEvent
from greener_homes.tables.report import MonthlyReport, ReportDraw, ReportGroup
from greener_homes.vault import open_vault
from tests import scenes
from tests.web.samples import reports as samples
from tests.web.test_paper import tags
from tests.web.visiting import application, signed_in
from web.app import GreenerHomes

EMAIL, STRANGER = "resident@test.example", "stranger@test.example"
MADE = datetime(2026, 11, 9, 15, tzinfo=UTC)
SAID = {
    "fuels": [samples.GAS.as_json(), samples.POWER.as_json()],
    "step": {"measure": "APP-LINE", "origin": "season"},
    "plan": {"new": ["ENV-AIR"], "gone": []},
}


@pytest.fixture
def site(engine: Engine, settings: Settings) -> GreenerHomes:
    return application(engine, settings)


@pytest.fixture
def who(engine: Engine, settings: Settings) -> scenes.Resident:
    with db.transaction(engine) as session:
        scenes.resident(session, open_vault(settings), email=STRANGER)
        return scenes.resident(session, open_vault(settings), email=EMAIL)


def kept(engine: Engine, who: scenes.Resident) -> None:
    row = MonthlyReport(home_id=who.home.id, month=date(2026, 10, 1), said=SAID, grant_ids=["x"], made_at=MADE)
    with db.transaction(engine) as session:
        session.add(row)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", text)))


@pytest.mark.parametrize(
    ("language", "finding"), [("en", "less gas than the year before"), ("fr", "moins de gaz que l’année d’avant")]
)
def test_the_page_and_the_file_say_the_same(
    engine: Engine, site: GreenerHomes, who: scenes.Resident, language: str, finding: str
) -> None:
    kept(engine, who)
    client = signed_in(site, EMAIL)
    client.set_cookie("lang", language)
    assert "/reports/2026-10" in client.get("/reports").get_data(as_text=True)
    page = client.get("/reports/2026-10").get_data(as_text=True)
    response = client.get("/reports/2026-10/pdf")
    assert response.mimetype == "application/pdf" and response.headers["Cache-Control"] == "private, no-store"
    found = PdfReader(BytesIO(response.data))
    text = squeezed("".join(each.extract_text() for each in found.pages))
    assert finding in page and squeezed(finding) in text and who.home.reference in text
    shown = re.findall(r'role="img" aria-label="([^"]*)"', page)
    root = found.trailer["/Root"]["/StructTreeRoot"]
    assert [each["/Alt"] for each in tags(root) if each["/S"] == "/Figure"] == [html.unescape(one) for one in shown]
    assert len(shown) == 2, "both fuels have a picture, which says in words what it shows"
    values = re.findall(r"<dd>(.*?)</dd>", page)
    assert len(values) >= 16
    for value in values:
        assert squeezed(value) in text, value
    with db.reading(engine) as session:
        looks = session.exec(select(AuditEvent.action).where(AuditEvent.home_id == who.home.id)).all()
    assert looks.count("usage.viewed") == 2, "the page and the file, each once"


def test_a_stranger_and_a_wrong_month_find_nothing(engine: Engine, site: GreenerHomes, who: scenes.Resident) -> None:
    kept(engine, who)
    stranger = signed_in(site, STRANGER)
    assert "/reports/2026-10" not in stranger.get("/reports").get_data(as_text=True)
    assert stranger.get("/reports/2026-10").status_code == 404 == stranger.get("/reports/2026-10/pdf").status_code
    mine = signed_in(site, EMAIL)
    for month in ("2026-09", "2026-13", "2026-1", "2026-100", "x", "٢٠٢٦-10", "2026-10%0a", "9999-10"):
        assert mine.get(f"/reports/{month}").status_code == 404, month
    assert site.test_client().get("/reports/2026-10").status_code == 303


def test_who_was_drawn_to_wait_reads_so_and_may_ask(engine: Engine, site: GreenerHomes, who: scenes.Resident) -> None:
    client, until = signed_in(site, EMAIL), date(2099, 11, 9)
    assert "No report yet" in client.get("/reports").get_data(as_text=True)
    with db.transaction(engine) as session:
        held = ReportGroup.HELD_BACK
        session.add(ReportDraw(home_id=who.home.id, group=held, share=0.1, drawn_at=MADE, held_until=until))
    page = client.get("/reports").get_data(as_text=True)
    assert "until 9 November 2099" in page and "Send me my report" in page
    asked = client.post("/reports/ask", follow_redirects=True).get_data(as_text=True)
    assert "every month that we have readings of" in asked
    assert "2099" not in asked and "Send me my report" not in asked
    with db.reading(engine) as session:
        row = session.get_one(ReportDraw, who.home.id)
        assert row.asked_at is not None and row.group is ReportGroup.HELD_BACK
