"""Assessments, opportunities, reviews, overrides and recommendations."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = (
    "assessment",
    "opportunity",
    "review",
    "override",
    "review_event",
    "recommendation",
)


def upgrade() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_digest", sqlmodel.AutoString(), nullable=False),
        sa.Column("versions", postgresql.JSONB(), nullable=False),
        sa.Column("grant_ids", postgresql.JSONB(), nullable=False),
        sa.Column("import_run_ids", postgresql.JSONB(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(), nullable=False),
        sa.Column("baselines", postgresql.JSONB(), nullable=False),
        sa.Column("not_advised", postgresql.JSONB(), nullable=False),
        sa.Column("findings", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_assessment_home_id_home", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
    )
    op.create_index("ix_assessment_home_id", "assessment", ["home_id"], unique=False)
    op.create_table(
        "opportunity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("measure", sqlmodel.AutoString(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("numbers", postgresql.JSONB(), nullable=False),
        sa.Column("trace", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_opportunity_assessment_id_assessment", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_opportunity"),
        sa.UniqueConstraint("assessment_id", "measure", name="uq_opportunity_assessment_id_measure"),
    )
    op.create_index("ix_opportunity_assessment_id", "opportunity", ["assessment_id"], unique=False)
    op.create_table(
        "review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "claimed",
                "approved",
                "changed",
                "declined",
                "needs_information",
                "superseded",
                name="reviewstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("question", sqlmodel.AutoString(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_review_assessment_id_assessment", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["claimed_by"], ["person.id"], name="fk_review_claimed_by_person", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_review_home_id_home", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
    )
    op.create_index("ix_review_home_id", "review", ["home_id"], unique=False)
    op.create_index("ix_review_queue", "review", ["state", "waiting_since"], unique=False)
    op.create_index(
        "uq_review_open",
        "review",
        ["home_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('waiting', 'claimed', 'needs_information')"),
    )
    op.create_table(
        "override",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("measure", sqlmodel.AutoString(), nullable=False),
        sa.Column("action", sqlmodel.AutoString(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("machine_rank", sa.Integer(), nullable=False),
        sa.Column("machine_numbers", postgresql.JSONB(), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(), nullable=False),
        sa.Column("note", sqlmodel.AutoString(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_override_home_id_home", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_override_made_by_person", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name="fk_override_review_id_review", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_override"),
        sa.UniqueConstraint("home_id", "measure", name="uq_override_home_id_measure"),
    )
    op.create_index("ix_override_home_id", "override", ["home_id"], unique=False)
    op.create_table(
        "review_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sqlmodel.AutoString(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "waiting",
                "claimed",
                "approved",
                "changed",
                "declined",
                "needs_information",
                "superseded",
                name="from_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "waiting",
                "claimed",
                "approved",
                "changed",
                "declined",
                "needs_information",
                "superseded",
                name="to_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("measure", sqlmodel.AutoString(), nullable=True),
        sa.Column("reason", sqlmodel.AutoString(), nullable=True),
        sa.Column("note", sqlmodel.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name="fk_review_event_actor_id_person", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name="fk_review_event_review_id_review", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_event"),
    )
    op.create_index("ix_review_event_review_id", "review_event", ["review_id"], unique=False)
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("opportunity_id", sa.Uuid(), nullable=False),
        sa.Column("review_event_id", sa.Uuid(), nullable=False),
        sa.Column("measure", sqlmodel.AutoString(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("later", sa.Boolean(), nullable=False),
        sa.Column("note", sqlmodel.AutoString(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_recommendation_home_id_home", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
            name="fk_recommendation_opportunity_id_opportunity",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["review_event_id"],
            ["review_event.id"],
            name="fk_recommendation_review_event_id_review_event",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name="fk_recommendation_review_id_review", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_recommendation"),
    )
    op.create_index("ix_recommendation_home_id", "recommendation", ["home_id"], unique=False)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
