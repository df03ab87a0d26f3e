"""Letters on news of a referral and on answers written down for somebody; the fields that such an answer names."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

TOPICS_BEFORE = (
    *("answer", "contact_check", "reminder", "digest", "project", "household", "plan", "report", "news"),
    "sign_in",
)
TOPICS = (*TOPICS_BEFORE, "referral", "written")
WRITTEN = ("letter", "letter_choice", "letter_wish")


def upgrade() -> None:
    for table in WRITTEN:
        _allow(table, TOPICS)
    op.add_column("referral", sa.Column("news", sqlmodel.AutoString(), nullable=True))
    op.add_column("referral", sa.Column("letter_id", sa.Uuid(), nullable=True))
    fields = sa.Column("fields", postgresql.JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False)
    op.add_column("written_answer", fields)
    op.alter_column("written_answer", "fields", server_default=None)


def downgrade() -> None:
    op.drop_column("written_answer", "fields")
    op.drop_column("referral", "letter_id")
    op.drop_column("referral", "news")
    for table in WRITTEN:
        topic: sa.ColumnClause[str] = sa.column("topic")
        op.execute(sa.delete(sa.table(table, topic)).where(topic.not_in(TOPICS_BEFORE)))
        _allow(table, TOPICS_BEFORE)


def _allow(table: str, values: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_topic")
    op.drop_constraint(name, table, type_="check")
    op.create_check_constraint(name, table, sa.column("topic").in_(values))
