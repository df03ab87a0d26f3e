"""The front door: every sample as its independent reader counted it, every hostile case as its label says."""

from __future__ import annotations

import io
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes.errors import Refusal
from models.findings import Severity
from tests.utility_connectors.documents import NOW, SHARED, document, hours, look, read, refused, shared
from utility_connectors.inspect import inspect_paths
from utility_connectors.limits import DEFAULT
from utility_connectors.usage_file import examine, read_usage_file

SAMPLES = sorted((SHARED / "samples" / "green_button").glob("*.xml"))
KINDS = ("gb_xml", "utility_csv", "zip")


def hostile() -> list[dict[str, Any]]:
    manifest = SHARED / "samples" / "hostile" / "manifest.json"
    if not manifest.exists():
        return []
    return [case for case in json.loads(manifest.read_text())["cases"] if case["kind"] in KINDS]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_sample_has_the_totals_an_independent_reader_found(path: Path) -> None:
    expected = json.loads((path.parent / "EXPECTED.json").read_text())[path.name]
    (told,) = inspect_paths([path], now=NOW)
    if not expected["readings"]:
        assert told["status"] == "rejected"
        assert told["code"]
        return
    assert told["status"] == "accepted"
    assert len(told["usage_points"]) == len(expected["readings"])
    for got, wanted in zip(told["usage_points"], expected["readings"], strict=True):
        assert (got["readings"], got["unit"]) == (wanted["count"], wanted["unit"])
        assert (got["flow"] == "received") is wanted["reverse_flow"]
        assert got["total"] == (
            None if wanted["total"] is None else pytest.approx(wanted["total"], rel=1e-6, abs=1e-12)
        )


def test_the_samples_are_here_or_said_to_be_missing() -> None:
    assert len(list(shared("samples", "green_button").glob("*.xml"))) == len(SAMPLES) > 30


@pytest.mark.parametrize("case", hostile(), ids=lambda case: case["id"])
def test_hostile_files_come_out_as_their_label_says(case: dict[str, Any]) -> None:
    """Consent is the importer's; here every account counts as consented unless it cannot be one."""
    data = (SHARED / "samples" / "hostile" / case["file"]).read_bytes()
    allowed = {case["expected"], *case.get("also_ok", [])}
    try:
        file = read(data, Path(case["file"]).name)
    except Refusal as refusal:
        assert "reject" in allowed, refusal.code.code
        return
    warned = any(finding.severity is Severity.WARNING for finding in file.findings)
    assert ("accept-with-warning" if warned else "accept") in allowed
    electricity = [s for s in file.streams if s.commodity.value == "electricity" and s.series is not None]
    expect = case.get("expect", {})
    if "stored" in expect:
        counted = electricity if case["id"] == "utility_csv-consent-gas-not-granted" else file.streams
        assert sum(stream.count for stream in counted) == expect["stored"]
    if "kwh" in expect:
        total = sum(s.series.total for s in electricity if s.series is not None and s.flow.value == "delivered")
        assert total == pytest.approx(expect["kwh"], rel=1e-9)
    for canary in case.get("canaries", []):
        assert canary not in repr(file)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "usage_file.empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "usage_file.web_page"),
        (b"\xef\xbb\xbf  <HTML></HTML>", "usage_file.web_page"),
        (b"%PDF-1.7", "usage_file.spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "usage_file.spreadsheet"),
        (b"\x1f\x8b\x08\x00", "usage_file.unknown_format"),
        (b"{}", "csv.unknown_columns"),
        (b"<", "xml.not_well_formed"),
        (b"   ", "csv.unknown_columns"),
        (b"\xff\xfe", "csv.unknown_columns"),
        ("<a/>".encode("utf-16"), "espi.not_green_button"),
        (b"<xyz><abc>123</abc></xyz>", "espi.not_green_button"),
    ],
)
def test_what_is_no_usage_file_is_refused_by_what_it_is(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_a_file_beyond_the_limit_is_refused() -> None:
    data = document(hours(48))
    assert refused(data, limits=replace(DEFAULT, upload_max_bytes=len(data) - 1)) == "usage_file.too_large"
    assert read(data, limits=replace(DEFAULT, upload_max_bytes=len(data))).streams


def test_the_name_never_decides_the_format() -> None:
    assert read(document(hours(3)), "usage.csv").format == "green-button"
    assert read(b"datetime,kWh\n2026-01-15,1\n2026-01-16,1\n", "usage.xml").format == "csv-hourly"


def seeds() -> list[bytes]:
    found = [path for path in SAMPLES if path.stat().st_size < 40_000]
    found += [SHARED / "samples" / "hostile" / case["file"] for case in hostile()]
    return [path.read_bytes() for path in found if path.stat().st_size < 40_000] or [document(hours(24))]


SEEDS = seeds()
SPLICES = (b"<", b">", b"&", b'"', b"\0", b"\xff", b"<!DOCTYPE a>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"-1",
           b"9" * 18, b"9" * 30, b"1e5", b"\n", b"\r", b",", b'""', b"</IntervalReading>", b"<IntervalReading>",
           b"<value/>", b"PK\x05\x06", "１".encode(), b'xmlns="http://naesb.org/espi"')  # fmt: skip


def mutated(source: random.Random) -> bytes:
    data = bytearray(source.choice(SEEDS))
    for _ in range(source.choice([1, 1, 1, 2, 5, 20])):
        place = source.randrange(len(data) + 1)
        match source.randrange(5):
            case 0 if data:
                data[place % len(data)] = source.randrange(256)
            case 1:
                data[place:place] = source.choice(SPLICES)
            case 2:
                del data[place : place + source.choice([1, 3, 50, 500])]
            case 3:
                other = source.randrange(len(data) + 1)
                data[place:place] = data[other : other + source.choice([5, 100, 1000])]
            case _:
                del data[place:]
    return bytes(data)


@given(st.integers(0, 2**48))
@settings(max_examples=400, deadline=None)
def test_mutated_files_are_read_or_refused_and_nothing_else(seed: int) -> None:
    data = mutated(random.Random(seed))
    try:
        file = examine(io.BytesIO(data), "natural-gas.csv", now=NOW)
    except Refusal as refusal:
        assert refusal.code.severity is Severity.REFUSAL
        return
    for stream in file.streams:
        if stream.series is not None:
            series = stream.series
            assert bool((series.starts[1:] >= series.ends[:-1]).all())
            assert stream.count >= len(series)
    assert json.dumps([finding.as_json() for finding in file.findings])


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_arbitrary_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(Refusal):
        read_usage_file(io.BytesIO(data), "x", now=None)


def test_what_may_not_be_stored_is_still_shown() -> None:
    data = document(hours(24), kind=1)
    assert refused(document(hours(24), kind=7)) == "usage_file.no_valid_readings"
    assert [stream.count for stream in look(data).streams] == [24]
