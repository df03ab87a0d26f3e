"""What the partners' pages are told: frozen nouns, finished text, and addresses that are there or empty.

Of customers only counts appear; of a row that was refused, its place and its reason, and its value only where the
customer's permission stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from web.components import Chip, Fact, Field, FieldError, Link, Notice, Question, Step


@dataclass(frozen=True, slots=True)
class Figure:
    """A count with what it counts and one sentence."""

    label: str
    value: str
    line: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file in a list."""

    when: datetime
    href: str
    state: Chip
    rows: str
    reference: str


@dataclass(frozen=True, slots=True)
class Dashboard:
    """How the partner's feed is doing: one sentence, three figures, the last files."""

    organisation: str
    heading: str
    lead: str
    figures: tuple[Figure, ...] = ()
    health: tuple[Notice, ...] = ()
    files: tuple[FileRow, ...] = ()
    send_url: str = ""
    all_url: str = ""
    decide_url: str = ""


@dataclass(frozen=True, slots=True)
class Files:
    """Every file sent, newest first."""

    rows: tuple[FileRow, ...]
    send_url: str
    older_url: str = ""


@dataclass(frozen=True, slots=True)
class Send:
    """The form to send a file, or one that corrects another."""

    heading: str
    url: str
    back_url: str
    hint: str
    error: str = ""
    guide: tuple[str, ...] = ()
    label: str = ""
    """What is asked for; empty where it is readings."""
    nav: str = "files"
    example_url: str = ""


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the bar that shows what became of the rows; places in percent of its width."""

    kind: str
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class Refused:
    """One refused row: where it stands, what was sent if that may be shown, what is wrong."""

    line: str
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileShown:
    """One file: where it stands, what it holds, what was refused, what can be done now."""

    heading: str
    lead: str
    steps: tuple[Step, ...]
    facts: tuple[Fact, ...]
    here_url: str
    back_url: str
    running: str = ""
    bar: tuple[Slice, ...] = ()
    bar_sentence: str = ""
    chips: tuple[Chip, ...] = ()
    sum_sentence: str = ""
    findings: tuple[str, ...] = ()
    reasons: tuple[Fact, ...] = ()
    rows: tuple[Refused, ...] = ()
    rows_sentence: str = ""
    commit_url: str = ""
    cancel_url: str = ""
    rejects_url: str = ""
    report_url: str = ""
    again_url: str = ""
    what_now: tuple[str, ...] = ()
    nav: str = "files"

    @property
    def is_running(self) -> bool:
        return bool(self.running)


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One customer's answer, by the pseudonym the partner can work out."""

    when: datetime
    pseudonym: str
    answer: Chip
    commodity: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One of the partner's customers that two homes claim to be: where that stands, and why."""

    pseudonym: str
    commodity: str
    state: Chip
    why: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Consents:
    """Answers of the partner's own customers since a moment."""

    rows: tuple[ConsentRow, ...]
    since: Field
    here_url: str
    more_url: str = ""
    errors: tuple[FieldError, ...] = ()
    standing: tuple[Fact, ...] = ()
    claims: tuple[ClaimRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Secret:
    """A live secret; never the secret itself."""

    made_at: datetime
    used_at: datetime | None
    ends_at: datetime | None
    end_url: str
    about: str


@dataclass(frozen=True, slots=True)
class Client:
    """One of the partner's clients. `rotate_url` is empty while two secrets live."""

    id: str
    name: str
    may: str
    secrets: tuple[Secret, ...]
    close_url: str
    rotate_url: str = ""


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A secret in the only moment it is shown."""

    id: str
    name: str
    secret: str


@dataclass(frozen=True, slots=True)
class Clients:
    """The partner's software, the form for one more, and perhaps a secret that was just made."""

    rows: tuple[Client, ...]
    name_field: Field
    scopes: Question
    here_url: str
    token_url: str
    document_url: str
    without_secret: Chip
    new: NewSecret | None = None
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class Lending:
    """A lender's first page: how many of its offers are seen, and where to go."""

    organisation: str
    today: tuple[Fact, ...] = ()
    links: tuple[Link, ...] = ()
    heading: str = ""
