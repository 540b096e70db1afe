"""How far the jobs got."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and let the jobs find what is new."""
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("seen_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_for", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )
    op.create_index("ix_reminder_made_at", "reminder", ["made_at"])
    op.create_index("ix_obligation_made_at", "obligation", ["made_at"])


def downgrade() -> None:
    """Forget it: the jobs look at everything again, and remind nobody twice."""
    op.drop_index("ix_obligation_made_at", table_name="obligation")
    op.drop_index("ix_reminder_made_at", table_name="reminder")
    op.drop_table("job_run")
