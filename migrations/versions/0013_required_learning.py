"""Required learning: what is owed, what was finished, and how that stands."""

from collections import Counter
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; courses that were finished already are the first finishes, of citizens."""
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("counts_from", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("repeat_months", sa.Integer(), nullable=True),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("days_for_new", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_assignment_cohort_id_cohort")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["learner.id"], name=op.f("fk_assignment_made_by_id_learner")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_assignment_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index(op.f("ix_assignment_cohort_id"), "assignment", ["cohort_id"], unique=False)
    op.create_index(op.f("ix_assignment_organisation_id"), "assignment", ["organisation_id"], unique=False)
    op.create_table(
        "assigned_course",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assigned_course_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_assigned_course_course_id_course")
        ),
        sa.PrimaryKeyConstraint("assignment_id", "course_id", name=op.f("pk_assigned_course")),
    )
    op.create_table(
        "exemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_exemption_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_exemption_learner_id_learner")),
        sa.ForeignKeyConstraint(["made_by_id"], ["learner.id"], name=op.f("fk_exemption_made_by_id_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
    )
    op.create_index(op.f("ix_exemption_learner_id"), "exemption", ["learner_id"], unique=False)
    op.create_index(
        "uq_exemption_held",
        "exemption",
        ["assignment_id", "learner_id"],
        unique=True,
        sqlite_where=sa.text("ended_at is null"),
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_table(
        "course_finish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(native_uuid=False), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=10), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "place in ('citizen', 'agency', 'community')", name=op.f("ck_course_finish_place")
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_course_finish_attempt_id_attempt")
        ),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_finish_course_id_course")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_course_finish_learner_id_learner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_finish")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_course_finish_attempt_id")),
    )
    op.create_index(
        "ix_course_finish_course_id_place",
        "course_finish",
        ["course_id", "place", "is_first", "finished_at"],
        unique=False,
    )
    op.create_index(
        "ix_course_finish_learner_id_course_id",
        "course_finish",
        ["learner_id", "course_id", "finished_at"],
        unique=False,
    )
    op.create_table(
        "obligation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("counts_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("late_from", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("finish_id", sa.Integer(), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state in ('open', 'done', 'exempt', 'left')", name=op.f("ck_obligation_state")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_obligation_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_obligation_course_id_course")),
        sa.ForeignKeyConstraint(
            ["finish_id"], ["course_finish.id"], name=op.f("fk_obligation_finish_id_course_finish")
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_obligation_learner_id_learner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
        sa.UniqueConstraint(
            "assignment_id",
            "round",
            "learner_id",
            "course_id",
            name=op.f("uq_obligation_assignment_id_round_learner_id_course_id"),
        ),
    )
    op.create_index(
        "ix_obligation_learner_id_course_id", "obligation", ["learner_id", "course_id"], unique=False
    )
    op.create_index("ix_obligation_state_due_on", "obligation", ["state", "due_on"], unique=False)
    op.create_table(
        "standing",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("late_from", sa.Date(), nullable=False),
        sa.Column("name_key", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_standing_course_id_course")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_standing_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_standing_obligation_id_obligation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_standing_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "obligation_id", name=op.f("pk_standing")),
    )
    op.create_index(
        "ix_standing_course",
        "standing",
        ["organisation_id", "course_id", "state", "late_from", "name_key", "obligation_id"],
        unique=False,
    )
    op.create_index(
        "ix_standing_late",
        "standing",
        ["organisation_id", "state", "late_from", "name_key", "obligation_id"],
        unique=False,
    )
    op.create_index(
        "ix_standing_name", "standing", ["organisation_id", "name_key", "obligation_id"], unique=False
    )
    op.create_index(op.f("ix_standing_obligation_id"), "standing", ["obligation_id"], unique=False)
    op.create_table(
        "tally",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("late_from", sa.Date(), nullable=False),
        sa.Column("owed", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("exempt", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_tally_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_tally_course_id_course")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_tally_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id", "assignment_id", "round", "course_id", "due_on", name=op.f("pk_tally")
        ),
    )
    op.create_table(
        "finish_week",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_finish_week_course_id_course")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_finish_week_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "course_id", "week", name=op.f("pk_finish_week")),
    )
    op.create_table(
        "finish_tally",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=10), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_finish_tally_course_id_course")),
        sa.PrimaryKeyConstraint("course_id", "place", "week", name=op.f("pk_finish_tally")),
    )
    _take_over_completions()


def _take_over_completions() -> None:
    connection = op.get_bind()
    connection.execute(
        sa.text(
            "insert into course_finish (learner_id, course_id, finished_at, place, is_first)"
            " select learner_id, course_id, completed_at, 'citizen', true from course_completion"
            " order by completed_at, learner_id, course_id"
        )
    )
    finish = sa.table(
        "course_finish", sa.column("course_id"), sa.column("finished_at", sa.DateTime(timezone=True))
    )
    weeks = Counter(
        (row.course_id, _monday(row.finished_at))
        for row in connection.execute(sa.select(finish.c.course_id, finish.c.finished_at))
    )
    tally = sa.table(
        "finish_tally",
        sa.column("course_id"),
        sa.column("place"),
        sa.column("week", sa.Date()),
        sa.column("people"),
    )
    for (course_id, week), people in sorted(weeks.items()):
        connection.execute(
            sa.insert(tally).values(course_id=course_id, place="citizen", week=week, people=people)
        )


def _monday(moment):  # type: ignore[no-untyped-def]
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    day = aware.astimezone(ZoneInfo("Asia/Makassar")).date()
    return day - timedelta(days=day.weekday())


def downgrade() -> None:
    """Forget what was owed and finished again; first completions stay where they always were."""
    op.drop_table("finish_tally")
    op.drop_table("finish_week")
    op.drop_table("tally")
    op.drop_table("standing")
    op.drop_table("obligation")
    op.drop_table("course_finish")
    op.drop_table("exemption")
    op.drop_table("assigned_course")
    op.drop_table("assignment")
