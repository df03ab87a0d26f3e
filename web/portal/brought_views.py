"""What the pages of files, the advisor’s file and typed bills are told, in finished words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from web.components import Fact, Field, FieldError, Link, Problem, Question, Step


class ImportState(StrEnum):
    """How far an import has come, as a resident is told."""

    RECEIVED = "received"
    READING = "reading"
    STORED = "stored"
    REJECTED = "rejected"
    DELAYED = "delayed"


@dataclass(frozen=True, slots=True)
class Import:
    """One import: where it stands, what came in, what to know. `problem` says why it was refused."""

    state: ImportState
    file_kind: str
    received_at: datetime
    steps: tuple[Step, ...]
    counts: tuple[Fact, ...] = ()
    findings: tuple[str, ...] = ()
    problem: Problem | None = None
    here_url: str = ""
    next: Link | None = None
    again_url: str = ""
    reference: str = ""

    @property
    def is_running(self) -> bool:
        return self.state in (ImportState.RECEIVED, ImportState.READING, ImportState.DELAYED)

    @property
    def is_delayed(self) -> bool:
        return self.state is ImportState.DELAYED

    @property
    def is_stored(self) -> bool:
        return self.state is ImportState.STORED


@dataclass(frozen=True, slots=True)
class EnerGuide:
    """What the advisor's file says of the home; `error` is about the file just sent."""

    facts: tuple[Fact, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class TypedKind:
    """One of the kinds that can be typed, to choose from."""

    name: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class TypedEntry:
    """One bill or delivery as it was typed."""

    commodity: str
    when: str
    amount: str
    cost: str
    note: str
    remove_url: str
    differs: tuple[str, ...] = ()
    """That its total is not what our prices make of it, and where that may lie."""


@dataclass(frozen=True, slots=True)
class TypedBills:
    """What was typed, and the form for one more; `consent_url` where nothing may be typed yet."""

    is_allowed: bool
    consent_url: str
    kinds: tuple[TypedKind, ...]
    commodity: str
    fields: tuple[Field, ...]
    question: Question
    errors: tuple[FieldError, ...]
    entries: tuple[TypedEntry, ...]
