"""What the pages of a resident's projects are told: frozen nouns that answer questions, in the resident's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coach.projects.notes import NoteView
from coach.projects.outcomes import OutcomeView
from coach.projects.predictions import Predicted
from coach.projects.project_photos import PhotoView
from coach.projects.projects import EventView, ProjectView
from coach.projects.quotes import QuoteView
from coach.projects.rebate_steps import Way
from web.components import Chip, Choice, Field, FieldError, Notice, Zone
from web.components import Step as JourneyStep
from web.project_shown import OutcomeShown, QuoteShown, Said, WayShown
from web.ranges import RangeBar


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project in a list."""

    zone: Zone
    title: str
    state: Chip
    href: str
    next_line: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Projects:
    """The resident's projects, those under way first."""

    open: tuple[ProjectLine, ...]
    over: tuple[ProjectLine, ...]
    plan_url: str


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo to see, or a PDF to save."""

    href: str
    is_picture: bool
    label: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class NoteShown:
    """What somebody wrote, and when."""

    who: str
    on: str
    text: str


@dataclass(frozen=True, slots=True)
class Forms:
    """What can be done now: an act is there or not. `begun`, `done` and `booked` are the fields of days."""

    move_url: str
    acts: frozenset[str]
    booked: Field
    begun: Field
    done: Field
    words: Field
    reasons: tuple[Choice, ...]
    reason_error: str = ""
    open: str = ""
    """The act whose form came back with something to mend."""

    def can(self, act: str) -> bool:
        return act in self.acts


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """One project. `usual` is what such work costs; `questions` are for the contractor."""

    title: str
    zone: Zone
    state: Chip
    journey: tuple[JourneyStep, ...]
    heading: str
    text: str
    facts_line: str
    is_celebrated: bool
    forms: Forms
    warning: Notice | None
    quotes: tuple[QuoteShown, ...]
    quotes_said: tuple[Said, ...]
    usual: str
    quote_url: str
    questions: tuple[str, ...]
    ways: tuple[WayShown, ...]
    outcomes: tuple[OutcomeShown, ...]
    no_outcome: str
    photos: tuple[Photo, ...]
    photos_url: str
    photos_error: str
    expected: tuple[RangeBar, ...]
    notes: tuple[NoteShown, ...]
    history: tuple[tuple[str, str], ...]
    silence_url: str
    is_silenced: bool
    ask_url: str
    measure_urls: tuple[tuple[str, str], ...]
    payments_url: str = ""
    errors: tuple[FieldError, ...] = ()
    step_error: str = ""
    shows_quotes: bool = True
    shows_questions: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """All that a project's page is made of, as services gave it."""

    project: ProjectView
    title: str
    predicted: Sequence[Predicted]
    quotes: Sequence[QuoteView]
    ways: Sequence[Way]
    outcomes: Sequence[OutcomeView]
    photos: Sequence[PhotoView]
    notes: Sequence[NoteView]
    history: Sequence[EventView]
    today: date
    funded: Sequence[tuple[str, date]] = ()
    """Who paid out a loan for it, as they told us, and on which day."""
