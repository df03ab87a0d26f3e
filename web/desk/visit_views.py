"""What the pages of a visit are told: frozen, in the coach's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from web.components import Chip, Choice, Fact, Field, FieldError, Link, Notice, Question, Tag


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to write: a field, with units to choose from or none; or a choice where `choices` are there."""

    field: Field
    choices: tuple[Choice, ...] = ()
    unit_name: str = ""
    unit_label: str = ""
    units: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class PartForm:
    """One part of the home. `said` is how much of it is written, in a word or two."""

    key: str
    title: str
    said: str
    is_open: bool
    seen: Question
    entries: tuple[Entry, ...]
    note: Field


@dataclass(frozen=True, slots=True)
class Concern:
    """One line of what matters to the household. `up` and `down` say what those arrows do; empty at the ends."""

    field: Field
    place: int
    up: str = ""
    down: str = ""


@dataclass(frozen=True, slots=True)
class StepForm:
    """One next step."""

    what: Field
    who: Field
    whos: tuple[Choice, ...]
    by: Field


@dataclass(frozen=True, slots=True)
class PhotoShown:
    """One photo, and where it is taken away; empty where it stays."""

    href: str
    is_picture: bool
    label: str
    remove_url: str = ""


@dataclass(frozen=True, slots=True)
class VisitForm:
    """The form of a visit. `key` names the copy a device keeps; it says whose it is, so that nobody else's is read."""

    heading: str
    lead: str
    chips: tuple[Chip, ...]
    action: str
    key: str
    owner: str
    version: int
    saved: str
    day: Field
    concerns: tuple[Concern, ...]
    parts: tuple[PartForm, ...]
    summary: Field
    changes: Field
    steps: tuple[StepForm, ...]
    photos: tuple[PhotoShown, ...]
    photos_action: str
    photo_parts: tuple[Choice, ...]
    brief_url: str
    back: Link
    errors: tuple[FieldError, ...] = ()
    notice: Notice | None = None
    choose: Link | None = None
    take_url: str = ""
    photos_error: str = ""
    empty_url: str = ""
    """The same form with nothing in it, for a device to keep; empty where a device keeps nothing."""
    worker_url: str = ""

    @property
    def is_empty(self) -> bool:
        """It is of no visit yet: script says of which, from its address."""
        return not self.action

    @property
    def has_more_steps(self) -> bool:
        return any(one.what.value for one in self.steps[1:])


@dataclass(frozen=True, slots=True)
class ToChoose:
    """One field with the answers of several devices."""

    question: Question


@dataclass(frozen=True, slots=True)
class Choosing:
    """Answers that differ between devices."""

    action: str
    back: Link
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class FactToBe:
    """One line of “these become facts”."""

    name: str
    label: str
    before: str
    before_tag: Tag | None
    after: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signing:
    """The page before signing off. Without `action` something must be mended first."""

    heading: str
    version: int
    action: str
    back: Link
    facts: tuple[FactToBe, ...]
    wrong: tuple[Link, ...] = ()
    choose: Link | None = None
    is_closed: bool = False
    is_correction: bool = False


@dataclass(frozen=True, slots=True)
class BriefFact:
    """A fact as it is known, with its source."""

    label: str
    value: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class LookAtShown:
    """One thing to settle, and why it matters."""

    label: str
    why: str


@dataclass(frozen=True, slots=True)
class BriefPage:
    """The paper before a visit."""

    heading: str
    reference: str
    on: date
    when: str
    where: str
    back: Link
    concerns: tuple[str, ...]
    wishes: tuple[Fact, ...]
    look_at: tuple[LookAtShown, ...]
    stops: tuple[str, ...]
    sure: tuple[BriefFact, ...]
    unsure: tuple[BriefFact, ...]
    questions: tuple[str, ...]
    consents: tuple[Fact, ...]
    is_closed: bool
    case: Link | None = None


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The plan after a visit, at the desk: what the household will read, and what may be done with it now."""

    heading: str
    back: Link
    chips: tuple[Chip, ...]
    title: str
    paper: Markup
    language: str
    said: str
    give_url: str = ""
    correct_url: str = ""
    case: Link | None = None
    pdf_url: str = ""
