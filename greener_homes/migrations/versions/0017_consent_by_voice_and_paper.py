"""Answers to questions of consent that staff write down: by telephone, and on paper with a second person."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

PURPOSES = (
    *("advice", "coach_access", "referral", "research", "open_data"),
    *("contact_email", "contact_telephone", "contact_post"),
)
OF_USAGE = "'advice', 'coach_access', 'referral', 'research', 'open_data'"
PARTS = (
    f"CASE WHEN purpose IN ({OF_USAGE}) THEN source IS NOT NULL ELSE source IS NULL AND supplier_id IS NULL END"
    " AND (purpose = 'referral') = (recipient_id IS NOT NULL)"
)
TO = (
    ("person_id", "person", "CASCADE"),
    ("home_id", "home", "CASCADE"),
    ("supplier_id", "organisation", None),
    ("recipient_id", "organisation", None),
    ("statement_id", "consent_statement", None),
    ("written_by", "person", "SET NULL"),
    ("decided_by", "person", "SET NULL"),
    ("receipt_id", "consent_receipt", "SET NULL"),
)


def upgrade() -> None:
    op.create_table(
        "written_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("state", _one_of("writtenstate", "waiting", "counts", "declined", "contradicted"), nullable=False),
        sa.Column("said", _one_of("said", "yes", "no", "stop"), nullable=False),
        sa.Column("purpose", _one_of("purpose", *PURPOSES), nullable=False),
        sa.Column("source", _one_of("source", "utility", "partner", "upload", "bills"), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("recipient_id", sa.Uuid(), nullable=True),
        sa.Column("commodities", postgresql.JSONB(), nullable=False),
        sa.Column("data_from", sa.Date(), nullable=True),
        sa.Column("account_holder", sa.Boolean(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("channel", _one_of("channel", "web", "phone", "paper", "utility"), nullable=False),
        sa.Column(
            "why",
            _one_of("whywritten", "no_internet", "needs_help", "at_a_visit", "by_letter", "cannot_sign_in"),
            nullable=False,
        ),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("evidence_kind", _one_of("evidencekind", "pdf", "png", "jpeg"), nullable=True),
        sa.Column("evidence_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("form_build", sqlmodel.AutoString(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contradicted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(PARTS, name="with_its_parts"),
        sa.CheckConstraint("channel IN ('phone', 'paper')", name="not_their_own_hand"),
        sa.CheckConstraint("(evidence_sealed IS NULL) = (evidence_kind IS NULL)", name="with_its_kind"),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=f"fk_written_answer_{column}_{table}", ondelete=ondelete
            )
            for column, table, ondelete in TO
        ),
        sa.PrimaryKeyConstraint("id", name="pk_written_answer"),
    )
    op.create_index("ix_written_answer_person_id", "written_answer", ["person_id"], unique=False)
    op.create_index("ix_written_answer_home_id", "written_answer", ["home_id"], unique=False)
    op.create_index("ix_written_answer_state_written_at", "written_answer", ["state", "written_at"], unique=False)


def downgrade() -> None:
    op.drop_table("written_answer")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
