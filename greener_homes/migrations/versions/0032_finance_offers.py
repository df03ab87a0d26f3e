"""What partners lend: offers in versions, by municipality and kind of work."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

CONTENT = sa.Enum(
    "usage", "offers", name="partnerfilecontent", native_enum=False, create_constraint=False, length=40
)  # its check is made by name below, since add_column makes none


def upgrade() -> None:
    op.add_column("partner_file", sa.Column("content", CONTENT, nullable=False, server_default="usage"))
    op.alter_column("partner_file", "content", server_default=None)
    op.create_check_constraint(
        op.f("ck_partner_file_partnerfilecontent"), "partner_file", sa.column("content").in_(CONTENT.enums)
    )
    op.create_table(
        "finance_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("key", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", _one_of("financekind", "loan", "on_bill", "local_improvement_charge"), nullable=False),
        sa.Column("name_en", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("name_fr", sqlmodel.AutoString(length=120), nullable=False),
        sa.Column("rate_kind", _one_of("ratekind", "fixed", "variable"), nullable=False),
        sa.Column("rate_low_percent", sa.Numeric(6, 3), nullable=False),
        sa.Column("rate_high_percent", sa.Numeric(6, 3), nullable=False),
        sa.Column("compounding", _one_of("compounding", "each_payment", "half_yearly", "yearly"), nullable=False),
        sa.Column(
            "payments",
            _one_of("paymentfrequency", "weekly", "every_two_weeks", "monthly", "yearly"),
            nullable=False,
        ),
        sa.Column("term_min_months", sa.Integer(), nullable=False),
        sa.Column("term_max_months", sa.Integer(), nullable=False),
        sa.Column("amount_min_cad", sa.Numeric(10, 2), nullable=False),
        sa.Column("amount_max_cad", sa.Numeric(10, 2), nullable=False),
        sa.Column("admin_fee_cad", sa.Numeric(10, 2), nullable=False),
        sa.Column("admin_fee_percent", sa.Numeric(6, 3), nullable=False),
        sa.Column("registration_fee_cad", sa.Numeric(10, 2), nullable=False),
        sa.Column("fees_paid", _one_of("feespaid", "at_start", "added", "by_lender"), nullable=False),
        sa.Column(
            "early_repayment",
            _one_of("earlyrepayment", "free", "months_of_interest", "percent_of_owed", "not_possible"),
            nullable=False,
        ),
        sa.Column("early_amount", sa.Numeric(6, 3), nullable=False),
        sa.Column("on_moving", _one_of("onmoving", "settled", "stays_with_home", "follows_borrower"), nullable=False),
        sa.Column(
            "security",
            _one_of("financesecurity", "none", "property_tax_bill", "utility_bill", "lien"),
            nullable=False,
        ),
        sa.Column("municipalities", postgresql.JSONB(), nullable=False),
        sa.Column("measures", postgresql.JSONB(), nullable=False),
        sa.Column("categories", postgresql.JSONB(), nullable=False),
        sa.Column("for_owners", sa.Boolean(), nullable=False),
        sa.Column("for_tenants", sa.Boolean(), nullable=False),
        sa.Column("low_income_only", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("page_url", sqlmodel.AutoString(length=500), nullable=False),
        sa.Column("received_via", _one_of("receivedvia", "file", "api"), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("state", _one_of("offerstate", "waiting", "approved", "declined"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "rate_low_percent >= 0 AND rate_low_percent <= rate_high_percent", name=op.f("ck_finance_offer_rates")
        ),
        sa.CheckConstraint(
            "term_min_months > 0 AND term_min_months <= term_max_months", name=op.f("ck_finance_offer_terms")
        ),
        sa.CheckConstraint(
            "amount_min_cad > 0 AND amount_min_cad <= amount_max_cad", name=op.f("ck_finance_offer_amounts")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_finance_offer_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["partner_file.id"], name="fk_finance_offer_file_id_partner_file", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name="fk_finance_offer_decided_by_person", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_finance_offer"),
        sa.UniqueConstraint("organisation_id", "key", "version", name="uq_finance_offer_organisation_id_key_version"),
    )
    op.create_index("ix_finance_offer_stated", "finance_offer", ["organisation_id", "key", "stated_at"])
    op.create_index("ix_finance_offer_state", "finance_offer", ["state", "received_at"])


def downgrade() -> None:
    op.drop_table("finance_offer")
    op.drop_constraint(op.f("ck_partner_file_partnerfilecontent"), "partner_file", type_="check")
    op.drop_column("partner_file", "content")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
