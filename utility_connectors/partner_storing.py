"""Storing what may be kept of a supplier's file, home by home: asked for consent again, an import run as lineage."""

from __future__ import annotations

import uuid
from datetime import datetime

import numpy as np
from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from greener_homes import copying, matches, readings_many
from greener_homes.consent import LiveConsent, Source
from greener_homes.readings import Stored
from greener_homes.readings_many import Many
from greener_homes.tables.connection import ImportRun, ImportState, PartnerFile
from greener_homes.vault import Vault
from utility_connectors.partner_customers import consents


class Outcome:
    """What became of the kept rows, home by home. Each home has an import run of its own, as lineage."""

    def __init__(self, session: Session, vault: Vault, row: PartnerFile, file_format: str, now: datetime) -> None:
        self._session, self._vault, self._row, self._now = session, vault, row, now
        self._format = file_format
        self.runs: dict[uuid.UUID, uuid.UUID] = {}
        self.total = Stored()
        self.changed: set[uuid.UUID] = set()
        self._said: dict[uuid.UUID, Stored] = {}
        self._written: dict[Stored, bytes] = {}
        self._found: dict[uuid.UUID, Stored] = {}

    def store(self, many: Many) -> None:
        """The readings are stored for the homes whose match and permission still stand, as they will until the end."""
        supplier = self._row.organisation_id
        homes = list({point.home_id for point in many.points})
        live = consents(self._session, homes, supplier, at=self._now, lock=True)
        points = [(point.home_id, point.commodity, point.usage_point) for point in many.points]
        many = readings_many.only(many, matches.still_matched(self._session, self._vault, supplier, points))
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
                ImportRun.source == Source.PARTNER,
                ImportRun.supplier_id == self._row.organisation_id,
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
            self._format,
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
