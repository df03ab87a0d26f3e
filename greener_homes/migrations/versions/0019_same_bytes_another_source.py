"""The same bytes from another source are another import run: each keeps the permission its readings rest on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KEPT = sa.text("state IN ('received', 'stored')")
NAME = "uq_import_run_file"


def upgrade() -> None:
    op.drop_index(NAME, table_name="import_run")
    op.create_index(
        NAME,
        "import_run",
        ["home_id", "sha256", "source", "supplier_id"],
        unique=True,
        postgresql_where=KEPT,
        postgresql_nulls_not_distinct=True,
    )


def downgrade() -> None:
    # Before, a second run of the same bytes could not be on record: the oldest stays.
    op.execute(
        "UPDATE import_run AS later SET state = 'stopped' FROM import_run AS earlier"
        " WHERE later.home_id = earlier.home_id AND later.sha256 = earlier.sha256 AND later.id > earlier.id"
        " AND later.state IN ('received', 'stored') AND earlier.state IN ('received', 'stored')"
    )
    op.drop_index(NAME, table_name="import_run")
    op.create_index(NAME, "import_run", ["home_id", "sha256"], unique=True, postgresql_where=KEPT)
