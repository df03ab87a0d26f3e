"""Suppliers’ files of many customers, what was refused of them, and which customer a home is."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLES = ("home_match", "partner_file", "partner_reject")
COMMODITIES = ("electricity", "natural_gas", "water", "steam", "oil", "propane", "wood", "other")


def upgrade() -> None:
    op.alter_column("import_run", "size_bytes", type_=sa.BigInteger(), existing_type=sa.Integer())
    op.create_table(
        "home_match",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("commodity", _one_of("commodity", *COMMODITIES), nullable=False),
        sa.Column("state", _one_of("matchstate", "waiting", "live", "held", "undone", "withdrawn"), nullable=False),
        sa.Column("how", _one_of("matchhow", "account_and_meter", "token", "usage_point"), nullable=False),
        sa.Column("pair_match", sa.LargeBinary(), nullable=True),
        sa.Column("manifest_match", sa.LargeBinary(), nullable=True),
        sa.Column("point_match", sa.LargeBinary(), nullable=True),
        sa.Column("token_match", sa.LargeBinary(), nullable=True),
        sa.Column("token_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_home_match_home_id_home", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_home_match_person_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["organisation.id"], name="fk_home_match_supplier_id_organisation"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_home_match_made_by_person", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name="fk_home_match_ended_by_person", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_home_match"),
    )
    op.create_index("ix_home_match_home_id", "home_match", ["home_id"], unique=False)
    op.create_index("ix_home_match_pair", "home_match", ["supplier_id", "pair_match"], unique=False)
    op.create_index("ix_home_match_token", "home_match", ["token_match"], unique=True)
    op.create_index("ix_home_match_changed", "home_match", ["supplier_id", "changed_at"], unique=False)
    op.create_index(
        "uq_home_match_live",
        "home_match",
        ["supplier_id", "commodity", "pair_match"],
        unique=True,
        postgresql_where=sa.text("state = 'live'"),
    )
    op.create_table(
        "partner_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            _one_of("partnerfilestate", "received", "checked", "running", "stored", "rejected", "cancelled"),
            nullable=False,
        ),
        sa.Column("idempotency_digest", sqlmodel.AutoString(), nullable=True),
        sa.Column("sha256", sqlmodel.AutoString(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("spool_name", sqlmodel.AutoString(), nullable=True),
        sa.Column("spool_key", sa.LargeBinary(), nullable=True),
        sa.Column("report_key", sa.LargeBinary(), nullable=True),
        sa.Column("header_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("format", sqlmodel.AutoString(), nullable=True),
        sa.Column("code", sqlmodel.AutoString(), nullable=True),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("counts", postgresql.JSONB(), nullable=False),
        sa.Column("findings", postgresql.JSONB(), nullable=False),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_partner_file_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"],
            ["partner_file.id"],
            name="fk_partner_file_supersedes_id_partner_file",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_partner_file"),
    )
    op.create_index("ix_partner_file_history", "partner_file", ["organisation_id", "received_at"], unique=False)
    op.create_index(
        "uq_partner_file_key",
        "partner_file",
        ["organisation_id", "idempotency_digest"],
        unique=True,
        postgresql_where=sa.text("idempotency_digest IS NOT NULL"),
    )
    op.create_index(
        "uq_partner_file_open",
        "partner_file",
        ["organisation_id", "sha256"],
        unique=True,
        postgresql_where=sa.text("state IN ('received', 'checked', 'running')"),
    )
    op.create_table(
        "partner_reject",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=True),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("column", sqlmodel.AutoString(), nullable=True),
        sa.Column("code", sqlmodel.AutoString(), nullable=False),
        sa.Column("row_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"], ["partner_file.id"], name="fk_partner_reject_file_id_partner_file", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_partner_reject_home_id_home", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_partner_reject"),
    )
    op.create_index("ix_partner_reject_file_id", "partner_reject", ["file_id"], unique=False)
    op.create_index("ix_partner_reject_home_id", "partner_reject", ["home_id"], unique=False)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.alter_column("import_run", "size_bytes", type_=sa.Integer(), existing_type=sa.BigInteger())


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
