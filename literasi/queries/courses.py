"""The catalogue and a learner's way through it, from one statement."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, case, exists, select, true
from sqlalchemy.orm import aliased

from literasi.database import Prepared, Reader
from literasi.domain.channels import SIGN, in_html
from literasi.domain.confirming import ORIGIN
from literasi.models import (
    Attempt,
    Completion,
    ContentVersion,
    Course,
    CourseCompletion,
    LearnerSession,
    Lesson,
    LessonRevision,
    Quiz,
    QuizRevision,
)
from literasi.queries.channels import known_channels
from literasi.queries.lessons import OPEN, LessonRow


@dataclass(frozen=True)
class FinalQuiz:
    """The quiz that a course ends with, and where this learner stands with it."""

    slug: str
    title: str
    questions: int
    pass_percent: int
    passed: bool
    open_attempt_id: uuid.UUID | None

    @property
    def state(self) -> str:
        """In the words of a lesson's state."""
        return "done" if self.passed else "open" if self.open_attempt_id else "none"


@dataclass(frozen=True)
class CourseWithLessons:
    """A course with all its lessons, as far as this learner has come."""

    id: int
    slug: str
    title: str
    summary: str
    audience: str
    rows: tuple[LessonRow, ...]
    final: FinalQuiz | None
    completed_at: datetime | None

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

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do, or the course was finished before more was added."""
        if self.completed_at:
            return True
        return bool(self.rows) and self.done == self.total and (self.final is None or self.final.passed)


@dataclass(frozen=True)
class Catalogue:
    """Every course on offer, and whether the asker has begun anything."""

    courses: tuple[CourseWithLessons, ...]
    learner_id: int | None


@dataclass(frozen=True)
class Learned:
    """A lesson in one sentence: what its reader can do now."""

    slug: str
    title: str
    summary: str


@dataclass(frozen=True)
class CourseText:
    """What a course's own page adds to its lessons."""

    html: str
    review_by: date
    published_at: datetime


_final = aliased(Quiz)
_final_text = aliased(QuizRevision)
_final_open = aliased(Attempt)
_sent = aliased(Attempt)
_passed = (
    exists()
    .where(_sent.quiz_id == _final.id, _sent.learner_id == LearnerSession.learner_id, _sent.passed.is_(True))
    .correlate(_final, LearnerSession)
)
_done_at = aliased(LessonRevision)
_newer = aliased(LessonRevision)
_answered_since = (
    exists()
    .where(
        _sent.quiz_id == Quiz.id,
        _sent.learner_id == LearnerSession.learner_id,
        _sent.submitted_at >= _newer.published_at,
    )
    .correlate(Quiz, LearnerSession, _newer)
)
# A revision that only confirms its facts corrects nothing.
_corrected = (
    exists()
    .where(
        _newer.lesson_id == Lesson.id,
        _newer.number > _done_at.number,
        _newer.author != ORIGIN,
        ~_answered_since,
    )
    .correlate(Lesson, _done_at, Quiz, LearnerSession)
)
_CATALOGUE = Prepared(
    select(
        Course.id.label("course_id"),
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
        _done_at.number.label("completed_number"),
        case((_done_at.number < LessonRevision.number, _corrected), else_=False).label("corrected"),
        LessonRevision.change,
        _final.slug.label("final_slug"),
        _final_text.title.label("final_title"),
        _final_text.question_count.label("final_questions"),
        _final_text.pass_percent,
        _passed.label("final_passed"),
        _final_open.id.label("final_open_id"),
        CourseCompletion.completed_at.label("course_completed_at"),
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
        & (Attempt.state == OPEN),
    )
    .outerjoin(_done_at, _done_at.id == Completion.lesson_revision_id)
    .outerjoin(_final, (_final.course_id == Course.id) & _final.is_final & _final.retired_at.is_(None))
    .outerjoin(
        _final_text, (_final_text.quiz_id == _final.id) & (_final_text.number == _final.current_number)
    )
    .outerjoin(
        _final_open,
        (_final_open.quiz_id == _final.id)
        & (_final_open.learner_id == LearnerSession.learner_id)
        & (_final_open.state == "open"),
    )
    .outerjoin(
        CourseCompletion,
        (CourseCompletion.course_id == Course.id)
        & (CourseCompletion.learner_id == LearnerSession.learner_id),
    )
    .where(Course.retired_at.is_(None))
    .order_by(Course.position, Course.slug, Lesson.position, Lesson.id)
)

_LEARNED = Prepared(
    select(Lesson.slug, LessonRevision.title, LessonRevision.summary)
    .join(LessonRevision, LessonRevision.lesson_id == Lesson.id)
    .join(Course, Course.id == Lesson.course_id)
    .where(
        Course.slug == bindparam("course"),
        Lesson.retired_at.is_(None),
        LessonRevision.number == Lesson.current_number,
    )
    .order_by(Lesson.position, Lesson.id)
)

_TEXT = Prepared(
    select(ContentVersion.version, Course.rendered, Course.review_by, Course.published_at)
    .select_from(Course)
    .join(ContentVersion, true())
    .where(Course.slug == bindparam("course"), Course.retired_at.is_(None))
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


def learned(reader: Reader, course: str) -> tuple[Learned, ...]:
    """What the lessons of a course teach, in order. One statement."""
    return tuple(
        Learned(row.slug, row.title, row.summary) for row in reader.all(_LEARNED, {"course": course})
    )


def course_text(reader: Reader, course: str) -> CourseText | None:
    """The text of a course's page; None when there is no such course.

    One statement, and one for the channels where the text names some that this worker does not know yet.
    """
    rows = reader.all(_TEXT, {"course": course})
    if not rows:
        return None
    html = json.loads(rows[0].rendered)["html"]
    if SIGN in html:
        html = in_html(html, known_channels(reader, rows[0].version).by_slug)
    return CourseText(html, rows[0].review_by, rows[0].published_at)


def _course(rows: Sequence[Any]) -> CourseWithLessons:
    first = rows[0]
    return CourseWithLessons(
        id=first.course_id,
        slug=first.course_slug,
        title=first.course_title,
        summary=first.summary,
        audience=first.audience,
        rows=tuple(_lesson(row) for row in rows if row.slug is not None and row.title is not None),
        final=_final_quiz(first),
        completed_at=first.course_completed_at,
    )


def _final_quiz(row: Any) -> FinalQuiz | None:
    if row.final_slug is None:
        return None
    return FinalQuiz(
        slug=row.final_slug,
        title=row.final_title,
        questions=row.final_questions,
        pass_percent=row.pass_percent,
        passed=bool(row.final_passed),
        open_attempt_id=row.final_open_id,
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
        completed_number=row.completed_number,
        corrected=bool(row.corrected),
        change=row.change,
    )
