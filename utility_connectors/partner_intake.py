"""The work on a supplier's file: looked over, or stored for the homes that agreed. All of it, or none.

Everything is read before anything is written. What may be kept waits in memory or in sealed parts; then one
transaction asks for each home's consent again, locks it, and stores. Nothing is visible before that is committed;
afterwards the file and its key are gone. Killed anywhere, the work begins again from the sealed file.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import BinaryIO

import numpy as np
from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from greener_homes import audit, blocks, copying, feeds, jobs, organisations, readings_many
from greener_homes.ahead import ahead
from greener_homes.consent import LiveConsent, Source
from greener_homes.errors import Refusal
from greener_homes.feeds import FeedKind
from greener_homes.readings import Stored
from greener_homes.readings_many import Many, Point
from greener_homes.tables.connection import ImportRun, ImportState, PartnerFile, PartnerFileState
from greener_homes.vault import Vault
from models.findings import Finding
from utility_connectors import codes, partner_files
from utility_connectors.bulk.parts import Batch, Parts
from utility_connectors.bulk.reader import NOT_A_CUSTOMER, BulkReader, RefusedRow
from utility_connectors.bulk.rows import RowReader
from utility_connectors.bulk.settling import Settled, settled
from utility_connectors.bulk.shred import Irregular
from utility_connectors.csv_profiles.standard import STANDARD
from utility_connectors.limits import DEFAULT
from utility_connectors.partner_codes import DROPPED, NO_CUSTOMERS, NOT_AGREED, OUTSIDE_WINDOW
from utility_connectors.partner_customers import Customers, consents
from utility_connectors.ports import UsageFile, UsageStream
from utility_connectors.tally import Tally
from utility_connectors.usage_file import read_usage_file

BULK = replace(DEFAULT, upload_max_bytes=8_000_000_000, csv_max_lines=100_000_000)
"""Limits of the fast reader. A file that only the ordinary readers can read has theirs."""
MOST_PAIRS = 1_000_000
ROWS_REPORTED = 10_000
EVERY_PERCENT = 5
SNIFFED = 8
_NOT_CSV = (b"PK", b"<", b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff")

Step = Callable[[str], None]


@dataclass(slots=True)
class Read:
    """What reading one file gave: counts of rows, findings, refused rows; and what may be kept, if it was asked for."""

    format: str
    header: bytes = b""
    counts: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    listed: list[tuple[int, str, str | None, uuid.UUID | None, bytes | None]] = field(default_factory=list)


def check(session: Session, vault: Vault, file_id: uuid.UUID, *, now: datetime, step: Step) -> None:
    """The file's counts and refusals are known and nothing is stored; or it is rejected and says why.

    Does nothing once the file is committed, cancelled or finished, so running again after a crash is harmless.
    """
    row = session.exec(select(PartnerFile).where(PartnerFile.id == file_id)).one_or_none()
    if row is None or row.state is not PartnerFileState.RECEIVED:
        return
    try:
        with _Intake(session, vault, row, now, step) as intake:
            for _ in intake.kept():
                pass
    except Refusal as refusal:
        if _still(session, row, PartnerFileState.RECEIVED):
            _reject(session, vault, row, refusal, now)
        return
    if not _still(session, row, PartnerFileState.RECEIVED):
        return
    row.state = PartnerFileState.CHECKED
    _describe(session, vault, row, intake.read)
    step("recorded")


def store(session: Session, vault: Vault, file_id: uuid.UUID, *, now: datetime, step: Step) -> None:
    """The readings of homes that agreed are stored and those homes will be assessed; or the file says why not.

    Does nothing when the file is gone or already finished, so running again after a crash is harmless.
    """
    row = session.exec(select(PartnerFile).where(PartnerFile.id == file_id).with_for_update()).one_or_none()
    if row is None or row.state is not PartnerFileState.RUNNING:
        return
    with ExitStack() as held:
        try:
            intake = held.enter_context(_Intake(session, vault, row, now, step))
            intake.take_in()
        except Refusal as refusal:
            _reject(session, vault, row, refusal, now)
            return
        step(partner_files.READ)
        outcome = _Outcome(session, vault, row, now)
        for many in intake.settled():
            outcome.store(many)
        step("written")
    _describe(session, vault, row, intake.read)
    row.counts = _with_outcome(row.counts, outcome.total) | {"homes": len(outcome.runs)}
    partner_files.finish(session, vault, row, PartnerFileState.STORED, now=now)
    feeds.arrived(session, FeedKind.PARTNER, organisations.get(session, row.organisation_id).key, at=now)
    outcome.correct_runs()
    jobs.enqueue_each(session, "home.assess", list(outcome.changed), now=now)
    audit.record(
        session,
        audit.PLATFORM,
        audit.Action.PARTNER_FILE_STORED,
        at=now,
        object_id=row.id,
        homes=len(outcome.runs),
        added=outcome.total.added,
        replaced=outcome.total.replaced,
    )
    step("recorded")


class _Intake:
    """One file being read. What may be kept goes to sealed parts; everything else is a count."""

    def __init__(self, session: Session, vault: Vault, row: PartnerFile, now: datetime, step: Step) -> None:
        self._vault, self._row, self._now, self._step = vault, row, int(now.timestamp()), step
        self.customers = Customers(session, vault, row.organisation_id, at=now)
        self.read = Read("")
        self._reader: BulkReader | None = None
        self._file: UsageFile | None = None
        self._parts = Parts(vault, row.size_bytes)
        self._tally = Tally(ROWS_REPORTED)

    def __enter__(self) -> _Intake:
        self._step("opened")
        return self

    def __exit__(self, *error: object) -> None:
        self._parts.__exit__(*error)

    def take_in(self) -> None:
        """All that may be kept is in parts. Raises Refusal."""
        for batch in self.kept():
            self._parts.add(batch)

    def kept(self) -> Iterator[Batch]:
        """The rows that may be kept, if this is a regular file; `read` is whole afterwards. Raises Refusal."""
        if self._row.spool_name is None or self._row.spool_key is None:
            raise ValueError("an open partner file has no bytes")
        with self._vault.read_spooled(self._row.spool_name, self._row.spool_key) as source:
            if not source.peek(SNIFFED).startswith(_NOT_CSV):
                try:
                    yield from self._regular(source)
                except Irregular:
                    self._start_again(source)
                else:
                    return
            self._ordinary(source)

    def settled(self) -> Iterator[Many]:
        """Everything that may be kept as clean series, some tens of thousands of homes at a time at most."""
        if self._reader is not None:
            reader = self._reader
            for clean in ahead(settled(part, reader.streams, self._tally) for part in self._parts):
                if len(clean):
                    yield self._many(clean)
            self._count_settling()
        elif self._file is not None and (many := self._many_of(self._file)) is not None:
            yield many

    def _regular(self, source: BinaryIO) -> Iterator[Batch]:
        reader = BulkReader(
            self.customers.find,
            self.customers.admit,
            BULK,
            now=self._now,
            most_pairs=MOST_PAIRS,
            rows_listed=ROWS_REPORTED,
        )
        said = 0
        for batch in reader.read(source):
            percent = 100 * reader.bytes_read // max(1, self._row.size_bytes)
            if percent >= said + EVERY_PERCENT:
                said = percent
                self._step(f"{partner_files.READ} {percent}")
            yield batch
        self._reader = reader
        seen = reader.seen
        if not seen.kept and not seen.not_customers and not seen.not_consented and not seen.outside_window:
            reason = seen.refused.most_common(1)[0][0] if seen.refused else ""
            raise Refusal(codes.NO_VALID_READINGS, count=sum(seen.refused.values()), reason=reason)
        ordinary = None if reader.layout is None else RowReader(reader.layout)
        self.read = Read(
            STANDARD.name,
            reader.header,
            {
                "rows": seen.rows,
                "kept": seen.kept,
                "not_customers": seen.not_customers,
                "accounts_not_customers": seen.accounts_not_customers,
                "not_consented": seen.not_consented,
                "outside_window": seen.outside_window,
            },
            dict(seen.refused),
            [seen.codes[code].finding(count=count) for code, count in sorted(seen.refused.items())],
            [self._listed(row, ordinary) for row in seen.listed],
        )

    def _listed(
        self, row: RefusedRow, ordinary: RowReader | None
    ) -> tuple[int, str, str | None, uuid.UUID | None, bytes | None]:
        home = None
        if row.text is not None and row.customer is not None and ordinary is not None:
            home = self.customers.home_of_row(row.customer, *ordinary.about(row.text))
        return row.line, row.code, row.column, home, row.text if home is not None else None

    def _start_again(self, source: BinaryIO) -> None:
        source.seek(0)
        self._parts.__exit__(None)
        self._parts = Parts(self._vault, self._row.size_bytes)

    def _ordinary(self, source: BinaryIO) -> None:
        """Any other format that a resident could send, read whole by the ordinary readers."""
        self._file = file = read_usage_file(source, str(self._row.facts.get("fuel", "")), now=self._now)
        counts = dict.fromkeys(
            ("kept", "not_customers", "accounts_not_customers", "not_consented", "outside_window"), 0
        )
        for stream in file.streams:
            count = len(stream.series) if stream.storable and stream.series is not None else 0
            customer = self._customer(stream)
            if customer == NOT_A_CUSTOMER:
                counts["not_customers"] += count
                counts["accounts_not_customers"] += 1
            elif (window := self.customers.admit(customer, stream.commodity)) is None:
                counts["not_consented"] += count
            elif stream.series is not None and stream.storable:
                starts = stream.series.starts
                inside = int(np.count_nonzero((starts >= window[0]) & (starts < window[1])))
                counts["kept"] += inside
                counts["outside_window"] += count - inside
        refused = dict(file.reject_counts)
        counts["rows"] = sum(counts[name] for name in ("kept", "not_customers", "not_consented", "outside_window"))
        counts["rows"] += sum(refused.values())
        listed: list[tuple[int, str, str | None, uuid.UUID | None, bytes | None]] = [
            (reject.line, reject.code, reject.column, None, None) for reject in file.rejects
        ]
        self.read = Read(file.format, b"", counts, refused, list(file.findings), listed)

    def _customer(self, stream: UsageStream) -> int:
        if stream.account:
            return self.customers.find(stream.account, stream.usage_point)
        return self.customers.find_usage_point(stream.usage_point)

    def _many(self, clean: Settled) -> Many:
        reader = self._reader
        if reader is None:
            raise ValueError("rows without a reader")
        points = []
        for number, unit, exponent in zip(clean.streams.tolist(), clean.units, clean.exponents.tolist(), strict=True):
            stream = reader.streams[number]
            measure = stream.measure
            home = self.customers.home(stream.customer, measure.commodity)
            name = self.customers.name(stream.customer)
            points.append(Point(home, name, measure.commodity, measure.flow, unit, exponent))
        return Many(points, clean.borders, clean.starts, clean.durations, clean.values, clean.quality, self._updated)

    def _many_of(self, file: UsageFile) -> Many | None:
        points, parts = [], []
        for stream in file.streams:
            customer = self._customer(stream) if stream.storable and stream.series is not None else NOT_A_CUSTOMER
            if customer == NOT_A_CUSTOMER or stream.series is None or not len(stream.series):
                continue
            if self.customers.admit(customer, stream.commodity) is None:
                continue
            block = blocks.of_series(stream.series, 0)
            home = self.customers.home(customer, stream.commodity)
            name = self.customers.name(customer)
            points.append(Point(home, name, stream.commodity, stream.flow, stream.series.unit, block.exponent))
            parts.append(block)
        if not points:
            return None
        borders = np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)
        return Many(
            points,
            borders,
            np.concatenate([part.starts for part in parts]),
            np.concatenate([part.durations for part in parts]),
            np.concatenate([part.values for part in parts]),
            np.concatenate([part.quality for part in parts]),
            self._updated,
        )

    @property
    def _updated(self) -> int:
        """The supplier's later word on its own meter stands before its earlier one."""
        return int(self._row.received_at.timestamp())

    def _count_settling(self) -> None:
        for code, count in self._tally.counts.items():
            self.read.refused[code] = self.read.refused.get(code, 0) + count
        self.read.findings.extend(self._tally.findings())
        room = ROWS_REPORTED - len(self.read.listed)
        self.read.listed.extend(
            (reject.line, reject.code, reject.column, None, None) for reject in self._tally.listed[:room]
        )


