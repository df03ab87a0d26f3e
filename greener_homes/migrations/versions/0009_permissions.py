"""Utilities that can be connected, residents' permissions there, and every arrow those went along."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATES = (
    "created",
    "sent",
    "accepted",
    "rejected",
    "timed_out",
    "invalid",
    "revoked",
    "terminated",
    "fulfilled",
    "unfulfillable",
    "failed_to_terminate",
    "externally_terminated",
)


def upgrade() -> None:
    op.create_table(
        "custodian",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("authorize_url", sqlmodel.AutoString(), nullable=False),
        sa.Column("token_url", sqlmodel.AutoString(), nullable=False),
        sa.Column("revoke_url", sqlmodel.AutoString(), nullable=True),
        sa.Column("resource_url", sqlmodel.AutoString(), nullable=False),
        sa.Column("status_url", sqlmodel.AutoString(), nullable=True),
        sa.Column("issuer", sqlmodel.AutoString(), nullable=False),
        sa.Column("client_id", sqlmodel.AutoString(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("secret_key", sa.LargeBinary(), nullable=False),
        sa.Column("scope", sqlmodel.AutoString(), nullable=False),
        sa.Column("fetch_by", _one_of("fetchby", "published", "updated"), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("look_back_days", sa.Integer(), nullable=False),
        sa.Column("late_hours", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("closed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sqlmodel.AutoString(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_custodian_organisation_id_organisation"
        ),
        sa.PrimaryKeyConstraint("organisation_id", name="pk_custodian"),
    )
    op.create_table(
        "permission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("state", _one_of("permissionstate", *STATES), nullable=False),
        sa.Column("code", sqlmodel.AutoString(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("state_match", sa.LargeBinary(), nullable=True),
        sa.Column("browser_match", sa.LargeBinary(), nullable=True),
        sa.Column("asked_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("code_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("access_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("access_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refresh_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("previous_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("resource_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("resource_match", sa.LargeBinary(), nullable=True),
        sa.Column("authorization_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("authorization_match", sa.LargeBinary(), nullable=True),
        sa.Column("scope", sqlmodel.AutoString(), nullable=True),
        sa.Column("filled_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("filled_back_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_permission_home_id_home", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_permission_person_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["organisation.id"], name="fk_permission_supplier_id_organisation"),
        sa.PrimaryKeyConstraint("id", name="pk_permission"),
        sa.UniqueConstraint("state_match", name="uq_permission_state_match"),
    )
    op.create_index("ix_permission_home_id", "permission", ["home_id"], unique=False)
    op.create_index("ix_permission_person_id", "permission", ["person_id"], unique=False)
    op.create_index("ix_permission_resource_match", "permission", ["resource_match"], unique=False)
    op.create_index("ix_permission_authorization_match", "permission", ["authorization_match"], unique=False)
    op.create_index(
        "ix_permission_due_at", "permission", ["due_at"], unique=False, postgresql_where=sa.text("due_at IS NOT NULL")
    )
    op.create_index(
        "uq_permission_open",
        "permission",
        ["home_id", "supplier_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('created', 'sent', 'accepted')"),
    )
    op.create_table(
        "permission_event",
        sa.Column("permission_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("came_from", _one_of("came_from", *STATES), nullable=True),
        sa.Column("state", _one_of("permissionstate", *STATES), nullable=False),
        sa.Column("code", sqlmodel.AutoString(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["permission_id"],
            ["permission.id"],
            name="fk_permission_event_permission_id_permission",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("permission_id", "number", name="pk_permission_event"),
    )


def downgrade() -> None:
    op.drop_table("permission_event")
    op.drop_table("permission")
    op.drop_table("custodian")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
