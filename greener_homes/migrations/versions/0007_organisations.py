"""Partner organisations; more ways for usage to come, some of them a named supplier's; more that can be measured."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = ("organisation", "organisation_member")
SUPPLIED = ("consent_grant", "consent_event", "usage_point", "import_run")
MEASURED = ("consent_grant", "consent_event", "usage_point")
SOURCES_BEFORE = ("upload",)
SOURCES = ("utility", "partner", "upload", "bills")
COMMODITIES_BEFORE = ("electricity", "natural_gas", "water", "steam", "other")
COMMODITIES = ("electricity", "natural_gas", "water", "steam", "oil", "propane", "wood", "other")


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "utility",
                "lender",
                "research",
                name="organisationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("key", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("name", sqlmodel.AutoString(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        sa.UniqueConstraint("key", name="uq_organisation_key"),
    )
    op.create_table(
        "organisation_member",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_organisation_member_organisation_id_organisation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_organisation_member_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name="pk_organisation_member"),
    )
    op.create_index("ix_organisation_member_organisation_id", "organisation_member", ["organisation_id"], unique=False)
    for table in SUPPLIED:
        op.add_column(table, sa.Column("supplier_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(f"fk_{table}_supplier_id_organisation", table, "organisation", ["supplier_id"], ["id"])
        _allow(table, "source", SOURCES)
    for table in MEASURED:
        _allow(table, "commodity", COMMODITIES)
    _live_grants_are_one_per("source", "supplier_id", "commodity")
    op.drop_constraint("uq_usage_point_home_id_source_commodity_match", "usage_point")
    op.create_unique_constraint(
        "uq_usage_point_home_id_source_supplier_id_commodity_match",
        "usage_point",
        ["home_id", "source", "supplier_id", "commodity", "match"],
        postgresql_nulls_not_distinct=True,
    )


def downgrade() -> None:
    op.drop_constraint("uq_usage_point_home_id_source_supplier_id_commodity_match", "usage_point")
    op.create_unique_constraint(
        "uq_usage_point_home_id_source_commodity_match", "usage_point", ["home_id", "source", "commodity", "match"]
    )
    _live_grants_are_one_per("source", "commodity")
    for table in MEASURED:
        _allow(table, "commodity", COMMODITIES_BEFORE)
    for table in SUPPLIED:
        _allow(table, "source", SOURCES_BEFORE)
        op.drop_constraint(f"fk_{table}_supplier_id_organisation", table)
        op.drop_column(table, "supplier_id")
    for table in reversed(TABLES):
        op.drop_table(table)


def _allow(table: str, column: str, values: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_{column}")
    op.drop_constraint(name, table, type_="check")
    op.create_check_constraint(name, table, sa.column(column).in_(values))


def _live_grants_are_one_per(*what: str) -> None:
    op.drop_index("uq_consent_grant_live", "consent_grant")
    op.create_index(
        "uq_consent_grant_live",
        "consent_grant",
        ["person_id", "home_id", *what, "purpose"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL AND ended_at IS NULL"),
        postgresql_nulls_not_distinct="supplier_id" in what,
    )
