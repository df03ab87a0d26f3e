"""Photos that people send: known by their bytes, and kept without where and with what they were taken."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes.errors import Refusal
from greener_homes.photos import LARGEST_BYTES, NOT_A_PHOTO, TOO_LARGE, PhotoKind, read_photo

WHERE = b"43.8971N 78.8658W canary"


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(order: str = ">", turned: int = 6) -> bytes:
    """A camera's notes with an orientation, and a place behind it."""
    head = (b"MM\0*" if order == ">" else b"II*\0") + struct.pack(order + "I", 8)
    entry = struct.pack(order + "HHIHH", 0x0112, 3, 1, turned, 0)
    other = struct.pack(order + "HHII", 0x8825, 4, 1, 60)
    return b"Exif\0\0" + head + struct.pack(order + "H", 2) + other + entry + b"\0\0\0\0" + WHERE


def jpeg(*extra: bytes, width: int = 40, height: int = 30, tail: bytes = b"") -> bytes:
    """The skeleton of a progressive picture: two scans, stuffed and restarted as real ones are."""
    frame = segment(0xC2, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0")
        + b"".join(extra)
        + segment(0xDB, bytes(65))
        + frame
        + segment(0xC4, bytes(20))
        + scan
        + b"\x12\xff\x00\x34\xff\xd1\x56"
        + segment(0xC4, bytes(20))
        + scan
        + b"\x78\x9a"
        + b"\xff\xd9"
        + tail
    )


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*extra: bytes, width: int = 40, height: int = 30) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(bytes(100)))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + data + chunk(b"IEND", b"")


def webp(*extra: bytes, kind: bytes = b"VP8L", side: int = 40) -> bytes:
    body = b"\x2f" + struct.pack("<I", (side - 1) | (side - 1) << 14) + b"pixels"
    if kind == b"VP8 ":
        body = b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", side, side) + b"pixels"
    parts = [riff(b"VP8X", bytes([0x0C, 0, 0, 0]) + 2 * (side - 1).to_bytes(3, "little")), riff(kind, body), *extra]
    whole = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


def riff(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


@pytest.mark.parametrize("order", [">", "<"])
def test_a_photo_keeps_which_way_is_up_and_loses_the_rest_of_the_cameras_notes(order: str) -> None:
    sent = jpeg(
        segment(0xE1, exif(order)), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + WHERE), segment(0xFE, WHERE)
    )
    kept = read_photo(sent)
    assert kept.kind is PhotoKind.JPEG
    assert WHERE not in kept.data
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in kept.data
    assert read_photo(kept.data) == kept, "what was cleaned stays as it is"


def test_an_upright_photo_has_no_notes_at_all_and_its_drawing_is_untouched() -> None:
    sent = jpeg()
    assert read_photo(sent).data == sent
    assert read_photo(jpeg(segment(0xE1, exif(turned=1)))).data == sent


def test_what_hangs_behind_the_end_of_a_photo_is_gone() -> None:
    assert read_photo(jpeg(tail=b"PK\x03\x04" + WHERE)).data == jpeg()


def test_a_png_keeps_what_draws_it() -> None:
    notes = (chunk(b"tEXt", b"Comment\0" + WHERE), chunk(b"eXIf", exif()[6:]), chunk(b"iTXt", WHERE))
    kept = read_photo(png(*notes) + WHERE)
    assert (kept.kind, kept.data) == (PhotoKind.PNG, png())


@pytest.mark.parametrize("kind", [b"VP8L", b"VP8 "])
def test_a_webp_keeps_what_draws_it(kind: bytes) -> None:
    kept = read_photo(webp(riff(b"EXIF", exif()), riff(b"XMP ", WHERE), riff(b"odd ", WHERE), kind=kind))
    assert kept.kind is PhotoKind.WEBP
    assert WHERE not in kept.data
    assert kept.data[20] == 0, "it says no more that notes follow"
    assert read_photo(kept.data) == kept


def test_a_pdf_is_kept_as_it_is() -> None:
    sent = b"%PDF-1.7\n...\n%%EOF\n"
    assert read_photo(sent).data == sent


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"GIF89a" + bytes(50),
        b"MZ" + bytes(50),
        b"\xff\xd8\xff" + bytes(50),
        jpeg()[:-30],
        jpeg(width=60_000, height=60_000),
        jpeg(width=0),
        b"\xff\xd8" + segment(0xDB, bytes(65)) + b"\xff\xd9",
        png()[:-20],
        png().replace(b"IDAT", b"IDAX"),
        png(width=40_000, height=40_000),
        b"\x89PNG\r\n\x1a\n" + chunk(b"IDAT", b"") + chunk(b"IEND", b""),
        webp()[:40],
        webp(riff(b"ANMF", bytes(20))),
        webp(side=16_384),
        b"%PDF-1.7 cut short",
    ],
)
def test_anything_else_is_refused(sent: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        read_photo(sent)
    assert refused.value.code is NOT_A_PHOTO


def test_a_file_that_is_too_large_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(Refusal) as refused:
        read_photo(bytes(LARGEST_BYTES + 1))
    assert refused.value.code is TOO_LARGE


@settings(max_examples=150)
@given(st.sampled_from([jpeg(segment(0xE1, exif())), png(), webp()]), st.integers(0, 400), st.binary(max_size=8))
def test_no_change_of_bytes_makes_anything_but_a_photo_or_a_refusal(sent: bytes, at: int, instead: bytes) -> None:
    changed = sent[:at] + instead + sent[at + len(instead) :]
    try:
        kept = read_photo(changed)
    except Refusal:
        return
    assert len(kept.data) <= len(changed) + 40
