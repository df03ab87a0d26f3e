"""What a resident's pages are told: frozen nouns that answer questions, filled by the portal's services.

Text is finished and in the resident's language; numbers, ranges and dates stay values and are formatted
by the template. Nothing here knows a row, a request or a rule: a template asks, and never computes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from web.charts import Chart
from web.components import (
    Basis,
    Fact,
    Field,
    FieldError,
    House,
    Link,
    Notice,
    Problem,
    Question,
    Step,
    StepState,
    Tag,
    Term,
    Zone,
)
from web.formatting import Quantity, Span
from web.ranges import PeerBand, RangeBar, Split


@dataclass(frozen=True, slots=True)
class NextStep:
    """A measure in a list: one line of words, and where it is explained. `number` None is not counted."""

    zone: Zone
    title: str
    line: str
    href: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class CoachNote:
    """The coach's own words to this household."""

    words: str
    on: date
    by: str = ""
    ask_url: str = ""


@dataclass(frozen=True, slots=True)
class FirstStep:
    """What to do first: the porch light. `saving` is on the yearly bill, negative where it rises."""

    title: str
    text: str
    pay: Span
    saving: Span
    reviewed_on: date
    href: str
    after_rebate: bool = False


@dataclass(frozen=True, slots=True)
class NextAction:
    """What lights the porch when there is no advice yet: share readings, answer, wait."""

    flag: str
    heading: str
    text: str
    go: Link | None = None
    icon: str = "home"


@dataclass(frozen=True, slots=True)
class YearStat:
    """One fuel's year: a single number because it was measured. `fuel` is "gas" or "electric"."""

    fuel: str
    title: str
    amount: Quantity
    tag: Tag
    peers: PeerBand | None = None
    line: str = ""


@dataclass(frozen=True, slots=True)
class YearCost:
    """What the year cost, in dollars, cut by fuel."""

    total: float
    split: Split
    tag: Tag


@dataclass(frozen=True, slots=True)
class Year:
    """The latest full year: first and last month, the fuels, the cost."""

    months: tuple[date, date]
    stats: tuple[YearStat, ...]
    cost: YearCost | None
    energy_url: str


@dataclass(frozen=True, slots=True)
class Home:
    """The resident's home page. Exactly one of `first` and `action` lights the porch."""

    eyebrow: str
    finding: str
    lead: str
    house: House
    first: FirstStep | None = None
    action: NextAction | None = None
    coach_note: CoachNote | None = None
    year: Year | None = None
    after: tuple[NextStep, ...] = ()
    plan_url: str = ""
    based_on: tuple[Basis, ...] = ()
    correct_url: str = ""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class TitledChart:
    """A chart with the finding as its heading and one sentence under it. `id` is unique on the page."""

    id: str
    heading: str
    sentence: str
    chart: Chart
    total: Quantity | None = None


@dataclass(frozen=True, slots=True)
class EndUses:
    """Where a fuel goes, estimated."""

    heading: str
    sentence: str
    split: Split
    tag: Tag


