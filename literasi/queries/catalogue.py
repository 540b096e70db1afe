"""Every text there is, as trainers see it: also what is retired, and what is being written."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.domain.drawing import drawn_by
from literasi.domain.identities import Identity
from literasi.models import (
    Account,
    Course,
    CourseRevision,
    Draft,
    DraftText,
    Lesson,
    LessonRevision,
    Quiz,
    QuizRevision,
)

_UNDER_WAY = ("writing", "in_review")


@dataclass(frozen=True)
class UnderWay:
    """A draft of a text that is being written or waits for review."""

    draft_id: uuid.UUID
    identity: str
    title: str
    state: str
    author_id: int
    author_name: str | None


@dataclass(frozen=True)
class TextRow:
    """One text that is live or retired, with its newest revision. The author's name is how they sign in."""

    identity: Identity
    title: str
    number: int
    author: str
    author_name: str | None
    published_at: datetime
    review_by: date
    retired_at: datetime | None
    drafts: tuple[UnderWay, ...]


@dataclass(frozen=True)
class CourseRow(TextRow):
    """A course, and how many lessons and which final quiz it has on offer."""

    position: int
    audience: str
    lessons: int
    final: str | None


@dataclass(frozen=True)
class QuizRow(TextRow):
    """A quiz of a course; *lesson* is the slug of the lesson that it completes."""

    lesson: str | None
    is_final: bool
    questions: int  # in one sitting
    drawn: int  # of them from the bank

    @property
    def own(self) -> int:
        """How many questions stand in its text."""
        return self.questions - self.drawn


@dataclass(frozen=True)
class LessonRow(TextRow):
    """A lesson where it stands, with its quiz."""

    position: int
    quiz: QuizRow | None


@dataclass(frozen=True)
class CourseContents:
    """One course with everything in it; *news* are drafts of texts that were never published."""

    course: CourseRow
    lessons: tuple[LessonRow, ...]
    retired: tuple[LessonRow, ...]
    quizzes: tuple[QuizRow, ...]  # that complete no lesson
    news: tuple[UnderWay, ...]

    @property
    def has_final(self) -> bool:
        """Whether a final quiz is on offer."""
        return any(quiz.is_final and quiz.retired_at is None for quiz in self.quizzes)


def courses(session: Session) -> list[CourseRow]:
    """Every course in the order of the catalogue, those on offer first. Two statements."""
    drafts = under_way(session, "courses/%/")
    return [_course(row, drafts) for row in session.execute(_courses())]


def new_courses(session: Session) -> list[UnderWay]:
    """Drafts of courses that were never published. Two statements."""
    known = {f"courses/{slug}/" for slug in session.scalars(select(Course.slug))}
    return unpublished(under_way(session, "courses/%/"), known)


def course_contents(session: Session, slug: str) -> CourseContents | None:
    """The course with everything in it; None when there is none. Four statements."""
    row = session.execute(_courses().where(Course.slug == slug)).one_or_none()
    if row is None:
        return None
    drafts = under_way(session, f"courses/{slug}/%", f"quizzes/{slug}/%")
    quizzes = _quizzes(session, slug, drafts)
    by_lesson = {quiz.lesson: quiz for quiz in quizzes if quiz.lesson is not None}
    lessons = _lessons(session, slug, drafts, by_lesson)
    known = {f"courses/{slug}/", *(str(one.identity) for one in (*lessons, *quizzes))}
    return CourseContents(
        course=_course(row, drafts),
        lessons=tuple(lesson for lesson in lessons if lesson.retired_at is None),
        retired=tuple(lesson for lesson in lessons if lesson.retired_at is not None),
        quizzes=tuple(quiz for quiz in quizzes if quiz.lesson is None),
        news=tuple(unpublished(drafts, known)),
    )


def _courses() -> Any:
    lessons = (
        select(func.count())
        .where(Lesson.course_id == Course.id, Lesson.retired_at.is_(None))
        .scalar_subquery()
    )
    final = (
        select(Quiz.slug)
        .where(Quiz.course_id == Course.id, Quiz.is_final, Quiz.retired_at.is_(None))
        .scalar_subquery()
    )
    return (
        select(
            Course.slug,
            Course.title,
            Course.position,
            Course.audience,
            Course.current_number.label("number"),
            Course.review_by,
            Course.retired_at,
            CourseRevision.author,
            CourseRevision.published_at,
            Account.login_name.label("author_name"),
            lessons.label("lessons"),
            final.label("final"),
        )
        .join(
            CourseRevision,
            (CourseRevision.course_id == Course.id) & (CourseRevision.number == Course.current_number),
        )
        .outerjoin(Account, Account.learner_id == CourseRevision.author_id)
        .order_by(Course.retired_at.is_not(None), Course.position, Course.slug)
    )


