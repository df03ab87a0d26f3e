"""Bills and deliveries that residents type."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

COMMODITIES = ("electricity", "natural_gas", "water", "steam", "oil", "propane", "wood", "other")


def upgrade() -> None:
    op.create_table(
        "typed_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("bill", "delivery", name="entrykind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "commodity",
            sa.Enum(*COMMODITIES, name="commodity", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=15, scale=3), nullable=False),
        sa.Column("cost_cents", sa.Integer(), nullable=True),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("filled", sa.Boolean(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind <> 'bill' OR (starts_on IS NOT NULL AND starts_on < ends_on)", name="a_bill_lasts"),
        sa.CheckConstraint("amount >= 0", name="an_amount_is_not_negative"),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_typed_entry_home_id_home", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_typed_entry_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_typed_entry"),
    )
    op.create_index("ix_typed_entry_home", "typed_entry", ["home_id", "commodity", "ends_on"], unique=False)


def downgrade() -> None:
    op.drop_table("typed_entry")
