"""What was asked, what was answered, and everything that happened to the answer since."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id
from greener_homes.tables.people import Language
from models.quantities import Commodity


class Purpose(StrEnum):
    """What may be done for or with a home. None implies another; each is asked and answered on its own."""

    ADVICE = "advice"
    COACH_ACCESS = "coach_access"
    REFERRAL = "referral"
    """Readings and advice go to one named partner organisation: the grant names the recipient."""
    RESEARCH = "research"
    OPEN_DATA = "open_data"
    CONTACT_EMAIL = "contact_email"
    CONTACT_TELEPHONE = "contact_telephone"
    CONTACT_POST = "contact_post"

    @property
    def is_contact(self) -> bool:
        """Whether this is about writing to a person, and so has no source and no commodity."""
        return self in CONTACT


CONTACT = frozenset({Purpose.CONTACT_EMAIL, Purpose.CONTACT_TELEPHONE, Purpose.CONTACT_POST})
OF_USAGE = ", ".join(f"'{purpose.value}'" for purpose in Purpose if not purpose.is_contact)
PARTS = (
    f"CASE WHEN purpose IN ({OF_USAGE})"
    " THEN source IS NOT NULL AND commodity IS NOT NULL"
    " ELSE source IS NULL AND commodity IS NULL AND supplier_id IS NULL END"
    " AND (purpose = 'referral') = (recipient_id IS NOT NULL)"
)
"""Which parts a key has: usage comes from a source and is of a commodity, a word to a person does and is not; only a
referral names who receives."""


class ReferralField(StrEnum):
    """What of a home can go to a partner. Each is named on its own in a referral's answer; the rest stays here."""

    CONTACT = "contact"
    PLAN = "plan"
    WORK = "work"
    """The measures and what they cost, as ranges."""
    SAVINGS = "savings"
    MUNICIPALITY = "municipality"
    YEARLY_USE = "yearly_use"
    INTERVALS = "intervals"
    """Readings as they were measured, by the hour or less."""


class Source(StrEnum):
    """The way usage comes to us, best first: what a better one says of a day stands before what a lesser one says."""

    UTILITY = "utility"
    """Fetched from the resident's utility (Connect My Data); the grant names the supplier."""
    PARTNER = "partner"
    """Sent by the supplier, for all its customers who agreed; the grant names the supplier."""
    UPLOAD = "upload"
    """A file the resident sent."""
    BILLS = "bills"
    """Bills and deliveries the resident typed."""


class Channel(StrEnum):
    """How an answer reached us."""

    WEB = "web"
    PHONE = "phone"
    PAPER = "paper"
    UTILITY = "utility"


class ConsentAction(StrEnum):
    """What happened to a grant, or that there was none."""

    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    MOVE_OUT = "move_out"
    ERASE = "erase"
    """A month after an expiry: what rested on the grant is gone."""
    SEND = "send"
    """Something went to the partner that the answer names."""


class EndedBy(StrEnum):
    """Why a grant that nobody withdrew no longer stands."""

    REPLACED = "replaced"
    """The same person answered the same question again."""
    EXPIRED = "expired"
    MOVED_OUT = "moved_out"


class Said(StrEnum):
    """What a person answered when somebody else wrote it down."""

    YES = "yes"
    NO = "no"
    STOP = "stop"


class WrittenState(StrEnum):
    """Where an answer that staff wrote down stands."""

    WAITING = "waiting"
    """A yes on paper that no second person has confirmed: not in force."""
    COUNTS = "counts"
    DECLINED = "declined"
    CONTRADICTED = "contradicted"
    """Its person says it is not what they answered."""


class WhyWritten(StrEnum):
    """Why staff write an answer down. A closed set, because it stays in the history: no words about anybody."""

    NO_INTERNET = "no_internet"
    NEEDS_HELP = "needs_help"
    AT_A_VISIT = "at_a_visit"
    BY_LETTER = "by_letter"
    CANNOT_SIGN_IN = "cannot_sign_in"


