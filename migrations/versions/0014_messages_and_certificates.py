"""What people are reminded of and can show: messages, calendars, certificates."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease", sa.Uuid(native_uuid=False), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=300), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind in ('reminders', 'invitation', 'certificate')", name=op.f("ck_outbox_message_kind")
        ),
        sa.CheckConstraint(
            "state in ('waiting', 'sent', 'failed', 'dropped')", name=op.f("ck_outbox_message_state")
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_outbox_message_learner_id_learner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
    )
    op.create_index(op.f("ix_outbox_message_learner_id"), "outbox_message", ["learner_id"], unique=False)
    op.create_index(
        "ix_outbox_message_state_not_before", "outbox_message", ["state", "not_before"], unique=False
    )
    op.create_index(
        "uq_outbox_message_day",
        "outbox_message",
        ["learner_id", "day"],
        unique=True,
        sqlite_where=sa.text("kind = 'reminders'"),
        postgresql_where=sa.text("kind = 'reminders'"),
    )
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Uuid(native_uuid=False), nullable=True),
        sa.CheckConstraint(
            "kind in ('assigned', 'week', 'day', 'late', 'tap')", name=op.f("ck_reminder_kind")
        ),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_reminder_learner_id_learner")),
        sa.ForeignKeyConstraint(["made_by_id"], ["learner.id"], name=op.f("fk_reminder_made_by_id_learner")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["outbox_message.id"], name=op.f("fk_reminder_message_id_outbox_message")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_reminder_obligation_id_obligation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
    )
    op.create_index("ix_reminder_learner_id", "reminder", ["learner_id", "made_at"], unique=False)
    op.create_index(op.f("ix_reminder_message_id"), "reminder", ["message_id"], unique=False)
    op.create_index("ix_reminder_obligation_id", "reminder", ["obligation_id", "made_at"], unique=False)
    op.create_index(
        "uq_reminder_once",
        "reminder",
        ["obligation_id", "kind"],
        unique=True,
        sqlite_where=sa.text("kind <> 'tap'"),
        postgresql_where=sa.text("kind <> 'tap'"),
    )
    op.create_index("uq_reminder_tap", "reminder", ["obligation_id", "kind", "day"], unique=True)
    op.create_table(
        "mail_choice",
        sa.Column("learner_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("wants_optional", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_mail_choice_learner_id_learner")
        ),
        sa.PrimaryKeyConstraint("learner_id", name=op.f("pk_mail_choice")),
        sa.UniqueConstraint("key", name=op.f("uq_mail_choice_key")),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("learner_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_calendar_feed_learner_id_learner")
        ),
        sa.PrimaryKeyConstraint("learner_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("key", name=op.f("uq_calendar_feed_key")),
    )
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("finish_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("course_title", sa.String(), nullable=False),
        sa.Column("course_number", sa.Integer(), nullable=False),
        sa.Column("organisation_name", sa.String(length=120), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issuer", sa.String(length=160), nullable=False),
        sa.Column("signatory_name", sa.String(length=120), nullable=False),
        sa.Column("signatory_title", sa.String(length=160), nullable=False),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_reason", sa.String(length=300), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("lessons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_certificate_course_id_course")),
        sa.ForeignKeyConstraint(
            ["finish_id"], ["course_finish.id"], name=op.f("fk_certificate_finish_id_course_finish")
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_certificate_learner_id_learner")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_certificate_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["learner.id"], name=op.f("fk_certificate_revoked_by_id_learner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_code")),
        sa.UniqueConstraint("finish_id", name=op.f("uq_certificate_finish_id")),
    )
    op.create_index(op.f("ix_certificate_learner_id"), "certificate", ["learner_id"], unique=False)
    op.add_column("course", sa.Column("hours", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Forget them."""
    op.drop_column("course", "hours")
    op.drop_table("certificate")
    op.drop_table("calendar_feed")
    op.drop_table("mail_choice")
    op.drop_table("reminder")
    op.drop_table("outbox_message")
