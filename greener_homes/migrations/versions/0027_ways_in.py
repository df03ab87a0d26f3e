"""Ways in: links by e-mail, second factors, sessions that can be listed and ended, identities of other providers."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TOPICS_BEFORE = (
    "answer", "contact_check", "reminder", "digest", "project", "household", "plan", "report", "news",
)  # fmt: skip
TOPICS = (*TOPICS_BEFORE, "sign_in")
WRITTEN = ("letter", "letter_choice", "letter_wish")
TABLES = ("provider_visit", "linked_identity", "recovery_code", "second_factor", "email_link")


def upgrade() -> None:
    for table in WRITTEN:
        _allow(table, "topic", TOPICS)
    op.add_column("person", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE person SET confirmed_at = created_at")
    op.add_column("sign_in", sa.Column("device", sqlmodel.AutoString(length=40), nullable=False, server_default=""))
    op.alter_column("sign_in", "device", server_default=None)
    op.add_column("sign_in", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE sign_in SET seen_at = started_at")
    op.alter_column("sign_in", "seen_at", nullable=False)
    op.add_column("sign_in", sa.Column("is_half", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("sign_in", "is_half", server_default=None)
    _email_link()
    _second_factor()
    _providers()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.execute("DELETE FROM sign_in WHERE is_half")
    for column in ("is_half", "seen_at", "device"):
        op.drop_column("sign_in", column)
    op.drop_column("person", "confirmed_at")
    for table in WRITTEN:
        topic: sa.ColumnClause[str] = sa.column("topic")
        op.execute(sa.delete(sa.table(table, topic)).where(topic.not_in(TOPICS_BEFORE)))
        _allow(table, "topic", TOPICS_BEFORE)


def _email_link() -> None:
    op.create_table(
        "email_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", _set("linkkind", "sign_up", "sign_in", "recover", "connect"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("email_match", sa.LargeBinary(), nullable=False),
        sa.Column("origin_match", sa.LargeBinary(), nullable=False),
        sa.Column("language", _set("language", "en", "fr"), nullable=False),
        sa.Column("asked_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("browser_digest", sa.LargeBinary(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        _to_person("email_link"),
        sa.PrimaryKeyConstraint("id", name="pk_email_link"),
        sa.UniqueConstraint("token_digest", name="uq_email_link_token_digest"),
    )
    for column in ("person_id", "email_match", "origin_match"):
        op.create_index(f"ix_email_link_{column}", "email_link", [column])


def _second_factor() -> None:
    op.create_table(
        "second_factor",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        _to_person("second_factor"),
        sa.PrimaryKeyConstraint("person_id", name="pk_second_factor"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_match", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        _to_person("recovery_code"),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
        sa.UniqueConstraint("person_id", "code_match", name="uq_recovery_code_person_id_code_match"),
    )
    op.create_index("ix_recovery_code_person_id", "recovery_code", ["person_id"])


def _providers() -> None:
    op.create_table(
        "linked_identity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("provider", sqlmodel.AutoString(), nullable=False),
        sa.Column("subject_match", sa.LargeBinary(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        _to_person("linked_identity"),
        sa.PrimaryKeyConstraint("id", name="pk_linked_identity"),
        sa.UniqueConstraint("subject_match", name="uq_linked_identity_subject_match"),
    )
    op.create_index("ix_linked_identity_person_id", "linked_identity", ["person_id"])
    op.create_table(
        "provider_visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider", sqlmodel.AutoString(), nullable=False),
        sa.Column("state_digest", sa.LargeBinary(), nullable=False),
        sa.Column("browser_digest", sa.LargeBinary(), nullable=False),
        sa.Column("carried_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_provider_visit"),
        sa.UniqueConstraint("state_digest", name="uq_provider_visit_state_digest"),
    )


def _set(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _to_person(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_person_id_person"
    return sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=name, ondelete="CASCADE")


def _allow(table: str, column: str, values: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_{column}")
    op.drop_constraint(name, table, type_="check")
    op.create_check_constraint(name, table, sa.column(column).in_(values))
