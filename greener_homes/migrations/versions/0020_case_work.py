"""Holding, escalating and a second pair of eyes; what a list of ten thousand cases is filtered by."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

STATES_BEFORE = (
    "waiting",
    "claimed",
    "approved",
    "changed",
    "declined",
    "needs_information",
    "superseded",
)
STATES = (*STATES_BEFORE[:-1], "held", "superseded")
STATED = (("review", "reviewstate"), ("review_event", "from_state"), ("review_event", "to_state"))
OPEN_BEFORE = "state IN ('waiting', 'claimed', 'needs_information')"
OPEN = "state IN ('waiting', 'claimed', 'needs_information', 'held')"
REASONS = (
    "new",
    "answered",
    "superseded",
    "back_from_hold",
    "diverged",
    "escalated",
    "handed_back",
    "returned",
)
ADDED = (
    "lane",
    "reason",
    "promised_on",
    "lift_days",
    "turn_on",
    "preferred_coach",
    "preferred_until",
    "held_until",
    "was_escalated",
    "municipality",
    "heating_fuel",
    "goal",
    "language",
    "income_qualified",
    "data_problem",
)
TABLES = ("second_look", "desk_expert", "conduct_declaration")
DENORMALISE = """
UPDATE review SET
  promised_on = (waiting_since AT TIME ZONE 'America/Toronto')::date + 14,
  turn_on = (waiting_since AT TIME ZONE 'America/Toronto')::date + 14,
  municipality = facts ->> 'municipality',
  heating_fuel = facts ->> 'heating_fuel',
  goal = facts ->> 'goal',
  income_qualified = CASE facts ->> 'income_qualified' WHEN 'true' THEN true WHEN 'false' THEN false END,
  data_problem = CASE WHEN measured = '[]'::jsonb OR measured IS NULL THEN 'no_readings' ELSE 'none' END
