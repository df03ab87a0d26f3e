"""Formats that staff taught: kept as documents that never change, counted when used, retired when wrong.

While one is being taught, its example waits sealed, for an hour at most.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from greener_homes import audit, db
from greener_homes.errors import NotFound
from greener_homes.people import Audience
from greener_homes.tables.connection import ProfileDraft, SupplierProfile
from greener_homes.vault import SpooledFile, Vault
from utility_connectors.csv_profiles.document import ProfileDocument, profile_from_json
from utility_connectors.csv_profiles.known import KNOWN
from utility_connectors.csv_profiles.profile import Profile

TAUGHT = "taught-"
"""What the names of taught formats begin with: no built-in one's does."""
OPEN_FOR = timedelta(hours=1)
LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A taught format as staff see it."""

    id: uuid.UUID
    name: str
    version: int
    title: str
    fingerprint: str
    document: Mapping[str, object]
    created_at: datetime
    used: int
    last_used_at: datetime | None
    retired_at: datetime | None

    @property
    def is_in_force(self) -> bool:
        return self.retired_at is None


@dataclass(frozen=True, slots=True)
class DraftView:
    """A format that is being taught: where its example waits and what was answered."""

    id: uuid.UUID
    spool_name: str
    spool_key: bytes
    answers: Mapping[str, str]
    until: datetime


def known(session: Session) -> tuple[Profile, ...]:
    """All formats that files may be in now: the built-in ones and those taught and not retired."""
    rows = session.exec(
        select(SupplierProfile.document)
        .where(col(SupplierProfile.retired_at).is_(None))
        .order_by(col(SupplierProfile.created_at), col(SupplierProfile.id))
    )
    return (*KNOWN, *(profile_from_json(json.dumps(document)) for document in rows))


def count_use(session: Session, format_name: str, *, now: datetime) -> None:
    """A file was read in this format. Nothing happens for built-in ones."""
    if not format_name.startswith(TAUGHT):
        return
    row = session.exec(
        select(SupplierProfile)
        .where(SupplierProfile.name == format_name, col(SupplierProfile.retired_at).is_(None))
        .with_for_update()
    ).one_or_none()
    if row is not None:
        row.used += 1
        row.last_used_at = now
        session.add(row)
        session.flush()


def name_for(title: str) -> str:
    """The name a format with this title goes by."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return (TAUGHT + (words or "format"))[:60].rstrip("-")


def teach(session: Session, title: str, document: ProfileDocument, *, by: uuid.UUID, now: datetime) -> ProfileView:
    """The format is known from now on. One of the same name is retired: what it read stays as it was read."""
    name = document.name
    latest = session.exec(select(func.max(SupplierProfile.version)).where(SupplierProfile.name == name)).one()
    for earlier in session.exec(
        select(SupplierProfile)
        .where(SupplierProfile.name == name, col(SupplierProfile.retired_at).is_(None))
        .with_for_update()
    ):
        earlier.retired_at = now
        session.add(earlier)
        audit.record(
            session, _staff(by), audit.Action.FORMAT_RETIRED, at=now, object_id=earlier.id, version=earlier.version
        )
    session.flush()
    row = SupplierProfile(
        name=name,
        version=(latest or 0) + 1,
        title=title,
        fingerprint=document.fingerprint,
        document=document.model_dump(mode="json"),
        taught_by=by,
        created_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(session, _staff(by), audit.Action.FORMAT_TAUGHT, at=now, object_id=row.id, version=row.version)
    return _view(row)


def listed(session: Session) -> Sequence[ProfileView]:
    """All taught formats, those in force first, the newest first."""
    rows = session.exec(
        select(SupplierProfile).order_by(
            col(SupplierProfile.retired_at).is_not(None), col(SupplierProfile.created_at).desc()
        )
    )
    return [_view(row) for row in rows]


def get(session: Session, profile_id: uuid.UUID) -> ProfileView:
    """One taught format. Raises NotFound."""
    row = session.get(SupplierProfile, profile_id)
    if row is None:
        raise NotFound
    return _view(row)


def retire(session: Session, profile_id: uuid.UUID, *, by: uuid.UUID, now: datetime) -> None:
    """No file is read in this format any more. What it read stays. Raises NotFound; twice is once."""
    row = session.exec(select(SupplierProfile).where(SupplierProfile.id == profile_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    if row.retired_at is not None:
        return
    row.retired_at = now
    session.add(row)
    session.flush()
    audit.record(session, _staff(by), audit.Action.FORMAT_RETIRED, at=now, object_id=row.id, version=row.version)


def lateness(session: Session, format_name: str) -> timedelta | None:
    """How long after a reading files of this format are usually out; None for what is no profile's."""
    found = next((one for one in known(session) if one.name == format_name), None)
    return timedelta(days=found.expected_late_days) if found else None


# While one is being taught --------------------------------------------------------------------------------------------


def begin(session: Session, file: SpooledFile, *, by: uuid.UUID, now: datetime) -> uuid.UUID:
    """The sealed example waits for answers."""
    row = ProfileDraft(person_id=by, spool_name=file.name, spool_key=file.wrapped_key, created_at=now)
    session.add(row)
    session.flush()
    return row.id


def draft(session: Session, draft_id: uuid.UUID, *, by: uuid.UUID, now: datetime) -> DraftView:
    """One's own draft. Raises NotFound, also once its hour is over."""
    row = _draft(session, draft_id, by, now)
    return DraftView(row.id, row.spool_name, row.spool_key, dict(row.answers), row.created_at + OPEN_FOR)


def example_bytes(vault: Vault, of: DraftView) -> io.BufferedReader:
    """The draft's example, opened. Raises NotFound when it is gone."""
    try:
        return vault.read_spooled(of.spool_name, of.spool_key)
    except FileNotFoundError:
        raise NotFound from None


def answer(session: Session, draft_id: uuid.UUID, answers: Mapping[str, str], *, by: uuid.UUID, now: datetime) -> None:
    """These answers are kept with the draft's others. Raises NotFound."""
    row = _draft(session, draft_id, by, now)
    row.answers = {**row.answers, **answers}
    session.add(row)
    session.flush()


def end(session: Session, vault: Vault, draft_id: uuid.UUID, *, by: uuid.UUID, now: datetime) -> None:
    """The draft and its example are gone once this is committed. Raises NotFound."""
    row = _draft(session, draft_id, by, now)
    name = row.spool_name
    session.delete(row)
    session.flush()
    db.after_commit(session, lambda: vault.discard(name))


def forget_drafts(session: Session, vault: Vault, *, now: datetime) -> int:
    """Drafts whose hour is over are gone with their examples; returns how many. Safe to run again."""
    stale = session.exec(select(ProfileDraft).where(col(ProfileDraft.created_at) <= now - OPEN_FOR)).all()
    for row in stale:
        vault.discard(row.spool_name)
        session.delete(row)
    session.flush()
    return len(stale)


def _draft(session: Session, draft_id: uuid.UUID, by: uuid.UUID, now: datetime) -> ProfileDraft:
    row = session.exec(
        select(ProfileDraft).where(
            ProfileDraft.id == draft_id, ProfileDraft.person_id == by, col(ProfileDraft.created_at) > now - OPEN_FOR
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def _staff(by: uuid.UUID) -> audit.Actor:
    return audit.Actor(by, Audience.PROGRAMME.value)


def _view(row: SupplierProfile) -> ProfileView:
    return ProfileView(
        row.id, row.name, row.version, row.title, row.fingerprint, dict(row.document), row.created_at, row.used,
        row.last_used_at, row.retired_at,
    )  # fmt: skip
