"""One attempt, for the learner who owns it."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from literasi.database import Prepared, Reader
from literasi.domain.attempts import Drawn, as_shown, counting_answers, read_drawn
from literasi.domain.questions import Feedback, Question
from literasi.domain.regrading import Correction, Regrade, correct
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
    Response,
)
from literasi.models import Regrade as RegradeRow
from literasi.queries.quizzes import PublishedQuiz, read_quizzes
from literasi.queries.regrades import read_regrades


@dataclass(frozen=True)
class Answer:
    """One response, as given."""

    text: str
    answered_at: datetime


@dataclass(frozen=True)
class OwnAttempt:
    """An attempt with its questions as they were published, and every answer, oldest first.

    ``published`` holds the quiz's own questions and those drawn from the bank, in the order shown;
    ``regrades`` are all there are, of any question; ``version`` is that of the content.
    """

    id: uuid.UUID
    quiz_slug: str
    quiz_title: str
    course_slug: str
    course_title: str
    lesson_slug: str | None
    lesson_title: str | None
    state: str
    started_at: datetime
    submitted_at: datetime | None
    points: float | None
    out_of: int | None
    passed: bool | None
    is_final: bool
    course_completed_at: datetime | None
    best_points: float | None
    completed_by: uuid.UUID | None
    revision_id: int
    regrades: list[Regrade]
    drawn: tuple[Drawn, ...]
    published: PublishedQuiz
    answers: dict[str, list[Answer]]
    version: int

    @property
    def feedback(self) -> Feedback:
        """When the learner is told: at once, or at the end."""
        return self.published.document.feedback

    @property
    def saved_at(self) -> datetime | None:
        """When the newest answer was saved."""
        return max((answer.answered_at for given in self.answers.values() for answer in given), default=None)

    @property
    def counting(self) -> dict[str, str]:
        """The answer that counts, by question key."""
        texts = {key: [answer.text for answer in given] for key, given in self.answers.items()}
        return counting_answers(texts, self.feedback)

    def answered_at(self, key: str) -> datetime | None:
        """When the answer that counts was saved."""
        given = self.answers.get(key)
        if not given:
            return None
        return given[0 if self.feedback is Feedback.AT_ONCE else -1].answered_at

    def correction(self, question: Question) -> Correction:
        """What the regrades of *question*, which this attempt shows, make of it."""
        bank = next(one.revision_id for one in self.drawn if one.key == question.key)
        return correct(question, bank or self.revision_id, self.counting.get(question.key), self.regrades)

    def number_ahead(self, number: int) -> int | None:
        """The next question (1-based) further on that has no answer yet; None at the end of the round.

        From there on what was passed over stands in the list of all questions: whoever passes over every
        question comes to that list, not to the first one again and again.
        """
        return next(
            (n for n in range(number + 1, len(self.drawn) + 1) if self.drawn[n - 1].key not in self.answers),
            None,
        )

    def number_after(self, number: int) -> int | None:
        """The next question (1-based) that has no answer yet, going round once; None when all have one."""
        order = [*range(number + 1, len(self.drawn) + 1), *range(1, number)]
        return next((n for n in order if self.drawn[n - 1].key not in self.answers), None)


_other = aliased(Attempt)
_best = (
    select(func.max(_other.points))
    .where(_other.quiz_id == Attempt.quiz_id, _other.learner_id == Attempt.learner_id)
    .correlate(Attempt)
    .scalar_subquery()
)
_ATTEMPT = Prepared(
    select(
        Attempt.state,
        Attempt.drawn,
        Attempt.started_at,
        Attempt.submitted_at,
        Attempt.points,
        Attempt.out_of,
        Attempt.passed,
        Attempt.quiz_revision_id,
        select(func.count()).select_from(RegradeRow).scalar_subquery().label("regrades"),
        select(ContentVersion.version).scalar_subquery().label("content_version"),
        QuizRevision.source_sha256,
        Quiz.is_final,
        CourseCompletion.completed_at.label("course_completed_at"),
        _best.label("best_points"),
        Completion.attempt_id.label("completed_by"),
        Quiz.slug.label("quiz_slug"),
        QuizRevision.title.label("quiz_title"),
        Course.slug.label("course_slug"),
        Course.title.label("course_title"),
        Lesson.slug.label("lesson_slug"),
        LessonRevision.title.label("lesson_title"),
        Response.question_key,
        Response.answer,
        Response.answered_at,
    )
    .select_from(Attempt)
    .join(LearnerSession, LearnerSession.learner_id == Attempt.learner_id)
    .join(QuizRevision, QuizRevision.id == Attempt.quiz_revision_id)
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .join(Course, Course.id == Quiz.course_id)
    .outerjoin(Lesson, Lesson.id == Quiz.lesson_id)
    .outerjoin(
        LessonRevision,
        (LessonRevision.lesson_id == Lesson.id) & (LessonRevision.number == Lesson.current_number),
    )
    .outerjoin(
        Completion, (Completion.lesson_id == Quiz.lesson_id) & (Completion.learner_id == Attempt.learner_id)
    )
    .outerjoin(
        CourseCompletion,
        (CourseCompletion.course_id == Quiz.course_id) & (CourseCompletion.learner_id == Attempt.learner_id),
    )
    .outerjoin(Response, Response.attempt_id == Attempt.id)
    .where(
        Attempt.id == bindparam("attempt_id"),
        LearnerSession.token_hash == bindparam("token_hash"),
        LearnerSession.expires_at > bindparam("now"),
    )
    .order_by(Response.question_key, Response.number)
)


def own_attempt(reader: Reader, attempt_id: uuid.UUID, token_hash: bytes, now: datetime) -> OwnAttempt | None:
    """The attempt, if it belongs to the learner behind *token_hash*; None otherwise.

    One statement; another one for the texts, and one for the regrades, that this worker does not keep yet.
    """
    rows = reader.all(_ATTEMPT, {"attempt_id": attempt_id, "token_hash": token_hash, "now": now})
    if not rows:
        return None
    first = rows[0]
    drawn = tuple(read_drawn(entry) for entry in first.drawn)
    return OwnAttempt(
        id=attempt_id,
        quiz_slug=first.quiz_slug,
        quiz_title=first.quiz_title,
        course_slug=first.course_slug,
        course_title=first.course_title,
        lesson_slug=first.lesson_slug,
        lesson_title=first.lesson_title,
        state=first.state,
        started_at=first.started_at,
        submitted_at=first.submitted_at,
        points=first.points,
        out_of=first.out_of,
        passed=first.passed,
        is_final=first.is_final,
        course_completed_at=first.course_completed_at,
        best_points=first.best_points,
        completed_by=first.completed_by,
        revision_id=first.quiz_revision_id,
        regrades=read_regrades(reader, first.regrades),
        drawn=drawn,
        published=_published(
            reader, first.quiz_revision_id, first.source_sha256, drawn, first.content_version
        ),
        version=first.content_version,
        answers=_answers(rows),
    )


def _published(
    reader: Reader, revision_id: int, fingerprint: str, drawn: tuple[Drawn, ...], version: int
) -> PublishedQuiz:
    """The questions that an attempt shows, wherever they were drawn from, in the order shown."""
    origins = {one.key: one.revision_id or revision_id for one in drawn}
    wanted = {revision_id, *origins.values()}
    texts = read_quizzes(reader, wanted, {revision_id: fingerprint}, version=version)
    banks = {number: text.document for number, text in texts.items() if number != revision_id}
    return PublishedQuiz(
        document=as_shown(texts[revision_id].document, drawn, banks),
        rendered={key: texts[origin].rendered[key] for key, origin in origins.items()},
    )


def _answers(rows: list[Any]) -> dict[str, list[Answer]]:
    answers: dict[str, list[Answer]] = {}
    for row in rows:
        if row.question_key is not None:
            answers.setdefault(row.question_key, []).append(Answer(row.answer, row.answered_at))
    return answers
