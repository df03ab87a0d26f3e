"""Photos and PDFs that people send: known by their bytes, bounded, and kept without what a camera wrote beside them.

A picture is taken apart into its segments and put together again from those that draw it: where it was taken, with
which telephone and when, thumbnails, comments, and whatever hangs behind its end are gone. Nothing is decoded, so
there is nothing a crafted picture could do to a decoder here. Of the camera's notes one thing stays: which way is up.
A PDF is kept as it is: it cannot be cleaned so, and the page that takes it says that.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from greener_homes.errors import Refusal
from models.findings import Code, Severity

LARGEST_BYTES = 8_000_000
LARGEST_PIXELS = 100_000_000
"""What a browser is asked to draw at most: twice the largest telephone's."""
SIDE_MAXIMUM = 20_000

NOT_A_PHOTO = Code(
    "photo.kind",
    Severity.REFUSAL,
    "This is neither a photo (JPEG, PNG or WebP) nor a PDF, or it is damaged. Nothing was kept.",
    "Ce fichier n’est ni une photo (JPEG, PNG ou WebP) ni un PDF, ou il est endommagé. Rien n’a été conservé.",
)
TOO_LARGE = Code(
    "photo.large",
    Severity.REFUSAL,
    "A file is larger than {megabytes} MB. Send a smaller one; telephones can do that when they share a photo.",
    "Un fichier dépasse {megabytes}\u00a0Mo. Envoyez-en un plus petit\u00a0; un téléphone sait le faire en partageant "
    "une photo.",
)
CODES = (NOT_A_PHOTO, TOO_LARGE)


class PhotoKind(StrEnum):
    """What may be sent."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo or PDF, whole, in clear, as it may be kept."""

    kind: PhotoKind
    data: bytes


class _Damaged(Exception):  # noqa: N818  never leaves this module
    """The bytes are not what their beginning says."""


def read_photo(data: bytes) -> Photo:
    """The photo these bytes are, without what was written beside it. Raises Refusal."""
    if len(data) > LARGEST_BYTES:
        raise Refusal(TOO_LARGE, megabytes=LARGEST_BYTES // 1_000_000)
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return Photo(PhotoKind.JPEG, _jpeg(data))
        if data.startswith(PNG_SIGNATURE):
            return Photo(PhotoKind.PNG, _png(data))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return Photo(PhotoKind.WEBP, _webp(data))
    except (_Damaged, struct.error, IndexError):
        raise Refusal(NOT_A_PHOTO) from None
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-1024:]:
        return Photo(PhotoKind.PDF, data)
    raise Refusal(NOT_A_PHOTO)


def _drawable(width: int, height: int) -> None:
    if not (0 < width <= SIDE_MAXIMUM and 0 < height <= SIDE_MAXIMUM and width * height <= LARGEST_PIXELS):
        raise _Damaged


# --- JPEG (ITU-T T.81) -------------------------------------------------------------------------------------------

FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
TABLES = frozenset({0xC4, 0xCC, 0xDB, 0xDD})
SCAN, END, EXIF = 0xDA, 0xD9, 0xE1
JFIF_BYTES = 14
"""A JFIF header without a thumbnail."""


