"""Retrofit projects from recommendation to verified, their quotes, dates and nudges."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLES = (
    "project",
    "project_event",
    "project_note",
    "project_nudge",
    "project_outcome",
    "project_photo",
    "project_prediction",
    "project_quote",
    "project_step",
)
TOPICS_BEFORE = ("answer", "contact_check", "reminder", "digest")
TOPICS = (*TOPICS_BEFORE, "project")
WRITTEN = ("letter", "letter_choice")


def upgrade() -> None:
    for table in WRITTEN:
        _allow(table, "topic", TOPICS)
    op.create_table(
        "project",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("measures", sa.ARRAY(sa.String()), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "quoted",
                "booked",
                "done",
                "verified",
                "unsatisfactory",
                "given_up",
                name="projectstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booked_for", sa.Date(), nullable=True),
        sa.Column("work_began_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column(
            "given_up",
            sa.Enum(
                "too_expensive",
                "no_contractor",
                "no_rebate",
                "not_now",
                "changed_mind",
                "moving",
                "not_possible",
                "other",
                name="givenup",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "word",
            sa.Enum("resident", "coach", "meter", name="word", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("silenced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "due_what",
            sa.Enum(
                "assess_first",
                "rebate_step",
                "programme_closes",
                "quote_ends",
                "is_it_done",
                name="duewhat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("work_began_on <= done_on", name="began_first"),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_project_home_id_home", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_project"),
    )
    op.create_index("ix_project_home_id", "project", ["home_id"], unique=False)
    op.create_index("ix_project_due", "project", ["due_on"], unique=False)
    op.create_index("ix_project_state", "project", ["state", "state_since"], unique=False)
    op.create_table(
        "project_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_audience", sqlmodel.AutoString(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sqlmodel.AutoString(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "planned",
                "quoted",
                "booked",
                "done",
                "verified",
                "unsatisfactory",
                "given_up",
                name="from_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "planned",
                "quoted",
                "booked",
                "done",
                "verified",
                "unsatisfactory",
                "given_up",
                name="to_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sqlmodel.AutoString(), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name="fk_project_event_actor_id_person", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name="fk_project_event_project_id_project", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_project_event"),
    )
    op.create_index("ix_project_event_project_id", "project_event", ["project_id"], unique=False)
    op.create_table(
        "project_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_audience", sqlmodel.AutoString(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name="fk_project_note_author_id_person", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_project_note_person_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name="fk_project_note_project_id_project", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_project_note"),
    )
    op.create_index("ix_project_note_person_id", "project_note", ["person_id"], unique=False)
    op.create_index("ix_project_note_project_id", "project_note", ["project_id"], unique=False)
    op.create_table(
        "project_nudge",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(), nullable=False),
        sa.Column("occasion", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_project_nudge_person_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name="fk_project_nudge_project_id_project", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "person_id", "kind", "occasion", name="pk_project_nudge"),
    )
    op.create_index("ix_project_nudge_written_at", "project_nudge", ["written_at"], unique=False)
    op.create_table(
        "project_outcome",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("commodity", sqlmodel.AutoString(), nullable=False),
        sa.Column("said", sqlmodel.AutoString(), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("numbers", postgresql.JSONB(), nullable=False),
        sa.Column("grant_ids", postgresql.JSONB(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_project_outcome_home_id_home", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name="fk_project_outcome_project_id_project", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_project_outcome"),
        sa.UniqueConstraint("project_id", "commodity", name="uq_project_outcome_project_id_commodity"),
    )
    op.create_index("ix_project_outcome_home_id", "project_outcome", ["home_id"], unique=False)
    op.create_index("ix_project_outcome_project_id", "project_outcome", ["project_id"], unique=False)
    op.create_table(
        "project_photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "jpeg",
                "png",
                "webp",
                "pdf",
                name="attachmentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("data_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_project_photo_person_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name="fk_project_photo_project_id_project", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_project_photo"),
    )
    op.create_index("ix_project_photo_person_id", "project_photo", ["person_id"], unique=False)
    op.create_index("ix_project_photo_project_id", "project_photo", ["project_id"], unique=False)
    op.create_table(
        "project_prediction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("measure", sqlmodel.AutoString(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("grant_ids", postgresql.JSONB(), nullable=False),
        sa.Column("versions", postgresql.JSONB(), nullable=False),
        sa.Column("numbers", postgresql.JSONB(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["home_id"], ["home.id"], name="fk_project_prediction_home_id_home", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name="fk_project_prediction_project_id_project", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_project_prediction"),
        sa.UniqueConstraint("project_id", "measure", name="uq_project_prediction_project_id_measure"),
    )
    op.create_index("ix_project_prediction_home_id", "project_prediction", ["home_id"], unique=False)
    op.create_index("ix_project_prediction_project_id", "project_prediction", ["project_id"], unique=False)
    op.create_table(
        "project_quote",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("total_cents", sa.Integer(), nullable=False),
        sa.Column("tax_cents", sa.Integer(), nullable=False),
        sa.Column("rebate_cents", sa.Integer(), nullable=False),
        sa.Column("lines", postgresql.JSONB(), nullable=False),
        sa.Column("pressure", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_project_quote_person_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name="fk_project_quote_project_id_project", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_project_quote"),
    )
    op.create_index("ix_project_quote_person_id", "project_quote", ["person_id"], unique=False)
    op.create_index("ix_project_quote_project_id", "project_quote", ["project_id"], unique=False)
    op.create_table(
        "project_step",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("path", sqlmodel.AutoString(), nullable=False),
        sa.Column("step", sqlmodel.AutoString(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("marked_by", sa.Uuid(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["marked_by"], ["person.id"], name="fk_project_step_marked_by_person", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name="fk_project_step_project_id_project", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "path", "step", name="pk_project_step"),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    for table in WRITTEN:
        op.execute(sa.delete(sa.table(table, sa.column("topic"))).where(sa.column("topic") == "project"))
        _allow(table, "topic", TOPICS_BEFORE)


def _allow(table: str, column: str, values: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_{column}")
    op.drop_constraint(name, table, type_="check")
    op.create_check_constraint(name, table, sa.column(column).in_(values))
