"""More purposes, grants that name a recipient or have no source, windows that end, receipts, why a grant ended."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PURPOSES_BEFORE = ("advice", "coach_access")
OF_USAGE = (*PURPOSES_BEFORE, "referral", "research", "open_data")
PURPOSES = (*OF_USAGE, "contact_email", "contact_telephone", "contact_post")
ACTIONS_BEFORE = ("grant", "refuse", "withdraw", "expire")
ACTIONS = (*ACTIONS_BEFORE, "move_out", "erase")
ASKING = ("consent_statement", "consent_grant", "consent_event")
ANSWERS = ("consent_grant", "consent_event")
PARTS = (
    f"CASE WHEN purpose IN ({', '.join(repr(purpose) for purpose in OF_USAGE)})"
    " THEN source IS NOT NULL AND commodity IS NOT NULL"
    " ELSE source IS NULL AND commodity IS NULL AND supplier_id IS NULL END"
    " AND (purpose = 'referral') = (recipient_id IS NOT NULL)"
)


def upgrade() -> None:
    op.create_table(
        "consent_receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column(
            "action",
            sa.Enum(*ACTIONS, name="consentaction", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sqlmodel.AutoString(), nullable=False),
        sa.Column("signature", sqlmodel.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_consent_receipt_home_id_home", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_consent_receipt_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_consent_receipt"),
    )
    op.create_index("ix_consent_receipt_home_id", "consent_receipt", ["home_id"], unique=False)
    op.create_index("ix_consent_receipt_person_id", "consent_receipt", ["person_id"], unique=False)
    for table in ASKING:
        _allow(table, "purpose", "purpose", PURPOSES)
    _allow("consent_event", "consentaction", "action", ACTIONS)
    for table in ANSWERS:
        op.alter_column(table, "source", existing_type=sa.String(40), nullable=True)
        op.alter_column(table, "commodity", existing_type=sa.String(40), nullable=True)
        op.add_column(table, sa.Column("recipient_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(f"fk_{table}_recipient_id_organisation", table, "organisation", ["recipient_id"], ["id"])
        op.create_check_constraint(op.f(f"ck_{table}_with_its_parts"), table, PARTS)
    _widen_grants()
    _widen_events()
    op.add_column("home_member", sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Answers to questions the older database does not know go: it could not keep to them."""
    for table in ("consent_event", "consent_grant", "consent_statement"):
        _keep_only(table, "purpose", PURPOSES_BEFORE)
    _keep_only("consent_event", "action", ACTIONS_BEFORE)
    op.drop_column("home_member", "joined_at")
    for column in ("form_build", "on_behalf_reason", "channel"):
        op.drop_column("consent_event", column)
    op.drop_constraint("fk_consent_event_receipt_id_consent_receipt", "consent_event")
    op.drop_column("consent_event", "receipt_id")
    op.drop_index("ix_consent_grant_expires_at", "consent_grant")
    _live_grants_are_one_per("source", "supplier_id", "commodity", "purpose")
    for name in ("with_a_reason", "windowed"):
        op.drop_constraint(op.f(f"ck_consent_grant_{name}"), "consent_grant", type_="check")
    for column in ("erased_at", "ended_by", "data_until", "account_holder"):
        op.drop_column("consent_grant", column)
    op.alter_column("consent_grant", "data_from", existing_type=sa.Date(), nullable=False)
    for table in ANSWERS:
        op.drop_constraint(op.f(f"ck_{table}_with_its_parts"), table, type_="check")
        op.drop_constraint(f"fk_{table}_recipient_id_organisation", table)
        op.drop_column(table, "recipient_id")
        op.alter_column(table, "commodity", existing_type=sa.String(40), nullable=False)
        op.alter_column(table, "source", existing_type=sa.String(40), nullable=False)
    _allow("consent_event", "consentaction", "action", ACTIONS_BEFORE)
    for table in ASKING:
        _allow(table, "purpose", "purpose", PURPOSES_BEFORE)
    op.drop_table("consent_receipt")


def _widen_grants() -> None:
    op.add_column(
        "consent_grant", sa.Column("account_holder", sa.Boolean(), nullable=False, server_default=sa.text("false"))
    )
    op.alter_column("consent_grant", "account_holder", existing_type=sa.Boolean(), server_default=None)
    op.alter_column("consent_grant", "data_from", existing_type=sa.Date(), nullable=True)
    op.add_column("consent_grant", sa.Column("data_until", sa.Date(), nullable=True))
    op.add_column("consent_grant", sa.Column("ended_by", sa.String(40), nullable=True))
    op.execute("UPDATE consent_grant SET ended_by = 'replaced' WHERE ended_at IS NOT NULL")
    op.create_check_constraint(
        op.f("ck_consent_grant_endedby"),
        "consent_grant",
        sa.column("ended_by").in_(("replaced", "expired", "moved_out")),
    )
    op.add_column("consent_grant", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(
        op.f("ck_consent_grant_windowed"), "consent_grant", "(source IS NULL) = (data_from IS NULL)"
    )
    op.create_check_constraint(
        op.f("ck_consent_grant_with_a_reason"), "consent_grant", "(ended_at IS NULL) = (ended_by IS NULL)"
    )
    _live_grants_are_one_per("source", "supplier_id", "commodity", "purpose", "recipient_id")
    op.create_index("ix_consent_grant_expires_at", "consent_grant", ["expires_at"], unique=False)


def _widen_events() -> None:
    op.add_column("consent_event", sa.Column("receipt_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        "fk_consent_event_receipt_id_consent_receipt",
        "consent_event",
        "consent_receipt",
        ["receipt_id"],
        ["id"],
        ondelete="CASCADE",
    )
    op.create_index("ix_consent_event_receipt_id", "consent_event", ["receipt_id"], unique=False)
    op.add_column("consent_event", sa.Column("channel", sa.String(40), nullable=False, server_default="web"))
    op.alter_column("consent_event", "channel", existing_type=sa.String(40), server_default=None)
    op.create_check_constraint(
        op.f("ck_consent_event_channel"),
        "consent_event",
        sa.column("channel").in_(("web", "phone", "paper", "utility")),
    )
    op.add_column("consent_event", sa.Column("on_behalf_reason", sqlmodel.AutoString(), nullable=True))
    op.add_column("consent_event", sa.Column("form_build", sqlmodel.AutoString(), nullable=True))


def _keep_only(table: str, column: str, values: tuple[str, ...]) -> None:
    op.execute(sa.delete(sa.table(table, sa.column(column))).where(sa.column(column).not_in(values)))


def _allow(table: str, name: str, column: str, values: tuple[str, ...]) -> None:
    constraint = op.f(f"ck_{table}_{name}")
    op.drop_constraint(constraint, table, type_="check")
    op.create_check_constraint(constraint, table, sa.column(column).in_(values))


def _live_grants_are_one_per(*what: str) -> None:
    op.drop_index("uq_consent_grant_live", "consent_grant")
    op.create_index(
        "uq_consent_grant_live",
        "consent_grant",
        ["person_id", "home_id", *what],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL AND ended_at IS NULL"),
        postgresql_nulls_not_distinct=True,
    )
