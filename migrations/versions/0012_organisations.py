"""Organisations: agencies, the people in them, and how they came in."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables. Supervisors are from now on those of an organisation, so the old grants end."""
    op.execute(
        "update role_grant set withdrawn_at = current_timestamp where role = 'supervisor' and withdrawn_at is null"
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("join_code", sa.String(length=20), nullable=True),
        sa.Column("join_code_made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind <> 'community' or parent_id is null", name=op.f("ck_organisation_community")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["organisation.id"], name=op.f("fk_organisation_merged_into_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organisation.id"], name=op.f("fk_organisation_parent_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("join_code", name=op.f("uq_organisation_join_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )
    op.create_index("ix_organisation_parent_id_name", "organisation", ["parent_id", "name"], unique=False)
    op.create_table(
        "organisation_ancestor",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("ancestor_id", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ancestor_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_ancestor_ancestor_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_ancestor_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "ancestor_id", name=op.f("pk_organisation_ancestor")),
    )
    op.create_index(
        "ix_organisation_ancestor_ancestor_id_organisation_id",
        "organisation_ancestor",
        ["ancestor_id", "organisation_id"],
        unique=False,
    )
    op.create_table(
        "cohort",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_cohort_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
    )
    op.create_index(op.f("ix_cohort_organisation_id"), "cohort", ["organisation_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_key", sa.String(length=80), nullable=False),
        sa.Column("external_id", sa.String(length=60), nullable=True),
        sa.Column("contact", sa.String(length=254), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("role in ('member', 'supervisor')", name=op.f("ck_membership_role")),
        sa.CheckConstraint(
            "state in ('waiting', 'invited', 'active', 'ended', 'refused')", name=op.f("ck_membership_state")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["learner.id"], name=op.f("fk_membership_decided_by_id_learner")
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_membership_learner_id_learner")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("public_id", name=op.f("uq_membership_public_id")),
    )
    op.create_index(op.f("ix_membership_learner_id"), "membership", ["learner_id"], unique=False)
    op.create_index(
        "ix_membership_organisation_id_state",
        "membership",
        ["organisation_id", "state", "name_key", "id"],
        unique=False,
    )
    op.create_index(
        "uq_membership_external_id",
        "membership",
        ["organisation_id", "external_id"],
        unique=True,
        sqlite_where=sa.text("external_id is not null and state in ('invited', 'active')"),
        postgresql_where=sa.text("external_id is not null and state in ('invited', 'active')"),
    )
    op.create_index(
        "uq_membership_held",
        "membership",
        ["learner_id", "organisation_id", "role"],
        unique=True,
        sqlite_where=sa.text("state in ('waiting', 'invited', 'active')"),
        postgresql_where=sa.text("state in ('waiting', 'invited', 'active')"),
    )
    op.create_table(
        "cohort_member",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_member_cohort_id_cohort")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_cohort_member_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("cohort_id", "membership_id", name=op.f("pk_cohort_member")),
    )
    op.create_index(op.f("ix_cohort_member_membership_id"), "cohort_member", ["membership_id"], unique=False)
    op.create_table(
        "roster_batch",
        sa.Column("id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.CheckConstraint("state in ('read', 'applied', 'undone')", name=op.f("ck_roster_batch_state")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["learner.id"], name=op.f("fk_roster_batch_made_by_id_learner")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_roster_batch_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_batch")),
    )
    op.create_index(
        op.f("ix_roster_batch_organisation_id"), "roster_batch", ["organisation_id"], unique=False
    )
    op.create_table(
        "roster_change",
        sa.Column("batch_id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["roster_batch.id"], name=op.f("fk_roster_change_batch_id_roster_batch")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_roster_change_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("batch_id", "membership_id", name=op.f("pk_roster_change")),
    )
    op.create_index(op.f("ix_roster_change_membership_id"), "roster_change", ["membership_id"], unique=False)
    op.create_table(
        "one_time_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose in ('join', 'recover')", name=op.f("ck_one_time_code_purpose")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_one_time_code_learner_id_learner")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["learner.id"], name=op.f("fk_one_time_code_made_by_id_learner")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_one_time_code_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_one_time_code_code_hash")),
    )
    op.create_index(op.f("ix_one_time_code_learner_id"), "one_time_code", ["learner_id"], unique=False)
    with op.batch_alter_table("account") as batch:
        batch.add_column(sa.Column("first_organisation_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_account_first_organisation_id_organisation"),
            "organisation",
            ["first_organisation_id"],
            ["id"],
        )


def downgrade() -> None:
    """Forget organisations and who was in them; grants that ended stay ended."""
    with op.batch_alter_table("account") as batch:
        batch.drop_constraint(op.f("fk_account_first_organisation_id_organisation"), type_="foreignkey")
        batch.drop_column("first_organisation_id")
    op.drop_table("one_time_code")
    op.drop_table("roster_change")
    op.drop_table("roster_batch")
    op.drop_table("cohort_member")
    op.drop_table("membership")
    op.drop_table("cohort")
    op.drop_table("organisation_ancestor")
    op.drop_table("organisation")
