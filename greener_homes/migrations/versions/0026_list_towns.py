"""The municipality a list is counted in."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("screening", sa.Column("municipality", sqlmodel.AutoString(), nullable=True))


def downgrade() -> None:
    op.drop_column("screening", "municipality")