class _Outcome:
    """What became of the kept rows, home by home. Each home has an import run of its own, as lineage."""

    def __init__(self, session: Session, vault: Vault, row: PartnerFile, now: datetime) -> None:
        self._session, self._vault, self._row, self._now = session, vault, row, now
        self.runs: dict[uuid.UUID, uuid.UUID] = {}
        self.total = Stored()
        self.changed: set[uuid.UUID] = set()
        self._said: dict[uuid.UUID, Stored] = {}
        self._written: dict[Stored, bytes] = {}
        self._found: dict[uuid.UUID, Stored] = {}

    def store(self, many: Many) -> None:
        """The readings are stored for the homes whose permission still stands, which it will until the end of this."""
        homes = list({point.home_id for point in many.points})
        live = consents(self._session, homes, self._row.organisation_id, at=self._now, lock=True)
        self._open_runs(many, live)
        outcome = readings_many.store(self._session, live, self._vault, many, self.runs, now=self._now)
        sums = zip(*(stored.as_counts().values() for stored in outcome.values()), strict=True)
        self.total += Stored(*map(sum, sums))
        for home, stored in outcome.items():
            earlier = self._found.get(home)
            self._found[home] = stored if earlier is None else earlier + stored
            if stored.added or stored.replaced:
                self.changed.add(home)

    def correct_runs(self) -> None:
        """The import runs whose counts turned out otherwise than at first said tell the truth."""
        wrong = [
            {"of_run": self.runs[home], "new_counts": found.as_counts() | NOTHING_REFUSED}
            for home, found in self._found.items()
            if home in self.runs and found != self._said.get(home)
        ]
        if wrong:
            table = ImportRun.__table__  # type: ignore[attr-defined]
            right = update(table).where(table.c.id == bindparam("of_run")).values(counts=bindparam("new_counts"))
            self._session.connection().execute(right, wrong)

    def _open_runs(self, many: Many, live: dict[uuid.UUID, LiveConsent]) -> None:
        expected: dict[uuid.UUID, int] = {}
        for point, count in zip(many.points, np.diff(many.borders).tolist(), strict=True):
            if point.home_id in live:
                expected[point.home_id] = expected.get(point.home_id, 0) + count
        new = [home for home in expected if home not in self.runs]
        for first in range(0, len(new), readings_many.ASKED_AT_ONCE):
            known = select(ImportRun.home_id, ImportRun.id).where(
                copying.one_of(col(ImportRun.home_id), new[first : first + readings_many.ASKED_AT_ONCE]),
                ImportRun.sha256 == self._row.sha256,
                ImportRun.state == ImportState.STORED,
            )
            self.runs |= dict(self._session.exec(known).all())
        rows = []
        for home in new:
            if home in self.runs:
                continue
            self.runs[home] = copying.new_id()
            self._said[home] = Stored(added=expected[home])
            rows.append(self._run(home, live[home]))
        copying.copy_in(self._session, "import_run", RUN_COLUMNS, RUN_TYPES, rows)

    def _run(self, home: uuid.UUID, live: LiveConsent) -> tuple[object, ...]:
        said = self._said[home]
        if said not in self._written:
            self._written[said] = copying.json(said.as_counts() | NOTHING_REFUSED)
        return (
            self.runs[home],
            home,
            live.person_id,
            Source.PARTNER.value,
            live.supplier_id,
            ImportState.STORED.value,
            self._row.sha256,
            self._row.size_bytes,
            STANDARD.name,
            NO_FACTS,
            self._written[said],
            NO_LIST,
            NO_LIST,
            self._row.received_at,
            self._now,
        )


