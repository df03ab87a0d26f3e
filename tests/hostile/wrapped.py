"""Known files inside archives and workbooks: the same truth, or a refusal where the wrapping is the attack."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from random import Random

from openpyxl import Workbook

from tests.hostile.truth import Truth

NAMES = (
    "../a.csv",
    "/etc/a.csv",
    "a\\b.csv",
    "C:a.csv",
    "a/../../b.xml",
    "./a.csv",
    "a//b.csv",
    "\x01.csv",
    "a\x7f.csv",
    "con/..",
    "x" * 300 + ".csv",
)


def zipped(random: Random, made: tuple[str, bytes, Truth]) -> tuple[str, bytes, Truth]:
    """The file as a member of an archive."""
    label, data, truth = made
    suffix = "xml" if data[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \n").startswith(b"<") else "csv"
    method = random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    if random.random() < 0.5:
        name, change = random.choice(_HARMLESS)
        packs_well = "columns more" in label  # as well as a bomb does
        changed = Truth(truth.totals, truth.may_reject or packs_well, truth.must_say, truth.most, truth.meter)
        return f"zip {name} [{label}]", change(random, data, suffix, method), changed
    name, attack = random.choice(_ATTACKS)
    return f"zip {name} [{label}]", attack(random, data, suffix, method), Truth()


def in_workbook(random: Random, made: tuple[str, bytes, Truth]) -> tuple[str, bytes, Truth]:
    """The rows of a CSV as the cells of a workbook; a table that cannot be made into one stays a CSV."""
    label, data, truth = made
    if b"\0" in data or "ragged" in label:  # cells have no NUL, and no end of a row
        return made
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        return made
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if random.random() < 0.3:
        sheet.append(["Usage of the home"])
    if any(len(row) > 300 or any(len(cell) > 30_000 for cell in row) for row in rows):
        return made
    for row in rows:
        sheet.append(["".join(letter for letter in cell if letter >= " ") for cell in row])
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"
    kept = io.BytesIO()
    book.save(kept)
    return f"xlsx [{label}]", kept.getvalue(), Truth(truth.totals, True, truth.must_say, truth.most, truth.meter)


def archive(members: Sequence[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these members, in their order."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", method) as kept_zip:
        for name, content in members:
            kept_zip.writestr(name, content, compress_type=method)
    return kept.getvalue()


def _plain(random: Random, data: bytes, suffix: str, method: int) -> bytes:
    return archive([(f"usage.{suffix}", data)], method)


def _among(random: Random, data: bytes, suffix: str, method: int) -> bytes:
    others = [
        ("readme.txt", b"hello"),
        ("__MACOSX/._usage.csv", b"\0\5\x16\7"),
        ("folder/", b""),
        ("photo.png", b"\x89PNG"),
    ]
    return archive([*others, (f"folder/usage.{suffix}", data)], method)


def _twice(random: Random, data: bytes, suffix: str, method: int) -> bytes:
    return archive([(f"{number}.{suffix}", data) for number in range(random.randint(2, 4))], method)


def _streamed(random: Random, data: bytes, suffix: str, method: int) -> bytes:
    """Sizes after the data, as written by whoever cannot go back."""

    class Forward(io.BytesIO):
        def seekable(self) -> bool:
            return False

    kept = Forward()
    with zipfile.ZipFile(kept, "w", method) as written:
        written.writestr(f"usage.{suffix}", data)
    return kept.getvalue()


def _name(random: Random, data: bytes, suffix: str, method: int) -> bytes:
    return archive([("good." + suffix, data), (random.choice(NAMES), data)], method)


def _nested(random: Random, data: bytes, suffix: str, method: int) -> bytes:
    inner = archive([(f"usage.{suffix}", data)], method)
    for _ in range(random.choice((0, 0, 20))):
        inner = archive([("a.zip", inner)])
    name = random.choice(("a.zip", "a.csv", "a.tar.gz", "A.ZIP"))
    return archive([(name, inner), (f"usage.{suffix}", data)])


def _link(random: Random, data: bytes, suffix: str, method: int) -> bytes:
    info = zipfile.ZipInfo(f"usage.{suffix}")
    info.create_system, info.external_attr = 3, random.choice((0o120777, 0o020666, 0o010666, 0o060660, 0o140777)) << 16
    return archive([(info, b"/etc/passwd")], method)


def _flagged(random: Random, data: bytes, suffix: str, method: int) -> bytes:
    """Marked as encrypted, or packed in a way nobody asked for."""
    whole = bytearray(archive([(f"usage.{suffix}", data)], method))
    central = whole.rfind(b"PK\x01\x02")
    if random.random() < 0.5:
        whole[central + 8] |= random.choice((0x1, 0x41))
    else:
        whole[central + 10 : central + 12] = struct.pack("<H", random.choice((1, 6, 9, 12, 14, 93, 95, 97, 99, 65_535)))
    return bytes(whole)


def _bomb(random: Random, data: bytes, suffix: str, method: int) -> bytes:
    return archive([(f"usage.{suffix}", random.choice((b"0", b" ", b"1,")) * 40_000_000)])


def _lying(random: Random, data: bytes, suffix: str, method: int) -> bytes:
    """Sizes or checksums that are not the member's."""
    whole = bytearray(archive([(f"usage.{suffix}", data)], method))
    central = whole.rfind(b"PK\x01\x02")
    place = random.choice((16, 20, 24))
    number = struct.unpack_from("<L", whole, central + place)[0]
    wrong = random.choice((0, number + 1, max(0, number - 1), 0xFFFFFFFF, 0xFFFFFFFE))
    struct.pack_into("<L", whole, central + place, wrong if wrong != number else number + 1)
    return bytes(whole)


