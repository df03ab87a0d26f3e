"""Retrofit projects: work a household began from its recommendations, its quotes, its dates, and what came of it.

What people do is their own word and rests on no permission of usage: the project, its history, quotes, photos and
dates. What was predicted and what the meters say rests on one, stands in tables of its own, and goes with it. Free
words, contractors' names and pictures are sealed with the key of the resident they belong to.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ARRAY, CheckConstraint, Column, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id
from greener_homes.tables.conversation import AttachmentKind


class ProjectState(StrEnum):
    """Where a project stands; the arrows between states are one table in coach/projects/states.py."""

    PLANNED = "planned"
    QUOTED = "quoted"
    BOOKED = "booked"
    DONE = "done"
    VERIFIED = "verified"
    UNSATISFACTORY = "unsatisfactory"
    GIVEN_UP = "given_up"


class GivenUp(StrEnum):
    """Why a household gave a project up."""

    TOO_EXPENSIVE = "too_expensive"
    NO_CONTRACTOR = "no_contractor"
    NO_REBATE = "no_rebate"
    NOT_NOW = "not_now"
    CHANGED_MIND = "changed_mind"
    MOVING = "moving"
    NOT_POSSIBLE = "not_possible"
    OTHER = "other"


class Word(StrEnum):
    """Whose word it is that work is as it should be, or is not."""

    RESIDENT = "resident"
    COACH = "coach"
    METER = "meter"


class Pressure(StrEnum):
    """What a seller did that no honest contractor needs to."""

    TODAY_ONLY = "today_only"
    CAME_UNASKED = "came_unasked"
    RENTAL_OR_LIEN = "rental_or_lien"
    NO_LICENCE = "no_licence"
    ALL_IN_ADVANCE = "all_in_advance"


class DueWhat(StrEnum):
    """What a project's next day is about."""

    ASSESS_FIRST = "assess_first"
    """A rebate wants the home assessed before the work that is booked."""
    REBATE_STEP = "rebate_step"
    PROGRAMME_CLOSES = "programme_closes"
    QUOTE_ENDS = "quote_ends"
    IS_IT_DONE = "is_it_done"
    """The day it was booked for has passed."""


class Project(Row, table=True):
    """One piece of work, or a bundle done together, in one home. `measures` are in the order of the recommendations.

    `work_began_on` and `done_on` are local days; `silenced_at` when the household wanted no reminders of it. `due_on`
    is the next day that matters and `due_what` why, worked out whenever anything changes (coach/projects/deadlines.py).
    """

    __tablename__ = "project"
    __table_args__ = (
        Index("ix_project_state", "state", "state_since"),
        Index("ix_project_due", "due_on"),
        CheckConstraint("work_began_on <= done_on", name="began_first"),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    measures: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(String), nullable=False))
    state: ProjectState = Field(default=ProjectState.PLANNED, sa_type=closed_set(ProjectState))
    state_since: datetime
    started_at: datetime
    booked_for: date | None = None
    work_began_on: date | None = None
    done_on: date | None = None
    given_up: GivenUp | None = Field(default=None, sa_type=closed_set(GivenUp))
    word: Word | None = Field(default=None, sa_type=closed_set(Word))
    silenced_at: datetime | None = None
    due_on: date | None = None
    due_what: DueWhat | None = Field(default=None, sa_type=closed_set(DueWhat))


class ProjectEvent(Row, table=True):
    """Something a person, the clock or the meter did to a project. Append-only; `on_day` is the day they named."""

    __tablename__ = "project_event"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    project_id: uuid.UUID = Field(foreign_key="project.id", index=True, ondelete="CASCADE")
    actor_id: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    actor_audience: str
    at: datetime
    act: str
    from_state: ProjectState | None = Field(default=None, sa_type=closed_set(ProjectState, "from_state"))
    to_state: ProjectState = Field(sa_type=closed_set(ProjectState, "to_state"))
    reason: str | None = None
    on_day: date | None = None


class ProjectNote(Row, table=True):
    """Free words about a project. `person_id` is the resident whose key seals them, whoever wrote."""

    __tablename__ = "project_note"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    project_id: uuid.UUID = Field(foreign_key="project.id", index=True, ondelete="CASCADE")
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    author_id: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    author_audience: str
    at: datetime
    text_sealed: bytes = Field(sa_type=LargeBinary)


