"""How a coach came to know a fact of a home, and on which day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

HOW = sa.Enum(
    "visit",
    "telephone",
    "photo",
    "document",
    "household",
    name="knownhow",
    native_enum=False,
    create_constraint=False,
    length=40,
)


def upgrade() -> None:
    op.add_column("home_fact", sa.Column("known_how", HOW, nullable=True))
    op.add_column("home_fact", sa.Column("known_on", sa.Date(), nullable=True))
    op.create_check_constraint(op.f("ck_home_fact_knownhow"), "home_fact", sa.column("known_how").in_(HOW.enums))
    op.create_check_constraint(
        op.f("ck_home_fact_with_its_day"), "home_fact", "(known_how IS NULL) = (known_on IS NULL)"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_home_fact_with_its_day"), "home_fact", type_="check")
    op.drop_constraint(op.f("ck_home_fact_knownhow"), "home_fact", type_="check")
    op.drop_column("home_fact", "known_on")
    op.drop_column("home_fact", "known_how")
