"""Teaching a format by example: what a file's columns are likely for, and the profile that a person's answers make.

Guesses are only guesses: they fill in a form that a person reads. Looks at the first rows of a file and keeps nothing.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import numpy as np
from pydantic import ValidationError

from greener_homes.errors import Refusal
from models.quantities import Commodity, Flow
from models.series import Ints
from utility_connectors import codes
from utility_connectors.archive import open_archive
from utility_connectors.csv_profiles.conventions import DateStyle, DecimalMark, Label, Repeated, Times, Zone
from utility_connectors.csv_profiles.document import (
    PROFILE_INVALID,
    MeasureDocument,
    NumbersDocument,
    ProfileDocument,
    TimesDocument,
    profile_of,
)
from utility_connectors.csv_profiles.known import KNOWN
from utility_connectors.csv_profiles.layout import fingerprint, layout_of, likely_header, normal
from utility_connectors.csv_profiles.opening import Opened, require_unlike
from utility_connectors.csv_profiles.profile import UNITS, Role, RowEnd
from utility_connectors.csv_profiles.reader import read_opened
from utility_connectors.csv_profiles.text import Lines
from utility_connectors.csv_profiles.times import Clock
from utility_connectors.limits import Limits
from utility_connectors.ports import UsageFile
from utility_connectors.spreadsheets import first_rows, is_workbook
from utility_connectors.tally import Tally

Choice = TypeVar("Choice", bound=StrEnum)

ROWS_READ = 1_000
SAMPLES = 3
_ZIP = b"PK\x03\x04"


class ColumnUse(StrEnum):
    """What a person may say a column is for."""

    NOTHING = "nothing"
    START = "start"
    END = "end"
    PERIOD = "period"
    START_CLOCK = "start_clock"
    END_CLOCK = "end_clock"
    HOUR = "hour"
    DAYS = "days"
    AMOUNT = "amount"
    AMOUNT_OUT = "amount_out"
    AMOUNT_PART = "amount_part"
    PART_OF_DAY = "part_of_day"
    UNIT = "unit"
    QUALITY = "quality"
    COST = "cost"
    ACCOUNT = "account"
    METER = "meter"


_AMOUNTS = (ColumnUse.AMOUNT, ColumnUse.AMOUNT_OUT, ColumnUse.AMOUNT_PART)
_GUESSES: tuple[tuple[ColumnUse, re.Pattern[str]], ...] = tuple(
    (use, re.compile(pattern))
    for use, pattern in (
        (ColumnUse.PERIOD, r"period|période"),
        (ColumnUse.END_CLOCK, r"^(end|to|stop).*(time|hour)|^fin$"),
        (ColumnUse.START_CLOCK, r"^(start|begin|from)? ?.*\btime\b(?! of use)|^heure"),
        (ColumnUse.HOUR, r"hour|^he$|\bhr\b"),
        (ColumnUse.DAYS, r"\bdays\b|\bjours\b"),
        (ColumnUse.COST, r"cost|charge|amount \(?\$|\$|montant|coût|price"),
        (ColumnUse.AMOUNT_OUT, r"export|outflow|generat|received|surplus"),
        (ColumnUse.AMOUNT_PART, r"(off|mid|on)[- ]peak|\btier\b|overnight"),
        (ColumnUse.AMOUNT, r"kwh|usage|consum|quantit|volume|m3|m³|energy|value|reading|import|inflow|therm"),
        (ColumnUse.UNIT, r"^unit|uom|unité"),
        (ColumnUse.QUALITY, r"quality|estimat|actual|status|flag"),
        (ColumnUse.ACCOUNT, r"account|contrat|compte"),
        (ColumnUse.METER, r"meter|compteur|point"),
        (ColumnUse.END, r"\bend|\bto\b|until|\bfin\b"),
        (ColumnUse.START, r"date|start|begin|from|interval|timestamp|day|month|jour|mois|début"),
    )
)


@dataclass(frozen=True, slots=True)
class Example:
    """The beginning of a file: its header, its first rows, and what it is read as already, if it is."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str
    fingerprint: str
    known_as: str | None

    def samples(self, column: int) -> tuple[str, ...]:
        """A few values of a column, each once."""
        seen = dict.fromkeys(row[column] for row in self.rows if column < len(row) and row[column].strip())
        return tuple(itertools.islice(seen, SAMPLES))


@dataclass(frozen=True, slots=True)
class Teaching:
    """What a person says of a format. `uses` has one entry a column."""

    uses: tuple[ColumnUse, ...]
    dates: DateStyle
    zone: Zone
    label: Label
    repeated: Repeated
    commodity: Commodity
    unit: str
    mark: DecimalMark