class ProjectQuote(Row, table=True):
    """What a contractor offers. Money in cents; `lines` are what it says of the work (coach/projects/quotes.py).

    The contractor's name and the models are sealed with the resident's key (`words_sealed`). A quote is never edited:
    it is taken away and written anew.
    """

    __tablename__ = "project_quote"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    project_id: uuid.UUID = Field(foreign_key="project.id", index=True, ondelete="CASCADE")
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    words_sealed: bytes = Field(sa_type=LargeBinary)
    given_on: date
    valid_until: date | None = None
    total_cents: int
    """Before tax."""
    tax_cents: int
    rebate_cents: int = 0
    """What the contractor took off for rebates it expects."""
    lines: list[dict[str, object]] = Field(default_factory=list, sa_type=JSONB)
    pressure: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(String), nullable=False))
    chosen: bool = False
    added_at: datetime


class ProjectStep(Row, table=True):
    """A step on the way to a rebate that was done. `path` is empty for what all paths share: the assessments."""

    __tablename__ = "project_step"

    project_id: uuid.UUID = Field(foreign_key="project.id", primary_key=True, ondelete="CASCADE")
    path: str = Field(primary_key=True)
    step: str = Field(primary_key=True)
    done_on: date
    marked_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    marked_at: datetime


class ProjectPayment(Row, table=True):
    """What a programme paid toward one measure of a project, in cents, as its household or a coach wrote it down."""

    __tablename__ = "project_payment"
    __table_args__ = (CheckConstraint("cents > 0", name="something_was_paid"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    project_id: uuid.UUID = Field(foreign_key="project.id", index=True, ondelete="CASCADE")
    offer: str = Field(max_length=60)
    measure: str = Field(max_length=60)
    cents: int
    paid_on: date
    written_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    written_audience: str = Field(max_length=40)
    written_at: datetime


class ProjectPhoto(Row, table=True):
    """A picture or PDF of the work, an invoice or a report, whole, sealed with the resident's key."""

    __tablename__ = "project_photo"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    project_id: uuid.UUID = Field(foreign_key="project.id", index=True, ondelete="CASCADE")
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    kind: AttachmentKind = Field(sa_type=closed_set(AttachmentKind))
    size_bytes: int
    data_sealed: bytes = Field(sa_type=LargeBinary)
    added_at: datetime


class ProjectNudge(Row, table=True):
    """A reminder that was written to a person about a project: once for each occasion, and counted."""

    __tablename__ = "project_nudge"

    project_id: uuid.UUID = Field(foreign_key="project.id", primary_key=True, ondelete="CASCADE")
    person_id: uuid.UUID = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE")
    kind: str = Field(primary_key=True)
    occasion: date = Field(primary_key=True)
    written_at: datetime = Field(index=True)


class ProjectPrediction(Row, table=True):
    """What was predicted of one measure when its project began, as published then. Never changed.

    Rests on the home's readings (`grant_ids`) and goes when they do. `recommendation_id` points to advice that may be
    gone meanwhile.
    """

    __tablename__ = "project_prediction"
    __table_args__ = (UniqueConstraint("project_id", "measure"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    project_id: uuid.UUID = Field(foreign_key="project.id", index=True, ondelete="CASCADE")
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    measure: str
    recommendation_id: uuid.UUID
    grant_ids: list[str] = Field(default_factory=list, sa_type=JSONB)
    versions: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)
    numbers: dict[str, object] = Field(default_factory=dict, sa_type=JSONB)
    kept_at: datetime


class ProjectOutcome(Row, table=True):
    """What a fuel's meter says after a project was done, or why it cannot say anything. Replaced when it says more.

    `said` is a code of coach/projects/codes_outcomes.py, `facts` fill its sentence, `numbers` hold the figures with
    their interval and inputs. Rests on the home's readings (`grant_ids`) and goes when they do.
    """

    __tablename__ = "project_outcome"
    __table_args__ = (UniqueConstraint("project_id", "commodity"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    project_id: uuid.UUID = Field(foreign_key="project.id", index=True, ondelete="CASCADE")
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    commodity: str
    said: str
    facts: dict[str, object] = Field(default_factory=dict, sa_type=JSONB)
    numbers: dict[str, object] = Field(default_factory=dict, sa_type=JSONB)
    grant_ids: list[str] = Field(default_factory=list, sa_type=JSONB)
    looked_at: datetime
