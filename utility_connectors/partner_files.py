"""A supplier's file of many customers, as the supplier sees it: sent, looked over, agreed to, stored, reported on.

`accept` runs in the request and keeps the sealed file; reading and storing are work (partner_intake). Another
organisation's file is not found. What is said of a file never speaks of a customer who is not a consenting home.
"""

from __future__ import annotations

import csv
import hashlib
import io
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from greener_homes import audit, db, jobs, organisations
from greener_homes.errors import NotFound, Refusal
from greener_homes.tables.connection import PartnerFile, PartnerReject
from greener_homes.tables.connection import PartnerFileState as PartnerFileState
from greener_homes.vault import SpooledFile, Vault
from utility_connectors.bulk.rows import millionths
from utility_connectors.csv_profiles.layout import layout_of
from utility_connectors.csv_profiles.profile import Role
from utility_connectors.csv_profiles.standard import STANDARD
from utility_connectors.partner_codes import KEY_REUSED, NOT_OPEN

OPEN = (PartnerFileState.RECEIVED, PartnerFileState.CHECKED, PartnerFileState.RUNNING)
PREVIEWED = (PartnerFileState.RECEIVED, PartnerFileState.CHECKED)
FUELS_NAMED = ("gas", "oil", "propane")
PREVIEW_LASTS = timedelta(days=2)
"""How long a sealed file waits for its sender to agree to what would be stored."""
REASON_COLUMN = "refused_because"
LONGEST_VALUE = 64
READ = "read"
"""The step that says how much of a file has been read, as "read 40" (percent)."""


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

    @property
    def is_finished(self) -> bool:
        return self.state not in OPEN

    @property
    def is_preview(self) -> bool:
        """Looked over, or about to be, and waiting for the sender to agree."""
        return self.state in PREVIEWED


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One refused row. `column` names what is to blame, None where it is the row; `value` only of homes that agreed."""

    line: int
    column: str | None
    code: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """Why rows were refused: how many by code, exactly; and the first so many of them by line."""

    counts: Mapping[str, int]
    rows: tuple[ReportRow, ...]

    @property
    def is_complete(self) -> bool:
        return len(self.rows) == sum(self.counts.values())


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
) -> PartnerFileView:
    """The sealed file waits to be looked over, or with `commit` to be stored; or it came before, and that is returned.

    The same key with the same bytes is the same file, as are the same bytes while an earlier one is open. Of the
    file's own name only the fuel it may mention is kept. Raises Refusal (and the file is gone) when the key was used
    for other bytes, and NotFound when `supersedes` is not a stored file of this organisation.
    """
    try:
        organisations.get(session, organisation_id)
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
    fuel = next((fuel for fuel in FUELS_NAMED if fuel in named.lower()), None)
    row = PartnerFile(
        organisation_id=organisation_id,
        state=PartnerFileState.RUNNING if commit else PartnerFileState.RECEIVED,
        idempotency_digest=_digest(idempotency_key),
        sha256=file.sha256,
        size_bytes=file.size,
        spool_name=file.name,
        spool_key=file.wrapped_key,
        facts={"fuel": fuel} if fuel else {},
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
    row = _own(session, organisation_id, file_id, lock=True)
    if row.state in PREVIEWED:
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
    row = _own(session, organisation_id, file_id, lock=True)
    if row.state is PartnerFileState.CANCELLED:
        return _view(session, row)
    if row.state not in PREVIEWED:
        raise Refusal(NOT_OPEN, state=row.state.value)
    row.counts, row.findings = {}, []
    forget_report(session, row)
    finish(session, vault, row, PartnerFileState.CANCELLED, now=now)
    _record(session, row, audit.Action.PARTNER_FILE_CANCELLED, actor, now)
    return _view(session, row)


def get(session: Session, organisation_id: uuid.UUID, file_id: uuid.UUID) -> PartnerFileView:
    """One of this organisation's files. Raises NotFound, also for another's."""
    return _view(session, _own(session, organisation_id, file_id))


def history(
    session: Session, organisation_id: uuid.UUID, *, limit: int = 20, before: uuid.UUID | None = None
) -> Sequence[PartnerFileView]:
    """This organisation's files, newest first; with `before`, those that came before that one of them."""
    query = select(PartnerFile).where(PartnerFile.organisation_id == organisation_id)
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
    row = _own(session, organisation_id, file_id)
    rejects = _rejects(session, row)
    places = {} if vault is None else _places(vault, row)
    key = None if vault is None or row.report_key is None else vault.unwrap(row.report_key, _place(row.id))
    rows = []
    for reject in rejects:
        value = None
        if key is not None and vault is not None and reject.row_sealed is not None:
            cells = _cells(vault.open(key, reject.row_sealed, _row_place(reject.id)))
            place = places.get(reject.column or "")
            value = cells[place][:LONGEST_VALUE] if place is not None and place < len(cells) else None
        rows.append(ReportRow(reject.line, reject.column, reject.code, value))
    counts = {name.removeprefix("refused."): count for name, count in row.counts.items() if name.startswith("refused.")}
    return Report(counts or dict(Counter(reject.code for reject in rejects)), tuple(rows))


