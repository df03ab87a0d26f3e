"""What a list says is not counted for the planner: a home's list is only ever looked up by its home.

Counting the elements of eleven arrays of thousands of lists, several times while a programme is screened, took as long
as writing them. Lists that are only added need no tidying either; those that replace others still get it.
"""

from __future__ import annotations

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE screening ALTER versions SET STATISTICS 0, ALTER grant_ids SET STATISTICS 0, "
        "ALTER opened SET STATISTICS 0, ALTER measures SET STATISTICS 0, ALTER bill_cad SET STATISTICS 0, "
        "ALTER carbon_kg SET STATISTICS 0, ALTER value_cad SET STATISTICS 0, ALTER electricity_kwh SET STATISTICS 0, "
        "ALTER gas_m3 SET STATISTICS 0, ALTER other_fuel SET STATISTICS 0, ALTER cost_cad SET STATISTICS 0, "
        "ALTER incentive_cad SET STATISTICS 0, ALTER refused SET STATISTICS 0"
    )
    op.execute("ALTER TABLE screening SET (autovacuum_vacuum_insert_threshold = -1)")


def downgrade() -> None:
    op.execute("ALTER TABLE screening RESET (autovacuum_vacuum_insert_threshold)")
    op.execute(
        "ALTER TABLE screening ALTER versions SET STATISTICS -1, ALTER grant_ids SET STATISTICS -1, "
        "ALTER opened SET STATISTICS -1, ALTER measures SET STATISTICS -1, ALTER bill_cad SET STATISTICS -1, "
        "ALTER carbon_kg SET STATISTICS -1, ALTER value_cad SET STATISTICS -1, "
        "ALTER electricity_kwh SET STATISTICS -1, ALTER gas_m3 SET STATISTICS -1, "
        "ALTER other_fuel SET STATISTICS -1, ALTER cost_cad SET STATISTICS -1, "
        "ALTER incentive_cad SET STATISTICS -1, ALTER refused SET STATISTICS -1"
    )
