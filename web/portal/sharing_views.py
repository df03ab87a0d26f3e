"""What the pages of “My data” are told: what is shared, asked, stopped and on record, in finished words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from web.components import Fact, Field, FieldError, Link, Notice, Question, Step, Term


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
    more: Link | None = None


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
    lead: str = ""
    """What stops at once, where it is not that anything is collected."""


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
    on_bill: tuple[Notice, ...] = ()
    """What is still paid off on a utility's bill, and what the move does to it."""


@dataclass(frozen=True, slots=True)
class LeftHome:
    """A home that was left; `delete_url` is empty where nothing shared of it is kept."""

    reference: str
    left_on: str
    deleted_on: str
    delete_url: str
