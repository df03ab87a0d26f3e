"""A visit as pages know it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from coach.visits.form import Part
from coach.visits.merging import Form
from greener_homes.people import Language
from greener_homes.photos import PhotoKind
from greener_homes.tables.conversation import MeetingKind as MeetingKind
from greener_homes.tables.visit import Visit
from greener_homes.tables.visit import VisitState as VisitState


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit without what was written."""

    id: uuid.UUID
    person_id: uuid.UUID
    home_id: uuid.UUID
    coach_id: uuid.UUID | None
    appointment_id: uuid.UUID | None
    kind: MeetingKind
    language: Language
    state: VisitState
    version: int
    facts: tuple[str, ...]
    begun_at: datetime
    saved_at: datetime
    signed_at: datetime | None
    given_at: datetime | None
    given_version: int | None

    @property
    def is_open(self) -> bool:
        return self.state is VisitState.OPEN

    @property
    def is_correction(self) -> bool:
        """It was signed before, and is being written again."""
        return self.is_open and self.signed_at is not None

    @property
    def may_be_given(self) -> bool:
        """The household has not what was signed last."""
        return not self.is_open and self.given_version != self.version


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """That there is a photo of a part."""

    id: uuid.UUID
    part: Part
    kind: PhotoKind
    size_bytes: int


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit, opened."""

    visit: VisitLine
    form: Form
    photos: tuple[PhotoLine, ...] = ()

    @property
    def answers(self) -> Mapping[str, str]:
        return self.form.answers

    @property
    def held_on(self) -> date | None:
        """The day it took place, once somebody said so."""
        try:
            return date.fromisoformat(self.form.answers.get("held_on", ""))
        except ValueError:
            return None


def line(row: Visit) -> VisitLine:
    return VisitLine(
        row.id,
        row.person_id,
        row.home_id,
        row.coach_id,
        row.appointment_id,
        row.kind,
        row.language,
        row.state,
        row.version,
        tuple(row.facts),
        row.begun_at,
        row.saved_at,
        row.signed_at,
        row.given_at,
        row.given_version,
    )
