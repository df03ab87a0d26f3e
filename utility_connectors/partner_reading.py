"""Reading a supplier's file for those of its rows that may be kept; everything else becomes a count.

The standard format goes through the fast reader, in sealed parts; any other format that a resident could send is read
whole by the ordinary readers. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import BinaryIO

import numpy as np
from sqlmodel import Session

from greener_homes import blocks
from greener_homes.ahead import ahead
from greener_homes.errors import Refusal
from greener_homes.readings_many import Many, Point
from greener_homes.tables.connection import PartnerFile
from greener_homes.vault import Vault
from models.findings import Finding
from utility_connectors import codes, supplier_profiles
from utility_connectors.bulk.parts import Batch, Parts
from utility_connectors.bulk.reader import NOT_A_CUSTOMER, BulkReader, RefusedRow
from utility_connectors.bulk.rows import RowReader
from utility_connectors.bulk.settling import Settled, settled
from utility_connectors.bulk.shred import Irregular
from utility_connectors.csv_profiles.standard import STANDARD
from utility_connectors.limits import DEFAULT
from utility_connectors.partner_customers import Customers
from utility_connectors.partner_files import READ
from utility_connectors.partner_rejects import Listed
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
    listed: list[Listed] = field(default_factory=list)


class Intake:
    """One file being read. What may be kept goes to sealed parts; everything else is a count."""

    def __init__(self, session: Session, vault: Vault, row: PartnerFile, now: datetime, step: Step) -> None:
        self._session, self._vault, self._row = session, vault, row
        self._now, self._step = int(now.timestamp()), step
        self.customers = Customers(session, vault, row.organisation_id, at=now)
        self.read = Read("")
        self._reader: BulkReader | None = None
        self._file: UsageFile | None = None
        self._parts = Parts(vault, row.size_bytes)
        self._tally = Tally(ROWS_REPORTED)

    def __enter__(self) -> Intake:
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
                self._step(f"{READ} {percent}")
            yield batch
        self._reader = reader
        seen = reader.seen
        if not seen.kept and not seen.not_customers and not seen.not_consented and not seen.outside_window:
            if not seen.refused:
                raise Refusal(codes.NOTHING_TO_KEEP, count=0)
            reason, count = seen.refused.most_common(1)[0]
            raise Refusal(codes.NO_VALID_READINGS, count=count, reason=reason)
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

    def _listed(self, row: RefusedRow, ordinary: RowReader | None) -> Listed:
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
        named, profiles = str(self._row.facts.get("fuel", "")), supplier_profiles.known(self._session)
        self._file = file = read_usage_file(source, named, now=self._now, profiles=profiles)
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
        listed: list[Listed] = [(reject.line, reject.code, reject.column, None, None) for reject in file.rejects]
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
