"""The history of a text: every revision that it ever had, whoever wrote it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, null, select
from sqlalchemy.orm import Session

from literasi.domain.identities import Identity
from literasi.models import (
    Account,
    Course,
    CourseRevision,
    Lesson,
    LessonRevision,
    Quiz,
    QuizRevision,
)

Selected = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Revision:
    """One revision in a list. *change* is what its author says was corrected; only lessons have it.

    *author* says where it came from, *author_name* how the person signs in, if an account wrote it.
    """

    number: int
    author: str
    author_name: str | None
    published_at: datetime
    sha256: str
    change: str | None


def revisions(session: Session, identity: Identity) -> list[Revision]:
    """Every revision, the newest first; empty when nothing was ever published. One statement."""
    model, asked = _history(identity)
    change = LessonRevision.change if model is LessonRevision else null()
    rows = session.execute(
        asked.with_only_columns(
            model.number,
            model.author,
            Account.login_name,
            model.published_at,
            model.source_sha256,
            change.label("change"),
            maintain_column_froms=True,
        )
        .outerjoin(Account, Account.learner_id == model.author_id)
        .order_by(model.number.desc())
    )
    return [Revision(*row) for row in rows]


def source_of(session: Session, identity: Identity, number: int) -> str | None:
    """The text of one revision; None when there is none with this *number*."""
    model, asked = _history(identity)
    found: str | None = session.scalar(asked.where(model.number == number))
    return found


def _history(identity: Identity) -> tuple[Any, Selected]:
    """The model of the revisions of *identity*, and a statement for the texts of them all."""
    if identity.kind == "course":
        asked: Any = select(CourseRevision.source).join(Course, Course.id == CourseRevision.course_id)
        return CourseRevision, asked.where(Course.slug == identity.course)
    if identity.kind == "lesson":
        asked = select(LessonRevision.source).join(Lesson, Lesson.id == LessonRevision.lesson_id)
        asked = asked.join(Course, Course.id == Lesson.course_id)
        return LessonRevision, asked.where(Course.slug == identity.course, Lesson.slug == identity.slug)
    asked = select(QuizRevision.source).join(Quiz, Quiz.id == QuizRevision.quiz_id)
    asked = asked.outerjoin(Course, Course.id == Quiz.course_id).where(Quiz.slug == identity.slug)
    home = Quiz.course_id.is_(None) if identity.kind == "bank" else Course.slug == identity.course
    return QuizRevision, asked.where(home)