def _wide(random: Random, data: bytes, suffix: str, method: int) -> bytes:
    """Records of the wide format that say something else than the narrow ones do."""
    whole = archive([(f"usage.{suffix}", data)], method)
    end = whole.rfind(b"PK\x05\x06")
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, random.randint(0, 2**64 - 1), 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, random.choice((end, 2**64 - 1)), 1)
    narrow = bytearray(whole[end:])
    narrow[16:20] = b"\xff\xff\xff\xff"
    return whole[:end] + record + locator + bytes(narrow)


def _same_name(random: Random, data: bytes, suffix: str, method: int) -> bytes:
    whole = archive([(f"a.{suffix}", data), (f"b.{suffix}", data)], method)
    return whole.replace(f"b.{suffix}".encode(), f"a.{suffix}".encode())


def _overlap(random: Random, data: bytes, suffix: str, method: int) -> bytes:
    """Two entries of the directory that point at the same bytes."""
    whole = bytearray(archive([(f"a.{suffix}", data), (f"b.{suffix}", data)], method))
    second = whole.rfind(b"PK\x01\x02")
    struct.pack_into("<L", whole, second + 42, 0)
    return bytes(whole)


def _many(random: Random, data: bytes, suffix: str, method: int) -> bytes:
    return archive([(f"{number}.{suffix}", b"") for number in range(1_001)], method)


def _cut(random: Random, data: bytes, suffix: str, method: int) -> bytes:
    whole = archive([(f"usage.{suffix}", data)], method)
    return whole[: random.randint(4, len(whole) - 1)]


def _junk(random: Random, data: bytes, suffix: str, method: int) -> bytes:
    return archive([(f"usage.{suffix}", data)], method) + random.choice((b"\0", b"PK\5\6", b"x" * 70_000))


Wrap = Callable[[Random, bytes, str, int], bytes]
_HARMLESS: list[tuple[str, Wrap]] = [
    ("plain", _plain),
    ("among others", _among),
    ("twice", _twice),
    ("streamed", _streamed),
]
_ATTACKS: list[tuple[str, Wrap]] = [
    *[("name", _name), ("nested", _nested), ("link", _link), ("flags", _flagged), ("lying", _lying), ("wide", _wide)]
    * 4,
    *[("same name", _same_name), ("overlap", _overlap), ("cut", _cut), ("junk", _junk)] * 4,
    ("many", _many),
    ("bomb", _bomb),
]
