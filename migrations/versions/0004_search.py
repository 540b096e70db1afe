"""Search: the words by which courses and lessons are found.

The tables begin empty; ``flask prepare`` fills them from what is live already.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of the search."""
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=True),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("indexer_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_search_entry_course_id_course")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_search_entry_lesson_id_lesson")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
    )
    op.create_index("uq_search_entry_lesson_id", "search_entry", ["lesson_id"], unique=True)
    op.create_index(
        "uq_search_entry_course",
        "search_entry",
        ["course_id"],
        unique=True,
        sqlite_where=sa.text("lesson_id is null"),
        postgresql_where=sa.text("lesson_id is null"),
    )
    op.create_table(
        "search_word",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("stem", sa.String(length=40), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["search_entry.id"], name=op.f("fk_search_word_entry_id_search_entry")
        ),
        sa.PrimaryKeyConstraint("entry_id", "word", name=op.f("pk_search_word")),
    )
    op.create_index("ix_search_word_stem", "search_word", ["stem"], unique=False)


def downgrade() -> None:
    """Remove them; what they hold can be taken from the texts again."""
    op.drop_index("ix_search_word_stem", table_name="search_word")
    op.drop_table("search_word")
    op.drop_index("uq_search_entry_course", table_name="search_entry")
    op.drop_index("uq_search_entry_lesson_id", table_name="search_entry")
    op.drop_table("search_entry")
