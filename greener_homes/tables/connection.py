"""How data arrived: import runs, what they found, and the sealed file while it waits to be read."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id
from greener_homes.tables.consent import Source
from models.quantities import Commodity


class ImportState(StrEnum):
    """Where an import run stands."""

    RECEIVED = "received"
    STORED = "stored"
    REJECTED = "rejected"
    STOPPED = "stopped"


KEPT = text("state IN ('received', 'stored')")


class ImportRun(Row, table=True):
    """One file on its way from a resident's hand to stored readings.

    The sealed file and its key live only until the run ends; afterwards the digest, size and counts remain. The same
    bytes from another source are another run: their readings rest on another permission.
    """

    __tablename__ = "import_run"
    __table_args__ = (
        Index(
            "uq_import_run_file",
            "home_id",
            "sha256",
            "source",
            "supplier_id",
            unique=True,
            postgresql_where=KEPT,
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    person_id: uuid.UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    source: Source = Field(sa_type=closed_set(Source))
    supplier_id: uuid.UUID | None = Field(default=None, foreign_key="organisation.id")
    state: ImportState = Field(default=ImportState.RECEIVED, sa_type=closed_set(ImportState))
    sha256: str
    size_bytes: int = Field(sa_type=BigInteger)
    spool_name: str | None = None
    spool_key: bytes | None = Field(default=None, sa_type=LargeBinary)
    format: str | None = None
    code: str | None = None
    facts: dict[str, object] = Field(default_factory=dict, sa_type=JSONB)
    counts: dict[str, int] = Field(default_factory=dict, sa_type=JSONB)
    findings: list[dict[str, object]] = Field(default_factory=list, sa_type=JSONB)
    rejects: list[dict[str, object]] = Field(default_factory=list, sa_type=JSONB)
    received_at: datetime
    finished_at: datetime | None = None


class PartnerFileContent(StrEnum):
    """What a partner's file is of: usage of many customers, or what the partner lends."""

    USAGE = "usage"
    OFFERS = "offers"


class PartnerFileState(StrEnum):
    """Where a supplier's file of many customers stands. Received, checked and running are open."""

    RECEIVED = "received"
    CHECKED = "checked"
    RUNNING = "running"
    STORED = "stored"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class PartnerFile(Row, table=True):
    """One supplier's file on its way to the blocks of the homes that agreed.

    The sealed file and its key live only while the state is open; afterwards the digest, size and counts remain.
    `report_key` opens what is kept of refused rows, until it is forgotten. `idempotency_digest` is of the sender's
    own key. Nothing here speaks of a customer.
    """

    __tablename__ = "partner_file"
    __table_args__ = (
        Index(
            "uq_partner_file_key",
            "organisation_id",
            "idempotency_digest",
            unique=True,
            postgresql_where=text("idempotency_digest IS NOT NULL"),
        ),
        Index(
            "uq_partner_file_open",
            "organisation_id",
            "sha256",
            unique=True,
            postgresql_where=text("state IN ('received', 'checked', 'running')"),
        ),
        Index("ix_partner_file_history", "organisation_id", "received_at"),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: uuid.UUID = Field(foreign_key="organisation.id")
    content: PartnerFileContent = Field(default=PartnerFileContent.USAGE, sa_type=closed_set(PartnerFileContent))
    state: PartnerFileState = Field(default=PartnerFileState.RECEIVED, sa_type=closed_set(PartnerFileState))
    idempotency_digest: str | None = None
    sha256: str
    size_bytes: int = Field(sa_type=BigInteger)
    spool_name: str | None = None
    spool_key: bytes | None = Field(default=None, sa_type=LargeBinary)
    report_key: bytes | None = Field(default=None, sa_type=LargeBinary)
    header_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    format: str | None = None
    code: str | None = None
    facts: dict[str, object] = Field(default_factory=dict, sa_type=JSONB)
    counts: dict[str, int] = Field(default_factory=dict, sa_type=JSONB)
    findings: list[dict[str, object]] = Field(default_factory=list, sa_type=JSONB)
    supersedes_id: uuid.UUID | None = Field(default=None, foreign_key="partner_file.id", ondelete="SET NULL")
    received_at: datetime
    finished_at: datetime | None = None


class PartnerReject(Row, table=True):
    """One refused row of a supplier's file: where it stood and why. Its content only for a home that agreed, sealed."""

    __tablename__ = "partner_reject"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    file_id: uuid.UUID = Field(foreign_key="partner_file.id", index=True, ondelete="CASCADE")
    home_id: uuid.UUID | None = Field(default=None, foreign_key="home.id", index=True, ondelete="CASCADE")
    line: int = Field(sa_type=BigInteger)
    column: str | None = None
    code: str
    row_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)


class PermissionState(StrEnum):
    """Where a resident's permission at a utility stands (greener_homes/permissions.py holds the arrows)."""

    CREATED = "created"
    SENT = "sent"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    TIMED_OUT = "timed_out"
    INVALID = "invalid"
    REVOKED = "revoked"
    TERMINATED = "terminated"
    FULFILLED = "fulfilled"
    UNFULFILLABLE = "unfulfillable"
    FAILED_TO_TERMINATE = "failed_to_terminate"
    EXTERNALLY_TERMINATED = "externally_terminated"


