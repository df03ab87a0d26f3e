"""What staff decide about: held matches with a reason, wishes taken down in person, a source for each file format."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

STATES_BEFORE = ("waiting", "live", "held", "undone", "withdrawn")
STATES = ("waiting", "live", "held", "refused", "undone", "withdrawn")


def upgrade() -> None:
    _allow_states(STATES)
    op.add_column("home_match", sa.Column("ends_sealed", sa.LargeBinary(), nullable=True))
    op.add_column(
        "home_match",
        sa.Column(
            "reason",
            sa.Enum(
                "supplier_says_this",
                "other_left",
                "supplier_says_other",
                "not_shown",
                "mistake",
                name="matchreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
    )
    op.add_column("home_match", sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("home_match", sa.Column("decided_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        "fk_home_match_decided_by_person", "home_match", "person", ["decided_by"], ["id"], ondelete="SET NULL"
    )
    op.add_column("feed", sa.Column("format", sqlmodel.AutoString(length=60), server_default="", nullable=False))
    op.alter_column("feed", "format", server_default=None)
    op.drop_constraint("uq_feed_kind_key", "feed")
    op.create_unique_constraint("uq_feed_kind_key_format", "feed", ["kind", "key", "format"])
    op.create_table(
        "staff_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("export", "erasure", name="requestkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "grounds",
            sa.Enum(
                "in_person",
                "by_phone",
                "by_letter",
                name="requestgrounds",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        _somebody("person_id", "CASCADE"),
        _somebody("asked_by", "SET NULL"),
        _somebody("confirmed_by", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_staff_request"),
    )
    op.create_index("ix_staff_request_person_id", "staff_request", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("staff_request")
    op.execute(
        "DELETE FROM feed AS one USING feed AS other"
        " WHERE one.kind = other.kind AND one.key = other.key AND one.id > other.id"
    )
    op.drop_constraint("uq_feed_kind_key_format", "feed")
    op.drop_column("feed", "format")
    op.create_unique_constraint("uq_feed_kind_key", "feed", ["kind", "key"])
    op.drop_constraint("fk_home_match_decided_by_person", "home_match")
    for column in ("decided_by", "decided_at", "reason", "ends_sealed"):
        op.drop_column("home_match", column)
    op.execute("UPDATE home_match SET state = 'undone' WHERE state = 'refused'")
    _allow_states(STATES_BEFORE)


def _allow_states(values: tuple[str, ...]) -> None:
    op.drop_constraint("ck_home_match_matchstate", "home_match")
    allowed = sa.column("state").in_(sa.literal(value, literal_execute=True) for value in values)
    op.create_check_constraint("matchstate", "home_match", allowed)


def _somebody(column: str, gone: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["person.id"], name=f"fk_staff_request_{column}_person", ondelete=gone)
