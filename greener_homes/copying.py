"""Many rows at once by COPY, inside the session's own transaction: nothing is visible before it is committed.

Rows are written in PostgreSQL's binary form by a few functions of our own: psycopg's general way took five times as
long, and a night's file makes four rows a home.
"""

from __future__ import annotations

import json as plain_json
import struct
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import psycopg
from psycopg import sql
from sqlalchemy import ColumnElement, any_, bindparam
from sqlalchemy.types import UserDefinedType
from sqlmodel import Session

from greener_homes.tables.base import new_id as new_id

WRITTEN_AT_ONCE = 256 << 10
_BEGIN, _END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
_NULL = b"\xff\xff\xff\xff"
_FIRST_DAY = date(2000, 1, 1).toordinal()
_FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECONDS_A_DAY = 86_400_000_000
_TEXT_OID, _SINGLE_OID = 1043, 700
_SINGLE = np.dtype([("length", ">i4"), ("value", ">f4")])
_array_head = struct.Struct(">iiIii").pack
_length, _int4, _int8 = struct.Struct(">i").pack, struct.Struct(">ii").pack, struct.Struct(">iq").pack


def copy_in(session: Session, table: str, columns: Sequence[str], types: Sequence[str], rows: Iterable[Any]) -> int:
    """The rows are in the table once this transaction is committed; returns how many.

    `types` are PostgreSQL's names of the columns' types, of those in `ENCODERS`. What the session holds unwritten is
    flushed before.
    """
    session.flush()
    connection = session.connection().connection.driver_connection
    if not isinstance(connection, psycopg.Connection):
        raise TypeError("rows are copied over psycopg")
    command = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    encoders = [ENCODERS[kind] for kind in types]
    head = struct.pack(">h", len(encoders))
    count, held = 0, bytearray(_BEGIN)
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            held += head
            for encode, value in zip(encoders, row, strict=True):
                held += _NULL if value is None else encode(value)
            count += 1
            if len(held) > WRITTEN_AT_ONCE:
                copy.write(bytes(held))
                held.clear()
        copy.write(bytes(held) + _END)
    return count


def json(value: object) -> bytes:
    """The value as a column of JSON takes it."""
    return plain_json.dumps(value).encode()


def one_of(column: Any, ids: Sequence[uuid.UUID]) -> ColumnElement[bool]:
    """SQL that the column is one of these identifiers, as one value however many they are."""
    return column == any_(bindparam(None, written(ids), _Identifiers(), unique=True))  # type: ignore[no-any-return]


def written(ids: Sequence[uuid.UUID]) -> str:
    """An array of identifiers as PostgreSQL writes it."""
    return "{" + ",".join([one.hex for one in ids]) + "}"


class _Identifiers(UserDefinedType[str]):
    """An array of identifiers as PostgreSQL writes it; left untyped, so that the planner sees what is in it."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "UUID[]"


def _uuid(value: uuid.UUID) -> bytes:
    return b"\0\0\0\x10" + value.int.to_bytes(16, "big")


def _text(value: str) -> bytes:
    return _bytea(value.encode())


@lru_cache(maxsize=4_096)
def _known_text(value: str) -> bytes:
    """Of words that come again and again."""
    return _text(value)


def _bytea(value: bytes) -> bytes:
    return _length(len(value)) + value


def _jsonb(value: bytes) -> bytes:
    return _length(len(value) + 1) + b"\x01" + value


def _texts(values: Sequence[str]) -> bytes:
    return _array(_TEXT_OID, len(values), b"".join(map(_known_text, values)))


def singles_of(values: np.ndarray, borders: Sequence[int]) -> list[bytes]:
    """Many rows' values of a column of `float4[]`, written as type `encoded` takes them: row i has those from
    `borders[i]` up to `borders[i + 1]` of the numbers [n], none of them missing."""
    each = np.empty(len(values), dtype=_SINGLE)
    each["length"], each["value"] = 4, values
    made, size = each.tobytes(), _SINGLE.itemsize
    return [
        _head_of(_SINGLE_OID, last - first, size * (last - first)) + made[size * first : size * last]
        for first, last in pairwise(borders)
    ]


def texts_of(numbers: Sequence[int], words: Sequence[str], borders: Sequence[int]) -> list[bytes]:
    """The same of a column of `varchar[]`: each element is a number among the words."""
    known = [_text(word) for word in words]
    made = [known[number] for number in numbers]
    parts = [(b"".join(made[first:last]), last - first) for first, last in pairwise(borders)]
    return [_head_of(_TEXT_OID, count, len(part)) + part for part, count in parts]


@lru_cache(maxsize=16_384)
def _head_of(oid: int, count: int, size: int) -> bytes:
    """What stands before so many elements of so many bytes."""
    return _array(oid, count, bytes(size))[: -size or None]


def _singles(values: np.ndarray) -> bytes:
    return singles_of(values, (0, len(values)))[0]


def _array(oid: int, count: int, elements: bytes) -> bytes:
    """One dimension without nulls, counted from 1."""
    head = _array_head(1, 0, oid, count, 1) if count else _array_head(0, 0, oid, 0, 0)[:12]
    return _length(len(head) + len(elements)) + head + elements


def _bool(value: bool) -> bytes:
    return b"\0\0\0\x01\x01" if value else b"\0\0\0\x01\0"


def _moment(value: datetime) -> bytes:
    since = value - _FIRST_MOMENT
    return _int8(8, since.days * _MICROSECONDS_A_DAY + since.seconds * 1_000_000 + since.microseconds)


ENCODERS: Mapping[str, Callable[[Any], bytes]] = {
    "uuid": _uuid,
    "varchar": _text,
    "bytea": _bytea,
    "jsonb": _jsonb,
    "bool": _bool,
    "int4": lambda value: _int4(4, value),
    "int8": lambda value: _int8(8, value),
    "date": lambda value: _int4(4, value.toordinal() - _FIRST_DAY),
    "timestamptz": _moment,
    "varchar[]": _texts,
    "float4[]": _singles,
    "encoded": lambda value: value,
}
