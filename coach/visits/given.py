"""The plan after a visit as its household has it: only what was signed off and given, for the resident whose visit it
was.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from coach.cases import recommendation
from coach.visits import revisions, visit_photos
from coach.visits.visit_views import VisitLine, VisitView, line
from greener_homes import homes
from greener_homes.errors import NotFound
from greener_homes.homes import KnownFact
from greener_homes.people import PersonView
from greener_homes.photos import Photo
from greener_homes.tables.visit import Visit
from greener_homes.vault import Vault


def of_person(session: Session, person_id: uuid.UUID) -> Sequence[VisitLine]:
    """The visits whose plan this resident was given, the newest first."""
    rows = session.exec(
        select(Visit)
        .where(Visit.person_id == person_id, col(Visit.given_at).is_not(None))
        .order_by(col(Visit.given_at).desc())
    )
    return [line(row) for row in rows]


def for_resident(session: Session, vault: Vault, person: PersonView, visit_id: uuid.UUID) -> VisitView:
    """The visit as it was given. Raises NotFound for anybody else's, and before it was."""
    row = _given(session, person, visit_id)
    form = revisions.form_at(session, vault, row, row.given_version or 0)
    if form is None:
        raise NotFound
    return VisitView(line(row), form, visit_photos.listed(session, row.id))


def photo(session: Session, vault: Vault, person: PersonView, visit_id: uuid.UUID, photo_id: uuid.UUID) -> Photo:
    """A photo of a visit that was given. Raises NotFound."""
    return visit_photos.opened(session, vault, _given(session, person, visit_id), photo_id)


def known_before(session: Session, found: VisitView) -> dict[str, KnownFact]:
    """What was known of the home when the visit or call began, by name."""
    return {one.name: one for one in homes.known_at(session, found.visit.home_id, found.visit.begun_at)}


def reviewed_since(session: Session, person: PersonView, found: VisitView, *, now: datetime) -> datetime | None:
    """When a coach last decided on the resident's advice after the visit was signed off; None where nobody has yet.

    Advice reaches a household only by such a decision, so a plan says nothing of it before.
    """
    signed, home = found.visit.signed_at, homes.home_of(session, person.id)
    if signed is None or home is None or home.id != found.visit.home_id:
        return None
    advice = recommendation.for_home(session, home.id, viewer=person.actor, now=now)
    return max((one.reviewed_at for one in advice if one.reviewed_at > signed), default=None)


def _given(session: Session, person: PersonView, visit_id: uuid.UUID) -> Visit:
    row = session.get(Visit, visit_id)
    if row is None or row.person_id != person.id or row.given_version is None:
        raise NotFound
    return row
