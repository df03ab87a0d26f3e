"""What a home's pages show of its usage, worked out once."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "usage_shown",
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("basis_digest", sqlmodel.AutoString(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_usage_shown_home_id_home", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("home_id", name="pk_usage_shown"),
    )


def downgrade() -> None:
    op.drop_table("usage_shown")