NO_FACTS, NO_LIST = copying.json({}), copying.json([])
NOTHING_REFUSED = {"rejected": 0, "not_storable": 0}
RUN_COLUMNS = (
    "id",
    "home_id",
    "person_id",
    "source",
    "supplier_id",
    "state",
    "sha256",
    "size_bytes",
    "format",
    "facts",
    "counts",
    "findings",
    "rejects",
    "received_at",
    "finished_at",
)
RUN_TYPES = (
    "uuid",
    "uuid",
    "uuid",
    "varchar",
    "uuid",
    "varchar",
    "varchar",
    "int8",
    "varchar",
    "jsonb",
    "jsonb",
    "jsonb",
    "jsonb",
    "timestamptz",
    "timestamptz",
)


def _with_outcome(counts: dict[str, int], total: Stored) -> dict[str, int]:
    """Counts of what was read with what became of it: what consent covered no more at the end was dropped after all."""
    found = total.as_counts()
    dropped = found.pop("not_consented"), found.pop("before_move_in") + found.pop("after_move_out")
    return (
        counts
        | found
        | {
            "kept": counts["kept"] - sum(dropped),
            "not_consented": counts["not_consented"] + dropped[0],
            "outside_window": counts["outside_window"] + dropped[1],
        }
    )


def _still(session: Session, row: PartnerFile, state: PartnerFileState) -> bool:
    """Whether the file is still in this state, now that it is held until this transaction ends."""
    session.refresh(row, with_for_update=True)
    return row.state is state


