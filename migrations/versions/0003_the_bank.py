"""The bank of items, draws, final quizzes, course completions."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let quizzes stand without a course, and make the tables of the bank and of finished courses."""
    with op.batch_alter_table("quiz") as batch:
        batch.alter_column("course_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("is_final", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.create_check_constraint(
            op.f("ck_quiz_bank_stands_alone"), "course_id is not null or (lesson_id is null and not is_final)"
        )
        for name, column, where in (
            ("uq_quiz_bank_slug", "slug", "course_id is null"),
            ("uq_quiz_final", "course_id", "is_final and retired_at is null"),
        ):
            batch.create_index(
                name, [column], unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
            )
    op.add_column("quiz_revision", sa.Column("pass_percent", sa.Integer(), nullable=True))
    op.add_column("lesson_revision", sa.Column("change", sa.String(), nullable=True))
    op.add_column("attempt", sa.Column("passed", sa.Boolean(), nullable=True))
    op.create_table(
        "bank_item",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=5), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("technique", sa.String(length=30), nullable=False),
        sa.Column("difficulty", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("use", sa.String(length=10), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("verdict in ('salah', 'benar')", name=op.f("ck_bank_item_verdict")),
        sa.ForeignKeyConstraint(["quiz_id"], ["quiz.id"], name=op.f("fk_bank_item_quiz_id_quiz")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["quiz_revision.id"], name=op.f("fk_bank_item_revision_id_quiz_revision")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_bank_item")),
    )
    op.create_table(
        "exposure",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("item_key", sa.String(length=80), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times >= 1", name=op.f("ck_exposure_times")),
        sa.ForeignKeyConstraint(["item_key"], ["bank_item.key"], name=op.f("fk_exposure_item_key_bank_item")),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_exposure_learner_id_learner")),
        sa.PrimaryKeyConstraint("learner_id", "item_key", name=op.f("pk_exposure")),
    )
    op.create_table(
        "course_completion",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_course_completion_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_course_completion_learner_id_learner")
        ),
        sa.PrimaryKeyConstraint("learner_id", "course_id", name=op.f("pk_course_completion")),
    )


def downgrade() -> None:
    """Forget the bank. Attempts keep their own questions; what was drawn beside them is lost."""
    op.drop_table("course_completion")
    op.drop_table("exposure")
    op.drop_table("bank_item")
    _forget_drawn_items()
    op.execute("delete from quiz_revision where quiz_id in (select id from quiz where course_id is null)")
    op.execute("delete from synced_file where path like 'quizzes/bank/%'")
    op.execute("delete from quiz where course_id is null")
    for table, column in (
        ("attempt", "passed"),
        ("lesson_revision", "change"),
        ("quiz_revision", "pass_percent"),
    ):
        op.drop_column(table, column)
    with op.batch_alter_table("quiz") as batch:
        batch.drop_index("uq_quiz_final")
        batch.drop_index("uq_quiz_bank_slug")
        batch.drop_constraint(op.f("ck_quiz_bank_stands_alone"), type_="check")
        batch.drop_column("is_final")
        batch.alter_column("course_id", existing_type=sa.Integer(), nullable=False)


def _forget_drawn_items() -> None:
    """Write ``drawn`` as the code before this migration reads it."""
    attempt = sa.table("attempt", sa.column("id", sa.Uuid(native_uuid=False)), sa.column("drawn", sa.JSON()))
    response = sa.table(
        "response", sa.column("attempt_id", sa.Uuid(native_uuid=False)), sa.column("question_key", sa.String())
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(attempt.c.id, attempt.c.drawn)).all():
        drawn = json.loads(row.drawn) if isinstance(row.drawn, str) else row.drawn
        from_bank = [entry[0] for entry in drawn if len(entry) > 2 and entry[2] is not None]
        own = [entry[:2] for entry in drawn if entry[0] not in from_bank]
        connection.execute(sa.update(attempt).where(attempt.c.id == row.id).values(drawn=own))
        if from_bank:
            connection.execute(
                sa.delete(response).where(
                    response.c.attempt_id == row.id, response.c.question_key.in_(from_bank)
                )
            )
