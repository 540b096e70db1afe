"""The studio: drafts, the history of course pages, who wrote a revision, settings of the site."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WRITTEN_BY_SOMEBODY = ("lesson_revision", "quiz_revision")


def upgrade() -> None:
    """Make the tables; the page that a course has now becomes its first revision."""
    for table in WRITTEN_BY_SOMEBODY:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("author_id", sa.Integer(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_{table}_author_id_learner"), "learner", ["author_id"], ["id"])
    op.create_table(
        "course_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_revision_course_id_course")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["learner.id"], name=op.f("fk_course_revision_author_id_learner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_revision")),
        sa.UniqueConstraint("course_id", "number", name=op.f("uq_course_revision_course_id_number")),
    )
    op.add_column("course", sa.Column("current_number", sa.Integer(), nullable=False, server_default="1"))
    op.execute(
        "insert into course_revision (course_id, number, source_sha256, author, published_at, source) "
        "select id, 1, source_sha256, 'berkas', published_at, source from course"
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.Column("decisions", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('writing', 'in_review', 'published', 'discarded')", name=op.f("ck_draft_state")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["learner.id"], name=op.f("fk_draft_author_id_learner")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["learner.id"], name=op.f("fk_draft_decided_by_id_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index("ix_draft_state_saved_at", "draft", ["state", "saved_at"])
    op.create_index("ix_draft_author_id_state", "draft", ["author_id", "state"])
    op.create_table(
        "draft_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("identity", sa.String(length=200), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_text_draft_id_draft")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_text")),
        sa.UniqueConstraint("draft_id", "identity", name=op.f("uq_draft_text_draft_id_identity")),
    )
    op.create_index("ix_draft_text_identity", "draft_text", ["identity"])
    op.create_table(
        "site_setting",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["learner.id"], name=op.f("fk_site_setting_changed_by_id_learner")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_site_setting")),
    )


def downgrade() -> None:
    """Forget drafts and settings. Published texts stay; of courses only the newest page."""
    op.drop_table("site_setting")
    op.drop_table("draft_text")
    op.drop_table("draft")
    op.drop_column("course", "current_number")
    op.drop_table("course_revision")
    for table in WRITTEN_BY_SOMEBODY:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"fk_{table}_author_id_learner"), type_="foreignkey")
            batch.drop_column("author_id")
