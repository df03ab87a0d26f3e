"""What the coach's pages are told: frozen nouns that answer questions, filled by the desk's services.

Text is finished and in the coach's language. Nothing here knows a row, a request or a rule; what a
coach may do is said by an address that is there or empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from web.charts import Chart
from web.components import Chip, Choice, Fact, FieldError, Notice, Pages, Zone
from web.formatting import Span

EVIDENCE_SHOWN = 8
"""Facts of a home shown before the rest is folded away."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One of the lists above the queue."""

    text: str
    href: str
    count: int
    active: bool = False


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One waiting home. `take_url` is posted to; empty when somebody has it."""

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


@dataclass(frozen=True, slots=True)
class DeskStat:
    """How the desk is doing: a figure and one sentence."""

    label: str
    value: str
    line: str


@dataclass(frozen=True, slots=True)
class Queue:
    """The coach's day: how many wait, who is next. Posting to `take_next_url` claims the next home."""

    waiting: int
    oldest_days: int
    promise_days: int
    segments: tuple[Segment, ...]
    rows: tuple[QueueRow, ...]
    pages: Pages
    take_next_url: str = ""
    stats: tuple[DeskStat, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.rows


class Confidence(StrEnum):
    """How sure a range is, for coaches only."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """The override of one opportunity: what to do, the reason, and the note the resident will read.

    Posted to the opportunity's `change_url` as `action`, `reason`, `note`; the arrows add `move`
    ("up" or "down") and send the same fields, so that a move without a reason comes back open.
    """

    actions: tuple[Choice, ...]
    reasons: tuple[Choice, ...]
    note: str = ""
    is_open: bool = False
    reason_error: str = ""
    note_error: str = ""


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One ranked opportunity, the machine's or as the coach left it."""

    id: str
    rank: int
    zone: Zone
    title: str
    why: str
    pay: Span
    saving: Span
    confidence: Confidence
    carbon: Span | None = None
    moved: str = ""
    findings: tuple[str, ...] = ()
    trace: tuple[Fact, ...] = ()
    change_url: str = ""
    change: ChangeForm | None = None
    is_last: bool = False

    @property
    def is_top(self) -> bool:
        return self.rank == 1


@dataclass(frozen=True, slots=True)
class NotAdvised:
    """A measure the machine did not put forward, and why."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class CaseChart:
    """A chart of the case with its heading."""

    id: str
    heading: str
    chart: Chart


@dataclass(frozen=True, slots=True)
class Verdict:
    """The forms that close a review. All post to `url` with `decision` and, where asked, `reason` and `note`.

    `decision` is approve, ask or decline. An error opens the form it belongs to.
    """

    url: str
    decline_reasons: tuple[Choice, ...]
    ask_note: str = ""
    ask_error: str = ""
    decline_note: str = ""
    decline_error: str = ""
    approve_note: str = ""
    approve_error: str = ""
    preview_url: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One home under review. Without `verdict` the page can be read and not changed."""

    reference: str
    home: str
    queue_url: str
    chips: tuple[Chip, ...]
    to_check: Notice | None
    charts: tuple[CaseChart, ...]
    fit: tuple[Fact, ...]
    evidence: tuple[Fact, ...]
    opportunities: tuple[Opportunity, ...]
    priorities: tuple[str, ...] = ()
    resident_words: str = ""
    not_advised: tuple[NotAdvised, ...] = ()
    consents: tuple[Fact, ...] = ()
    state: Notice | None = None
    claim_url: str = ""
    release_url: str = ""
    machine_order_url: str = ""
    verdict: Verdict | None = None
    errors: tuple[FieldError, ...] = ()
    history: tuple[tuple[datetime, str], ...] = ()
    shown_at_most: int = 8
    """How many recommendations the resident is given."""
    shape: tuple[Fact, ...] = ()
    noticed: tuple[str, ...] = ()
    """What the hours of its electricity show."""

    @property
    def evidence_first(self) -> tuple[Fact, ...]:
        return self.evidence[:EVIDENCE_SHOWN]

    @property
    def evidence_more(self) -> tuple[Fact, ...]:
        return self.evidence[EVIDENCE_SHOWN:]

    @property
    def shown_first(self) -> tuple[Opportunity, ...]:
        """What the resident would be given."""
        return self.opportunities[: self.shown_at_most]

    @property
    def shown_after(self) -> tuple[Opportunity, ...]:
        """What stands below that, folded away."""
        return self.opportunities[self.shown_at_most :]

    @property
    def is_after_open(self) -> bool:
        """A form among them did not go through, so they must not be hidden."""
        return any(one.change is not None and one.change.is_open for one in self.shown_after)
