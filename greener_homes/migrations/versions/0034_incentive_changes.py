"""Changes to programmes that staff propose and approve, who is told of them, and what was paid in the end."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incentive_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("part", _set("changedpart", "programme", "offer", "cap"), nullable=False),
        sa.Column("target", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("source", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("why", sqlmodel.AutoString(length=500), nullable=False),
        sa.Column("why_fr", sqlmodel.AutoString(length=500), nullable=False),
        sa.Column("state", _set("changestate", "proposed", "approved", "declined"), nullable=False),
        sa.Column("undoes_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["incentive_change.id"], name="fk_incentive_change_undoes_id_incentive_change"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_incentive_change"),
        sa.UniqueConstraint("number", name="uq_incentive_change_number"),
    )
    op.create_index(
        "ix_incentive_change_in_force", "incentive_change", ["state", "effective_from", "number"], unique=False
    )
    op.create_table(
        "incentive_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("before_cents", sa.Integer(), nullable=False),
        sa.Column("after_cents", sa.Integer(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("grant_ids", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["incentive_change.id"],
            name="fk_incentive_notice_change_id_incentive_change",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_incentive_notice_home_id_home", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_incentive_notice"),
        sa.UniqueConstraint("change_id", "home_id", name="uq_incentive_notice_change_id_home_id"),
    )
    op.create_index("ix_incentive_notice_home_id", "incentive_notice", ["home_id"], unique=False)

    op.create_table(
        "project_payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("offer", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("measure", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("written_audience", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cents > 0", name="something_was_paid"),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name="fk_project_payment_project_id_project", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["person.id"], name="fk_project_payment_written_by_person", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_project_payment"),
    )
    op.create_index("ix_project_payment_project_id", "project_payment", ["project_id"], unique=False)


def downgrade() -> None:
    op.drop_table("project_payment")
    op.drop_table("incentive_notice")
    op.drop_table("incentive_change")


def _set(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
