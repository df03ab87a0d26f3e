"""What each partner may do with data, until when, and who answers for it; municipalities are partners too."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

KINDS_BEFORE = ("utility", "lender", "research")
KINDS = (*KINDS_BEFORE, "municipality")


def upgrade() -> None:
    _allow("organisation", "organisationkind", "kind", KINDS)
    op.create_table(
        "partner_agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("purposes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("retention_days", sa.Integer(), nullable=False),
        sa.Column("contacts_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("signed_on <= expires_on", name="an_agreement_lasts"),
        sa.CheckConstraint("retention_days > 0", name="nothing_is_kept_for_ever"),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_partner_agreement_organisation_id_organisation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_partner_agreement"),
    )
    op.create_index("ix_partner_agreement_of", "partner_agreement", ["organisation_id", "expires_on"], unique=False)


def downgrade() -> None:
    op.drop_table("partner_agreement")
    op.execute(sa.text("UPDATE organisation SET kind = 'research' WHERE kind = 'municipality'"))
    _allow("organisation", "organisationkind", "kind", KINDS_BEFORE)


def _allow(table: str, check: str, column: str, values: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_{check}")
    op.drop_constraint(name, table, type_="check")
    op.create_check_constraint(name, table, sa.column(column).in_(values))
