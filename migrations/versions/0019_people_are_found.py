"""Operators find people by the beginning of a name, and people are told of what changes in their account."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_KINDS = "'reminders', 'invitation', 'certificate', 'code'"


def upgrade() -> None:
    """Make what searching for people reads, and let a message be about an account."""
    op.create_index(
        "ix_account_login_name_start", "account", ["login_name"],
        postgresql_ops={"login_name": "text_pattern_ops"},
    )
    op.create_index(
        "ix_membership_name_key_start", "membership", ["name_key"],
        postgresql_ops={"name_key": "text_pattern_ops"},
    )
    op.create_index("ix_membership_external_id", "membership", ["external_id"])
    op.create_index("ix_membership_contact", "membership", ["contact"])
    op.create_index(
        "ix_membership_waiting", "membership", ["organisation_id"],
        sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"),
    )
    _allow(f"kind in ({_KINDS}, 'account')")


def downgrade() -> None:
    """Forget those messages: the audit keeps what they told."""
    op.execute("delete from outbox_message where kind = 'account'")
    _allow(f"kind in ({_KINDS})")
    op.drop_index("ix_membership_waiting", table_name="membership")
    op.drop_index("ix_membership_contact", table_name="membership")
    op.drop_index("ix_membership_external_id", table_name="membership")
    op.drop_index("ix_membership_name_key_start", table_name="membership")
    op.drop_index("ix_account_login_name_start", table_name="account")


def _allow(kinds: str) -> None:
    """Another rule for the kinds of messages."""
    with op.batch_alter_table("outbox_message") as batch:
        batch.drop_constraint(op.f("ck_outbox_message_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_outbox_message_kind"), kinds)
