"""What a coach writes down at a visit or call, and what became a fact of the home."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=True),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        sa.Column("kind", _one_of("meetingkind", "call", "visit"), nullable=False),
        sa.Column("language", _one_of("language", "en", "fr"), nullable=False),
        sa.Column("state", _one_of("visitstate", "open", "signed"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_version", sa.Integer(), nullable=True),
        sa.CheckConstraint("(given_at IS NULL) = (given_version IS NULL)", name="given"),
        _leads("visit", "person_id", "person"),
        _leads("visit", "home_id", "home"),
        _leads("visit", "coach_id", "person", "SET NULL"),
        _leads("visit", "appointment_id", "appointment", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_visit"),
    )
    for column in ("person_id", "home_id", "coach_id"):
        op.create_index(f"ix_visit_{column}", "visit", [column], unique=False)
    op.create_index(
        "uq_visit_appointment",
        "visit",
        ["appointment_id"],
        unique=True,
        postgresql_where=sa.text("appointment_id IS NOT NULL"),
    )
    op.create_table(
        "visit_revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("form_sealed", sa.LargeBinary(), nullable=False),
        _leads("visit_revision", "visit_id", "visit"),
        _leads("visit_revision", "person_id", "person"),
        _leads("visit_revision", "written_by", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_visit_revision"),
        sa.UniqueConstraint("visit_id", "number", name="uq_visit_revision_visit_id_number"),
    )
    op.create_table(
        "visit_photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "part",
            _one_of(
                "part",
                "attic",
                "walls",
                "windows",
                "basement",
                "heating",
                "hot_water",
                "ventilation",
                "panel",
                "safety",
            ),
            nullable=False,
        ),
        sa.Column("kind", _one_of("attachmentkind", "jpeg", "png", "webp", "pdf"), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("data_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        _leads("visit_photo", "visit_id", "visit"),
        _leads("visit_photo", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_visit_photo"),
    )
    for table in ("visit_revision", "visit_photo"):
        for column in ("visit_id", "person_id"):
            op.create_index(f"ix_{table}_{column}", table, [column], unique=False)


def downgrade() -> None:
    for table in ("visit_photo", "visit_revision", "visit"):
        op.drop_table(table)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _leads(table: str, column: str, to: str, on_delete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}", ondelete=on_delete)
