"""Media: the pictures that texts name. Their bytes lie in the data folder."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of pictures."""
    op.create_table(
        "media",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("narrow_sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("narrow_bytes", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["learner.id"], name=op.f("fk_media_uploaded_by_id_learner")
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_media")),
    )
    op.create_index("ix_media_uploaded_at", "media", ["uploaded_at"], unique=False)
    op.create_index("ix_media_uploaded_by_id", "media", ["uploaded_by_id"], unique=False)


def downgrade() -> None:
    """Remove it; the files stay, and an import of texts with their pictures fills it again."""
    op.drop_index("ix_media_uploaded_by_id", table_name="media")
    op.drop_index("ix_media_uploaded_at", table_name="media")
    op.drop_table("media")
