"""A channel may be marked as not sure yet."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the mark; what is there already is sure."""
    with op.batch_alter_table("channel") as channel:
        channel.add_column(sa.Column("is_uncertain", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("channel") as channel:
        channel.alter_column("is_uncertain", server_default=None)


def downgrade() -> None:
    """Take the mark away."""
    with op.batch_alter_table("channel") as channel:
        channel.drop_column("is_uncertain")
