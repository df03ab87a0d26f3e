"""The ledger of consent: statements, grants and their history."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = (
    "consent_statement",
    "consent_grant",
    "consent_event",
)


def upgrade() -> None:
    op.create_table(
        "consent_statement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("advice", "coach_access", name="purpose", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "language",
            sa.Enum("en", "fr", name="language", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("text", sqlmodel.AutoString(), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_consent_statement"),
        sa.UniqueConstraint("purpose", "version", "language", name="uq_consent_statement_purpose_version_language"),
    )
    op.create_table(
        "consent_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
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
        sa.Column(
            "purpose",
            sa.Enum("advice", "coach_access", name="purpose", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "web", "phone", "paper", "utility", name="channel", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("data_from", sa.Date(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("expires_at > granted_at", name="lasts"),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_consent_grant_home_id_home", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_consent_grant_person_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["consent_statement.id"], name="fk_consent_grant_statement_id_consent_statement"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_consent_grant"),
    )
    op.create_index("ix_consent_grant_home_id", "consent_grant", ["home_id"], unique=False)
    op.create_index("ix_consent_grant_person_id", "consent_grant", ["person_id"], unique=False)
    op.create_index(
        "uq_consent_grant_live",
        "consent_grant",
        ["person_id", "home_id", "source", "commodity", "purpose"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL AND ended_at IS NULL"),
    )
    op.create_table(
        "consent_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "grant",
                "refuse",
                "withdraw",
                "expire",
                name="consentaction",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "purpose",
            sa.Enum("advice", "coach_access", name="purpose", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
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
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name="fk_consent_event_actor_id_person", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["consent_grant.id"], name="fk_consent_event_grant_id_consent_grant", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_consent_event_home_id_home", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_consent_event_person_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["consent_statement.id"], name="fk_consent_event_statement_id_consent_statement"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_consent_event"),
    )
    op.create_index("ix_consent_event_grant_id", "consent_event", ["grant_id"], unique=False)
    op.create_index("ix_consent_event_person_id", "consent_event", ["person_id"], unique=False)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
