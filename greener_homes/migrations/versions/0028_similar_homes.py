"""Similar homes: the counts a home is compared with, and the choice not to be compared."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "similar_group",
        sa.Column("key", sqlmodel.AutoString(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(low IS NULL) = (high IS NULL)", name="both_ends"),
        sa.PrimaryKeyConstraint("key", name="pk_similar_group"),
    )
    op.create_table(
        "similar_choice",
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("turned_off_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_similar_choice_home_id_home", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("home_id", name="pk_similar_choice"),
    )


def downgrade() -> None:
    op.drop_table("similar_choice")
    op.drop_table("similar_group")
