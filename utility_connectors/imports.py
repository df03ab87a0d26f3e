"""One file's way from a resident's hand to stored readings, and what the resident can see of it meanwhile.

`accept` runs in the request: it keeps the sealed file and puts the work in the ledger. `run` is the work: all
or nothing, asked for consent again, and safe to repeat, because the same readings twice change nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam
from sqlalchemy import select as sqlalchemy_select
from sqlmodel import Session, col, select

from greener_homes import audit, consent, db, homes, jobs, readings, spool_names
from greener_homes.consent import LiveConsent, Purpose, Source
from greener_homes.errors import NotFound, Refusal
from greener_homes.page_questions import plain, rows_as_one
from greener_homes.tables.connection import ImportRun
from greener_homes.tables.connection import ImportState as ImportState
from greener_homes.vault import SpooledFile, Vault
from models.findings import Code, Finding, Severity
from utility_connectors import supplier_profiles
from utility_connectors.ports import UsageFile, UsageStream
from utility_connectors.usage_file import named_facts, read_usage_file

REJECTS_KEPT = 200
SHOWN = 20
"""How many of the newest runs its owner is shown."""

NOTHING_COVERED = Code(
    "import.nothing_covered",
    Severity.WARNING,
    "Nothing in this file was yours to share: it is all from before you moved in, or of a kind you have not agreed to.",
    "Rien dans ce fichier n’était à partager\u00a0: tout date d’avant votre emménagement, ou d’un type que vous n’avez "
    "pas accepté.",
)
BEFORE_MOVE_IN = Code(
    "import.before_move_in",
    Severity.NOTE,
    "{count} readings from before you moved in were left out.",
    "{count} relevés d’avant votre emménagement ont été laissés de côté.",
)
AFTER_MOVE_OUT = Code(
    "import.after_move_out",
    Severity.NOTE,
    "{count} readings from after you moved out were left out.",
    "{count} relevés d’après votre départ ont été laissés de côté.",
)
CONFLICTING = Code(
    "import.conflicting",
    Severity.WARNING,
    "{count} readings differ from ones we already had. We kept the earlier ones.",
    "{count} relevés diffèrent de ceux que nous avions. Nous avons gardé les premiers.",
)
OVERLAPPING = Code(
    "import.overlapping",
    Severity.WARNING,
    "{count} readings cover hours we already had in another form. They were not counted twice.",
    "{count} relevés couvrent des heures que nous avions sous une autre forme. Ils n’ont pas été comptés deux fois.",
)
NOT_CONSENTED = Code(
    "import.not_consented",
    Severity.NOTE,
    "{count} readings are of a kind you have not agreed to share. They were not kept.",
    "{count} relevés sont d’un type que vous n’avez pas accepté de partager. Ils n’ont pas été gardés.",
)
CODES = (NOTHING_COVERED, BEFORE_MOVE_IN, AFTER_MOVE_OUT, CONFLICTING, OVERLAPPING, NOT_CONSENTED)


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import run as its owner sees it."""

    id: uuid.UUID
    home_id: uuid.UUID
    state: ImportState
    source: Source
    size_bytes: int
    format: str | None
    code: str | None
    facts: dict[str, object]
    counts: dict[str, int]
    findings: tuple[dict[str, object], ...]
    rejects: tuple[dict[str, object], ...]
    received_at: datetime
    finished_at: datetime | None

    @property
    def is_finished(self) -> bool:
        return self.state is not ImportState.RECEIVED

    @property
    def kept(self) -> int:
        """Readings that are in store because of this file or were there already."""
        return sum(self.counts.get(name, 0) for name in ("added", "replaced", "repeated"))


@dataclass(frozen=True, slots=True)
class Arrival:
    """That a file arrived, for a page that leads to its run."""

    id: uuid.UUID
    received_at: datetime