FROM (SELECT id, evidence -> 'facts' AS facts, evidence -> 'measured' AS measured FROM assessment) AS assessed
WHERE assessed.id = review.assessment_id
"""
"""Two weeks are ten working days where no holiday falls in them; cases opened from now on are counted exactly."""


def upgrade() -> None:
    for table, constraint in STATED:
        _allow(table, constraint, STATES)
    _review_columns()
    op.execute(DENORMALISE)
    op.execute("UPDATE review SET preferred_coach = claimed_by WHERE state = 'needs_information'")
    for column in ("promised_on", "turn_on"):
        op.alter_column("review", column, nullable=False)
    op.drop_index("ix_review_queue", "review")
    op.create_index("ix_review_queue", "review", ["state", "lane", "turn_on", "waiting_since", "id"], unique=False)
    op.create_index("ix_review_coach", "review", ["claimed_by", "state"], unique=False)
    op.create_index("ix_review_decided", "review", ["decided_at"], unique=False)
    _one_open(OPEN)
    _override_columns()
    op.alter_column("recommendation", "opportunity_id", nullable=True)
    _filled("recommendation", sa.Column("wording", sqlmodel.AutoString(), server_default="", nullable=False))
    _filled("recommendation", _json("coach_numbers"))
    _tables()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.execute("DELETE FROM recommendation WHERE opportunity_id IS NULL")
    op.drop_column("recommendation", "coach_numbers")
    op.drop_column("recommendation", "wording")
    op.alter_column("recommendation", "opportunity_id", nullable=False)
    op.execute("DELETE FROM override WHERE action IN ('range', 'wording', 'add')")
    op.execute(
        "DELETE FROM override AS one USING override AS other "
        "WHERE one.home_id = other.home_id AND one.measure = other.measure AND one.id > other.id"
    )
    op.drop_constraint("uq_override_home_id_measure_aspect", "override")
    op.create_unique_constraint("uq_override_home_id_measure", "override", ["home_id", "measure"])
    for column in ("aspect", "numbers", "wording"):
        op.drop_column("override", column)
    for table, constraint in STATED:
        column = "state" if table == "review" else constraint
        rows = sa.table(table, sa.column(column, sa.String))
        op.execute(sa.update(rows).where(rows.c[column] == "held").values({column: "waiting"}))
    for index in ("ix_review_queue", "ix_review_coach", "ix_review_decided"):
        op.drop_index(index, "review")
    op.drop_constraint("fk_review_preferred_coach_person", "review")
    for column in ADDED:
        op.drop_column("review", column)
    op.create_index("ix_review_queue", "review", ["state", "waiting_since"], unique=False)
    _one_open(OPEN_BEFORE)
    for table, constraint in STATED:
        _allow(table, constraint, STATES_BEFORE)


def _review_columns() -> None:
    _filled("review", _set("lane", "lane", ("coaches", "experts"), "coaches"))
    _filled("review", _set("reason", "reason", REASONS, "new"))
    op.add_column("review", sa.Column("promised_on", sa.Date(), nullable=True))
    _filled("review", sa.Column("lift_days", sa.Integer(), server_default="0", nullable=False))
    op.add_column("review", sa.Column("turn_on", sa.Date(), nullable=True))
    op.add_column("review", sa.Column("preferred_coach", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        "fk_review_preferred_coach_person", "review", "person", ["preferred_coach"], ["id"], ondelete="SET NULL"
    )
    op.add_column("review", sa.Column("preferred_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("review", sa.Column("held_until", sa.Date(), nullable=True))
    _filled("review", sa.Column("was_escalated", sa.Boolean(), server_default=sa.false(), nullable=False))
    for column in ("municipality", "heating_fuel", "goal", "language"):
        op.add_column("review", sa.Column(column, sqlmodel.AutoString(), nullable=True))
    op.add_column("review", sa.Column("income_qualified", sa.Boolean(), nullable=True))
    _filled("review", _set("data_problem", "dataproblem", ("none", "questions", "no_readings"), "none"))


def _override_columns() -> None:
    _filled("override", _set("aspect", "aspect", ("added", "place", "range", "wording", "note"), "place"))
    op.execute("UPDATE override SET aspect = 'note' WHERE action = 'note'")
    _filled("override", _json("numbers"))
    _filled("override", sa.Column("wording", sqlmodel.AutoString(), server_default="", nullable=False))
    op.drop_constraint("uq_override_home_id_measure", "override")
    op.create_unique_constraint("uq_override_home_id_measure_aspect", "override", ["home_id", "measure", "aspect"])


def _tables() -> None:
    op.create_table(
        "second_look",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        _set("why", "lookreason", ("sample", "new_coach", "escalated")),
        _set("state", "lookstate", ("waiting", "agreed", "returned")),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_by", sa.Uuid(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sqlmodel.AutoString(), nullable=False),
        _somebody("second_look", "decided_by", "SET NULL"),
        _somebody("second_look", "looked_by", "SET NULL"),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name="fk_second_look_review_id_review", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_second_look"),
        sa.UniqueConstraint("review_id", name="uq_second_look_review_id"),
    )
    op.create_index("ix_second_look_waiting", "second_look", ["state", "drawn_at"], unique=False)
    op.create_table(
        "desk_expert",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        _somebody("desk_expert", "person_id", "CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name="pk_desk_expert"),
    )
    op.create_table(
        "conduct_declaration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("interests_sealed", sa.LargeBinary(), nullable=True),
        _somebody("conduct_declaration", "person_id", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_conduct_declaration"),
    )
    op.create_index("ix_conduct_declaration_person_id", "conduct_declaration", ["person_id"], unique=False)


def _set(column: str, name: str, values: tuple[str, ...], default: str | None = None) -> sa.Column[Any]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(column, kind, server_default=default, nullable=False)


def _json(column: str) -> sa.Column[Any]:
    return sa.Column(column, postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False)


def _filled(table: str, column: sa.Column[Any]) -> None:
    """The column is there, filled in the rows of before; rows to come must say it themselves."""
    op.add_column(table, column)
    op.alter_column(table, column.name, server_default=None)


def _somebody(table: str, column: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["person.id"], name=f"fk_{table}_{column}_person", ondelete=ondelete)


def _allow(table: str, constraint: str, values: tuple[str, ...]) -> None:
    column = "state" if table == "review" else constraint
    name = op.f(f"ck_{table}_{constraint}")
    op.drop_constraint(name, table, type_="check")
    op.create_check_constraint(name, table, sa.column(column).in_(values))


def _one_open(where: str) -> None:
    op.drop_index("uq_review_open", "review")
    op.create_index("uq_review_open", "review", ["home_id"], unique=True, postgresql_where=sa.text(where))
