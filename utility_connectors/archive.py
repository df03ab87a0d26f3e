"""ZIP files of usage files, opened without trusting a word of what they say of themselves.

Written on the format itself (APPNOTE 6.3), not on an interpreter's reader: overlapping members, disagreeing
headers, lying sizes and unusual methods are refused whatever Python runs this. Nothing is ever written to disk.
"""

from __future__ import annotations

import io
import itertools
import stat
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from greener_homes.errors import Refusal
from models.findings import Code
from utility_connectors import codes
from utility_connectors.limits import MB, Limits

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

READABLE = frozenset({".csv", ".xml"})
ARCHIVES = frozenset({".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".jar", ".zst"})
OFFICE_MEMBERS = frozenset({"[Content_Types].xml", "META-INF/manifest.xml"})
RATIO_FREE_BYTES = 10_000
"""Members smaller than this may be packed as well as they like."""
CHUNK = 1 << 16

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT = 0xFFFF
_WIDE = 0xFFFFFFFF
_STORED, _DEFLATED = 0, 8
_FLAG_ENCRYPTED, _FLAG_SIZES_AFTER, _FLAG_STRONG, _FLAG_UTF8, _FLAG_MASKED = 0x1, 0x8, 0x40, 0x800, 0x2000
_UNIX = 3


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive. `number` counts from 1 in the archive's own order; the name stays here."""

    number: int
    name: str
    begin: int
    packed: int
    size: int
    crc: int
    method: int

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive whose every header was found to be in order. `skipped` counts members that are no usage files."""

    members: Sequence[Member]
    skipped: int
    is_office: bool = False
    """It is really a spreadsheet or a text document, which are ZIP files inside."""
    names: frozenset[str] = frozenset()
    """Names of all members of an office file, for whoever knows what they mean; empty otherwise."""
    unpacked: int = 0
    """Bytes all members have together, as declared."""


def open_archive(source: BinaryIO, limits: Limits) -> Archive:
    """The archive's members, after every check that needs no unpacking.

    `source` is seekable. Raises Refusal for anything damaged, hidden, linked, encrypted, nested or too large.
    """
    size = source.seek(0, io.SEEK_END)
    count, begin, end = _directory(source, size)
    if count > limits.zip_max_members:
        raise Refusal(codes.ZIP_TOO_MANY_MEMBERS, limit=limits.zip_max_members)
    members = _members(source, count, begin, end, limits)
    files = [member for member in members if not member.name.endswith("/")]
    unpacked = sum(member.size for member in files)
    if unpacked > limits.zip_max_unpacked_bytes:
        raise Refusal(codes.ZIP_TOO_LARGE, limit_mb=limits.zip_max_unpacked_bytes // MB)
    readable = [m for m in files if m.suffix in READABLE and not m.name.startswith("__MACOSX/")]
    if not readable:
        raise Refusal(codes.ZIP_NO_MEMBERS)
    is_office = any(member.name in OFFICE_MEMBERS for member in files)
    names = frozenset(member.name for member in files) if is_office else frozenset[str]()
    return Archive(readable, len(files) - len(readable), is_office, names, unpacked)


def open_member(source: BinaryIO, member: Member, limits: Limits) -> io.BufferedReader:
    """The member's bytes, unpacked as they are read and held to their declared size and checksum."""
    return io.BufferedReader(_Unpacked(source, member, limits), CHUNK)


def _directory(source: BinaryIO, size: int) -> tuple[int, int, int]:
    """How many members the central directory lists, where it begins and where it ends."""
    source.seek(max(0, size - _LONGEST_COMMENT - _END.size))
    tail = source.read(_LONGEST_COMMENT + _END.size)
    position = len(tail)
    while (position := tail.rfind(b"PK\x05\x06", 0, position)) >= 0:
        if position + _END.size > len(tail):
            continue
        _, disk, first_disk, here, total, length, begin, comment = _END.unpack_from(tail, position)
        if position + _END.size + comment != len(tail):
            continue
        end = size - len(tail) + position
        if disk or first_disk or here != total or begin + length != end:
            break
        return total, begin, end
    raise Refusal(codes.ZIP_BROKEN)


def _members(source: BinaryIO, count: int, begin: int, end: int, limits: Limits) -> list[Member]:
    members: list[Member] = []
    taken: list[tuple[int, int]] = []
    position = begin
    for number in range(1, count + 1):
        header, offset, position = _central(source, number, position, end, limits)
        members.append(header)
        if offset >= begin:
            raise Refusal(codes.ZIP_BROKEN)
        data = _local(source, header, offset)
        taken.append((offset, data + header.packed))
        members[-1] = Member(number, header.name, data, header.packed, header.size, header.crc, header.method)
    if position != end:
        raise Refusal(codes.ZIP_BROKEN)
    taken.sort()
    if any(right[0] < left[1] for left, right in itertools.pairwise(taken)):
        raise Refusal(codes.ZIP_REPEATED)
    if taken and taken[-1][1] > begin:
        raise Refusal(codes.ZIP_BROKEN)
    if len({member.name for member in members}) != len(members):
        raise Refusal(codes.ZIP_REPEATED)
    return members


def _central(source: BinaryIO, number: int, position: int, end: int, limits: Limits) -> tuple[Member, int, int]:
    """One entry of the central directory, the place of its local header, and where the next entry begins."""
    if position + _CENTRAL.size > end:
        raise Refusal(codes.ZIP_BROKEN)
    source.seek(position)
    (
        mark, made_by, _, flags, method, _, _, crc, packed, size, name_length, extra_length, comment_length, disk, _,
        attributes, offset,
    ) = _CENTRAL.unpack(source.read(_CENTRAL.size))  # fmt: skip
    after = position + _CENTRAL.size + name_length + extra_length + comment_length
    if mark != b"PK\x01\x02" or disk or after > end:
        raise Refusal(codes.ZIP_BROKEN)
    name = _name(source.read(name_length), flags, limits)
    size, packed, offset = _wide(source.read(extra_length), [size, packed, offset])
    _require_plain(flags, method, made_by >> 8, attributes >> 16)
    if name.endswith("/") and size:
        raise Refusal(codes.ZIP_BROKEN)
    if PurePosixPath(name).suffix.lower() in ARCHIVES:
        raise Refusal(codes.ZIP_NESTED)
    if size > limits.zip_max_unpacked_bytes or (size > RATIO_FREE_BYTES and size > limits.zip_max_ratio * packed):
        raise Refusal(codes.ZIP_TOO_LARGE, limit_mb=limits.zip_max_unpacked_bytes // MB)
    return Member(number, name, 0, packed, size, crc, method), offset, after


def _local(source: BinaryIO, member: Member, offset: int) -> int:
    """Where the member's data begins, once its local header says the same as the central directory."""
    source.seek(offset)
    raw = source.read(_LOCAL.size)
    if len(raw) != _LOCAL.size:
        raise Refusal(codes.ZIP_BROKEN)
    fields: tuple[bytes, int, int, int, int, int, int, int, int, int, int] = _LOCAL.unpack(raw)
    mark, _, flags, method, _, _, crc, packed, size, name_length, extra_length = fields
    name = source.read(name_length)
    if mark != b"PK\x03\x04" or method != member.method or flags & _FLAG_ENCRYPTED:
        raise Refusal(codes.ZIP_BROKEN)
    if _decoded(name, flags) != member.name:
        raise Refusal(codes.ZIP_BROKEN)
    said = (crc, packed, size)
    wide = packed == _WIDE or size == _WIDE
    if not flags & _FLAG_SIZES_AFTER and not wide and said != (member.crc, member.packed, member.size):
        raise Refusal(codes.ZIP_BROKEN)
    return offset + _LOCAL.size + name_length + extra_length


def _name(raw: bytes, flags: int, limits: Limits) -> str:
    name = _decoded(raw, flags)
    parts = name.removesuffix("/").split("/")
    if (
        not name
        or len(raw) > limits.zip_max_name
        or any(ord(letter) < 0x20 or ord(letter) == 0x7F for letter in name)
        or "\\" in name
        or name[1:2] == ":"
        or any(part in ("", ".", "..") for part in parts)
    ):
        raise Refusal(codes.ZIP_NAME)
    return name


def _decoded(raw: bytes, flags: int) -> str:
    try:
        return raw.decode("utf-8" if flags & _FLAG_UTF8 else "cp437")
    except UnicodeDecodeError:
        raise Refusal(codes.ZIP_NAME) from None


def _wide(extra: bytes, values: list[int]) -> list[int]:
    """Size, packed size and offset, with those too large for their field taken from the ZIP64 extra field."""
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, position)
        position += 4
        if kind == 1:
            field, at = extra[position : position + length], 0
            for index, value in enumerate(values):
                if value == _WIDE and at + 8 <= len(field):
                    values[index] = struct.unpack_from("<Q", field, at)[0]
                    at += 8
        position += length
    return values


def _require_plain(flags: int, method: int, system: int, mode: int) -> None:
    problem: Code | None = None
    if flags & (_FLAG_ENCRYPTED | _FLAG_STRONG | _FLAG_MASKED):
        problem = codes.ZIP_ENCRYPTED
    elif method not in (_STORED, _DEFLATED):
        problem = codes.ZIP_METHOD
    elif system == _UNIX and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        problem = codes.ZIP_LINK
    if problem is not None:
        raise Refusal(problem)


class _Unpacked(io.RawIOBase):
    """A member's bytes as they are unpacked. Refuses as soon as they are more, or other, than was declared."""

    def __init__(self, source: BinaryIO, member: Member, limits: Limits) -> None:
        super().__init__()
        self._source = source
        self._member = member
        self._limits = limits
        self._position = member.begin
        self._left = member.packed
        self._given = 0
        self._crc = 0
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS) if member.method == _DEFLATED else None
        self._waiting = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        data = self._next(len(view))
        self._given += len(data)
        self._crc = zlib.crc32(data, self._crc)
        if self._given > self._member.size:
            raise Refusal(codes.ZIP_TOO_LARGE, limit_mb=self._limits.zip_max_unpacked_bytes // MB)
        if not data and (self._given != self._member.size or self._crc != self._member.crc):
            raise Refusal(codes.ZIP_BROKEN)
        view[: len(data)] = data
        return len(data)

    def _next(self, wanted: int) -> bytes:
        if self._inflate is None:
            return self._packed(wanted)
        while not self._inflate.eof:
            packed = self._waiting or self._packed(CHUNK)
            try:
                data = self._inflate.decompress(packed, wanted)
            except zlib.error:
                raise Refusal(codes.ZIP_BROKEN) from None
            self._waiting = self._inflate.unconsumed_tail
            if data:
                return data
            if not packed:
                raise Refusal(codes.ZIP_BROKEN)
        if self._left or self._inflate.unused_data:
            raise Refusal(codes.ZIP_BROKEN)
        return b""

    def _packed(self, wanted: int) -> bytes:
        self._source.seek(self._position)
        data = self._source.read(min(wanted, self._left))
        self._position += len(data)
        self._left -= len(data)
        return data