def accept(
    session: Session,
    vault: Vault,
    home_id: uuid.UUID,
    file: SpooledFile,
    *,
    actor: audit.Actor,
    now: datetime,
    named: str = "",
    source: Source = Source.UPLOAD,
    supplier_id: uuid.UUID | None = None,
) -> ImportView:
    """The sealed file waits to be read, or, when the same bytes came from there before, that earlier run is the answer.

    `named` is the sender's name for the file; only the fuel it may mention is kept, since names can be personal.

    Raises Refusal (and the file is gone) when no permission to use this home's readings is in force.
    """
    try:
        homes.lock(session, home_id)  # two uploads of the same bytes at once become one run
        live = consent.require(session, home_id, Purpose.ADVICE, source, at=now, supplier_id=supplier_id)
    except Refusal:
        vault.discard(file.name)
        raise
    earlier = session.exec(
        select(ImportRun).where(
            ImportRun.home_id == home_id,
            ImportRun.sha256 == file.sha256,
            ImportRun.source == live.source,
            col(ImportRun.supplier_id).is_not_distinct_from(live.supplier_id),
            ImportRun.state != ImportState.REJECTED,
            ImportRun.state != ImportState.STOPPED,
        )
    ).one_or_none()
    if earlier is not None:
        vault.discard(file.name)
        return _view(earlier)
    run = ImportRun(
        home_id=home_id,
        person_id=live.person_id,
        source=live.source,
        supplier_id=live.supplier_id,
        sha256=file.sha256,
        size_bytes=file.size,
        spool_name=file.name,
        spool_key=file.wrapped_key,
        facts=named_facts(named),
        received_at=now,
    )
    session.add(run)
    session.flush()
    jobs.enqueue(session, "import.run", run.id, now=now)
    audit.record(
        session, actor, audit.Action.IMPORT_RECEIVED, at=now, home_id=home_id, object_id=run.id, bytes=file.size
    )
    return _view(run)


def run(session: Session, vault: Vault, run_id: uuid.UUID, *, now: datetime, step: Callable[[str], None]) -> None:
    """The file's covered readings are stored and the home will be assessed; or the run says why not.

    Does nothing when the run is gone or already finished, so running again after a crash is harmless.
    """
    row = session.exec(select(ImportRun).where(ImportRun.id == run_id).with_for_update()).one_or_none()
    if row is None or row.state is not ImportState.RECEIVED:
        return
    if not _may_go_on(session, vault, row, now):
        return
    step("opened")
    try:
        file = _read(session, vault, row, now)
    except Refusal as refusal:
        _finish(session, vault, row, ImportState.REJECTED, now=now, refusal=refusal)
        audit.record(
            session,
            audit.PLATFORM,
            audit.Action.IMPORT_REJECTED,
            at=now,
            home_id=row.home_id,
            object_id=row.id,
            code=refusal.code.code,
        )
        return
    step("parsed")
    # held from here to the end only: reading a long file keeps nobody from withdrawing meanwhile
    live = _may_go_on(session, vault, row, now, lock=True)
    if live is None:
        return
    stored = _store(session, live, vault, file, row, now)
    step("written")
    row.format = file.format
    supplier_profiles.count_use(session, file.format, now=now)
    row.counts = stored.as_counts() | {
        "rejected": sum(file.reject_counts.values()),
        "not_storable": sum(stream.count for stream in file.streams if not stream.storable or stream.series is None),
    }
    row.findings = [finding.as_json() for finding in (*file.findings, *_findings_of(stored))]
    row.rejects = [{"line": reject.line, "code": reject.code} for reject in file.rejects[:REJECTS_KEPT]]
    _finish(session, vault, row, ImportState.STORED, now=now)
    if stored.added or stored.replaced:
        jobs.enqueue(session, "home.assess", row.home_id, now=now)
    audit.record(
        session,
        audit.PLATFORM,
        audit.Action.IMPORT_STORED,
        at=now,
        home_id=row.home_id,
        object_id=row.id,
        added=stored.added,
        replaced=stored.replaced,
    )
    step("recorded")


def _may_go_on(
    session: Session, vault: Vault, row: ImportRun, now: datetime, *, lock: bool = False
) -> LiveConsent | None:
    """The permission this run works under; without one the run is stopped and its file gone."""
    try:
        return consent.require(
            session, row.home_id, Purpose.ADVICE, row.source, at=now, lock=lock, supplier_id=row.supplier_id
        )
    except Refusal as refusal:
        _finish(session, vault, row, ImportState.STOPPED, now=now, refusal=refusal)
        return None


