"""The lists of many homes at once: one row a home, replaced as a whole."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

FIGURES = (
    "bill_cad",
    "carbon_kg",
    "value_cad",
    "electricity_kwh",
    "gas_m3",
    "other_fuel",
    "cost_cad",
    "incentive_cad",
)


def upgrade() -> None:
    op.create_table(
        "screening",
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_digest", sqlmodel.AutoString(), nullable=False),
        sa.Column("versions", postgresql.JSONB(), nullable=False),
        sa.Column("grant_ids", postgresql.JSONB(), nullable=False),
        sa.Column("opened", postgresql.JSONB(), nullable=False),
        sa.Column("measures", sa.ARRAY(sa.String()), nullable=False),
        *(sa.Column(name, sa.ARRAY(sa.REAL()), nullable=False) for name in FIGURES),
        sa.Column("refused", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_screening_home_id_home", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("home_id", name="pk_screening"),
    )


def downgrade() -> None:
    op.drop_table("screening")
