"""Indexes that give the newest submitted attempts, of one quiz and of all, without reading the others."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index when attempts were submitted."""
    op.create_index("ix_attempt_quiz_id_submitted_at", "attempt", ["quiz_id", "submitted_at"], unique=False)
    op.create_index("ix_attempt_submitted_at", "attempt", ["submitted_at"], unique=False)
    op.drop_index("ix_attempt_quiz_id", table_name="attempt")


def downgrade() -> None:
    """Index the quiz alone, as before."""
    op.create_index("ix_attempt_quiz_id", "attempt", ["quiz_id"], unique=False)
    op.drop_index("ix_attempt_submitted_at", table_name="attempt")
    op.drop_index("ix_attempt_quiz_id_submitted_at", table_name="attempt")
