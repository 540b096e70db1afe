"""The catalogue and a learner's way through it, from one statement."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select

from literasi.database import Prepared, Reader
from literasi.models import Attempt, Completion, Course, LearnerSession, Lesson, LessonRevision, Quiz
from literasi.queries.lessons import LessonRow


@dataclass(frozen=True)
class CourseWithLessons:
    """A course with all its lessons, as far as this learner has come."""

    slug: str
    title: str
    summary: str
    audience: str
    rows: tuple[LessonRow, ...]

    @property
    def total(self) -> int:
        """How many lessons there are."""
        return len(self.rows)

    @property
    def lessons(self) -> int:
        """How many lessons there are (for cards)."""
        return len(self.rows)

    @property
    def done(self) -> int:
        """How many of them this learner has finished."""
        return sum(row.state == "done" for row in self.rows)

    @property
    def minutes(self) -> int:
        """How long all lessons take together."""
        return sum(row.minutes for row in self.rows)

    @property
    def minutes_left(self) -> int:
        """How long the unfinished lessons take together."""
        return sum(row.minutes for row in self.rows if row.state != "done")


@dataclass(frozen=True)
class Catalogue:
    """Every course on offer, and whether the asker has begun anything."""

    courses: tuple[CourseWithLessons, ...]
    learner_id: int | None


@dataclass(frozen=True)
class CourseText:
    """What a course's own page adds to its lessons."""

    html: str
    review_by: date
    published_at: datetime


_CATALOGUE = Prepared(
    select(
        Course.slug.label("course_slug"),
        Course.title.label("course_title"),
        Course.summary,
        Course.audience,
        Lesson.slug,
        Lesson.position,
        LessonRevision.title,
        LessonRevision.minutes,
        Quiz.slug.label("quiz_slug"),
        Completion.completed_at,
        Attempt.id.label("open_attempt_id"),
        LearnerSession.learner_id,
    )
    .select_from(Course)
    .outerjoin(Lesson, (Lesson.course_id == Course.id) & Lesson.retired_at.is_(None))
    .outerjoin(
        LessonRevision,
        (LessonRevision.lesson_id == Lesson.id) & (LessonRevision.number == Lesson.current_number),
    )
    .outerjoin(Quiz, (Quiz.lesson_id == Lesson.id) & Quiz.retired_at.is_(None))
    .outerjoin(
        LearnerSession,
        (LearnerSession.token_hash == bindparam("token_hash"))
        & (LearnerSession.expires_at > bindparam("now")),
    )
    .outerjoin(
        Completion, (Completion.lesson_id == Lesson.id) & (Completion.learner_id == LearnerSession.learner_id)
    )
    .outerjoin(
        Attempt,
        (Attempt.quiz_id == Quiz.id)
        & (Attempt.learner_id == LearnerSession.learner_id)
        & (Attempt.state == "open"),
    )
    .where(Course.retired_at.is_(None))
    .order_by(Course.position, Course.slug, Lesson.position)
)

_TEXT = Prepared(
    select(Course.rendered, Course.review_by, Course.published_at).where(
        Course.slug == bindparam("course"), Course.retired_at.is_(None)
    )
)


def catalogue(reader: Reader, token_hash: bytes, now: datetime) -> Catalogue:
    """Every course with its lessons, for the learner behind *token_hash* (or nobody). One statement."""
    rows = reader.all(_CATALOGUE, {"token_hash": token_hash, "now": now})
    by_course: dict[str, list[Any]] = {}
    for row in rows:
        by_course.setdefault(row.course_slug, []).append(row)
    return Catalogue(
        courses=tuple(_course(group) for group in by_course.values()),
        learner_id=rows[0].learner_id if rows else None,
    )


def course_text(reader: Reader, course: str) -> CourseText | None:
    """The text of a course's page; None when there is no such course."""
    rows = reader.all(_TEXT, {"course": course})
    if not rows:
        return None
    return CourseText(json.loads(rows[0].rendered)["html"], rows[0].review_by, rows[0].published_at)


def _course(rows: Sequence[Any]) -> CourseWithLessons:
    first = rows[0]
    return CourseWithLessons(
        slug=first.course_slug,
        title=first.course_title,
        summary=first.summary,
        audience=first.audience,
        rows=tuple(_lesson(row) for row in rows if row.slug is not None and row.title is not None),
    )


def _lesson(row: Any) -> LessonRow:
    state = "done" if row.completed_at else "open" if row.open_attempt_id else "none"
    return LessonRow(
        course_slug=row.course_slug,
        slug=row.slug,
        title=row.title,
        minutes=row.minutes,
        position=row.position,
        quiz_slug=row.quiz_slug,
        state=state,
        completed_at=row.completed_at,
        open_attempt_id=row.open_attempt_id,
    )
