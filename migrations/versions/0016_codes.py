"""Slips are found by who made them, and people are told by e-mail of a code for their account."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_KINDS = "'reminders', 'invitation', 'certificate'"


def upgrade() -> None:
    """Let a message be about a code."""
    op.create_index("ix_one_time_code_made_by_id", "one_time_code", ["made_by_id", "made_at"])
    _allow(f"kind in ({_KINDS}, 'code')")


def downgrade() -> None:
    """Forget those messages: they told of something that has its own row."""
    op.execute("delete from outbox_message where kind = 'code'")
    _allow(f"kind in ({_KINDS})")
    op.drop_index("ix_one_time_code_made_by_id", table_name="one_time_code")


def _allow(kinds: str) -> None:
    """Another rule for the kinds of messages."""
    with op.batch_alter_table("outbox_message") as batch:
        batch.drop_constraint(op.f("ck_outbox_message_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_outbox_message_kind"), kinds)
