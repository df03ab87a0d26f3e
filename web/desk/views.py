"""What the coach's pages are told: frozen nouns that answer questions, filled by the desk's services.

Text is finished and in the coach's language. Nothing here knows a row, a request or a rule; what a
coach may do is said by an address that is there or empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from web.charts import Chart
from web.components import Chip, Choice, Fact, FieldError, Link, Notice, Zone
from web.desk.money_shown import CasePlan, OpportunityMoney
from web.formatting import Span
from web.similar import SimilarFuel

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
class HomeProject:
    """A project of a home, on its case."""

    title: str
    href: str
    state: Chip
    due: str


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
    own_range: RangeForm | None = None
    wording: WordingForm | None = None


@dataclass(frozen=True, slots=True)
class RangeForm:
    """A coach's own range, as typed: what the yearly bill does (positive saves) and what the work costs, in dollars."""

    bill_low: str = ""
    bill_high: str = ""
    cost_low: str = ""
    cost_high: str = ""
    note: str = ""
    error: str = ""
    note_error: str = ""
    reasons: tuple[Choice, ...] = ()

    @property
    def is_open(self) -> bool:
        return bool(self.error or self.note_error)


@dataclass(frozen=True, slots=True)
class WordingForm:
    """A coach's own sentence on a measure, as typed."""

    text: str = ""
    error: str = ""
    reasons: tuple[Choice, ...] = ()

    @property
    def is_open(self) -> bool:
        return bool(self.error)


@dataclass(frozen=True, slots=True)
class AddForm:
    """Work that the machine did not put forward, to be added with the coach's own range and the why."""

    url: str
    measures: tuple[Choice, ...]
    reasons: tuple[Choice, ...]
    own_range: RangeForm
    reason_error: str = ""

    @property
    def is_open(self) -> bool:
        return bool(self.reason_error) or self.own_range.is_open


@dataclass(frozen=True, slots=True)
class PauseForm:
    """Holding, escalating or handing back: a note for a colleague, and the day where one is needed."""

    url: str
    note: str = ""
    error: str = ""
    until: str = ""
    until_error: str = ""
    first_day: str = ""
    last_day: str = ""

    @property
    def is_open(self) -> bool:
        return bool(self.error or self.until_error)


@dataclass(frozen=True, slots=True)
class LookForm:
    """A second look at a decided case. Without an address it was taken, or is not this coach's."""

    why: str
    outcome: str = ""
    agree_url: str = ""
    return_url: str = ""
    note: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One ranked opportunity, the machine's or as the coach left it. `beside` is what a coach changed and the machine
    had said, a line each.
    """

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
    money: OpportunityMoney | None = None
    beside: tuple[str, ...] = ()

    @property
    def is_top(self) -> bool:
        return self.rank == 1


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
    hold: PauseForm | None = None
    escalate: PauseForm | None = None
    hand_back: PauseForm | None = None


@dataclass(frozen=True, slots=True)
class SinceLast:
    """What changed since last time, a sentence each; none when nothing did that a coach would act on."""

    on: date
    points: tuple[str, ...]


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
    """Where this coach has the case, each leads to where it is written down."""
    opportunities: tuple[Opportunity, ...]
    priorities: tuple[str, ...] = ()
    in_their_words: tuple[str, ...] = ()
    """What the household said matters, at a visit or call."""
    consents: tuple[Fact, ...] = ()
    asked: tuple[Link, ...] = ()
    """The resident's questions that are open."""
    projects: tuple[HomeProject, ...] = ()
    project_url: str = ""
    """Where a project is begun for the household; empty where nothing can be."""
    state: Notice | None = None
    claim_url: str = ""
    release_url: str = ""
    machine_order_url: str = ""
    pdf_url: str = ""
    verdict: Verdict | None = None
    errors: tuple[FieldError, ...] = ()
    history: tuple[tuple[datetime, str], ...] = ()
    shown_at_most: int = 8
    """How many recommendations the resident is given."""
    plan: CasePlan | None = None
    shape: tuple[Fact, ...] = ()
    noticed: tuple[str, ...] = ()
    """What the hours of its electricity show."""
    similar: tuple[SimilarFuel, ...] = ()
    """Its place among similar homes, as the household sees it; nothing where it turned that off."""
    turn: str = ""
    """Why it waits and whose turn it is, in words; empty for a case that is not open."""
    since: SinceLast | None = None
    add: AddForm | None = None
    facts_url: str = ""
    without_url: str = ""
    left_out: tuple[Link, ...] = ()
    """Bills a coach left out; each leads to both outcomes side by side."""
    visits: tuple[Link, ...] = ()
    """Visits and calls that were written down, or are."""
    visit_url: str = ""
    look: LookForm | None = None

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
