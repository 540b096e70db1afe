"""Regrades: keys that were mended after people had answered."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of regrades, and let everybody who was shown an item be found."""
    op.create_table(
        "regrade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=80), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("lowers", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["learner.id"], name=op.f("fk_regrade_by_id_learner")),
        sa.ForeignKeyConstraint(["quiz_id"], ["quiz.id"], name=op.f("fk_regrade_quiz_id_quiz")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["quiz_revision.id"], name=op.f("fk_regrade_revision_id_quiz_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrade")),
    )
    op.create_index("ix_regrade_question_key", "regrade", ["question_key"], unique=False)
    op.create_table(
        "regraded_attempt",
        sa.Column("regrade_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("points_before", sa.Double(), nullable=False),
        sa.Column("points_after", sa.Double(), nullable=False),
        sa.Column("passed_before", sa.Boolean(), nullable=True),
        sa.Column("passed_after", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_regraded_attempt_attempt_id_attempt")
        ),
        sa.ForeignKeyConstraint(
            ["regrade_id"], ["regrade.id"], name=op.f("fk_regraded_attempt_regrade_id_regrade")
        ),
        sa.PrimaryKeyConstraint("regrade_id", "attempt_id", name=op.f("pk_regraded_attempt")),
    )
    op.create_index(
        op.f("ix_regraded_attempt_attempt_id"), "regraded_attempt", ["attempt_id"], unique=False
    )


def downgrade() -> None:
    """Forget the regrades. The points that they made stay; ``integrity`` then says which they were."""
    op.drop_index(op.f("ix_regraded_attempt_attempt_id"), table_name="regraded_attempt")
    op.drop_table("regraded_attempt")
    op.drop_index("ix_regrade_question_key", table_name="regrade")
    op.drop_table("regrade")