class EvidenceKind(StrEnum):
    """What a scan may be."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"


class ConsentStatement(Row, table=True):
    """The exact words shown, in one language and version. Never changed once published."""

    __tablename__ = "consent_statement"
    __table_args__ = (UniqueConstraint("purpose", "version", "language"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    purpose: Purpose = Field(sa_type=closed_set(Purpose))
    version: int
    language: Language = Field(sa_type=closed_set(Language))
    text: str
    sha256: str
    published_at: datetime


class ConsentGrant(Row, table=True):
    """One answer "yes": this person, this home, this source, this commodity, this purpose, these words, this long.

    `data_from` is the first local day covered, `data_until` the first no longer covered. `fields` are what a referral
    lets go; none of another purpose, and a referral that named none lets nothing go.
    """

    __tablename__ = "consent_grant"
    __table_args__ = (
        CheckConstraint("expires_at > granted_at", name="lasts"),
        CheckConstraint(PARTS, name="with_its_parts"),
        CheckConstraint("(source IS NULL) = (data_from IS NULL)", name="windowed"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="with_a_reason"),
        Index(
            "uq_consent_grant_live",
            "person_id",
            "home_id",
            "source",
            "supplier_id",
            "commodity",
            "purpose",
            "recipient_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("withdrawn_at IS NULL AND ended_at IS NULL"),
        ),
        Index("ix_consent_grant_expires_at", "expires_at"),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    source: Source | None = Field(default=None, sa_type=closed_set(Source))
    supplier_id: uuid.UUID | None = Field(default=None, foreign_key="organisation.id")
    commodity: Commodity | None = Field(default=None, sa_type=closed_set(Commodity))
    purpose: Purpose = Field(sa_type=closed_set(Purpose))
    recipient_id: uuid.UUID | None = Field(default=None, foreign_key="organisation.id")
    statement_id: uuid.UUID = Field(foreign_key="consent_statement.id")
    fields: list[str] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    channel: Channel = Field(default=Channel.WEB, sa_type=closed_set(Channel))
    account_holder: bool = False
    data_from: date | None = None
    data_until: date | None = None
    granted_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: EndedBy | None = Field(default=None, sa_type=closed_set(EndedBy))
    erased_at: datetime | None = None


class ConsentReceipt(Row, table=True):
    """What a person is given of an answer or its end: canonical JSON (ISO/IEC TS 27560's shape) and our signature.

    Holds opaque ids only. `signature` is a compact JWS over `record`; None until the platform's key was at hand.
    """

    __tablename__ = "consent_receipt"

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    action: ConsentAction = Field(sa_type=closed_set(ConsentAction))
    at: datetime
    record: str
    signature: str | None = None


class ConsentEvent(Row, table=True):
    """The append-only history of answers: what happened, to which grant, in which words. Never updated."""

    __tablename__ = "consent_event"
    __table_args__ = (CheckConstraint(PARTS, name="with_its_parts"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    grant_id: uuid.UUID | None = Field(default=None, foreign_key="consent_grant.id", index=True, ondelete="CASCADE")
    receipt_id: uuid.UUID | None = Field(default=None, foreign_key="consent_receipt.id", index=True, ondelete="CASCADE")
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    home_id: uuid.UUID = Field(foreign_key="home.id", ondelete="CASCADE")
    action: ConsentAction = Field(sa_type=closed_set(ConsentAction))
    purpose: Purpose = Field(sa_type=closed_set(Purpose))
    source: Source | None = Field(default=None, sa_type=closed_set(Source))
    supplier_id: uuid.UUID | None = Field(default=None, foreign_key="organisation.id")
    commodity: Commodity | None = Field(default=None, sa_type=closed_set(Commodity))
    recipient_id: uuid.UUID | None = Field(default=None, foreign_key="organisation.id")
    statement_id: uuid.UUID = Field(foreign_key="consent_statement.id")
    channel: Channel = Field(default=Channel.WEB, sa_type=closed_set(Channel))
    fields: list[str] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    on_behalf_reason: str | None = None
    form_build: str | None = None
    actor_id: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    occurred_at: datetime


class WrittenAnswer(Row, table=True):
    """An answer that staff wrote down for a person: who said what, in which words read out, how and why.

    `evidence_sealed` (a scan, as base64) and `note_sealed` are under the person's own key. `receipt_id` is that of the
    answer once it counts.
    """

    __tablename__ = "written_answer"
    __table_args__ = (
        CheckConstraint(
            f"CASE WHEN purpose IN ({OF_USAGE}) THEN source IS NOT NULL ELSE source IS NULL AND supplier_id IS NULL END"
            " AND (purpose = 'referral') = (recipient_id IS NOT NULL)",
            name="with_its_parts",
        ),
        CheckConstraint("channel IN ('phone', 'paper')", name="not_their_own_hand"),
        CheckConstraint("(evidence_sealed IS NULL) = (evidence_kind IS NULL)", name="with_its_kind"),
        Index("ix_written_answer_state_written_at", "state", "written_at"),
    )

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    state: WrittenState = Field(sa_type=closed_set(WrittenState))
    said: Said = Field(sa_type=closed_set(Said))
    purpose: Purpose = Field(sa_type=closed_set(Purpose))
    source: Source | None = Field(default=None, sa_type=closed_set(Source))
    supplier_id: uuid.UUID | None = Field(default=None, foreign_key="organisation.id")
    recipient_id: uuid.UUID | None = Field(default=None, foreign_key="organisation.id")
    commodities: list[str] = Field(default_factory=list, sa_type=JSONB)
    data_from: date | None = None
    account_holder: bool = False
    fields: list[str] = Field(default_factory=list, sa_type=JSONB)
    """What a yes to a referral names, one by one; empty for everything else."""
    statement_id: uuid.UUID = Field(foreign_key="consent_statement.id")
    channel: Channel = Field(sa_type=closed_set(Channel))
    why: WhyWritten = Field(sa_type=closed_set(WhyWritten))
    note_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    evidence_kind: EvidenceKind | None = Field(default=None, sa_type=closed_set(EvidenceKind))
    evidence_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    form_build: str
    written_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    written_at: datetime
    decided_by: uuid.UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    decided_at: datetime | None = None
    contradicted_at: datetime | None = None
    receipt_id: uuid.UUID | None = Field(default=None, foreign_key="consent_receipt.id", ondelete="SET NULL")
