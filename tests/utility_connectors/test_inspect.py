"""`greener-homes inspect` says what CONTRACTS promises, for files good and bad."""

from __future__ import annotations

import json
from pathlib import Path

from tests.utility_connectors.documents import (
    JANUARY_2026,
    NOW,
    document,
    hours,
    reading,
    reading_type,
)
from utility_connectors.inspect import inspect_paths


def test_an_accepted_file_has_exactly_the_promised_shape(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    rows = [reading(JANUARY_2026 + 3600 * i, 400, extra="<cost>150000</cost>") for i in range(24) if i != 7]
    rows[0] = rows[0].replace("<cost>", "<ReadingQuality><quality>8</quality></ReadingQuality><cost>")
    path.write_bytes(document(rows, type_=reading_type(currency=124)))
    (told,) = inspect_paths([path], now=NOW)
    assert told == {
        "file": str(path),
        "status": "accepted",
        "code": None,
        "format": "green-button",
        "usage_points": [
            {
                "id": "UsagePoint/1",
                "commodity": "electricity",
                "flow": "delivered",
                "unit": "kWh",
                "interval_s": 3600,
                "readings": 23,
                "first": "2026-01-15T05:00:00Z",
                "last_end": "2026-01-16T05:00:00Z",
                "total": 9.2,
                "quality": {"actual": 22, "estimated": 1},
                "cost_total": {"amount": 34.5, "currency": "CAD"},
            }
        ],
        "findings": [{"code": "espi.gap", "severity": "warning", "facts": {"missing_s": 3600, "streams": 1}}],
    }
    assert json.loads(json.dumps(told)) == told


def test_a_rejected_file_has_a_code_and_no_usage_points(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(b"<a>")
    (told,) = inspect_paths([path], now=NOW)
    assert (told["status"], told["code"], told["usage_points"]) == ("rejected", "xml.not_well_formed", [])
    assert [finding["code"] for finding in told["findings"]] == ["xml.not_well_formed"]


def test_a_file_with_nothing_to_store_is_rejected_but_shown(tmp_path: Path) -> None:
    path = tmp_path / "demand.xml"
    path.write_bytes(document(hours(4), type_=reading_type(uom=38)))
    (told,) = inspect_paths([path], now=NOW)
    assert (told["status"], told["code"]) == ("rejected", "usage_file.nothing_to_keep")
    assert [(point["unit"], point["readings"]) for point in told["usage_points"]] == [("kW", 4)]


def test_files_that_cannot_be_opened_are_rejected_not_raised(tmp_path: Path) -> None:
    codes = [told["code"] for told in inspect_paths([tmp_path, tmp_path / "missing"], now=NOW)]
    assert codes == ["usage_file.unreadable"] * 2


def test_each_file_is_told_on_its_own(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.xml", tmp_path / "bad.xml"
    good.write_bytes(document(hours(2)))
    bad.write_bytes(b"")
    assert [told["status"] for told in inspect_paths([bad, good, bad], now=NOW)] == ["rejected", "accepted", "rejected"]


def test_without_a_moment_the_machines_clock_decides_what_is_the_future(tmp_path: Path) -> None:
    path = tmp_path / "future.xml"
    path.write_bytes(document([*hours(2), reading(4_000_000_000, 5)]))
    (told,) = inspect_paths([path])
    assert "reading.in_future" in [finding["code"] for finding in told["findings"]]