def get(session: Session, home_id: uuid.UUID, run_id: uuid.UUID) -> ImportView:
    """One of this home's import runs. Raises NotFound, also for another home's."""
    row = session.exec(select(ImportRun).where(ImportRun.id == run_id, ImportRun.home_id == home_id)).one_or_none()
    if row is None:
        raise NotFound
    return _view(row)


def arrivals(arrived: Sequence[Sequence[str]] | None) -> Sequence[Arrival]:
    """The runs of `ARRIVED`, which answers None for none: newest first."""
    return [Arrival(uuid.UUID(run), datetime.fromisoformat(at)) for run, at in arrived or ()]


_RUN: Final = plain(ImportRun)
_NEWEST: Final = (
    sqlalchemy_select(_RUN.c.id, _RUN.c.received_at)
    .where(_RUN.c.home_id == bindparam("home"))
    .order_by(_RUN.c.received_at.desc())
    .limit(SHOWN)
    .subquery()
)
ARRIVED: Final = rows_as_one(
    _NEWEST.c.id, _NEWEST.c.received_at, order=(_NEWEST.c.received_at.desc(),)
).scalar_subquery()
"""A home's newest import runs as one value, for `arrivals`: for the page that asks it together with more."""


def sweep_spool(session: Session, vault: Vault, *, now: datetime, older_than_s: int = 3600) -> int:
    """Sealed files that nothing refers to any more are gone; returns how many. Safe to run again."""
    waiting = spool_names.kept(session)
    stale = [
        name
        for name, written in vault.spooled_names()
        if name not in waiting and written < now.timestamp() - older_than_s
    ]
    for name in stale:
        vault.discard(name)
    return len(stale)


def _read(session: Session, vault: Vault, row: ImportRun, now: datetime) -> UsageFile:
    if row.spool_name is None or row.spool_key is None:
        raise ValueError("a waiting import run has no file")
    with vault.read_spooled(row.spool_name, row.spool_key) as stream:
        return read_usage_file(
            stream,
            str(row.facts.get("fuel", "")),
            now=int(now.timestamp()),
            profiles=supplier_profiles.known(session),
        )


def _store(
    session: Session, live: LiveConsent, vault: Vault, file: UsageFile, row: ImportRun, now: datetime
) -> readings.Stored:
    stored = readings.Stored()
    for stream in file.streams:
        if stream.storable and stream.series is not None:
            incoming = readings.Incoming(_point_name(stream), stream.series, stream.updated)
            stored += readings.store(session, live, vault, incoming, row.id, now=now)
    return stored


def _point_name(stream: UsageStream) -> str:
    return f"{stream.account or ''}|{stream.usage_point}"


def _findings_of(stored: readings.Stored) -> list[Finding]:
    counted = (
        (BEFORE_MOVE_IN, stored.before_move_in),
        (AFTER_MOVE_OUT, stored.after_move_out),
        (CONFLICTING, stored.conflicting),
        (OVERLAPPING, stored.overlapping),
        (NOT_CONSENTED, stored.not_consented),
    )
    findings = [code.finding(count=count) for code, count in counted if count]
    if not stored.added + stored.replaced + stored.repeated:
        findings.insert(0, NOTHING_COVERED.finding())
    return findings


def _finish(
    session: Session,
    vault: Vault,
    row: ImportRun,
    state: ImportState,
    *,
    now: datetime,
    refusal: Refusal | None = None,
) -> None:
    """The run has its last state, and the sealed file will be gone once that is committed."""
    name = row.spool_name
    row.state = state
    row.finished_at = now
    row.spool_name = None
    row.spool_key = None
    if refusal is not None:
        row.code = refusal.code.code
        row.facts = dict(refusal.facts)
    session.add(row)
    session.flush()
    if name is not None:
        db.after_commit(session, lambda: vault.discard(name))


def _view(row: ImportRun) -> ImportView:
    return ImportView(
        id=row.id,
        home_id=row.home_id,
        state=row.state,
        source=row.source,
        size_bytes=row.size_bytes,
        format=row.format,
        code=row.code,
        facts=dict(row.facts),
        counts=dict(row.counts),
        findings=tuple(row.findings),
        rejects=tuple(row.rejects),
        received_at=row.received_at,
        finished_at=row.finished_at,
    )
