"""Uploads between their dry run and their drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("course", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["learner.id"], name=op.f("fk_import_batch_author_id_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index("ix_import_batch_author_id", "import_batch", ["author_id"])


def downgrade() -> None:
    """Forget what was uploaded; it was not taken over yet."""
    op.drop_table("import_batch")
