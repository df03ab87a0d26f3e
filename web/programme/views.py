"""What the pages of programme staff are told: frozen, finished words and values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from web.components import Chip, Choice, Fact, Field, Notice, Question, Step


@dataclass(frozen=True, slots=True)
class Format:
    """A format that staff taught, as one row of the list."""

    title: str
    name: str
    fingerprint: str
    taught_on: date
    used: int
    used_at: datetime | None
    state: Chip
    document_url: str
    retire_url: str = ""


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A format that came with the platform: its name and the header of its example."""

    name: str
    header: str


@dataclass(frozen=True, slots=True)
class Formats:
    """All formats, taught and built in."""

    rows: tuple[Format, ...]
    built_in: tuple[BuiltIn, ...]
    teach_url: str

    @property
    def is_empty(self) -> bool:
        return not self.rows


@dataclass(frozen=True, slots=True)
class Upload:
    """The form that takes an example."""

    url: str
    steps: tuple[Step, ...]
    back_url: str
    accept: str = ".csv,.txt,.xlsx"
    error: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the example: its name, some values, and what it may be for."""

    field: str
    name: str
    samples: tuple[str, ...]
    choices: tuple[Choice, ...]
    is_guess: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of the example with a choice each; many parts of a day stand as one line."""

    steps: tuple[Step, ...]
    url: str
    drop_url: str
    columns: tuple[Column, ...]
    parts: int
    rows: int
    known: Notice | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading as it would be stored."""

    begins: datetime
    ends: datetime
    amount: str
    quality: str


@dataclass(frozen=True, slots=True)
class Stream:
    """One meter's readings of the example."""

    heading: str
    facts: tuple[Fact, ...]
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What comes of the example under the answers so far."""

    streams: tuple[Stream, ...]
    notices: tuple[Notice, ...]
    refused: tuple[Fact, ...]

    @property
    def has_readings(self) -> bool:
        return any(stream.readings for stream in self.streams)


@dataclass(frozen=True, slots=True)
class Questions:
    """How dates, zone, labels, amounts are written, beside what comes of the example."""

    steps: tuple[Step, ...]
    url: str
    back_url: str
    drop_url: str
    questions: tuple[Question, ...]
    result: Result


@dataclass(frozen=True, slots=True)
class Preview:
    """The last look: what would be stored, and the name the format gets."""

    steps: tuple[Step, ...]
    url: str
    back_url: str
    drop_url: str
    title: Field
    result: Result
    fingerprint: str
