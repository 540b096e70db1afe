"""Quizzes as learners and graders see them."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, case, func, select
from sqlalchemy.orm import Session, aliased

from literasi.database import Prepared, Reader
from literasi.domain.questions import QuizDocument, parse_quiz
from literasi.models import (
    Attempt,
    Course,
    LearnerSession,
    Lesson,
    LessonRevision,
    Quiz,
    QuizRevision,
    Response,
)
from literasi.queries.texts import KeptTexts

MINUTES_PER_QUESTION = 1


@dataclass(frozen=True)
class PublishedQuiz:
    """One revision: its questions as values, and their HTML by question key."""

    document: QuizDocument
    rendered: Mapping[str, Any]


@dataclass(frozen=True)
class OpenAttempt:
    """An attempt that waits to be finished."""

    id: uuid.UUID
    answered: int
    total: int


@dataclass(frozen=True)
class Best:
    """The best result so far."""

    points: float
    out_of: int


@dataclass(frozen=True)
class QuizFront:
    """What the front page of a quiz shows."""

    id: int
    course_slug: str
    course_title: str
    slug: str
    title: str
    lesson_slug: str | None
    lesson_title: str | None
    questions: int
    open_attempt: OpenAttempt | None
    best: Best | None
    attempts: int
    last_attempt_id: uuid.UUID | None

    @property
    def minutes(self) -> int:
        """About how long the quiz takes."""
        return max(1, self.questions * MINUTES_PER_QUESTION)


_published: KeptTexts[PublishedQuiz] = KeptTexts(200)


def published_quiz(session: Session, revision_id: int, source_sha256: str) -> PublishedQuiz:
    """The questions and their HTML of one revision; *source_sha256* is that revision's fingerprint."""

    def load() -> PublishedQuiz:
        row = session.execute(
            select(QuizRevision.source, QuizRevision.rendered).where(QuizRevision.id == revision_id)
        ).one()
        return _as_published(row.source, row.rendered)

    return _published.fetch(source_sha256, load)


_TEXT = Prepared(
    select(QuizRevision.source, QuizRevision.rendered).where(QuizRevision.id == bindparam("revision_id"))
)


def read_quiz(reader: Reader, revision_id: int, source_sha256: str) -> PublishedQuiz:
    """The same as ``published_quiz``, for pages."""

    def load() -> PublishedQuiz:
        (row,) = reader.all(_TEXT, {"revision_id": revision_id})
        return _as_published(row.source, row.rendered)

    return _published.fetch(source_sha256, load)


def _as_published(source: str, rendered: str) -> PublishedQuiz:
    document, problems = parse_quiz(source)
    if document is None:
        raise ValueError(f"a published quiz cannot be read: {problems[0]}")
    return PublishedQuiz(document, json.loads(rendered)["questions"])


_mine = aliased(Attempt)
_answered = (
    select(func.count(Response.question_key.distinct()))
    .where(Response.attempt_id == _mine.id)
    .correlate(_mine)
    .scalar_subquery()
)
_FRONT = Prepared(
    select(
        Quiz.id,
        Course.slug.label("course_slug"),
        Course.title.label("course_title"),
        QuizRevision.title,
        QuizRevision.question_count,
        Lesson.slug.label("lesson_slug"),
        LessonRevision.title.label("lesson_title"),
        _mine.id.label("attempt_id"),
        _mine.state,
        _mine.points,
        _mine.out_of,
        func.json_array_length(_mine.drawn, type_=Integer).label("drawn"),
        case((_mine.state == "open", _answered), else_=0).label("answered"),
    )
    .select_from(Quiz)
    .join(Course, Course.id == Quiz.course_id)
    .join(QuizRevision, (QuizRevision.quiz_id == Quiz.id) & (QuizRevision.number == Quiz.current_number))
    .outerjoin(Lesson, Lesson.id == Quiz.lesson_id)
    .outerjoin(
        LessonRevision,
        (LessonRevision.lesson_id == Lesson.id) & (LessonRevision.number == Lesson.current_number),
    )
    .outerjoin(
        LearnerSession,
        (LearnerSession.token_hash == bindparam("token_hash"))
        & (LearnerSession.expires_at > bindparam("now")),
    )
    .outerjoin(_mine, (_mine.quiz_id == Quiz.id) & (_mine.learner_id == LearnerSession.learner_id))
    .where(
        Course.slug == bindparam("course"),
        Quiz.slug == bindparam("quiz"),
        Quiz.retired_at.is_(None),
        Course.retired_at.is_(None),
    )
    .order_by(_mine.started_at)
)


def quiz_front(reader: Reader, course: str, quiz: str, token_hash: bytes, now: datetime) -> QuizFront | None:
    """The front page of a quiz for the learner behind *token_hash*; None when there is no such quiz."""
    rows = reader.all(_FRONT, {"course": course, "quiz": quiz, "token_hash": token_hash, "now": now})
    if not rows:
        return None
    first = rows[0]
    submitted = [row for row in rows if row.state == "submitted"]
    going_on = [row for row in rows if row.state == "open"]
    best = max(submitted, key=lambda row: row.points / row.out_of, default=None)
    return QuizFront(
        id=first.id,
        course_slug=first.course_slug,
        course_title=first.course_title,
        slug=quiz,
        title=first.title,
        lesson_slug=first.lesson_slug,
        lesson_title=first.lesson_title,
        questions=first.question_count,
        open_attempt=OpenAttempt(going_on[0].attempt_id, going_on[0].answered, going_on[0].drawn)
        if going_on
        else None,
        best=Best(best.points, best.out_of) if best else None,
        attempts=len(submitted),
        last_attempt_id=submitted[-1].attempt_id if submitted else None,
    )