def _describe(session: Session, vault: Vault, row: PartnerFile, read: Read) -> None:
    row.format = read.format
    row.counts = (
        read.counts
        | {"refused": sum(read.refused.values())}
        | {f"refused.{code}": count for code, count in sorted(read.refused.items())}
    )
    row.findings = [finding.as_json() for finding in (*_findings(read.counts), *read.findings)]
    partner_files.seal_report(session, vault, row, read.header, read.listed)


def _findings(counts: dict[str, int]) -> Sequence[Finding]:
    found = []
    if not counts.get("kept"):
        found.append(NO_CUSTOMERS.finding())
    if counts.get("not_customers"):
        found.append(DROPPED.finding(rows=counts["not_customers"], accounts=counts["accounts_not_customers"]))
    if counts.get("not_consented"):
        found.append(NOT_AGREED.finding(rows=counts["not_consented"]))
    if counts.get("outside_window"):
        found.append(OUTSIDE_WINDOW.finding(rows=counts["outside_window"]))
    return found


def _reject(session: Session, vault: Vault, row: PartnerFile, refusal: Refusal, now: datetime) -> None:
    partner_files.forget_report(session, row)
    partner_files.finish(session, vault, row, PartnerFileState.REJECTED, now=now, refusal=refusal)
    audit.record(
        session,
        audit.PLATFORM,
        audit.Action.PARTNER_FILE_REJECTED,
        at=now,
        object_id=row.id,
        code=refusal.code.code,
    )
