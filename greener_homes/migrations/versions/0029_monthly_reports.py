"""Monthly home energy reports: what was written to whom, and the group held back to measure their effect."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_draw",
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column(
            "group",
            sa.Enum("sent", "held_back", name="reportgroup", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_until", sa.Date(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_report_draw_home_id_home", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("home_id", name="pk_report_draw"),
    )
    op.create_table(
        "monthly_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("said", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("grant_ids", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_monthly_report_home_id_home", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_monthly_report"),
        sa.UniqueConstraint("home_id", "month", name="uq_monthly_report_home_id_month"),
    )


def downgrade() -> None:
    op.drop_table("monthly_report")
    op.drop_table("report_draw")
