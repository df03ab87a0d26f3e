"""Evenings and visits where residents meet a person."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

SPOKEN = sa.Enum("en", "fr", "both", name="spokenthere", native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "public_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title_en", sqlmodel.AutoString(), nullable=False),
        sa.Column("title_fr", sqlmodel.AutoString(), nullable=False),
        sa.Column("about_en", sqlmodel.AutoString(), nullable=False),
        sa.Column("about_fr", sqlmodel.AutoString(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sqlmodel.AutoString(), nullable=False),
        sa.Column("address", sqlmodel.AutoString(), nullable=False),
        sa.Column("contact", sqlmodel.AutoString(), nullable=False),
        sa.Column("step_free", sa.Boolean(), nullable=False),
        sa.Column("spoken", SPOKEN, nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why_en", sqlmodel.AutoString(), nullable=True),
        sa.Column("why_fr", sqlmodel.AutoString(), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name="forwards"),
        sa.CheckConstraint("seats > 0", name="seats_or_none"),
        sa.CheckConstraint(
            "(cancelled_at IS NULL) = (why_en IS NULL) AND (cancelled_at IS NULL) = (why_fr IS NULL)",
            name="cancelled_with_why",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_public_event"),
    )
    op.create_index("ix_public_event_starts_at", "public_event", ["starts_at"], unique=False)


def downgrade() -> None:
    op.drop_table("public_event")
