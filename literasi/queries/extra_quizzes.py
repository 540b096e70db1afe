"""Quizzes that stand alone in their course: nobody needs them to finish it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, select

from literasi.database import Prepared, Reader
from literasi.models import Attempt, Course, LearnerSession, Quiz, QuizRevision


@dataclass(frozen=True)
class ExtraQuiz:
    """A quiz beside the lessons, and where this learner stands with it, in the words of a lesson's state."""

    slug: str
    title: str
    questions: int
    state: str


_mine = (
    exists().where(Attempt.quiz_id == Quiz.id, Attempt.learner_id == LearnerSession.learner_id)
).correlate(Quiz, LearnerSession)
_EXTRA = Prepared(
    select(
        Quiz.slug,
        QuizRevision.title,
        QuizRevision.question_count,
        _mine.where(Attempt.state == "submitted").label("done"),
        _mine.where(Attempt.state == "open").label("open"),
    )
    .select_from(Quiz)
    .join(Course, Course.id == Quiz.course_id)
    .join(QuizRevision, (QuizRevision.quiz_id == Quiz.id) & (QuizRevision.number == Quiz.current_number))
    .outerjoin(
        LearnerSession,
        (LearnerSession.token_hash == bindparam("token_hash"))
        & (LearnerSession.expires_at > bindparam("now")),
    )
    .where(
        Course.slug == bindparam("course"),
        Quiz.lesson_id.is_(None),
        ~Quiz.is_final,
        Quiz.retired_at.is_(None),
    )
    .order_by(Quiz.id)
)


def extra_quizzes(reader: Reader, course: str, token_hash: bytes, now: datetime) -> tuple[ExtraQuiz, ...]:
    """Those of *course*, oldest first, for the learner behind *token_hash*. One statement."""
    rows = reader.all(_EXTRA, {"course": course, "token_hash": token_hash, "now": now})
    return tuple(
        ExtraQuiz(
            slug=row.slug,
            title=row.title,
            questions=row.question_count,
            state="done" if row.done else "open" if row.open else "none",
        )
        for row in rows
    )