def example_of(reader: io.BufferedReader, limits: Limits) -> Example:
    """The beginning of a CSV or a workbook. Raises Refusal where nothing in it looks like a table."""
    if reader.peek(4)[:4] == _ZIP:
        packed = io.BytesIO(reader.read())
        archive = open_archive(packed, limits)
        if not is_workbook(archive):
            raise Refusal(codes.FILE_SPREADSHEET if archive.is_office else codes.FILE_UNKNOWN)
        rows = first_rows(packed, archive, limits=limits, most=ROWS_READ + limits.csv_preamble_lines)
        lines = ["\t".join(text.replace("\t", " ") for text in row).rstrip("\t") for row in rows]
        delimiter_known: str | None = "\t"
    else:
        try:
            lines = list(itertools.islice(Lines(reader, limits), ROWS_READ + limits.csv_preamble_lines))
        except UnicodeError:
            raise Refusal(codes.CSV_ENCODING) from None
        delimiter_known = None
    likely = likely_header(lines[: limits.csv_preamble_lines])
    if likely is None:
        raise Refusal(codes.CSV_UNKNOWN_COLUMNS, fingerprint="-")
    number, delimiter, header = likely
    require_unlike(header)
    if len(header) > limits.csv_max_columns:
        raise Refusal(codes.CSV_TOO_MANY_COLUMNS, limit=limits.csv_max_columns)
    parted = _parted(lines[number + 1 :], delimiter_known or delimiter, len(header))
    layout = layout_of(header, KNOWN, delimiter)
    return Example(
        tuple(header), parted[:ROWS_READ], delimiter, fingerprint(header), layout.profile.name if layout else None
    )


def guess(example: Example) -> Teaching:
    """What the columns' names and values make likely."""
    names = [normal(name) for name in example.header]
    uses = [_likely(name) for name in names]
    parts = [place for place, name in enumerate(names) if re.fullmatch(r"(he|hh|h|hr|hour)? ?\d{1,2}(:\d\d)?", name)]
    if len(parts) >= 24:
        uses = [ColumnUse.PART_OF_DAY if place in parts else use for place, use in enumerate(uses)]
    whole = {ColumnUse.START_CLOCK: ColumnUse.START, ColumnUse.END_CLOCK: ColumnUse.END}
    uses = [
        whole[use] if use in whole and _reads_days(example.samples(place)) else use for place, use in enumerate(uses)
    ]
    seen: set[ColumnUse] = set()
    for place, use in enumerate(uses):
        if use in seen and use not in (*_AMOUNTS, ColumnUse.PART_OF_DAY):
            uses[place] = ColumnUse.NOTHING
        seen.add(use)
    if ColumnUse.START in seen and ColumnUse.END in seen and ColumnUse.START_CLOCK in seen:
        uses = [ColumnUse.NOTHING if use is ColumnUse.START_CLOCK else use for use in uses]
    about_gas = any(re.search(r"gas|m3|m³|therm|gaz", name) for name in names)
    when = [place for place, use in enumerate(uses) if use in (ColumnUse.START, ColumnUse.END, ColumnUse.PERIOD)]
    values = [text for place in when for text in example.samples(place)]
    amounts = [text for place, use in enumerate(uses) if use in _AMOUNTS for text in example.samples(place)]
    return Teaching(
        tuple(uses),
        _dates(values),
        Zone.LOCAL,
        Label.ENDING if any("end" in name and "hour" in name for name in names) else Label.BEGINNING,
        Repeated.ORDER,
        Commodity.NATURAL_GAS if about_gas else Commodity.ELECTRICITY,
        "m3" if about_gas else "kWh",
        DecimalMark.COMMA
        if any(re.fullmatch(r"-?\d+,\d{1,2}|-?\d+,\d{4,}", text) for text in amounts)
        else DecimalMark.POINT,
    )


def answered(guessed: Teaching, answers: Mapping[str, str]) -> Teaching:
    """The guesses with a person's answers in their place. An answer that is none of the choices is passed over."""

    def said(name: str, otherwise: Choice) -> Choice:
        try:
            return type(otherwise)(answers[name])
        except (KeyError, ValueError):
            return otherwise

    commodity = said("commodity", guessed.commodity)
    unit = answers.get("unit", guessed.unit)
    return Teaching(
        tuple(said(f"use-{place}", use) for place, use in enumerate(guessed.uses)),
        said("dates", guessed.dates),
        said("zone", guessed.zone),
        said("label", guessed.label),
        said("repeated", guessed.repeated),
        commodity,
        unit if unit in units_of(commodity) else units_of(commodity)[0],
        said("mark", guessed.mark),
    )


