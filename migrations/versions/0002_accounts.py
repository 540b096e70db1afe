"""Accounts, roles, one-time links, erasures, audit events; sessions of people who signed in."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables; every session that exists is a guest's, last used when it was made."""
    op.create_table(
        "account",
        sa.Column("learner_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("login_name", sa.String(length=254), nullable=False),
        sa.Column("login_kind", sa.String(length=10), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("recovery_code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("recovery_code_made_at", MOMENT, nullable=False),
        sa.Column("age_band", sa.String(length=12), nullable=False),
        sa.Column("privacy_version", sa.Integer(), nullable=False),
        sa.Column("privacy_accepted_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("password_changed_at", MOMENT, nullable=False),
        sa.Column("disabled_at", MOMENT, nullable=True),
        sa.CheckConstraint("login_kind in ('username', 'email', 'phone')", name=op.f("ck_account_login_kind")),
        sa.CheckConstraint(
            "age_band in ('under_13', '13_to_17', '18_to_59', '60_and_over')", name=op.f("ck_account_age_band")
        ),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_account_learner_id_learner")),
        sa.PrimaryKeyConstraint("learner_id", name=op.f("pk_account")),
        sa.UniqueConstraint("login_name", name=op.f("uq_account_login_name")),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.CheckConstraint("role in ('trainer', 'supervisor', 'operator')", name=op.f("ck_role_grant_role")),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["learner.id"], name=op.f("fk_role_grant_granted_by_learner")
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_role_grant_learner_id_learner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(
        "uq_role_grant_held",
        "role_grant",
        ["learner_id", "role"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at is null"),
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    op.create_table(
        "one_time_link",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_one_time_link")),
    )
    op.create_table(
        "erasure",
        sa.Column("learner_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("erased_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_erasure_learner_id_learner")),
        sa.PrimaryKeyConstraint("learner_id", name=op.f("pk_erasure")),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["learner.id"], name=op.f("fk_audit_event_actor_id_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index(op.f("ix_audit_event_at"), "audit_event", ["at"], unique=False)
    # Other tables point at learner, so SQLite must not build it anew: both databases take this one.
    op.execute(
        "ALTER TABLE learner ADD COLUMN merged_into_id INTEGER "
        "CONSTRAINT fk_learner_merged_into_id_learner REFERENCES learner (id)"
    )
    op.add_column("learner", sa.Column("erased_at", MOMENT, nullable=True))
    with op.batch_alter_table("learner_session") as table:
        table.add_column(sa.Column("signed_in_at", MOMENT, nullable=True))
        table.add_column(sa.Column("is_shared", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("last_used_at", MOMENT, nullable=True))
    op.execute("UPDATE learner_session SET last_used_at = created_at, is_shared = (1 = 0)")
    with op.batch_alter_table("learner_session") as table:
        table.alter_column("is_shared", existing_type=sa.Boolean(), nullable=False)
        table.alter_column("last_used_at", existing_type=MOMENT, nullable=False)


def downgrade() -> None:
    """Remove them. People who signed in are signed out; whoever has an account keeps its progress."""
    op.execute("DELETE FROM learner_session WHERE signed_in_at IS NOT NULL")
    with op.batch_alter_table("learner_session") as table:
        table.drop_column("last_used_at")
        table.drop_column("is_shared")
        table.drop_column("signed_in_at")
    op.drop_column("learner", "erased_at")
    op.drop_column("learner", "merged_into_id")
    op.drop_index(op.f("ix_audit_event_at"), table_name="audit_event")
    op.drop_table("audit_event")
    op.drop_table("erasure")
    op.drop_table("one_time_link")
    op.drop_index(
        "uq_role_grant_held",
        table_name="role_grant",
        sqlite_where=sa.text("withdrawn_at is null"),
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    op.drop_table("role_grant")
    op.drop_table("account")
