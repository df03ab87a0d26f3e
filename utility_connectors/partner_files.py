"""A supplier's file of many customers, as the supplier sees it: sent, looked over, agreed to, stored, reported on.

`accept` runs in the request and keeps the sealed file; reading and storing are work (partner_intake). Another
organisation's file is not found. What is said of a file never speaks of a customer who is not a consenting home.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from greener_homes import agreements, audit, db, jobs, organisations
from greener_homes.agreements import AgreementPurpose
from greener_homes.errors import NotFound, Refusal
from greener_homes.tables.connection import PartnerFile
from greener_homes.tables.connection import PartnerFileContent as PartnerFileContent
from greener_homes.tables.connection import PartnerFileState as PartnerFileState
from greener_homes.vault import SpooledFile, Vault
from utility_connectors import partner_rejects
from utility_connectors.partner_codes import KEY_REUSED, NOT_OPEN
from utility_connectors.partner_rejects import Report
from utility_connectors.usage_file import named_facts

OPEN = (PartnerFileState.RECEIVED, PartnerFileState.CHECKED, PartnerFileState.RUNNING)
PREVIEWED = (PartnerFileState.RECEIVED, PartnerFileState.CHECKED)
PREVIEW_LASTS = timedelta(days=2)
"""How long a sealed file waits for its sender to agree to what would be stored."""
READ = "read"
"""The step that says how much of a file has been read, as "read 40" (percent)."""
_PURPOSES = {
    PartnerFileContent.USAGE: AgreementPurpose.USAGE,
    PartnerFileContent.OFFERS: AgreementPurpose.OFFERS,
}
"""What a partner's agreement must cover before a file of each kind is taken."""


@dataclass(frozen=True, slots=True)
class PartnerFileView:
    """A file as its sender sees it. `progress` is how much of it has been read, in percent, while it is running.

    `counts` are rows: rows, kept, not_customers, not_consented, outside_window, refused; also accounts_not_customers,
    homes; and once stored what became of the kept ones: added, replaced, repeated, conflicting, overlapping.
    """

    id: uuid.UUID
    state: PartnerFileState
    format: str | None
    sha256: str
    size_bytes: int
    counts: dict[str, int]
    findings: tuple[dict[str, object], ...]
    code: str | None
    facts: dict[str, object]
    progress: int | None
    received_at: datetime
    finished_at: datetime | None
    supersedes: uuid.UUID | None
    content: PartnerFileContent = PartnerFileContent.USAGE

    @property
    def is_finished(self) -> bool:
        return self.state not in OPEN

    @property
    def is_preview(self) -> bool:
        """Looked over, or about to be, and waiting for the sender to agree."""
        return self.state in PREVIEWED


def accept(
    session: Session,
    vault: Vault,
    organisation_id: uuid.UUID,
    file: SpooledFile,
    *,
    named: str,
    idempotency_key: str | None,
    commit: bool,
    actor: audit.Actor,
    now: datetime,
    supersedes: uuid.UUID | None = None,
    content: PartnerFileContent = PartnerFileContent.USAGE,
) -> PartnerFileView:
    """The sealed file waits to be looked over, or with `commit` to be stored; or it came before, and that is returned.

    The same key with the same bytes is the same file, as are the same bytes while an earlier one is open. Of the
    file's own name only the fuel it may mention is kept. Raises Refusal (and the file is gone) when the key was used
    for other bytes, and NotFound when `supersedes` is not a stored file of this organisation.
    """
    try:
        organisations.get(session, organisation_id)
        agreements.require(session, organisation_id, _PURPOSES[content], at=now)
        db.one_at_a_time(session, organisation_id.int >> 65)
        earlier = _earlier(session, organisation_id, file, idempotency_key)
        if supersedes is not None and _own(session, organisation_id, supersedes).state is not PartnerFileState.STORED:
            raise NotFound
    except Refusal:
        vault.discard(file.name)
        raise
    if earlier is not None:
        vault.discard(file.name)
        return _view(session, earlier)
    row = PartnerFile(
        organisation_id=organisation_id,
        content=content,
        state=PartnerFileState.RUNNING if commit else PartnerFileState.RECEIVED,
        idempotency_digest=_digest(idempotency_key),
        sha256=file.sha256,
        size_bytes=file.size,
        spool_name=file.name,
        spool_key=file.wrapped_key,
        facts=named_facts(named),
        supersedes_id=supersedes,
        received_at=now,
    )
    session.add(row)
    session.flush()
    jobs.enqueue(session, "partner_file.store" if commit else "partner_file.check", row.id, now=now)
    _record(session, row, audit.Action.PARTNER_FILE_RECEIVED, actor, now)
    return _view(session, row)


