"""Partners' own software: clients, their secrets and tokens by digest, and how often each calls."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("partner_client", "partner_secret", "partner_token", "partner_calls")


def upgrade() -> None:
    op.create_table(
        "partner_client",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.AutoString(length=80), nullable=False),
        sa.Column("scope", sqlmodel.AutoString(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        _belongs("partner_client", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name="pk_partner_client"),
    )
    op.create_index("ix_partner_client_organisation_id", "partner_client", ["organisation_id"], unique=False)
    op.create_table(
        "partner_secret",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        _belongs("partner_secret", "client_id", "partner_client"),
        sa.PrimaryKeyConstraint("id", name="pk_partner_secret"),
        sa.UniqueConstraint("digest", name="uq_partner_secret_digest"),
    )
    op.create_index("ix_partner_secret_client_id", "partner_secret", ["client_id"], unique=False)
    op.create_table(
        "partner_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("secret_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("scope", sqlmodel.AutoString(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        _belongs("partner_token", "client_id", "partner_client"),
        _belongs("partner_token", "secret_id", "partner_secret"),
        sa.PrimaryKeyConstraint("id", name="pk_partner_token"),
        sa.UniqueConstraint("digest", name="uq_partner_token_digest"),
    )
    for column in ("client_id", "secret_id", "expires_at"):
        op.create_index(f"ix_partner_token_{column}", "partner_token", [column], unique=False)
    op.create_table(
        "partner_calls",
        sa.Column("caller", sa.LargeBinary(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "asked",
                "failed",
                "network",
                "call",
                name="callkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("caller", "kind", "since", name="pk_partner_calls"),
    )
    op.create_index("ix_partner_calls_since", "partner_calls", ["since"], unique=False)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _belongs(table: str, column: str, owner: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{owner}.id"], name=f"fk_{table}_{column}_{owner}", ondelete="CASCADE")
