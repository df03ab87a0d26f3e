"""Photos of a visit: sealed with the resident's key, by part of the home, opened for its coach and its household."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from coach.visits import codes_visits as codes
from coach.visits.form import Part
from coach.visits.revisions import key_of
from coach.visits.visit_views import PhotoLine
from greener_homes.errors import NotFound, Refusal
from greener_homes.photos import Photo, PhotoKind
from greener_homes.tables.conversation import AttachmentKind
from greener_homes.tables.visit import Visit, VisitPhoto
from greener_homes.vault import Vault

PHOTOS_MAXIMUM = 24


def listed(session: Session, visit_id: uuid.UUID) -> tuple[PhotoLine, ...]:
    """That there are photos, in the order of the walk; never the sealed data."""
    columns = (VisitPhoto.id, VisitPhoto.part, VisitPhoto.kind, VisitPhoto.size_bytes)
    rows = session.exec(select(*columns).where(VisitPhoto.visit_id == visit_id).order_by(col(VisitPhoto.id)))
    found = [PhotoLine(identifier, Part(part), PhotoKind(kind), size) for identifier, part, kind, size in rows]
    return tuple(sorted(found, key=lambda one: list(Part).index(one.part)))


def add(session: Session, vault: Vault, row: Visit, part: Part, photos: Sequence[Photo], *, now: datetime) -> None:
    """The photos are the visit's. Raises Refusal when there are too many."""
    there = session.exec(select(func.count()).select_from(VisitPhoto).where(VisitPhoto.visit_id == row.id)).one()
    if there + len(photos) > PHOTOS_MAXIMUM:
        raise Refusal(codes.TOO_MANY_PHOTOS, maximum=PHOTOS_MAXIMUM)
    key = key_of(session, vault, row.person_id)
    for photo in photos:
        data = base64.b64encode(photo.data).decode("ascii")
        session.add(
            VisitPhoto(
                visit_id=row.id,
                person_id=row.person_id,
                part=part,
                kind=AttachmentKind(photo.kind.value),
                size_bytes=len(photo.data),
                data_sealed=vault.seal(key, data, _place(row.person_id)),
                added_at=now,
            )
        )
    session.flush()


def remove(session: Session, row: Visit, photo_id: uuid.UUID) -> None:
    """The photo is gone. Raises NotFound for another visit's."""
    session.delete(_found(session, row, photo_id))
    session.flush()


def opened(session: Session, vault: Vault, row: Visit, photo_id: uuid.UUID) -> Photo:
    """A photo in clear, for somebody who may read the visit. Raises NotFound for another visit's."""
    found = _found(session, row, photo_id)
    key = key_of(session, vault, row.person_id)
    data = vault.open(key, found.data_sealed, _place(row.person_id))
    return Photo(PhotoKind(found.kind.value), base64.b64decode(data, validate=True))


def _found(session: Session, row: Visit, photo_id: uuid.UUID) -> VisitPhoto:
    found = session.get(VisitPhoto, photo_id)
    if found is None or found.visit_id != row.id:
        raise NotFound
    return found


def _place(person_id: uuid.UUID) -> str:
    """Where a sealed photo belongs, as greener_homes/export.py opens it."""
    return f"visit_photo|data|{person_id}"
