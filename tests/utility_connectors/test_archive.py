"""ZIP files: everything they could lie about is looked at before anything in them is believed."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.utility_connectors.documents import JANUARY_2026, document, finding_codes, hours, only, read, refused
from utility_connectors.limits import DEFAULT
from utility_connectors.usage_file import read_usage_file

XML = document(hours(24))
CSV = b"datetime,kWh\n2026-01-15 00:00,1\n2026-01-15 01:00,2\n"


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return target.getvalue()


def info(name: str, *, mode: int = stat.S_IFREG | 0o600) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.create_system = 3
    made.external_attr = mode << 16
    return made


PLAIN = zipped(("a.csv", CSV))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_are_read_as_one_file(method: int) -> None:
    file = read(zipped(("folder/a.xml", XML), ("b.CSV", CSV), method=method))
    assert file.format == "zip"
    assert [stream.count for stream in file.streams] == [24, 2]


def test_a_source_that_cannot_seek_is_read_too() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    assert read_usage_file(Pipe(PLAIN), "upload", now=None).streams[0].count == 2


def test_a_writer_that_only_knows_the_sizes_afterwards_is_read() -> None:
    class Unseekable(io.RawIOBase):
        def __init__(self) -> None:
            super().__init__()
            self.parts: list[bytes] = []

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            assert isinstance(data, bytes | bytearray | memoryview)
            self.parts.append(bytes(data))
            return len(data)

    target = Unseekable()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", CSV)
    assert only(read(b"".join(target.parts))) == (2, 3.0)


def test_the_same_readings_in_two_members_count_once() -> None:
    file = read(zipped(("a.xml", XML), ("again.xml", XML.replace(b"UTF-8", b"utf-8"))))
    assert only(file) == only(read(XML))
    assert finding_codes(file) == ["reading.repeated"]


def test_one_bad_member_is_said_and_the_others_are_read() -> None:
    file = read(zipped(("a.xml", XML[:-9]), ("b.csv", CSV), ("notes.txt", b"hello"), ("__MACOSX/._b.csv", b"\0")))
    assert only(file) == (2, 3.0)
    assert [(f.code, dict(f.facts)) for f in file.findings] == [
        ("zip.member_refused", {"member": 1, "reason": "xml.not_well_formed"}),
        ("zip.member_skipped", {"count": 2}),
    ]


def test_an_archive_of_only_bad_members_is_refused_for_the_last_ones_reason() -> None:
    assert refused(zipped(("a.xml", XML[:-9]))) == "xml.not_well_formed"


@pytest.mark.parametrize(
    "name",
    [
        "../a.csv",
        "/a.csv",
        "a/../../b.csv",
        "C:/a.csv",
        "a\\b.csv",
        "a\nb.csv",
        "./a.csv",
        "a//b.csv",
        "x" * 252 + ".csv",
    ],
)
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    assert refused(zipped((name, CSV))) == "zip.name"


def test_a_nul_in_a_name_is_refused() -> None:
    assert refused(zipped(("a_.csv.exe", CSV), ("b.csv", CSV)).replace(b"a_.csv", b"a\0.csv")) == "zip.name"


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFSOCK])
def test_links_and_devices_are_refused(kind: int) -> None:
    assert refused(zipped((info("a.csv", mode=kind | 0o777), CSV))) == "zip.link"


def patched(data: bytes, *, central: dict[int, bytes] | None = None, local: dict[int, bytes] | None = None) -> bytes:
    """The archive with bytes of its first member's headers replaced."""
    result = bytearray(data)
    for mark, changes in ((b"PK\x01\x02", central), (b"PK\x03\x04", local)):
        begin = data.index(mark)
        for offset, value in (changes or {}).items():
            result[begin + offset : begin + offset + len(value)] = value
    return bytes(result)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda z: patched(z, central={8: b"\x01"}, local={6: b"\x01"}), "zip.encrypted"),
        (lambda z: patched(z, local={6: b"\x01"}), "zip.broken"),
        (lambda z: patched(z, central={10: b"\x61"}, local={8: b"\x61"}), "zip.method"),
        (lambda z: patched(z, local={8: b"\x00"}), "zip.broken"),
        (lambda z: patched(z, local={30: b"z"}), "zip.broken"),
        (lambda z: patched(z, local={14: b"\0\0\0\0"}), "zip.broken"),
        (lambda z: patched(z, central={16: b"\0\0\0\0"}, local={14: b"\0\0\0\0"}), "zip.broken"),
        (lambda z: patched(z, central={24: b"\x09\0\0\0"}, local={22: b"\x09\0\0\0"}), "zip.too_large"),
        (lambda z: patched(z, central={24: b"\xfe\xff\xff\xff"}, local={22: b"\xfe\xff\xff\xff"}), "zip.too_large"),
        (lambda z: patched(z, central={24: b"\xff\0\0\0"}, local={22: b"\xff\0\0\0"}), "zip.broken"),
        (lambda z: patched(z, central={20: b"\xff\xff\xff\x7f"}), "zip.broken"),
        (lambda z: patched(z, central={42: b"\xff\xff\xff\x7f"}), "zip.broken"),
        (lambda z: patched(z, central={34: b"\x01"}), "zip.broken"),
        (lambda z: z[:-1], "zip.broken"),
        (lambda z: z + b"\0" * 100_000, "zip.broken"),
        (lambda z: z[:40] + z[41:], "zip.broken"),
        (lambda z: z.replace(b"PK\x01\x02", b"PK\x01\x03"), "zip.broken"),
        (lambda z: b"PK\x03\x04" + z, "zip.broken"),
        (lambda _: b"PK\x05\x06" + b"\0" * 18, "zip.no_members"),
        (lambda _: b"PK\x03\x04", "zip.broken"),
    ],
)
def test_archives_whose_headers_lie_are_refused(change: Callable[[bytes], bytes], code: str) -> None:
    assert refused(change(PLAIN)) == code


