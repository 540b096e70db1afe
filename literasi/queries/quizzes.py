"""Quizzes as learners and graders see them."""

import json
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Integer, bindparam, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from literasi.database import Prepared, Reader
from literasi.domain.channels import SIGN, filled
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
from literasi.queries.channels import known_channels
from literasi.queries.texts import KeptTexts

MINUTES_PER_QUESTION = 1


@dataclass(frozen=True)
class PublishedQuiz:
    """One revision: its questions as values, and their HTML by question key."""

    document: QuizDocument
    rendered: Mapping[str, Any]
    names_channels: bool = False  # then the HTML is to be filled before it is shown


@dataclass(frozen=True)
class OpenAttempt:
    """An attempt that waits to be finished."""

    id: uuid.UUID
    answered: int
    total: int


@dataclass(frozen=True)
class EarlierAttempt:
    """An attempt that was sent; ``passed`` is None for a quiz without a pass mark."""

    id: uuid.UUID
    submitted_at: datetime
    points: float
    out_of: int
    passed: bool | None


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
    is_final: bool
    pass_percent: int | None
    open_attempt: OpenAttempt | None
    best: Best | None
    earlier: tuple[EarlierAttempt, ...]  # the newest first

    @property
    def minutes(self) -> int:
        """About how long the quiz takes."""
        return max(1, self.questions * MINUTES_PER_QUESTION)

    @property
    def passed(self) -> bool:
        """Whether this learner has passed it."""
        return any(attempt.passed for attempt in self.earlier)


AT_ONCE = 8  # revisions that one statement brings

_published: KeptTexts[PublishedQuiz] = KeptTexts(200)
# Attempts name the revisions of the bank by id; each database has ids of its own.
_fingerprints: WeakKeyDictionary[Reader, dict[int, str]] = WeakKeyDictionary()


def published_quiz(session: Session, revision_id: int, source_sha256: str) -> PublishedQuiz:
    """The questions and their HTML of one revision; *source_sha256* is that revision's fingerprint."""

    def load() -> PublishedQuiz:
        row = session.execute(
            select(QuizRevision.source, QuizRevision.rendered).where(QuizRevision.id == revision_id)
        ).one()
        return _as_published(row.source, row.rendered)

    return _published.fetch(source_sha256, load)


_TEXTS = Prepared(
    select(QuizRevision.id, QuizRevision.source_sha256, QuizRevision.source, QuizRevision.rendered).where(
        or_(*(QuizRevision.id == bindparam(f"revision_{number}", type_=Integer) for number in range(AT_ONCE)))
    )
)


def read_quizzes(
    reader: Reader, revision_ids: Collection[int], known: Mapping[int, str], *, version: int | None
) -> dict[int, PublishedQuiz]:
    """The same as ``published_quiz``, for pages, by revision; *known* are fingerprints.

    Their HTML says what channels say at this *version* of the content; None is for whoever shows no HTML.
    No statement when this worker keeps them all; else one for each eight of them, and one for the channels.
    A revision that does not exist is left out.
    """
    fingerprints = _fingerprints.setdefault(reader, {})
    fingerprints.update(known)
    found = {number: _published.get(fingerprints.get(number)) for number in revision_ids}
    missing = [number for number, text in found.items() if text is None]
    for start in range(0, len(missing), AT_ONCE):
        batch = missing[start : start + AT_ONCE]
        wanted: dict[str, int | None] = {f"revision_{place}": None for place in range(AT_ONCE)}
        wanted |= {f"revision_{place}": number for place, number in enumerate(batch)}
        for row in reader.all(_TEXTS, wanted):
            fingerprints[row.id] = row.source_sha256
            found[row.id] = _published.keep(row.source_sha256, _as_published(row.source, row.rendered))
    return {
        number: text if version is None else _filled(reader, fingerprints[number], text, version)
        for number, text in found.items()
        if text is not None
    }


def _filled(reader: Reader, fingerprint: str, text: PublishedQuiz, version: int) -> PublishedQuiz:
    """The *text* with what its channels say; made once per worker and version."""
    if not text.names_channels:
        return text
    known = known_channels(reader, version)
    made: PublishedQuiz | None = known.filled.get(fingerprint)
    if made is None:
        made = known.filled[fingerprint] = replace(text, rendered=filled(text.rendered, known.by_slug))
    return made


def _as_published(source: str, rendered: str) -> PublishedQuiz:
    document, problems = parse_quiz(source)
    if document is None:
        raise ValueError(f"a published quiz cannot be read: {problems[0]}")
    return PublishedQuiz(document, json.loads(rendered)["questions"], SIGN in rendered)


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
        QuizRevision.pass_percent,
        Quiz.is_final,
        Lesson.slug.label("lesson_slug"),
        LessonRevision.title.label("lesson_title"),
        _mine.id.label("attempt_id"),
        _mine.state,
        _mine.points,
        _mine.out_of,
        _mine.passed,
        _mine.submitted_at,
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
    submitted = sorted((row for row in rows if row.state == "submitted"), key=lambda row: row.submitted_at)
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
        is_final=first.is_final,
        pass_percent=first.pass_percent,
        open_attempt=OpenAttempt(going_on[0].attempt_id, going_on[0].answered, going_on[0].drawn)
        if going_on
        else None,
        best=Best(best.points, best.out_of) if best else None,
        earlier=tuple(
            EarlierAttempt(row.attempt_id, row.submitted_at, row.points, row.out_of, row.passed)
            for row in reversed(submitted)
        ),
    )
