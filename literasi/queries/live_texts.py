"""The live texts: what learners see now under each identity."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, null, select
from sqlalchemy.orm import Session

from literasi.domain.identities import BANK, Identity
from literasi.models import Course, CourseRevision, Lesson, LessonRevision, Quiz, QuizRevision


@dataclass(frozen=True)
class LiveText:
    """What the site shows under one identity, and who published it when.

    Only a lesson has a position.
    """

    identity: str
    source: str
    sha256: str
    number: int
    author: str
    published_at: datetime
    position: int | None


def live_text(session: Session, identity: str) -> LiveText | None:
    """The live text under *identity*; None when there is none."""
    folder, course, slug = [*identity.split("/"), "", ""][:3]
    asked = _quiz(course, slug) if folder == "quizzes" else _lesson(course, slug)
    row = session.execute(asked if slug else _course(course)).one_or_none()
    if row is None:
        return None
    return LiveText(
        identity, row.source, row.source_sha256, row.number, row.author, row.published_at, row.position
    )


def quiz_of_lesson(session: Session, lesson: Identity) -> LiveText | None:
    """The live text of the quiz that completes *lesson*; None when it has none."""
    slug = session.scalar(
        select(Quiz.slug)
        .join(Lesson, Lesson.id == Quiz.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .where(Course.slug == lesson.course, Lesson.slug == lesson.slug)
    )
    return live_text(session, f"quizzes/{lesson.course}/{slug}") if slug else None


def _course(course: str) -> Select[*tuple[Any, ...]]:
    return (
        select(
            CourseRevision.source,
            CourseRevision.source_sha256,
            CourseRevision.number,
            CourseRevision.author,
            CourseRevision.published_at,
            null().label("position"),
        )
        .join(Course, Course.id == CourseRevision.course_id)
        .where(Course.slug == course, CourseRevision.number == Course.current_number)
    )


def _lesson(course: str, slug: str) -> Select[*tuple[Any, ...]]:
    return (
        select(
            LessonRevision.source,
            LessonRevision.source_sha256,
            LessonRevision.number,
            LessonRevision.author,
            LessonRevision.published_at,
            Lesson.position,
        )
        .join(Lesson, Lesson.id == LessonRevision.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .where(Course.slug == course, Lesson.slug == slug, LessonRevision.number == Lesson.current_number)
    )


def _quiz(course: str, slug: str) -> Select[*tuple[Any, ...]]:
    home = Quiz.course_id.is_(None) if course == BANK else Course.slug == course
    return (
        select(
            QuizRevision.source,
            QuizRevision.source_sha256,
            QuizRevision.number,
            QuizRevision.author,
            QuizRevision.published_at,
            null().label("position"),
        )
        .join(Quiz, Quiz.id == QuizRevision.quiz_id)
        .outerjoin(Course, Course.id == Quiz.course_id)
        .where(home, Quiz.slug == slug, QuizRevision.number == Quiz.current_number)
    )