def commit(
    session: Session, organisation_id: uuid.UUID, file_id: uuid.UUID, *, actor: audit.Actor, now: datetime
) -> PartnerFileView:
    """The file will be stored. Safe to repeat. Raises NotFound, and Refusal when it was cancelled or rejected."""
    row = _preview(session, organisation_id, file_id)
    if row.state in PREVIEWED:
        agreements.require(session, organisation_id, _PURPOSES[row.content], at=now)
        row.state = PartnerFileState.RUNNING
        session.add(row)
        session.flush()
        jobs.enqueue(session, "partner_file.store", row.id, now=now)
        _record(session, row, audit.Action.PARTNER_FILE_COMMITTED, actor, now)
    elif row.state not in (PartnerFileState.RUNNING, PartnerFileState.STORED):
        raise Refusal(NOT_OPEN, state=row.state.value)
    return _view(session, row)


def cancel(
    session: Session, vault: Vault, organisation_id: uuid.UUID, file_id: uuid.UUID, *, actor: audit.Actor, now: datetime
) -> PartnerFileView:
    """Nothing of the file remains but its digest and size. Safe to repeat. Raises NotFound; Refusal once committed."""
    row = _preview(session, organisation_id, file_id)
    if row.state is PartnerFileState.CANCELLED:
        return _view(session, row)
    if row.state not in PREVIEWED:
        raise Refusal(NOT_OPEN, state=row.state.value)
    row.counts, row.findings = {}, []
    partner_rejects.forget(session, row)
    finish(session, vault, row, PartnerFileState.CANCELLED, now=now)
    _record(session, row, audit.Action.PARTNER_FILE_CANCELLED, actor, now)
    return _view(session, row)


def get(session: Session, organisation_id: uuid.UUID, file_id: uuid.UUID) -> PartnerFileView:
    """One of this organisation's files. Raises NotFound, also for another's."""
    return _view(session, _own(session, organisation_id, file_id))


def history(
    session: Session,
    organisation_id: uuid.UUID,
    *,
    limit: int = 20,
    before: uuid.UUID | None = None,
    content: PartnerFileContent = PartnerFileContent.USAGE,
) -> Sequence[PartnerFileView]:
    """This organisation's files of one content, newest first; with `before`, those before that one of them."""
    query = select(PartnerFile).where(PartnerFile.organisation_id == organisation_id, PartnerFile.content == content)
    if before is not None:
        mark = _own(session, organisation_id, before)
        query = query.where(
            (col(PartnerFile.received_at) < mark.received_at)
            | ((col(PartnerFile.received_at) == mark.received_at) & (col(PartnerFile.id) < mark.id))
        )
    newest = col(PartnerFile.received_at).desc(), col(PartnerFile.id).desc()
    return [_view(session, row) for row in session.exec(query.order_by(*newest).limit(limit))]


def report(session: Session, organisation_id: uuid.UUID, file_id: uuid.UUID, *, vault: Vault | None = None) -> Report:
    """Why rows of the file were refused, by line. With `vault`, also what homes that agreed had there."""
    return partner_rejects.report(session, _own(session, organisation_id, file_id), vault)


def rejects_file(session: Session, vault: Vault, organisation_id: uuid.UUID, file_id: uuid.UUID) -> Iterator[bytes]:
    """The refused rows of homes that agreed, as the sender wrote them, with the reason in one more column.

    Raises NotFound where nothing is kept: after thirty days, and for formats that have no rows.
    """
    return partner_rejects.file_of(session, vault, _own(session, organisation_id, file_id))


def finish(
    session: Session,
    vault: Vault,
    row: PartnerFile,
    state: PartnerFileState,
    *,
    now: datetime,
    refusal: Refusal | None = None,
) -> None:
    """The file has its last state, and its sealed bytes will be gone once that is committed."""
    name = row.spool_name
    row.state, row.finished_at = state, now
    row.spool_name = row.spool_key = None
    if refusal is not None:
        row.code, row.facts = refusal.code.code, dict(refusal.facts)
    session.add(row)
    session.flush()
    if name is not None:
        db.after_commit(session, lambda: vault.discard(name))