def test_members_that_share_bytes_are_refused() -> None:
    two = zipped(("a.csv", CSV), ("b.csv", CSV))
    second = two.index(b"PK\x01\x02", two.index(b"PK\x01\x02") + 4)
    shared = two[: second + 42] + struct.pack("<L", 0) + two[second + 46 :]
    assert refused(shared) in ("zip.repeated", "zip.broken")


def test_two_members_of_one_name_are_refused() -> None:
    assert refused(zipped(("a.csv", CSV), ("b.csv", CSV)).replace(b"b.csv", b"a.csv")) == "zip.repeated"


@pytest.mark.parametrize("name", ["inner.zip", "a.csv.gz", "x.7z"])
def test_nested_archives_are_refused_by_name(name: str) -> None:
    assert refused(zipped((name, PLAIN), ("b.csv", CSV))) == "zip.nested"


def test_nested_archives_are_refused_by_content() -> None:
    assert refused(zipped(("a.csv", PLAIN), ("b.csv", CSV))) == "zip.nested"


@pytest.mark.parametrize("members", [(("a/", b""),), (("readme.txt", b"x"),), ()])
def test_archives_without_usage_files_are_refused(members: tuple[tuple[str, bytes], ...]) -> None:
    assert refused(zipped(*members)) == "zip.no_members"


def test_an_office_file_is_called_one() -> None:
    assert refused(zipped(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))) == "usage_file.spreadsheet"


def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped(("a.csv", b"0" * 5_000_000))
    assert refused(bomb) == "zip.too_large"
    stored = zipped(("a.csv", CSV * 50), ("b.csv", CSV * 50), method=zipfile.ZIP_STORED)
    assert refused(stored, limits=replace(DEFAULT, zip_max_unpacked_bytes=len(CSV) * 60)) == "zip.too_large"
    many = zipped(*((f"{i}.csv", CSV) for i in range(12)))
    assert refused(many, limits=replace(DEFAULT, zip_max_members=10)) == "zip.too_many_members"


def test_what_unpacks_to_more_than_it_says_is_refused_while_it_is_unpacked() -> None:
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(CSV * 3) + packer.flush()
    name = b"a.csv"
    sizes = struct.pack("<3L", zlib.crc32(CSV), len(packed), len(CSV))
    local = b"PK\x03\x04" + struct.pack("<5H", 20, 0, 8, 0, 0) + sizes + struct.pack("<2H", len(name), 0) + name
    central = b"PK\x01\x02" + struct.pack("<6H", 20, 20, 0, 8, 0, 0) + sizes
    central += struct.pack("<5H2L", len(name), 0, 0, 0, 0, 0, 0) + name
    body = local + packed
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 1, 1, len(central), len(body), 0)
    assert refused(body + central + end) == "zip.too_large"


def test_later_members_may_correct_earlier_ones() -> None:
    newer = document(hours(24, value=500), updated="2026-03-01T00:00:00Z")
    file = read(zipped(("a.xml", newer), ("b.xml", XML)))
    assert only(file) == only(read(newer))
    assert file.streams[0].updated > JANUARY_2026
