"""Free words about a project, by its household and its coaches, sealed with a resident's own key."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from coach.projects import codes_projects as codes
from greener_homes import audit, homes, people
from greener_homes.errors import NotFound, Refusal
from greener_homes.local_days import LOCAL
from greener_homes.people import Audience
from greener_homes.tables.project import Project, ProjectNote
from greener_homes.vault import Vault

TEXT_MAXIMUM = 1_000


@dataclass(frozen=True, slots=True)
class NoteView:
    """What somebody wrote."""

    at: datetime
    by: Audience
    text: str


def add(session: Session, vault: Vault, project: Project, text: str, *, actor: audit.Actor, now: datetime) -> None:
    """The words are kept with the project. Raises Refusal, NotFound where nobody's key can seal them."""
    trimmed = text.strip()
    if len(trimmed) > TEXT_MAXIMUM:
        raise Refusal(codes.TEXT_LONG, maximum=TEXT_MAXIMUM)
    owner = owner_of(session, project.home_id, actor, now)
    session.add(
        ProjectNote(
            project_id=project.id,
            person_id=owner,
            author_id=actor.id,
            author_audience=actor.audience,
            at=now,
            text_sealed=vault.seal(key_of(session, vault, owner), trimmed, f"project_note|text|{owner}"),
        )
    )
    audit.record(session, actor, audit.Action.PROJECT_NOTED, at=now, home_id=project.home_id, object_id=project.id)
    session.flush()


def of_project(session: Session, vault: Vault, project_id: uuid.UUID) -> Sequence[NoteView]:
    """What was written, oldest first; nothing of people who are gone."""
    rows = session.exec(
        select(ProjectNote).where(ProjectNote.project_id == project_id).order_by(col(ProjectNote.id))
    ).all()
    keys = {owner: people.key_of(session, vault, owner) for owner in {row.person_id for row in rows}}
    return [
        NoteView(
            row.at,
            Audience(row.author_audience),
            vault.open(key, row.text_sealed, f"project_note|text|{row.person_id}"),
        )
        for row in rows
        if (key := keys[row.person_id]) is not None
    ]


def owner_of(session: Session, home_id: uuid.UUID, actor: audit.Actor, now: datetime) -> uuid.UUID:
    """The resident whose key seals what this actor writes: their own, or for a coach the one known first.

    Raises NotFound where nobody lives there any more.
    """
    if actor.audience == Audience.RESIDENT.value and actor.id is not None:
        return actor.id
    living = homes.members(session, home_id, on=now.astimezone(LOCAL).date())
    if not living:
        raise NotFound
    return living[0].person_id


def key_of(session: Session, vault: Vault, person_id: uuid.UUID) -> bytes:
    """The resident's key. Raises NotFound once it was destroyed."""
    key = people.key_of(session, vault, person_id)
    if key is None:
        raise NotFound
    return key
