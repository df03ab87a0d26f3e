"""Hours and files of weather stations, a home's own station, published rates, and sources that may fall silent."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = ("weather_hours", "weather_file", "home_station", "rate_sheet", "published_rate", "feed", "feed_alarm")


def upgrade() -> None:
    # Days that are there already were written as means; their default goes again, so that code must say.
    basis: sa.Column[str] = sa.Column("basis", _closed("daybasis", "published", "estimated", "hours"), nullable=False)
    basis.server_default = sa.DefaultClause("published")
    op.add_column("weather_day", basis)
    op.alter_column("weather_day", "basis", server_default=None)
    _weather()
    _rates()
    _feeds()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_column("weather_day", "basis")


def _weather() -> None:
    op.create_table(
        "weather_hours",
        sa.Column("station", sqlmodel.AutoString(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("tenths", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("station", "month", name="pk_weather_hours"),
    )
    op.create_table(
        "weather_file",
        sa.Column("station", sqlmodel.AutoString(), nullable=False),
        sa.Column("timeframe", _closed("timeframe", "daily", "hourly"), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(), nullable=False),
        sa.Column("newest_day", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("station", "timeframe", "period", name="pk_weather_file"),
    )
    op.create_table(
        "home_station",
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("station", sqlmodel.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_home_station_home_id_home", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("home_id", name="pk_home_station"),
    )


def _rates() -> None:
    op.create_table(
        "rate_sheet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("state", _closed("sheetstate", "proposed", "approved", "declined"), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_rate_sheet"),
        sa.UniqueConstraint("sha256", "effective_from", name="uq_rate_sheet_sha256_effective_from"),
    )
    op.create_table(
        "published_rate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("family", _closed("ratefamily", "electricity", "delivery", "gas"), nullable=False),
        sa.Column("key", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("figures", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["rate_sheet.id"], name="fk_published_rate_sheet_id_rate_sheet", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_published_rate"),
        sa.UniqueConstraint(
            "sheet_id", "family", "key", "effective_from", name="uq_published_rate_sheet_id_family_key_effective_from"
        ),
    )


def _feeds() -> None:
    op.create_table(
        "feed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", _closed("feedkind", "custodian", "partner", "weather", "rates"), nullable=False),
        sa.Column("key", sqlmodel.AutoString(length=100), nullable=False),
        sa.Column("owner", _closed("feedowner", "staff", "partner", "operator"), nullable=False),
        sa.Column("patience_hours", sa.Integer(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_feed"),
        sa.UniqueConstraint("kind", "key", name="uq_feed_kind_key"),
    )
    op.create_table(
        "feed_alarm",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("feed_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_feed_alarm_feed_id_feed", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_feed_alarm"),
    )
    op.create_index("ix_feed_alarm_feed_id", "feed_alarm", ["feed_id"], unique=False)
    op.create_index(
        "uq_feed_alarm_open",
        "feed_alarm",
        ["feed_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def _closed(name: str, *members: str) -> sa.Enum:
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=40)