def _jpeg(data: bytes) -> bytes:
    kept: list[bytes] = []
    turned, framed, scanned = 1, False, False
    for marker, body, entropy in _segments(data):
        if marker in FRAMES:
            height, width = struct.unpack(">HH", body[1:5])
            _drawable(width, height)
            framed = True
        if marker == EXIF and body.startswith(b"Exif\0\0"):
            turned = _orientation(body[6:])
        if marker == SCAN:
            scanned = True
        if _draws(marker, body):
            kept.append(bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body + entropy)
    if not (framed and scanned):
        raise _Damaged
    upright = _which_way_is_up(turned) if 1 < turned <= 8 else b""
    return b"\xff\xd8" + upright + b"".join(kept) + b"\xff\xd9"


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Marker, body, and for a scan the drawing that follows it; ends with the end of the picture, if there is one."""
    at = 2
    while True:
        if data[at] != 0xFF:
            raise _Damaged
        while data[at] == 0xFF:
            at += 1
        marker = data[at]
        at += 1
        if marker == END:
            return
        if marker < 0xC0 or 0xD0 <= marker <= 0xD8:
            raise _Damaged
        (length,) = struct.unpack(">H", data[at : at + 2])
        body = data[at + 2 : at + length]
        if length < 2 or len(body) != length - 2:
            raise _Damaged
        at += length
        end = _end_of_scan(data, at) if marker == SCAN else at
        yield marker, body, data[at:end]
        at = end


def _end_of_scan(data: bytes, at: int) -> int:
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise _Damaged
        following = data[at + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7:
            return at
        at += 2


def _draws(marker: int, body: bytes) -> bool:
    """Whether a segment is needed to draw the picture in its colours."""
    if marker in FRAMES or marker in TABLES or marker == SCAN:
        return True
    return (
        (marker == 0xE0 and body.startswith(b"JFIF\0") and len(body) == JFIF_BYTES)
        or (marker == 0xE2 and body.startswith(b"ICC_PROFILE\0"))
        or (marker == 0xEE and body.startswith(b"Adobe"))
    )


def _orientation(tiff: bytes) -> int:
    """Which way the camera was held, 1 to 8; 1 where it does not say so in the ordinary way."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 1
    (first,) = struct.unpack(order + "I", tiff[4:8])
    if first + 2 > len(tiff):
        return 1
    (count,) = struct.unpack(order + "H", tiff[first : first + 2])
    for place in range(min(count, 100)):
        entry = tiff[first + 2 + 12 * place : first + 14 + 12 * place]
        if len(entry) < 12:
            return 1
        tag, kind = struct.unpack(order + "HH", entry[:4])
        if tag == 0x0112 and kind == 3:
            (value,) = struct.unpack(order + "H", entry[8:10])
            return int(value)
    return 1


def _which_way_is_up(turned: int) -> bytes:
    """A note with the orientation and nothing else."""
    body = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, turned, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


# --- PNG (ISO/IEC 15948) -----------------------------------------------------------------------------------------

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_DRAWS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"}
)


def _png(data: bytes) -> bytes:
    seen: set[bytes] = set()
    kept, at = [PNG_SIGNATURE], len(PNG_SIGNATURE)
    while b"IEND" not in seen:
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, whole = data[at + 4 : at + 8], data[at : at + 12 + length]
        if len(whole) != 12 + length or zlib.crc32(whole[4:-4]) != struct.unpack(">I", whole[-4:])[0]:
            raise _Damaged
        if not seen:
            if kind != b"IHDR" or length != 13:
                raise _Damaged
            _drawable(*struct.unpack(">II", whole[8:16]))
        seen.add(kind)
        if kind in PNG_DRAWS:
            kept.append(whole)
        at += 12 + length
    if b"IDAT" not in seen:
        raise _Damaged
    return b"".join(kept)


# --- WebP (RFC 9649) ---------------------------------------------------------------------------------------------

WEBP_NOTES = 0x08 | 0x04
"""The bits that say that a camera's or an editor's notes follow."""


def _webp(data: bytes) -> bytes:
    (size,) = struct.unpack("<I", data[4:8])
    if size + 8 > len(data):
        raise _Damaged
    kept: list[bytes] = []
    at, drawn = 12, False
    while at + 8 <= size + 8:
        kind = data[at : at + 4]
        (length,) = struct.unpack("<I", data[at + 4 : at + 8])
        body = data[at + 8 : at + 8 + length]
        if len(body) != length or kind in (b"ANIM", b"ANMF"):
            raise _Damaged
        at += 8 + length + length % 2
        if kind == b"VP8X":
            body = bytes([body[0] & ~WEBP_NOTES & 0xFF]) + body[1:]
            _drawable(1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little"))
        elif kind in (b"VP8 ", b"VP8L"):
            _drawable(*_webp_size(kind, body))
            drawn = True
        elif kind not in (b"ALPH", b"ICCP"):
            continue
        kept.append(kind + struct.pack("<I", length) + body + b"\0" * (length % 2))
    if not drawn:
        raise _Damaged
    whole = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


def _webp_size(kind: bytes, body: bytes) -> tuple[int, int]:
    if kind == b"VP8 ":
        if body[3:6] != b"\x9d\x01\x2a":
            raise _Damaged
        width, height = struct.unpack("<HH", body[6:10])
        return width & 0x3FFF, height & 0x3FFF
    if body[0] != 0x2F:
        raise _Damaged
    (bits,) = struct.unpack("<I", body[1:5])
    return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