def _course(row: Any, drafts: Sequence[UnderWay]) -> CourseRow:
    return CourseRow(
        **text_fields(Identity("course", row.slug, ""), row, drafts),
        position=row.position,
        audience=row.audience,
        lessons=row.lessons,
        final=row.final,
    )


def _lessons(
    session: Session, course: str, drafts: Sequence[UnderWay], quizzes: dict[str, QuizRow]
) -> list[LessonRow]:
    rows = session.execute(
        select(
            Lesson.slug,
            Lesson.position,
            Lesson.retired_at,
            LessonRevision.title,
            LessonRevision.number,
            LessonRevision.author,
            LessonRevision.published_at,
            LessonRevision.review_by,
            Account.login_name.label("author_name"),
        )
        .join(Course, Course.id == Lesson.course_id)
        .join(
            LessonRevision,
            (LessonRevision.lesson_id == Lesson.id) & (LessonRevision.number == Lesson.current_number),
        )
        .outerjoin(Account, Account.learner_id == LessonRevision.author_id)
        .where(Course.slug == course)
        .order_by(Lesson.position, Lesson.id)
    )
    return [
        LessonRow(
            **text_fields(Identity("lesson", course, row.slug), row, drafts),
            position=row.position,
            quiz=quizzes.get(row.slug),
        )
        for row in rows
    ]


def _quizzes(session: Session, course: str, drafts: Sequence[UnderWay]) -> list[QuizRow]:
    rows = session.execute(
        quiz_texts(
            Quiz.is_final, QuizRevision.question_count, QuizRevision.source, Lesson.slug.label("lesson")
        )
        .join(Course, Course.id == Quiz.course_id)
        .outerjoin(Lesson, Lesson.id == Quiz.lesson_id)
        .where(Course.slug == course)
        .order_by(Quiz.is_final.desc(), Quiz.slug)
    )
    return [
        QuizRow(
            **text_fields(Identity("quiz", course, row.slug), row, drafts),
            lesson=row.lesson,
            is_final=row.is_final,
            questions=row.question_count,
            drawn=drawn_by(row.source),
        )
        for row in rows
    ]


def quiz_texts(*more: Any) -> Any:
    """A statement for quizzes and files of the bank with their live revisions, and *more* columns."""
    return (
        select(
            Quiz.slug,
            Quiz.retired_at,
            QuizRevision.title,
            QuizRevision.number,
            QuizRevision.author,
            QuizRevision.published_at,
            QuizRevision.review_by,
            Account.login_name.label("author_name"),
            *more,
        )
        .select_from(Quiz)
        .join(QuizRevision, (QuizRevision.quiz_id == Quiz.id) & (QuizRevision.number == Quiz.current_number))
        .outerjoin(Account, Account.learner_id == QuizRevision.author_id)
    )


def text_fields(identity: Identity, row: Any, drafts: Sequence[UnderWay]) -> dict[str, Any]:
    """What every row says of its text."""
    return {
        "identity": identity,
        "title": row.title,
        "number": row.number,
        "author": row.author,
        "author_name": row.author_name,
        "published_at": row.published_at,
        "review_by": row.review_by,
        "retired_at": row.retired_at,
        "drafts": tuple(draft for draft in drafts if draft.identity == str(identity)),
    }


def under_way(session: Session, *patterns: str) -> list[UnderWay]:
    """The drafts of texts whose identities fit one of *patterns*."""
    fits = [DraftText.identity.like(pattern) for pattern in patterns]
    rows = session.execute(
        select(Draft.id, DraftText.identity, Draft.title, Draft.state, Draft.author_id, Account.login_name)
        .join(Draft, Draft.id == DraftText.draft_id)
        .outerjoin(Account, Account.learner_id == Draft.author_id)
        .where(Draft.state.in_(_UNDER_WAY), fits[0] if len(fits) == 1 else fits[0] | fits[1])
        .order_by(Draft.saved_at.desc())
    )
    return [UnderWay(*row) for row in rows]


def unpublished(drafts: Sequence[UnderWay], known: set[str]) -> list[UnderWay]:
    """Each draft of a text that nobody has published yet, once."""
    found = {draft.draft_id: draft for draft in reversed(drafts) if draft.identity not in known}
    return list(found.values())
