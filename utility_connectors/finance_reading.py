"""A file of offers, CSV or JSON, read strictly and whole: each row is an offer or a refusal with its line and column.

CSV has our column names in its first line, in any order; JSON is `{"offers": [{…}, …]}` with the same names. Nothing
is written here, and no size is trusted.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from greener_homes.errors import Refusal
from greener_homes.finance_offers_terms import OfferTerms
from utility_connectors import finance_codes as codes
from utility_connectors.finance_terms import COLUMNS, NEEDED, BadField, as_text, terms_of
from utility_connectors.strict_json import read_object

MOST_BYTES: Final = 1_000_000
MOST_ROWS: Final = 500
DEEPEST: Final = 5
LONGEST_CELL: Final = 5_000
KILOBYTE: Final = 1_000
OFFERS: Final = "offers"


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One row: the offer and when it was stated, or why it is none. `cells` is the row as it was written."""

    line: int
    cells: tuple[str, ...]
    terms: OfferTerms | None = None
    stated_at: datetime | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class OfferFile:
    """A file's offers and refusals in the order they came, with the columns its rows are written in."""

    format: str
    header: tuple[str, ...]
    rows: tuple[OfferRow, ...]


def column_of(refusal: Refusal | None) -> str | None:
    """The column that a refusal of one row blames."""
    named = None if refusal is None else refusal.facts.get("column")
    return named if isinstance(named, str) and named in COLUMNS else None


def read_offers(content: bytes) -> OfferFile:
    """What the file holds. Raises Refusal for a file that cannot be read at all; one bad row refuses only itself."""
    if len(content) > MOST_BYTES:
        raise _too_large()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(codes.UNREADABLE) from None
    if "\0" in text:
        raise Refusal(codes.UNREADABLE)
    found = _of_json(content) if text.lstrip().startswith(("{", "[")) else _of_csv(text)
    if not found.rows:
        raise Refusal(codes.EMPTY)
    return found


def _of_csv(text: str) -> OfferFile:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = tuple(cell.strip() for cell in next(lines, []))
        unknown = [name for name in header if name not in COLUMNS]
        missing = [name for name in NEEDED if name not in header]
        twice = len(header) - len(set(header))
        if unknown or missing or twice:
            raise Refusal(codes.HEADER, count=len(unknown) + len(missing) + twice)
        rows = tuple(_csv_rows(lines, header))
    except csv.Error:
        raise Refusal(codes.UNREADABLE) from None
    return OfferFile("offers-csv", header, _each_once(rows))


def _csv_rows(lines: Iterator[list[str]], header: Sequence[str]) -> Iterator[OfferRow]:
    count = 0
    for line, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise _too_large()
        if len(cells) != len(header):
            yield OfferRow(line, _short(cells), refusal=Refusal(codes.ROW))
        else:
            yield _row(line, _short(cells), dict(zip(header, cells, strict=True)))


def _of_json(content: bytes) -> OfferFile:
    try:
        found = read_object(content, deepest=DEEPEST)
    except (ValueError, RecursionError):
        raise Refusal(codes.UNREADABLE) from None
    offers = found.get(OFFERS)
    if found.keys() != {OFFERS} or not isinstance(offers, list):
        raise Refusal(codes.HEADER, count=1)
    if len(offers) > MOST_ROWS:
        raise _too_large()
    rows = tuple(_json_row(place, each) for place, each in enumerate(offers, start=1))
    return OfferFile("offers-json", COLUMNS, _each_once(rows))


def _json_row(place: int, written: object) -> OfferRow:
    if not isinstance(written, dict):
        return OfferRow(place, (), refusal=Refusal(codes.ROW))
    cells = _short([_cell(written.get(name)) for name in COLUMNS])
    try:
        said = as_text(written)
    except Refusal as refusal:
        return OfferRow(place, cells, refusal=refusal)
    return _row(place, cells, said)


def _row(line: int, cells: tuple[str, ...], said: Mapping[str, str]) -> OfferRow:
    try:
        terms, stated_at = terms_of(said)
    except Refusal as refusal:
        return OfferRow(line, cells, refusal=refusal)
    return OfferRow(line, cells, terms, stated_at)


def _each_once(rows: Sequence[OfferRow]) -> tuple[OfferRow, ...]:
    """The same rows; a key that came before in the file is refused where it comes again."""
    seen: set[str] = set()
    found = []
    for row in rows:
        if row.terms is not None and row.terms.key in seen:
            row = OfferRow(row.line, row.cells, refusal=BadField(codes.TWICE, "key"))
        elif row.terms is not None:
            seen.add(row.terms.key)
        found.append(row)
    return tuple(found)


def _cell(value: object) -> str:
    """A JSON value as it is given back among refused rows."""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ";".join(value)
    return value if isinstance(value, str) else json.dumps(value)


def _short(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell[:LONGEST_CELL] for cell in cells)


def _too_large() -> Refusal:
    return Refusal(codes.TOO_LARGE, kilobytes=MOST_BYTES // KILOBYTE, rows=MOST_ROWS)
