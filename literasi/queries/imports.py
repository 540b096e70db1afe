"""Uploads that wait for their author, and what a plan must know of the live texts."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from literasi.domain.identities import BANK
from literasi.domain.interchange.plans import LiveNow
from literasi.models import Course, CourseRevision, ImportBatch, Lesson, LessonRevision, Quiz, QuizRevision

_KEY = re.compile(r"^## .*\{#([a-z0-9-]{1,60})[ }]", re.MULTILINE)
_COURSES = (
    select(Course.slug, literal(""), CourseRevision.number, CourseRevision.source)
    .join(CourseRevision, CourseRevision.course_id == Course.id)
    .where(CourseRevision.number == Course.current_number)
)
_LESSONS = (
    select(Course.slug, Lesson.slug, LessonRevision.number, LessonRevision.source)
    .join(Lesson, Lesson.course_id == Course.id)
    .join(LessonRevision, LessonRevision.lesson_id == Lesson.id)
    .where(LessonRevision.number == Lesson.current_number)
)
_QUIZZES = (
    select(Course.slug, Quiz.slug, QuizRevision.number, QuizRevision.source)
    .select_from(Quiz)
    .outerjoin(Course, Course.id == Quiz.course_id)
    .join(QuizRevision, QuizRevision.quiz_id == Quiz.id)
    .where(QuizRevision.number == Quiz.current_number)
)


@dataclass(frozen=True)
class Upload:
    """A file or a pasted text, and where its author wants it."""

    file: str
    course: str
    title: str
    payload: bytes


@dataclass(frozen=True)
class NamedCourse:
    """A course to choose from."""

    slug: str
    title: str


def upload(session: Session, batch_id: uuid.UUID, author_id: int) -> Upload | None:
    """The upload if it is this author's; None when there is none."""
    row = session.execute(
        select(ImportBatch.file, ImportBatch.course, ImportBatch.title, ImportBatch.payload).where(
            ImportBatch.id == batch_id, ImportBatch.author_id == author_id
        )
    ).one_or_none()
    return Upload(*row) if row else None


def courses(session: Session) -> list[NamedCourse]:
    """The courses that are live, in their order."""
    rows = session.execute(
        select(Course.slug, Course.title)
        .where(Course.retired_at.is_(None))
        .order_by(Course.position, Course.slug)
    )
    return [NamedCourse(*row) for row in rows]


def lessons_without_quiz(session: Session, course: str) -> dict[str, str]:
    """Slug and title of the lessons of *course* on offer that never had a quiz, in order."""
    rows = session.execute(
        select(Lesson.slug, LessonRevision.title)
        .join(Course, Course.id == Lesson.course_id)
        .join(LessonRevision, LessonRevision.lesson_id == Lesson.id)
        .outerjoin(Quiz, Quiz.lesson_id == Lesson.id)
        .where(
            Course.slug == course,
            Lesson.retired_at.is_(None),
            LessonRevision.number == Lesson.current_number,
            Quiz.id.is_(None),
        )
        .order_by(Lesson.position, Lesson.id)
    )
    return {row.slug: row.title for row in rows}


def live_now(session: Session) -> dict[str, LiveNow]:
    """The newest text of every identity, retired ones too: their addresses stay theirs."""
    found = {}
    for statement, folder in ((_COURSES, "courses"), (_LESSONS, "courses"), (_QUIZZES, "quizzes")):
        for course, slug, number, source in session.execute(statement):
            found[f"{folder}/{course or BANK}/{slug}"] = LiveNow(number, source)
    return found


def question_keys(live: Mapping[str, LiveNow]) -> dict[str, str]:
    """Which text has each question key."""
    return {
        key: identity
        for identity, text in live.items()
        if identity.startswith("quizzes/")
        for key in _KEY.findall(text.source)
    }
