"""Pictures of the work, invoices and reports: kept whole, sealed with the resident's key, as photos in questions."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, func, select

from coach.projects import codes_projects as codes
from coach.projects import notes, projects
from greener_homes import audit, people
from greener_homes.errors import NotFound, Refusal
from greener_homes.people import Audience
from greener_homes.photos import Photo, PhotoKind
from greener_homes.tables.conversation import AttachmentKind
from greener_homes.tables.project import Project, ProjectPhoto
from greener_homes.vault import Vault

PHOTOS_AT_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class PhotoView:
    """That there is a photo or a PDF."""

    id: uuid.UUID
    kind: AttachmentKind
    added_at: datetime

    @property
    def is_picture(self) -> bool:
        return self.kind is not AttachmentKind.PDF


def add(
    session: Session,
    vault: Vault,
    home_id: uuid.UUID | None,
    project_id: uuid.UUID,
    photos: Sequence[Photo],
    *,
    actor: audit.Actor,
    now: datetime,
) -> None:
    """The photos are with the project. Raises NotFound, Refusal."""
    if not photos:
        raise Refusal(codes.NO_PHOTO)
    row = projects.held(session, home_id, project_id, actor, now)
    here = session.exec(select(func.count()).select_from(ProjectPhoto).where(ProjectPhoto.project_id == row.id)).one()
    if here + len(photos) > PHOTOS_AT_MOST:
        raise Refusal(codes.TOO_MANY_PHOTOS, maximum=PHOTOS_AT_MOST)
    owner = notes.owner_of(session, row.home_id, actor, now)
    key = notes.key_of(session, vault, owner)
    for photo in photos:
        data = base64.b64encode(photo.data).decode("ascii")
        session.add(
            ProjectPhoto(
                project_id=row.id,
                person_id=owner,
                kind=AttachmentKind(photo.kind.value),
                size_bytes=len(photo.data),
                data_sealed=vault.seal(key, data, f"project_photo|data|{owner}"),
                added_at=now,
            )
        )
    session.flush()


def of_project(session: Session, project_id: uuid.UUID) -> Sequence[PhotoView]:
    """The photos there are, oldest first; never what is on them."""
    rows = session.exec(
        select(ProjectPhoto.id, ProjectPhoto.kind, ProjectPhoto.added_at)
        .where(ProjectPhoto.project_id == project_id)
        .order_by(col(ProjectPhoto.id))
    )
    return [PhotoView(identifier, AttachmentKind(kind), added) for identifier, kind, added in rows]


def remove(
    session: Session,
    home_id: uuid.UUID,
    project_id: uuid.UUID,
    photo_id: uuid.UUID,
    *,
    actor: audit.Actor,
    now: datetime,
) -> None:
    """The photo is gone. Raises NotFound."""
    row = projects.held(session, home_id, project_id, actor, now)
    session.delete(projects.own_part(session, row, ProjectPhoto, photo_id))
    session.flush()


def read(
    session: Session,
    vault: Vault,
    home_id: uuid.UUID | None,
    photo_id: uuid.UUID,
    reader: audit.Actor,
    *,
    now: datetime,
) -> Photo:
    """The photo in clear, for the household of `home_id` or a coach the home is open to, on record. Raises NotFound."""
    row = session.get(ProjectPhoto, photo_id)
    project = session.get(Project, row.project_id) if row is not None else None
    if row is None or project is None or (home_id is not None and project.home_id != home_id):
        raise NotFound
    if home_id is None:
        if reader.audience != Audience.COACH.value:
            raise NotFound
        projects.for_coach(session, reader, project.id, now=now)
    key = people.key_of(session, vault, row.person_id)
    if key is None:
        raise NotFound
    data = vault.open(key, row.data_sealed, f"project_photo|data|{row.person_id}")
    return Photo(PhotoKind(row.kind.value), base64.b64decode(data, validate=True))
