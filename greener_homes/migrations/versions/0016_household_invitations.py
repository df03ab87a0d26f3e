"""Invitations of one member of a household to another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "home_invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_match", sa.LargeBinary(), nullable=False),
        sa.Column("email_match", sa.LargeBinary(), nullable=True),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "ended_how",
            sa.Enum("used", "revoked", name="invitationend", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name="with_its_way"),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_home_invitation_home_id_home", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_home_invitation_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_home_invitation"),
        sa.UniqueConstraint("token_match", name="uq_home_invitation_token_match"),
    )
    op.create_index("ix_home_invitation_home_id", "home_invitation", ["home_id"], unique=False)
    op.create_index("ix_home_invitation_person_id", "home_invitation", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("home_invitation")
