"""Questions on advice, their answers, articles worth reusing, appointments, and letters by e-mail."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "article",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sqlmodel.AutoString(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "retired",
                name="articlestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        sa.UniqueConstraint("slug", name="uq_article_slug"),
    )
    op.create_table(
        "article_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title_en", sqlmodel.AutoString(), nullable=False),
        sa.Column("title_fr", sqlmodel.AutoString(), nullable=False),
        sa.Column("body_en", sqlmodel.AutoString(), nullable=False),
        sa.Column("body_fr", sqlmodel.AutoString(), nullable=False),
        sa.Column("sources", postgresql.JSONB(), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.Column("from_an_answer", sa.Boolean(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_article_version_article_id_article", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["person.id"], name="fk_article_version_published_by_person", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["person.id"], name="fk_article_version_written_by_person", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_article_version"),
        sa.UniqueConstraint("article_id", "number", name="uq_article_version_article_id_number"),
    )
    op.create_index("ix_article_version_article_id", "article_version", ["article_id"], unique=False)
    op.create_table(
        "coach_slot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("call", "visit", name="meetingkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name="forwards"),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name="fk_coach_slot_coach_id_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_coach_slot"),
    )
    op.create_index("ix_coach_slot_coach_id", "coach_slot", ["coach_id"], unique=False)
    op.create_index("ix_coach_slot_starts_at", "coach_slot", ["starts_at"], unique=False)
    op.create_table(
        "contact_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "contacted",
            sa.Enum("yes", "no", "unsure", name="contacted", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("did_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_contact_check_home_id_home", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_contact_check_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contact_check"),
        sa.UniqueConstraint("person_id", "home_id", "since", name="uq_contact_check_person_id_home_id_since"),
        sa.UniqueConstraint("token_digest", name="uq_contact_check_token_digest"),
    )
    op.create_index("ix_contact_check_home_id", "contact_check", ["home_id"], unique=False)
    op.create_index("ix_contact_check_person_id", "contact_check", ["person_id"], unique=False)
    op.create_table(
        "letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "topic",
            sa.Enum(
                "answer",
                "contact_check",
                "reminder",
                "digest",
                name="topic",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column(
            "language",
            sa.Enum("en", "fr", name="language", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("subject_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sent",
                "failed",
                "dropped",
                name="letterstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("error_code", sqlmodel.AutoString(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_letter_person_id_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
        sa.UniqueConstraint("person_id", "topic", "about_id", name="uq_letter_person_id_topic_about_id"),
    )
    op.create_index("ix_letter_person_id", "letter", ["person_id"], unique=False)
    op.create_table(
        "letter_choice",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "topic",
            sa.Enum(
                "answer",
                "contact_check",
                "reminder",
                "digest",
                name="topic",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("off_since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_letter_choice_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "topic", name="pk_letter_choice"),
    )
    op.create_table(
        "thread",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=True),
        sa.Column(
            "about",
            sa.Enum(
                "general",
                "recommendation",
                "import",
                "chart",
                name="about",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("about_key", sqlmodel.AutoString(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "waiting",
                "answered",
                "closed",
                name="threadstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "language",
            sa.Enum("en", "fr", name="language", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "reply_by",
            sa.Enum("portal", "email", "phone", name="replyby", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_thread_home_id_home", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name="fk_thread_owner_id_person", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_thread_person_id_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_thread"),
    )
    op.create_index("ix_thread_desk", "thread", ["state", "promised_on"], unique=False)
    op.create_index("ix_thread_home_id", "thread", ["home_id"], unique=False)
    op.create_index("ix_thread_person_id", "thread", ["person_id"], unique=False)
    op.create_table(
        "appointment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=True),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "booked", "cancelled", name="appointmentstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("reach_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("wish_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name="fk_appointment_home_id_home", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_appointment_person_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["coach_slot.id"], name="fk_appointment_slot_id_coach_slot", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_appointment"),
    )
    op.create_index("ix_appointment_home_id", "appointment", ["home_id"], unique=False)
    op.create_index("ix_appointment_person_id", "appointment", ["person_id"], unique=False)
    op.create_index(
        "uq_appointment_slot", "appointment", ["slot_id"], unique=True, postgresql_where=sa.text("state = 'booked'")
    )
    op.create_table(
        "coach_quarter",
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["person.id"], name="fk_coach_quarter_coach_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["coach_slot.id"], name="fk_coach_quarter_slot_id_coach_slot", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("coach_id", "starts_at", name="pk_coach_quarter"),
    )
    op.create_index("ix_coach_quarter_slot_id", "coach_quarter", ["slot_id"], unique=False)
    op.create_table(
        "thread_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "author",
            sa.Enum("resident", "coach", name="author", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name="fk_thread_message_author_id_person", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_thread_message_person_id_person", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name="fk_thread_message_thread_id_thread", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_thread_message"),
    )
    op.create_index("ix_thread_message_person_id", "thread_message", ["person_id"], unique=False)
    op.create_index("ix_thread_message_thread_id", "thread_message", ["thread_id"], unique=False)
    op.create_table(
        "thread_attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "jpeg",
                "png",
                "webp",
                "pdf",
                name="attachmentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("data_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["thread_message.id"],
            name="fk_thread_attachment_message_id_thread_message",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_thread_attachment_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_thread_attachment"),
    )
    op.create_index("ix_thread_attachment_message_id", "thread_attachment", ["message_id"], unique=False)
    op.create_index("ix_thread_attachment_person_id", "thread_attachment", ["person_id"], unique=False)


def downgrade() -> None:
    for table in (
        "thread_attachment",
        "thread_message",
        "coach_quarter",
        "appointment",
        "thread",
        "letter_choice",
        "letter",
        "contact_check",
        "coach_slot",
        "article_version",
        "article",
    ):
        op.drop_table(table)
