"""What may be kept as evidence: known by its bytes, whole, and not too large."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from greener_homes import scans
from greener_homes.errors import Refusal
from greener_homes.scans import Scan
from greener_homes.tables.consent import EvidenceKind

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 17 + b"\x00\x00\x00\x00IEND\xaeB\x60\x82"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 20 + b"\xff\xd9"
WHOLE = {EvidenceKind.PDF: PDF, EvidenceKind.PNG: PNG, EvidenceKind.JPEG: JPEG}


@pytest.mark.parametrize("kind", EvidenceKind)
def test_a_scan_is_known_by_its_bytes_and_comes_back_as_it_was(kind: EvidenceKind) -> None:
    read = scans.read_scan(WHOLE[kind])
    assert read == Scan(kind, WHOLE[kind])
    assert scans.from_text(kind, scans.as_text(read)) == read


@pytest.mark.parametrize("kind", EvidenceKind)
def test_half_a_scan_is_none(kind: EvidenceKind) -> None:
    with pytest.raises(Refusal) as refused:
        scans.read_scan(WHOLE[kind][: len(WHOLE[kind]) // 2])
    assert refused.value.code is scans.NOT_A_SCAN


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"MZ" + PDF, b"<svg onload=alert(1)>", b"<html>%PDF- %%EOF", b" " + PNG]
)
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        scans.read_scan(data)
    assert refused.value.code is scans.NOT_A_SCAN


def test_a_scan_has_a_size_it_may_not_pass() -> None:
    room = scans.LARGEST_BYTES - len(PDF)
    largest = PDF[:8] + b" " * room + PDF[8:]
    assert scans.read_scan(largest).kind is EvidenceKind.PDF
    with pytest.raises(Refusal) as refused:
        scans.read_scan(largest[:8] + b" " + largest[8:])
    assert refused.value.code is scans.TOO_LARGE


@given(some.binary(max_size=200))
def test_any_bytes_are_a_scan_or_refused(data: bytes) -> None:
    try:
        assert scans.read_scan(data).data == data
    except Refusal as refusal:
        assert refusal.code is scans.NOT_A_SCAN
