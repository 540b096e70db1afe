"""Indexes that give the newest submitted attempts, and the first of a learner, without reading others."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


NEW = (["learner_id", "quiz_id", "submitted_at"], ["quiz_id", "submitted_at"], ["submitted_at"])
OLD = (["learner_id", "quiz_id"], ["quiz_id"])


def upgrade() -> None:
    """Index when attempts were submitted; the new indexes begin with what the old ones held."""
    _exchange(OLD, NEW)


def downgrade() -> None:
    """Index learner and quiz alone, as before."""
    _exchange(NEW, OLD)


def _exchange(old, new):
    for columns in new:
        op.create_index("ix_attempt_" + "_".join(columns), "attempt", columns, unique=False)
    for columns in old:
        op.drop_index("ix_attempt_" + "_".join(columns), table_name="attempt")
