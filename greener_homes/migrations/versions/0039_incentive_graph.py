"""Changes to programmes may add and take away parts, paths and what goes together among them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

PARTS_BEFORE = ("programme", "offer", "cap")
PARTS = (*PARTS_BEFORE, "path", "exclusion")
TABLE = "incentive_change"


def upgrade() -> None:
    acts = sa.Enum("change", "add", "remove", name="changeact", native_enum=False, create_constraint=True, length=40)
    op.add_column(TABLE, sa.Column("act", acts, nullable=False, server_default="change"))
    op.alter_column(TABLE, "act", server_default=None)
    _allow(PARTS)


def downgrade() -> None:
    change = sa.table(TABLE, sa.column("id"), sa.column("part"), sa.column("act"), sa.column("undoes_id"))
    gone = sa.select(change.c.id).where(sa.or_(change.c.act != "change", change.c.part.not_in(PARTS_BEFORE)))
    op.execute(sa.update(change).where(change.c.undoes_id.in_(gone)).values(undoes_id=None))
    op.execute(sa.delete(change).where(sa.or_(change.c.act != "change", change.c.part.not_in(PARTS_BEFORE))))
    _allow(PARTS_BEFORE)
    op.drop_column(TABLE, "act")


def _allow(parts: tuple[str, ...]) -> None:
    name = op.f(f"ck_{TABLE}_changedpart")
    op.drop_constraint(name, TABLE, type_="check")
    op.create_check_constraint(name, TABLE, sa.column("part").in_(parts))
