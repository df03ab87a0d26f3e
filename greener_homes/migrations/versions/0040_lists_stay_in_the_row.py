"""A home's list stays in its row: what is written every night is not compressed, which took as long as writing it."""

from __future__ import annotations

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE screening SET (toast_tuple_target = 8160)")


def downgrade() -> None:
    op.execute("ALTER TABLE screening RESET (toast_tuple_target)")
