"""What the desk's lists are told: frozen nouns that answer questions. Text is finished and in the coach's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from web.components import Chip, Choice, Link, Pages
from web.desk.views import Segment


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One waiting home: why it waits and whose turn it is, in words. `take_url` is posted to; empty when it cannot be
    taken.
    """

    reference: str
    home: str
    href: str
    why: str
    top: str
    evidence: Chip
    evidence_note: str
    waiting: str
    is_late: bool = False
    take_url: str = ""
    why_note: str = ""
    turn: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing a list can be narrowed to, as a field of its address."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class TeamMember:
    """How much one coach has in hand, and did this week. `oldest` is empty with nothing in hand."""

    name: str
    in_hand: int
    oldest: str
    asked: int
    held: int
    decided: int


@dataclass(frozen=True, slots=True)
class LookRow:
    """One decided home that waits for a second look."""

    reference: str
    href: str
    why: str
    decided_by: str
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class SecondLooks:
    """The decided homes that wait for a second look."""

    segments: tuple[Segment, ...]
    rows: tuple[LookRow, ...]


@dataclass(frozen=True, slots=True)
class DeskStat:
    """How the desk is doing: a figure and one sentence."""

    label: str
    value: str
    line: str


@dataclass(frozen=True, slots=True)
class Queue:
    """The coach's day: how many wait, who is next. Posting to `take_next_url` claims the next home.

    `narrowed` says what the list is narrowed to; each link lets one of them go. `late` cases wait past their promise.
    """

    waiting: int
    oldest_days: int
    promise_days: int
    segments: tuple[Segment, ...]
    rows: tuple[QueueRow, ...]
    pages: Pages
    take_next_url: str = ""
    stats: tuple[DeskStat, ...] = ()
    late: int = 0
    list_url: str = ""
    filters: tuple[Filter, ...] = ()
    narrowed: tuple[Link, ...] = ()
    team: tuple[TeamMember, ...] = ()
    conduct_url: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.rows
