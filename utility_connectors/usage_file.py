"""The front door: any usage file a connector accepts, read by whichever reads its format.

The format is told by the bytes, never by the name or by what the sender calls it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from greener_homes.errors import Refusal
from models.findings import Finding
from utility_connectors import codes
from utility_connectors.archive import open_archive, open_member
from utility_connectors.assembly import gaps_finding, merge
from utility_connectors.csv_profiles.known import KNOWN
from utility_connectors.csv_profiles.profile import Profile
from utility_connectors.csv_profiles.reader import read_csv
from utility_connectors.green_button.readings import read_green_button
from utility_connectors.limits import DEFAULT, MB, Limits
from utility_connectors.ports import UsageFile
from utility_connectors.spreadsheets import is_workbook, read_workbook
from utility_connectors.tally import Tally

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SNIFFED = 4_096
FUELS_NAMED = ("gas", "oil", "propane")
_XML_MARKS = ("\ufeff", "\xef\xbb\xbf", "\xff\xfe", "\xfe\xff")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OFFICE = (b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")
_OTHER_BINARY = (
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"BZh",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
    b"SQLite format 3",
    b"\x89PNG",
)


def read_usage_file(
    source: BinaryIO,
    name: str,
    *,
    now: int | None,
    limits: Limits = DEFAULT,
    profiles: Sequence[Profile] = KNOWN,
) -> UsageFile:
    """What the file holds, with at least one stream that may be stored.

    `source` stands at its beginning and need not be seekable. `name` only helps bill files that do not
    name their unit. `profiles` are the CSV formats known. `now` is epoch seconds; None where readings cannot be held
    against the clock. Raises Refusal for anything that is not a usage file we can use, and nothing else, whatever the
    bytes.
    """
    file = examine(source, name, now=now, limits=limits, profiles=profiles)
    problem = refusal_of(file)
    if problem is not None:
        raise problem
    return file


def named_facts(name: str) -> dict[str, object]:
    """What may be kept of a file's name, which can be personal: the fuel it mentions, since bills often do not."""
    found = next((fuel for fuel in FUELS_NAMED if fuel in name.lower()), None)
    return {"fuel": found} if found else {}


def examine(
    source: BinaryIO,
    name: str,
    *,
    now: int | None,
    limits: Limits = DEFAULT,
    profiles: Sequence[Profile] = KNOWN,
) -> UsageFile:
    """What the file holds, even where nothing of it may be stored. Otherwise as `read_usage_file`."""
    reader: io.BufferedReader = io.BufferedReader(_Bounded(source, limits.upload_max_bytes), 1 << 18)
    start = reader.peek(SNIFFED)[:SNIFFED]
    if start.startswith(_ZIP):
        return _read_archive(_seekable(source, reader, limits), name, now, limits, profiles)
    return _read_one(reader, start, name, now, limits, profiles)


def refusal_of(file: UsageFile) -> Refusal | None:
    """Why nothing of this file can be stored, or None where something can."""
    if any(stream.storable for stream in file.streams):
        return None
    left_out = dict(file.reject_counts)
    reason = max(left_out, key=lambda code: left_out[code], default="")
    if reason in ("", codes.NOT_AN_AMOUNT.code):
        return Refusal(codes.NOTHING_TO_KEEP, count=sum(left_out.values()))
    return Refusal(codes.NO_VALID_READINGS, count=left_out[reason], reason=reason)


def _read_one(
    reader: io.BufferedReader, start: bytes, name: str, now: int | None, limits: Limits, profiles: Sequence[Profile]
) -> UsageFile:
    if not start:
        raise Refusal(codes.FILE_EMPTY)
    if start.startswith(_OFFICE):
        raise Refusal(codes.FILE_SPREADSHEET)
    if start.startswith(_OTHER_BINARY):
        raise Refusal(codes.FILE_UNKNOWN)
    beginning = start.replace(b"\0", b"").decode("latin-1")
    for mark in _XML_MARKS:
        beginning = beginning.removeprefix(mark)
    beginning = beginning.lstrip(" \t\r\n").lower()
    if beginning.startswith(("<!doctype html", "<html")):
        raise Refusal(codes.FILE_WEB_PAGE)
    if beginning.startswith("<"):
        return read_green_button(reader, now=now, limits=limits)
    return read_csv(reader, name, now=now, limits=limits, profiles=profiles)


def _seekable(source: BinaryIO, reader: io.BufferedReader, limits: Limits) -> BinaryIO:
    """The same bytes in a form that can be read out of order, in memory only where the source cannot be."""
    if not source.seekable():
        return io.BytesIO(reader.read())
    if source.seek(0, io.SEEK_END) > limits.upload_max_bytes:
        raise Refusal(codes.FILE_TOO_LARGE, limit_mb=limits.upload_max_bytes // MB)
    return source


def _read_archive(
    source: BinaryIO, name: str, now: int | None, limits: Limits, profiles: Sequence[Profile]
) -> UsageFile:
    """All readable members as one file: the same meter in several members is one stream. Or a workbook's cells."""
    archive = open_archive(source, limits)
    if archive.is_office:
        if is_workbook(archive):
            return read_workbook(source, archive, name, now=now, limits=limits, profiles=profiles)
        raise Refusal(codes.FILE_SPREADSHEET)
    files: list[UsageFile] = []
    findings: list[Finding] = []
    refused: Refusal | None = None
    for member in archive.members:
        with open_member(source, member, limits) as unpacked:
            start = unpacked.peek(SNIFFED)[:SNIFFED]
            if start.startswith(_ZIP):
                raise Refusal(codes.ZIP_NESTED)
            try:
                files.append(_read_one(unpacked, start, member.name, now, limits, profiles))
            except Refusal as refusal:
                if refusal.code.code.startswith("zip."):
                    raise
                refused = refusal
                findings.append(codes.ZIP_MEMBER_REFUSED.finding(member=member.number, reason=refusal.code.code))
    if not files:
        raise refused or Refusal(codes.ZIP_NO_MEMBERS)
    if archive.skipped:
        findings.append(codes.ZIP_MEMBER_SKIPPED.finding(count=archive.skipped))
    return _together(files, findings, limits)


def _together(files: Sequence[UsageFile], findings: Sequence[Finding], limits: Limits) -> UsageFile:
    tally = Tally(limits.rejects_listed)
    streams = merge([stream for file in files for stream in file.streams], tally)
    if len(streams) > limits.streams_max:
        raise Refusal(codes.TOO_MANY_METERS, limit=limits.streams_max)
    counts = dict(tally.counts)
    for file in files:
        for code, count in file.reject_counts.items():
            counts[code] = counts.get(code, 0) + count
    inner = [finding for file in files for finding in file.findings if finding.code != codes.GAP.code]
    return UsageFile(
        "zip",
        streams,
        (*findings, *tally.findings(), *inner, *gaps_finding(streams)),
        tuple(reject for file in files for reject in file.rejects)[: limits.rejects_listed],
        counts,
    )


class _Bounded(io.RawIOBase):
    """Any source of bytes, read no further than the limit. Closing it leaves the source open."""

    def __init__(self, source: BinaryIO, most: int) -> None:
        super().__init__()
        self._source = source
        self._most = most
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        data = self._source.read(len(view))
        self._given += len(data)
        if self._given > self._most:
            raise Refusal(codes.FILE_TOO_LARGE, limit_mb=self._most // MB)
        view[: len(data)] = data
        return len(data)
