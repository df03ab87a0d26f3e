"""Referrals of a resident to a lender, and what the lender said back."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

ACTIONS_BEFORE = ("grant", "refuse", "withdraw", "expire", "move_out", "erase")
ACTIONS = (*ACTIONS_BEFORE, "send")
ANSWERED = ("consent_grant", "consent_event")
ACTED = ("consent_event", "consent_receipt")
STATES = (
    *("sent", "received", "needs_information", "approved", "declined", "enrolled", "funded", "repaid"),
    *("ended", "transferred", "withdrawn"),
)
ENDS = ("withdrawn", "advice_gone", "expired")
TABLES = ("referral", "referral_package", "referral_event", "referral_notice", "referral_comparison")


def upgrade() -> None:
    for table in ANSWERED:
        op.add_column(table, sa.Column("fields", postgresql.JSONB(), nullable=True))
    for table in ACTED:
        _allow(table, "consentaction", "action", ACTIONS)
    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("source", _one_of("source", "utility", "partner", "upload", "bills"), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("measures", postgresql.JSONB(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", _one_of("referralstate", *STATES), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("funded_cents", sa.Integer(), nullable=True),
        sa.Column("funded_on", sa.Date(), nullable=True),
        sa.Column("conflicts", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_as", _one_of("referralend", *ENDS), nullable=True),
        _to("referral", "home_id", "home", "CASCADE"),
        _to("referral", "person_id", "person", "CASCADE"),
        _to("referral", "recipient_id", "organisation"),
        _to("referral", "supplier_id", "organisation"),
        _to("referral", "offer_id", "finance_offer", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_referral"),
    )
    op.create_index("ix_referral_home_id", "referral", ["home_id"])
    op.create_index("ix_referral_person_id", "referral", ["person_id"])
    op.create_index("ix_referral_recipient", "referral", ["recipient_id", "made_at"])
    op.create_index(
        "uq_referral_open",
        "referral",
        ["person_id", "home_id", "recipient_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "referral_package",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fields", postgresql.JSONB(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("receipt_id", sa.Uuid(), nullable=True),
        sa.Column("first_fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetches", sa.Integer(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        _to("referral_package", "referral_id", "referral", "CASCADE"),
        _to("referral_package", "receipt_id", "consent_receipt", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_referral_package"),
        sa.UniqueConstraint("referral_id", "version", name="uq_referral_package_referral_id_version"),
    )
    op.create_index("ix_referral_package_referral_id", "referral_package", ["referral_id"])
    op.create_table(
        "referral_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("event_key", sqlmodel.AutoString(length=100), nullable=False),
        sa.Column("kind", _one_of("referraleventkind", *STATES[1:-1]), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("needs", postgresql.JSONB(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=True),
        sa.Column("rate_thousandths", sa.Integer(), nullable=True),
        sa.Column("years", sa.Integer(), nullable=True),
        _to("referral_event", "referral_id", "referral", "CASCADE"),
        _to("referral_event", "recipient_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name="pk_referral_event"),
        sa.UniqueConstraint("recipient_id", "event_key", name="uq_referral_event_recipient_id_event_key"),
    )
    op.create_index("ix_referral_event_referral_id", "referral_event", ["referral_id"])
    op.create_table(
        "referral_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("referral_number", sa.Uuid(), nullable=False),
        sa.Column("ended_as", _one_of("referralend", *ENDS), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        _to("referral_notice", "recipient_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name="pk_referral_notice"),
        sa.UniqueConstraint("referral_number", name="uq_referral_notice_referral_number"),
    )
    op.create_index("ix_referral_notice_recipient", "referral_notice", ["recipient_id", "made_at"])
    op.create_table(
        "referral_comparison",
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compared", sa.Integer(), nullable=False),
        sa.Column("differences", postgresql.JSONB(), nullable=False),
        _to("referral_comparison", "recipient_id", "organisation"),
        sa.PrimaryKeyConstraint("recipient_id", name="pk_referral_comparison"),
    )


def downgrade() -> None:
    """Receipts and history of what was sent go with it: the older database has no word for them."""
    for table in reversed(TABLES):
        op.drop_table(table)
    for table in ACTED:
        acted = sa.table(table, sa.column("action"))
        op.execute(acted.delete().where(acted.c.action == "send"))
        _allow(table, "consentaction", "action", ACTIONS_BEFORE)
    for table in ANSWERED:
        op.drop_column(table, "fields")


def _allow(table: str, name: str, column: str, values: tuple[str, ...]) -> None:
    op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
    op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, sa.column(column).in_(values))


def _to(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}", ondelete=ondelete)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
