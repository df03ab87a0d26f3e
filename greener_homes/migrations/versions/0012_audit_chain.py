"""The chain of the audit, kept by the database from being changed; copies and erasures that people ask for."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = ("audit_unsealed", "audit_seal", "audit_head", "person_export", "erasure")
APPEND_ONLY = ("audit_event", "audit_seal", "audit_head", "consent_event")


def upgrade() -> None:
    op.create_index("ix_audit_event_actor_at", "audit_event", ["actor_id", "at"], unique=False)
    op.create_table(
        "audit_unsealed",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_audit_unsealed"),
    )
    op.create_table(
        "audit_seal",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_seal"),
        sa.UniqueConstraint("event_id", name="uq_audit_seal_event_id"),
    )
    op.create_table(
        "audit_head",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sqlmodel.AutoString(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_head"),
    )
    op.create_table(
        "person_export",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", _closed("asked", "ready", "gone", name="exportstate"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("size_bytes", sa.Integer(), nullable=True),
        sa.Column("sha256", sqlmodel.AutoString(), nullable=True),
        sa.Column("spool_name", sqlmodel.AutoString(), nullable=True),
        sa.Column("spool_key", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_person_export_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_person_export"),
    )
    op.create_index("ix_person_export_person_id", "person_export", ["person_id"], unique=False)
    op.create_index(
        "uq_person_export_open",
        "person_export",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("state = 'asked'"),
    )
    op.create_table(
        "erasure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_digest", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("reference_digest", sa.LargeBinary(), nullable=False),
        sa.Column("state", _closed("asked", "withdrawn", "erased", name="erasurestate"), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("unconfirmed", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_erasure"),
        sa.UniqueConstraint("person_digest", name="uq_erasure_person_digest"),
        sa.UniqueConstraint("reference_digest", name="uq_erasure_reference_digest"),
    )
    _events_wait_for_the_sealer()
    _history_is_never_changed()


def downgrade() -> None:
    for table in APPEND_ONLY:
        op.execute(f"DROP TRIGGER append_only ON {table}")
        op.execute(f"DROP TRIGGER never_emptied ON {table}")
    op.execute("DROP TRIGGER wait_for_sealer ON audit_event")
    op.execute("DROP FUNCTION greener_homes_append_only()")
    op.execute("DROP FUNCTION greener_homes_wait_for_sealer()")
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("ix_audit_event_actor_at", "audit_event")


def _closed(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _events_wait_for_the_sealer() -> None:
    op.execute("INSERT INTO audit_unsealed (event_id) SELECT id FROM audit_event")
    op.execute(
        """
        CREATE FUNCTION greener_homes_wait_for_sealer() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO audit_unsealed (event_id) VALUES (NEW.id);
            RETURN NULL;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER wait_for_sealer AFTER INSERT ON audit_event "
        "FOR EACH ROW EXECUTE FUNCTION greener_homes_wait_for_sealer()"
    )


def _history_is_never_changed() -> None:
    op.execute(
        """
        CREATE FUNCTION greener_homes_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
        END $$
        """
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION greener_homes_append_only()"
        )
        op.execute(
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION greener_homes_append_only()"
        )
