"""Lessons move: where they went, and which number file and database last had in common."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; of numbers nothing is remembered yet."""
    op.create_table(
        "moved_text",
        sa.Column("old_identity", sa.String(length=200), nullable=False),
        sa.Column("new_identity", sa.String(length=200), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("old_identity", name=op.f("pk_moved_text")),
    )
    op.create_index("ix_moved_text_new_identity", "moved_text", ["new_identity"])
    op.create_index("ix_exposure_item_key_times", "exposure", ["item_key", "times"])
    op.add_column("synced_file", sa.Column("position", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Forget old addresses; lessons stay where they are."""
    op.drop_column("synced_file", "position")
    op.drop_index("ix_exposure_item_key_times", "exposure")
    op.drop_table("moved_text")