def reject(session: Session, vault: Vault, row: PartnerFile, refusal: Refusal, *, now: datetime) -> None:
    """The file says why nothing of it was taken; its bytes will be gone, and no row of it is kept for mending."""
    partner_rejects.forget(session, row)
    finish(session, vault, row, PartnerFileState.REJECTED, now=now, refusal=refusal)
    audit.record(
        session, audit.PLATFORM, audit.Action.PARTNER_FILE_REJECTED, at=now, object_id=row.id, code=refusal.code.code
    )


def still(session: Session, row: PartnerFile, state: PartnerFileState) -> bool:
    """Whether the file is still in this state, now that it is held until this transaction ends."""
    session.refresh(row, with_for_update=True)
    return row.state is state


def forget(session: Session, vault: Vault, *, now: datetime) -> int:
    """Files that were looked over two days ago and never committed are cancelled; returns how many. Safe to repeat."""
    idle = select(PartnerFile).where(
        col(PartnerFile.state).in_(PREVIEWED), col(PartnerFile.received_at) < now - PREVIEW_LASTS
    )
    rows = session.exec(idle.with_for_update(skip_locked=True)).all()  # whoever commits one this moment keeps it
    for row in rows:
        cancel(session, vault, row.organisation_id, row.id, actor=audit.PLATFORM, now=now)
    return len(rows)


def _earlier(
    session: Session, organisation_id: uuid.UUID, file: SpooledFile, idempotency_key: str | None
) -> PartnerFile | None:
    if idempotency_key is not None:
        known = session.exec(
            select(PartnerFile).where(
                PartnerFile.organisation_id == organisation_id,
                PartnerFile.idempotency_digest == _digest(idempotency_key),
            )
        ).one_or_none()
        if known is not None:
            if known.sha256 != file.sha256:
                raise Refusal(KEY_REUSED)
            return known
    return session.exec(
        select(PartnerFile).where(
            PartnerFile.organisation_id == organisation_id,
            PartnerFile.sha256 == file.sha256,
            col(PartnerFile.state).in_(OPEN),
        )
    ).one_or_none()


def _preview(session: Session, organisation_id: uuid.UUID, file_id: uuid.UUID) -> PartnerFile:
    """The organisation's file, held while it is a preview; one that is being stored is held by whoever stores it."""
    row = _own(session, organisation_id, file_id)
    return _own(session, organisation_id, file_id, lock=True) if row.state in PREVIEWED else row


def _own(session: Session, organisation_id: uuid.UUID, file_id: uuid.UUID, *, lock: bool = False) -> PartnerFile:
    query = select(PartnerFile).where(PartnerFile.id == file_id, PartnerFile.organisation_id == organisation_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)  # as it is now, not when last read
    row = session.exec(query).one_or_none()
    if row is None:
        raise NotFound
    return row


def _digest(key: str | None) -> str | None:
    return None if key is None else hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _record(session: Session, row: PartnerFile, action: audit.Action, actor: audit.Actor, now: datetime) -> None:
    audit.record(session, actor, action, at=now, object_id=row.id, bytes=row.size_bytes)


def _view(session: Session, row: PartnerFile) -> PartnerFileView:
    return PartnerFileView(
        id=row.id,
        state=row.state,
        format=row.format,
        sha256=row.sha256,
        size_bytes=row.size_bytes,
        counts=dict(row.counts),
        findings=tuple(row.findings),
        code=row.code,
        facts=dict(row.facts),
        progress=_progress(session, row),
        received_at=row.received_at,
        finished_at=row.finished_at,
        supersedes=row.supersedes_id,
        content=row.content,
    )


def _progress(session: Session, row: PartnerFile) -> int | None:
    if row.state is not PartnerFileState.RUNNING:
        return None
    work = jobs.state_of(session, "partner_file.store", row.id)
    step = "" if work is None or work.step is None else work.step
    if step.startswith(f"{READ} "):
        return int(step.removeprefix(f"{READ} "))
    return 100 if step in (READ, "written", "recorded") else 0