def rejects_file(session: Session, vault: Vault, organisation_id: uuid.UUID, file_id: uuid.UUID) -> Iterator[bytes]:
    """The refused rows of homes that agreed, as the sender wrote them, with the reason in one more column.

    A cell a spreadsheet would take for a formula gets an apostrophe; no such cell is a value we read, so a mended
    row means the same when it comes back. Raises NotFound where nothing is kept: after thirty days, and for formats
    that have no rows.
    """
    row = _own(session, organisation_id, file_id)
    if row.report_key is None or row.header_sealed is None:
        raise NotFound
    key = vault.unwrap(row.report_key, _place(row.id))
    header = _cells(vault.open(key, row.header_sealed, f"partner_file|header_sealed|{row.id}"))
    kept = [reject for reject in _rejects(session, row) if reject.row_sealed is not None]
    return _written(vault, key, header, kept)


def seal_report(
    session: Session,
    vault: Vault,
    row: PartnerFile,
    header: bytes,
    refused: Sequence[tuple[int, str, str | None, uuid.UUID | None, bytes | None]],
) -> None:
    """What is to be said of refused rows (line, code, column, home, text) is kept, in place of what was said before."""
    forget_report(session, row)
    key, row.report_key = vault.new_key(_place(row.id))
    if header:
        row.header_sealed = vault.seal(key, header.decode("utf-8"), f"partner_file|header_sealed|{row.id}")
    for line, code, column, home_id, content in refused:
        reject = PartnerReject(file_id=row.id, home_id=home_id, line=line, code=code, column=column)
        if home_id is not None and content is not None:
            reject.row_sealed = vault.seal(key, content.decode("utf-8"), _row_place(reject.id))
        session.add(reject)
    session.add(row)
    session.flush()


def forget_report(session: Session, row: PartnerFile) -> None:
    """Nothing of refused rows is kept any more, and the key is gone."""
    session.exec(delete(PartnerReject).where(col(PartnerReject.file_id) == row.id))
    row.report_key = row.header_sealed = None
    session.add(row)
    session.flush()


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


def forget(session: Session, vault: Vault, *, now: datetime) -> int:
    """Files that were looked over two days ago and never committed are cancelled; returns how many. Safe to repeat."""
    idle = session.exec(
        select(PartnerFile).where(
            col(PartnerFile.state).in_(PREVIEWED), col(PartnerFile.received_at) < now - PREVIEW_LASTS
        )
    ).all()
    for row in idle:
        cancel(session, vault, row.organisation_id, row.id, actor=audit.PLATFORM, now=now)
    return len(idle)


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


def _own(session: Session, organisation_id: uuid.UUID, file_id: uuid.UUID, *, lock: bool = False) -> PartnerFile:
    query = select(PartnerFile).where(PartnerFile.id == file_id, PartnerFile.organisation_id == organisation_id)
    row = session.exec(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound
    return row


def _rejects(session: Session, row: PartnerFile) -> Sequence[PartnerReject]:
    query = select(PartnerReject).where(PartnerReject.file_id == row.id)
    return session.exec(query.order_by(col(PartnerReject.line), col(PartnerReject.id))).all()


def _places(vault: Vault, row: PartnerFile) -> Mapping[str, int]:
    """Which cell of a row each role's name means."""
    if row.report_key is None or row.header_sealed is None:
        return {}
    key = vault.unwrap(row.report_key, _place(row.id))
    layout = layout_of(_cells(vault.open(key, row.header_sealed, f"partner_file|header_sealed|{row.id}")), (STANDARD,))
    return {} if layout is None else {Role(role).value: place for role, place in layout.roles.items()}


def _written(vault: Vault, key: bytes, header: list[str], rejects: Sequence[PartnerReject]) -> Iterator[bytes]:
    yield _line([*header, REASON_COLUMN])
    for reject in rejects:
        if reject.row_sealed is not None:
            cells = _cells(vault.open(key, reject.row_sealed, _row_place(reject.id)))
            yield _line([*(_harmless(cell) for cell in cells), reject.code])


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode("utf-8")


def _cells(text: str) -> list[str]:
    return next(csv.reader([text]), [])


def _harmless(cell: str) -> str:
    """The cell as a spreadsheet shows it, never as it would compute it."""
    if not cell.startswith(("=", "+", "-", "@", "\t", "\r")) or millionths(cell) is not None:
        return cell
    return f"'{cell}"


def _digest(key: str | None) -> str | None:
    return None if key is None else hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _place(file_id: uuid.UUID) -> str:
    return f"partner_file|report_key|{file_id}"


def _row_place(reject_id: uuid.UUID) -> str:
    return f"partner_reject|row_sealed|{reject_id}"


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
    )


def _progress(session: Session, row: PartnerFile) -> int | None:
    if row.state is not PartnerFileState.RUNNING:
        return None
    work = jobs.state_of(session, "partner_file.store", row.id)
    step = "" if work is None or work.step is None else work.step
    if step.startswith(f"{READ} "):
        return int(step.removeprefix(f"{READ} "))
    return 100 if step in (READ, "written", "recorded") else 0