@dataclass(frozen=True, slots=True)
class Energy:
    """My energy: a year of usage. With no charts the page says how to begin (`connect_url`)."""

    months: tuple[date, date] | None
    finding: str
    lead: str
    tags: tuple[Tag, ...] = ()
    by_month: tuple[TitledChart, ...] = ()
    end_uses: tuple[EndUses, ...] = ()
    by_temperature: tuple[TitledChart, ...] = ()
    by_hour: TitledChart | None = None
    notices: tuple[Notice, ...] = ()
    earlier_url: str = ""
    later_url: str = ""
    download_url: str = ""
    sharing_url: str = ""
    connect_url: str = ""

    @property
    def is_empty(self) -> bool:
        return self.months is None


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A recommendation on the timeline; `deadline` is said with a clock beside it."""

    zone: Zone
    title: str
    line: str
    pay: Span | None = None
    saving: Span | None = None
    href: str = ""
    deadline: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the plan: a season, not a date, unless there is a deadline."""

    title: str
    state: StepState
    when: str = ""
    number: int = 0
    text: str = ""
    items: tuple[PlanItem, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The resident's plan, reviewed by a coach. Without stages the page says what it waits for."""

    finding: str
    lead: str
    reviewed_on: date | None = None
    stages: tuple[Stage, ...] = ()
    totals_heading: str = ""
    totals: tuple[RangeBar, ...] = ()
    notices: tuple[Notice, ...] = ()
    waiting: NextAction | None = None
    print_url: str = ""


@dataclass(frozen=True, slots=True)
class PrintedStep:
    """One row of the printed plan."""

    zone: Zone | None
    title: str
    when: str
    pay: Span | None
    saving: Span | None


@dataclass(frozen=True, slots=True)
class PrintedPlan:
    """The plan as a letter. `checks` are ticked by hand before signing with anyone."""

    reference: str
    on: date
    finding: str
    lead: str
    steps: tuple[PrintedStep, ...]
    small_print: str
    checks: tuple[str, ...]
    based_on: tuple[Tag, ...]
    coach_note: CoachNote | None = None
    plan_url: str = ""


class Decision(StrEnum):
    """What a resident decided about a recommendation; always reversible. Posted as `decision`."""

    ROADMAP = "roadmap"
    LATER = "later"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One measure a coach stands behind. Post `decision` to `decide_url`, `question` to `ask_url`."""

    zone: Zone
    title: str
    lead: str
    is_first: bool
    reviewed_on: date
    expect: tuple[RangeBar, ...]
    reasons: tuple[Basis, ...]
    review_note: str = ""
    warning: Notice | None = None
    doubts: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    trace: tuple[Fact, ...] = ()
    decide_url: str = ""
    decided: Decision | None = None
    ask_url: str = ""
    ask_errors: tuple[FieldError, ...] = ()
    beside: NextStep | None = None
    plan_url: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can be shared: a utility's readings, a file. `live` once consent is given."""

    icon: str
    name: str
    what: str
    href: str
    live: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """What is shared now, in the resident's words, and the pages that stop it or ask again.

    `withdraw_url` is empty for another member's answer, `renew_url` while the end is far, `place` where what is shared
    has no page of its own.
    """

    source: str
    since: date
    until: date
    withdraw_url: str
    what: str = ""
    by: str = ""
    renew_url: str = ""
    place: Link | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A form that takes one file: posted as multipart to `url`, field `file`."""

    url: str
    label: str
    hint: str
    error: str = ""
    accept: str = ".xml,.csv,.zip"
    guide: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Connect:
    """What is shared now, what else can be, and where to look after it. `steps` are empty where no journey is open."""

    steps: tuple[Step, ...]
    sources: tuple[Source, ...]
    grants: tuple[Grant, ...] = ()
    upload: Upload | None = None
    past: tuple[Link, ...] = ()
    more: tuple[Link, ...] = ()
    """Further questions that nobody needs to answer."""
    watch: tuple[Link, ...] = ()
    """Where to look after what is shared."""
    rights: tuple[Link, ...] = ()
    """Where to take it along, and to end it."""
    written: Notice | None = None
    """That the program wrote an answer down lately; leads to `written_url`."""
    written_url: str = ""

    @property
    def is_new(self) -> bool:
        """Nothing is shared yet."""
        return not self.grants

    @property
    def is_settled(self) -> bool:
        """Something is shared, and no first file is waited for: what is left is more ways, and stopping."""
        return bool(self.grants) and not self.steps


@dataclass(frozen=True, slots=True)
class Consent:
    """A statement to read and decide on.

    Answering posts `granted` = "yes" or "no", `statement`, the kinds of energy ticked and the move-in date.
    """

    steps: tuple[Step, ...]
    heading: str
    lead: str
    terms: tuple[Term, ...]
    agree_url: str
    agree_label: str
    after_agreeing: str
    statement: str
    """Which words were shown; posted back with the answer."""
    legal: str
    about: str = ""
    """The one source, and the one recipient, that the words speak of."""
    kinds: Question | None = None
    holder: Question | None = None
    move_in: Field | None = None
    errors: tuple[FieldError, ...] = ()
    connect_url: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Asks again before stopping. `goes` is deleted, `effects` is what else changes, `stays` is kept and why."""

    heading: str
    goes: tuple[str, ...]
    stays: tuple[str, ...]
    confirm_url: str
    keep_url: str
    about: str = ""
    effects: tuple[str, ...] = ()
    less: tuple[Link, ...] = ()
    """Pages that stop only a part of it."""


@dataclass(frozen=True, slots=True)
class Seer:
    """Somebody who can see or do something now: what, under which answer, until when."""

    icon: str
    who: str
    what: str
    why: str
    until: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something whose permission ended by itself: not used, and deleted on a day unless it is permitted again."""

    what: str
    deleted_on: str
    again: Link
    stop: Link


@dataclass(frozen=True, slots=True)
class WhoSees:
    """Who can see what, nearest first."""

    people: tuple[Seer, ...]
    waiting: tuple[Waiting, ...]
    receipts_url: str
    looked_url: str


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A receipt in a list. `how` is said where somebody else wrote the answer down."""

    at: datetime
    what: str
    about: str
    href: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """A receipt in plain words, with the exact words that were answered."""

    facts: tuple[Fact, ...]
    went: tuple[Fact, ...]
    title: str
    terms: tuple[Term, ...]
    digest: str
    reference: str
    download_url: str
    wrong: Link | None = None
    """Where to contradict an answer that somebody else wrote down."""


@dataclass(frozen=True, slots=True)
class MovingOut:
    """The day of moving out. `last`: nobody else of the household is known here."""

    left_on: Field
    last: bool
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftHome:
    """A home that was left; `delete_url` is empty where nothing shared of it is kept."""

    reference: str
    left_on: str
    deleted_on: str
    delete_url: str


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
class AboutHome:
    """One group of the questionnaire. Every question can be left at “I don't know”."""

    heading: str
    lead: str
    position: int
    of: int
    save_url: str
    questions: tuple[Question, ...] = ()
    fields: tuple[Field, ...] = ()
    errors: tuple[FieldError, ...] = ()
    back: Link | None = None

    @property
    def done(self) -> str:
        """Width of the progress bar."""
        return f"{100 * self.position / self.of:.0f}%"

    @property
    def is_last(self) -> bool:
        return self.position == self.of


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