def document_of(example: Example, teaching: Teaching, name: str) -> ProfileDocument:
    """The profile these answers make for files with the example's header. Raises Refusal where they do not fit."""
    columns: dict[Role, tuple[str, ...]] = {}
    measures: dict[str, MeasureDocument] = {}
    parts: list[tuple[str, ...]] = []
    try:
        for header, use in zip(example.header, teaching.uses, strict=True):
            column = normal(header)
            if use is ColumnUse.PART_OF_DAY:
                parts.append((column,))
            elif use in _AMOUNTS and ColumnUse.UNIT not in teaching.uses:
                flow = Flow.RECEIVED if use is ColumnUse.AMOUNT_OUT else Flow.DELIVERED
                measures[column] = MeasureDocument(
                    commodity=teaching.commodity, unit=teaching.unit, flow=flow, is_part=use is ColumnUse.AMOUNT_PART
                )
            elif use is not ColumnUse.NOTHING:
                role = Role.QUANTITY if use in _AMOUNTS else Role(use.value)
                if role in columns:
                    raise Refusal(PROFILE_INVALID, where=f"two columns for {role.value}")
                columns[role] = (column,)
        whole = len(parts) // 24 * 24
        return ProfileDocument(
            name=name,
            columns=columns,
            row_end=_row_end(example, teaching, columns, bool(parts)),
            measures=measures,
            measure=MeasureDocument(commodity=teaching.commodity, unit=teaching.unit) if parts else None,
            day_parts=tuple(parts[:whole]),
            day_repeated=tuple(parts[whole:]),
            times=TimesDocument(
                dates=(teaching.dates,), zone=teaching.zone, label=teaching.label, repeated=teaching.repeated
            ),
            numbers=NumbersDocument(
                mark=teaching.mark, missing=("n/a", "na", "-", "--", "null") + (("",) if parts else ())
            ),
            encoding="cp1252",
            delimiters=example.delimiter if example.delimiter == "|" else ",;\t",
            fingerprint=example.fingerprint,
            example=_line(example.header),
        )
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise Refusal(PROFILE_INVALID, where=str(first["msg"]).removeprefix("Value error, ")[:200]) from None


def preview(example: Example, document: ProfileDocument, *, now: int | None, limits: Limits) -> UsageFile:
    """The example's rows as the profile reads them, even where nothing of them may be stored. Raises Refusal."""
    layout = layout_of(example.header, (profile_of(document),), document.delimiters[0])
    if layout is None:
        raise Refusal(codes.CSV_UNKNOWN_COLUMNS, fingerprint=example.fingerprint)
    return read_opened(Opened(_Given([list(row) for row in example.rows]), layout), "", now=now, limits=limits)


class _Given:
    """Rows that are there already."""

    is_foreign = False

    def __init__(self, rows: list[list[str]]) -> None:
        self._rows = rows

    def take(self, most: int, tally: Tally) -> tuple[list[list[str]], Ints]:
        rows, self._rows = self._rows, []
        return rows, np.arange(2, len(rows) + 2, dtype=np.int64)


def units_of(commodity: Commodity) -> tuple[str, ...]:
    """The units amounts of this may be written in."""
    return tuple(UNITS.get(commodity, {}))


def _parted(lines: Sequence[str], delimiter: str, width: int) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        try:
            rows.extend(tuple(row + [""] * (width - len(row))) for row in reader if any(row))
            return tuple(rows)
        except csv.Error:
            continue


def _likely(name: str) -> ColumnUse:
    return next((use for use, pattern in _GUESSES if pattern.search(name)), ColumnUse.NOTHING)


def _reads_days(values: Sequence[str]) -> bool:
    """Whether these are days, with or without a time, and not times alone."""
    clock = Clock(Times(dates=tuple(DateStyle)))
    return bool(values) and all(clock.read(text.strip()) is not None for text in values)


def _dates(values: Sequence[str]) -> DateStyle:
    """The first style that reads all of the values; a period's two ends count apart."""
    ends = [end for value in values for end in re.split(r" (?:to|au|à|-|–) ", value.strip())]
    for style in DateStyle:
        clock = Clock(Times(dates=(style,)))
        if ends and all(clock.read(end.strip()) is not None for end in ends):
            return style
    return DateStyle.ISO


def _row_end(example: Example, teaching: Teaching, columns: Mapping[Role, object], in_parts: bool) -> RowEnd:
    if in_parts:
        return RowEnd.DAY
    if Role.PERIOD in columns or (Role.END in columns and Role.START not in columns):
        return RowEnd.BILL
    if Role.END in columns:
        clock = Clock(Times(dates=(teaching.dates,)))
        ends = example.samples(teaching.uses.index(ColumnUse.END))
        read = [clock.read(text.strip()) for text in ends]
        return (
            RowEnd.BILL if read and all(one is not None and one.wall_s % 86_400 == 0 for one in read) else RowEnd.STATED
        )
    if Role.END_CLOCK in columns:
        return RowEnd.CLOCK
    return RowEnd.MONTH if teaching.dates is DateStyle.MONTH else RowEnd.NEIGHBOUR


def _line(header: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(header)
    return text.getvalue()[:4_000]
