"""Households that stand twice: what was found, merged and undone; small keepings of the desk."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TOPICS_BEFORE = ("answer", "contact_check", "reminder", "digest", "project")
TOPICS = (*TOPICS_BEFORE, "household", "plan", "report", "news")
WRITTEN = ("letter", "letter_choice")
TABLES = ("letter_wish", "bill_left_out", "home_merge_move", "home_merge", "duplicate_pair", "home_mark")


def upgrade() -> None:
    for table in WRITTEN:
        _allow(table, "topic", TOPICS)
    _homes()
    _small_keepings()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.drop_column("review", "not_contacted")
    op.drop_index("ix_usage_point_across_match", "usage_point")
    op.drop_column("usage_point", "across_match")
    op.drop_index("ix_home_merged_into", "home")
    op.drop_constraint("fk_home_merged_into_home", "home", type_="foreignkey")
    op.drop_column("home", "merged_into")
    for table in WRITTEN:
        topic: sa.ColumnClause[str] = sa.column("topic")
        op.execute(sa.delete(sa.table(table, topic)).where(topic.not_in(TOPICS_BEFORE)))
        _allow(table, "topic", TOPICS_BEFORE)


def _homes() -> None:
    op.add_column("home", sa.Column("merged_into", sa.Uuid(), nullable=True))
    op.create_foreign_key("fk_home_merged_into_home", "home", "home", ["merged_into"], ["id"], ondelete="SET NULL")
    op.create_index("ix_home_merged_into", "home", ["merged_into"], postgresql_where=sa.text("merged_into IS NOT NULL"))
    op.add_column("usage_point", sa.Column("across_match", sa.LargeBinary(), nullable=True))
    op.create_index("ix_usage_point_across_match", "usage_point", ["across_match"])
    op.create_table(
        "home_mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _set("markkind", "address", "writing", "email"), nullable=False),
        sa.Column("match", sa.LargeBinary(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        _to("home_mark", "home_id", "home"),
        _to("home_mark", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_home_mark"),
        sa.UniqueConstraint("home_id", "person_id", "kind", name="uq_home_mark_home_id_person_id_kind"),
    )
    op.create_index("ix_home_mark_home_id", "home_mark", ["home_id"])
    op.create_index("ix_home_mark_person_id", "home_mark", ["person_id"])
    op.create_index("ix_home_mark_match", "home_mark", ["kind", "match"])
    op.create_table(
        "duplicate_pair",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("low_home_id", sa.Uuid(), nullable=False),
        sa.Column("high_home_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(), nullable=False),
        sa.Column("state", _set("pairstate", "open", "apart", "merged"), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("low_home_id <= high_home_id", name="in_order"),
        _to("duplicate_pair", "low_home_id", "home"),
        _to("duplicate_pair", "high_home_id", "home"),
        _to("duplicate_pair", "decided_by", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_duplicate_pair"),
        sa.UniqueConstraint("low_home_id", "high_home_id", name="uq_duplicate_pair_low_home_id_high_home_id"),
    )
    op.create_index("ix_duplicate_pair_high_home_id", "duplicate_pair", ["high_home_id"])
    op.create_index("ix_duplicate_pair_open", "duplicate_pair", ["state", "score"])
    _merges()


def _merges() -> None:
    op.create_table(
        "home_merge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pair_id", sa.Uuid(), nullable=False),
        sa.Column("kept_home_id", sa.Uuid(), nullable=False),
        sa.Column("gone_home_id", sa.Uuid(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.Uuid(), nullable=True),
        sa.Column("undo_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("objected", sa.Boolean(), nullable=False),
        _to("home_merge", "pair_id", "duplicate_pair"),
        _to("home_merge", "kept_home_id", "home"),
        _to("home_merge", "gone_home_id", "home"),
        _to("home_merge", "merged_by", "person", "SET NULL"),
        _to("home_merge", "undone_by", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_home_merge"),
    )
    op.create_index("ix_home_merge_pair_id", "home_merge", ["pair_id"])
    op.create_index("ix_home_merge_kept_home_id", "home_merge", ["kept_home_id"])
    op.create_index(
        "uq_home_merge_gone",
        "home_merge",
        ["gone_home_id"],
        unique=True,
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "home_merge_move",
        sa.Column("merge_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("table_name", sqlmodel.AutoString(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=True),
        sa.Column("after", postgresql.JSONB(), nullable=False),
        _to("home_merge_move", "merge_id", "home_merge"),
        sa.PrimaryKeyConstraint("merge_id", "place", name="pk_home_merge_move"),
    )


def _small_keepings() -> None:
    op.add_column("review", sa.Column("not_contacted", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.alter_column("review", "not_contacted", server_default=None)
    op.create_table(
        "bill_left_out",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column(
            "commodity",
            _set("commodity", "electricity", "natural_gas", "water", "steam", "oil", "propane", "wood", "other"),
            nullable=False,
        ),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column(
            "reason",
            _set("leftoutwhy", "not_theirs", "misread", "estimated", "unusual", "vacant", "overlapping", "other"),
            nullable=False,
        ),
        sa.Column("note", sqlmodel.AutoString(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint('until > "first"', name="forwards"),
        _to("bill_left_out", "home_id", "home"),
        _to("bill_left_out", "assessment_id", "assessment"),
        _to("bill_left_out", "made_by", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_bill_left_out"),
        sa.UniqueConstraint(
            "home_id", "commodity", "first", "until", name="uq_bill_left_out_home_id_commodity_first_until"
        ),
    )
    op.create_index("ix_bill_left_out_home_id", "bill_left_out", ["home_id"])
    op.create_index("ix_bill_left_out_assessment_id", "bill_left_out", ["assessment_id"])
    op.create_table(
        "letter_wish",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("topic", _set("topic", *TOPICS), nullable=False),
        sa.Column("wished_at", sa.DateTime(timezone=True), nullable=False),
        _to("letter_wish", "person_id", "person"),
        sa.PrimaryKeyConstraint("person_id", "topic", name="pk_letter_wish"),
    )


def _set(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _to(table: str, column: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}", ondelete=ondelete)


def _allow(table: str, column: str, values: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_{column}")
    op.drop_constraint(name, table, type_="check")
    op.create_check_constraint(name, table, sa.column(column).in_(values))
