"""Facts: rumours that citizens send, problem reports that are handled, corrections of items."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; every report so far is open, and no item is corrected."""
    op.create_table(
        "rumour",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("medium", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("handled_by_id", sa.Integer(), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("draft_id", sa.Uuid(native_uuid=False), nullable=True),
        sa.CheckConstraint("state in ('new', 'used', 'dismissed')", name=op.f("ck_rumour_state")),
        sa.CheckConstraint("times >= 1", name=op.f("ck_rumour_times")),
        sa.ForeignKeyConstraint(["handled_by_id"], ["learner.id"], name=op.f("fk_rumour_handled_by_id_learner")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_rumour_draft_id_draft")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rumour")),
    )
    op.create_index("ix_rumour_state_received_on", "rumour", ["state", "received_on"])
    op.create_index("ix_rumour_fingerprint_received_on", "rumour", ["fingerprint", "received_on"])
    with op.batch_alter_table("problem_report") as batch:
        batch.add_column(sa.Column("handled_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(
            op.f("fk_problem_report_handled_by_id_learner"), "learner", ["handled_by_id"], ["id"]
        )
        batch.create_index("ix_problem_report_handled_at_reported_at", ["handled_at", "reported_at"])
    with op.batch_alter_table("bank_item") as batch:
        batch.add_column(sa.Column("change", sa.String(length=200), nullable=True))
        batch.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Forget the rumours, and what was handled and corrected; the reports stay."""
    with op.batch_alter_table("bank_item") as batch:
        batch.drop_column("changed_at")
        batch.drop_column("change")
    with op.batch_alter_table("problem_report") as batch:
        batch.drop_index("ix_problem_report_handled_at_reported_at")
        batch.drop_constraint(op.f("fk_problem_report_handled_by_id_learner"), type_="foreignkey")
        batch.drop_column("handled_at")
        batch.drop_column("handled_by_id")
    op.drop_table("rumour")
