"""Import runs, usage points, packed readings with their revisions, and daily weather."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = (
    "import_run",
    "usage_point",
    "interval_block",
    "block_revision",
    "weather_day",
)


def upgrade() -> None:
    op.create_table(
        "import_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "source",
            sa.Enum("upload", name="source", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "stored",
                "rejected",
                "stopped",
                name="importstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sha256", sqlmodel.AutoString(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("spool_name", sqlmodel.AutoString(), nullable=True),
        sa.Column("spool_key", sa.LargeBinary(), nullable=True),
        sa.Column("format", sqlmodel.AutoString(), nullable=True),
        sa.Column("code", sqlmodel.AutoString(), nullable=True),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("counts", postgresql.JSONB(), nullable=False),
        sa.Column("findings", postgresql.JSONB(), nullable=False),
        sa.Column("rejects", postgresql.JSONB(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_import_run_home_id_home", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_import_run_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_import_run"),
    )
    op.create_index("ix_import_run_home_id", "import_run", ["home_id"], unique=False)
    op.create_index(
        "uq_import_run_file",
        "import_run",
        ["home_id", "sha256"],
        unique=True,
        postgresql_where=sa.text("state IN ('received', 'stored')"),
    )
    op.create_table(
        "usage_point",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column(
            "source",
            sa.Enum("upload", name="source", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "commodity",
            sa.Enum(
                "electricity",
                "natural_gas",
                "water",
                "steam",
                "other",
                name="commodity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("match", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_usage_point_home_id_home", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_usage_point"),
        sa.UniqueConstraint(
            "home_id", "source", "commodity", "match", name="uq_usage_point_home_id_source_commodity_match"
        ),
    )
    op.create_index("ix_usage_point_home_id", "usage_point", ["home_id"], unique=False)
    op.create_table(
        "interval_block",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("usage_point_id", sa.Uuid(), nullable=False),
        sa.Column(
            "flow",
            sa.Enum("delivered", "received", "net", name="flow", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "unit",
            sa.Enum(
                "kWh",
                "kVAh",
                "kW",
                "m3",
                "L",
                "GJ",
                "cord",
                name="unit",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("exponent", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("estimated", sa.Integer(), nullable=False),
        sa.Column("import_run_id", sa.Uuid(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name="fk_interval_block_import_run_id_import_run", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["usage_point_id"],
            ["usage_point.id"],
            name="fk_interval_block_usage_point_id_usage_point",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_interval_block"),
        sa.UniqueConstraint(
            "usage_point_id", "flow", "unit", "month", name="uq_interval_block_usage_point_id_flow_unit_month"
        ),
    )
    op.create_index("ix_interval_block_import_run_id", "interval_block", ["import_run_id"], unique=False)
    op.create_index("ix_interval_block_usage_point_id", "interval_block", ["usage_point_id"], unique=False)
    op.create_table(
        "block_revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("block_id", sa.Uuid(), nullable=False),
        sa.Column("exponent", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("replaced_by_import_run_id", sa.Uuid(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_id"], ["interval_block.id"], name="fk_block_revision_block_id_interval_block", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_import_run_id"],
            ["import_run.id"],
            name="fk_block_revision_replaced_by_import_run_id_import_run",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_block_revision"),
    )
    op.create_index("ix_block_revision_block_id", "block_revision", ["block_id"], unique=False)
    op.create_index(
        "ix_block_revision_replaced_by_import_run_id", "block_revision", ["replaced_by_import_run_id"], unique=False
    )
    op.create_table(
        "weather_day",
        sa.Column("station", sqlmodel.AutoString(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("mean_c", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("station", "day", name="pk_weather_day"),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
