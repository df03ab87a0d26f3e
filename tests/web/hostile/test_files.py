"""Files nobody should send: stored whole or refused in words, and nothing of them left behind."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.web.hostile.browsing import RAW, UPLOAD_MAX, counts, finish_imports, post, spooled, token, upload, words_of
from web.app import GreenerHomes

HOSTILE = Path(__file__).resolve().parents[4] / "shared" / "samples" / "hostile"


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
    data = {"csrf_token": token(resident, "/about/year_built"), "year_built": (io.BytesIO(archive.getvalue()), "a.zip")}
    assert resident.post("/about/year_built", data=data).status_code == 303
    assert spooled(site) == []


def test_a_page_that_waits_is_sent_again_only_when_something_changed(site: GreenerHomes, resident: FlaskClient) -> None:
    here = upload(resident, b"<feed/>", "changed.xml").headers["Location"]
    known = re.findall(r'data-running="([^"]+)"', resident.get(here).get_data(as_text=True))
    assert known == ["received"]
    still = resident.get(here, query_string={"still": known[0]})
    assert (still.status_code, still.data) == (204, b"")
    finish_imports(site)
    changed = resident.get(here, query_string={"still": known[0]})
    assert changed.status_code == 200
    assert "data-running" not in changed.get_data(as_text=True)


@pytest.mark.parametrize("run", ["00000000-0000-0000-0000-000000000001", "1", "%00", "../home"])
def test_an_import_that_is_not_ours_is_not_found(resident: FlaskClient, run: str) -> None:
    assert resident.get(f"/sharing/imports/{run}").status_code == 404


def expected(name: str) -> str:
    """What the manifest says must become of a file; "accept" where more than one outcome will do."""
    cases = json.loads((HOSTILE / "manifest.json").read_text())["cases"]
    found = next(case for case in cases if case["file"] == name)
    return "accept" if found.get("also_ok") else str(found["expected"])