class FetchBy(StrEnum):
    """What a custodian goes by when asked for what is new."""

    PUBLISHED = "published"
    """The time of the readings."""
    UPDATED = "updated"
    """The time at which they were last changed."""


class Custodian(Row, table=True):
    """How one utility is spoken to: its registered addresses, our credentials there, and how it has been answering.

    The secret is sealed with a key of its own, wrapped by the vault. `failures` in a row open the breaker until
    `closed_until`: nothing is asked of the utility before then.
    """

    __tablename__ = "custodian"

    organisation_id: uuid.UUID = Field(foreign_key="organisation.id", primary_key=True)
    authorize_url: str
    token_url: str
    revoke_url: str | None = None
    resource_url: str
    status_url: str | None = None
    issuer: str
    client_id: str
    secret_sealed: bytes = Field(sa_type=LargeBinary)
    secret_key: bytes = Field(sa_type=LargeBinary)
    scope: str
    fetch_by: FetchBy = Field(default=FetchBy.PUBLISHED, sa_type=closed_set(FetchBy))
    window_days: int = 92
    look_back_days: int = 10
    late_hours: int = 48
    enabled: bool = True
    failures: int = 0
    closed_until: datetime | None = None
    problem: str | None = None
    answered_at: datetime | None = None
    registered_at: datetime


class Permission(Row, table=True):
    """One resident's permission at one utility, and what it takes to use and to end it.

    Everything that opens or names something at the utility (tokens, codes, addresses of the resident's data) is
    sealed with the person's key; `*_match` are keyed digests by which a message or a browser is recognised.
    `due_at` is when the platform next has something to do with it, `held_until` what the utility asked for.
    """

    __tablename__ = "permission"
    __table_args__ = (
        Index(
            "uq_permission_open",
            "home_id",
            "supplier_id",
            unique=True,
            postgresql_where=text("state IN ('created', 'sent', 'accepted')"),
        ),
        Index("ix_permission_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    supplier_id: uuid.UUID = Field(foreign_key="organisation.id")
    state: PermissionState = Field(default=PermissionState.CREATED, sa_type=closed_set(PermissionState))
    code: str | None = None
    created_at: datetime
    moved_at: datetime
    due_at: datetime | None = None
    held_until: datetime | None = None
    tries: int = 0
    state_match: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)
    browser_match: bytes | None = Field(default=None, sa_type=LargeBinary)
    asked_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    code_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    access_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    access_until: datetime | None = None
    refresh_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    previous_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    resource_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    resource_match: bytes | None = Field(default=None, sa_type=LargeBinary, index=True)
    authorization_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    authorization_match: bytes | None = Field(default=None, sa_type=LargeBinary, index=True)
    scope: str | None = None
    filled_from: datetime | None = None
    filled_back_to: datetime | None = None
    fetched_to: datetime | None = None
    fetched_at: datetime | None = None


class EntryKind(StrEnum):
    """What a resident typed: use over a period, or fuel brought on a day."""

    BILL = "bill"
    DELIVERY = "delivery"


class TypedEntry(Row, table=True):
    """One bill or delivery as it was typed. Readings are worked out from all of a home's entries at once.

    A bill runs over the local days [starts_on, ends_on). A delivery is of the day ends_on; `filled` says the tank was
    full afterwards, so that what was brought since the last full tank is what was used. `amount` is in the
    commodity's own unit.
    """

    __tablename__ = "typed_entry"
    __table_args__ = (
        CheckConstraint("kind <> 'bill' OR (starts_on IS NOT NULL AND starts_on < ends_on)", name="a_bill_lasts"),
        CheckConstraint("amount >= 0", name="an_amount_is_not_negative"),
        Index("ix_typed_entry_home", "home_id", "commodity", "ends_on"),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    home_id: uuid.UUID = Field(foreign_key="home.id", ondelete="CASCADE")
    person_id: uuid.UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    kind: EntryKind = Field(sa_type=closed_set(EntryKind))
    commodity: Commodity = Field(sa_type=closed_set(Commodity))
    starts_on: date | None = None
    ends_on: date
    amount: Decimal = Field(max_digits=15, decimal_places=3)
    cost_cents: int | None = None
    estimated: bool = False
    filled: bool = True
    entered_at: datetime


class SupplierProfile(Row, table=True):
    """A usage-file format that staff taught by example. Its document never changes: other words, another version."""

    __tablename__ = "supplier_profile"
    __table_args__ = (
        UniqueConstraint("name", "version"),
        Index(
            "uq_supplier_profile_in_force",
            "name",
            unique=True,
            postgresql_where=text("retired_at IS NULL"),
        ),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    version: int
    title: str
    fingerprint: str = Field(index=True)
    document: dict[str, object] = Field(sa_type=JSONB)
    taught_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    created_at: datetime
    used: int = 0
    last_used_at: datetime | None = None
    retired_at: datetime | None = None


class ProfileDraft(Row, table=True):
    """A format being taught: the sealed example and what was answered so far. Gone within the hour."""

    __tablename__ = "profile_draft"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    spool_name: str
    spool_key: bytes = Field(sa_type=LargeBinary)
    answers: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)
    created_at: datetime
