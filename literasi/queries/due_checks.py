"""Texts and items whose facts somebody has to look at again, with what they say of their sources."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from literasi.domain.confirming import sources_of
from literasi.domain.courses import parse_course
from literasi.domain.identities import Identity, TextKind
from literasi.domain.lessons import parse_lesson
from literasi.domain.questions import QuizDocument, parse_quiz
from literasi.domain.sources import Source
from literasi.models import BankItem, Course, Lesson, LessonRevision, Quiz, QuizRevision
from literasi.queries.live_texts import LiveText

SOON = timedelta(days=30)  # how long before its day a check is listed
_PARSERS = {"course": parse_course, "lesson": parse_lesson, "quiz": parse_quiz, "bank": parse_quiz}


@dataclass(frozen=True)
class Due:
    """A live text, or one item of a bank file, with the day of its next check.

    ``title`` of an item is its label, which holds no words of the hoax. ``source_id`` is the source that an
    item names. Only lessons and course pages have a ``summary``.
    """

    identity: Identity
    item: str | None
    number: int
    title: str
    review_by: date
    sources: tuple[Source, ...]
    source_id: str | None
    summary: str = ""

    @property
    def kind(self) -> TextKind | str:
        """What it is: the kind of its text, or ``item``."""
        return "item" if self.item else self.identity.kind

    @property
    def name(self) -> str:
        """Unlike that of any other."""
        return f"{self.identity}#{self.item}" if self.item else str(self.identity)


def due_checks(session: Session, until: date) -> list[Due]:
    """Everything live whose next check is due by *until*, the most urgent first. Four statements."""
    found = [*_courses(session, until), *_lessons(session, until), *_quizzes(session, until)]
    return sorted(found, key=lambda one: (one.review_by, one.name))


def due_count(session: Session, until: date) -> int:
    """How many there are. One statement."""
    counts = [
        select(func.count())
        .select_from(Course)
        .where(Course.review_by <= until, Course.retired_at.is_(None)),
        select(func.count())
        .select_from(Lesson)
        .join(Course, Course.id == Lesson.course_id)
        .join(LessonRevision, _is_live_lesson())
        .where(LessonRevision.review_by <= until, Lesson.retired_at.is_(None), Course.retired_at.is_(None)),
        select(func.count())
        .select_from(Quiz)
        .join(QuizRevision, _is_live_quiz())
        .where(QuizRevision.review_by <= until, _quiz_is_offered()),
        select(func.count()).select_from(BankItem).where(_is_due(until)),
    ]
    row = session.execute(select(*(count.scalar_subquery() for count in counts))).one()
    return sum(row)


def due_text(live: LiveText, item: str | None) -> Due | None:
    """What may be checked of a live text, due or not; None when it has no such item."""
    identity = Identity.read(live.identity)
    (found, *_), items = _read(identity, live.number, live.source)
    return items.get(item) if item else found


def _read(identity: Identity, number: int, source: str) -> tuple[list[Due], dict[str, Due]]:
    """The text itself, and the items that it holds by their keys."""
    document, problems = _PARSERS[identity.kind](source)
    if document is None:
        raise ValueError(f"a published text cannot be read: {problems[0]}")
    sources = sources_of(document)
    summary = "" if isinstance(document, QuizDocument) else document.summary
    text = Due(identity, None, number, document.title, document.review_by, sources, None, summary)
    questions = document.questions if isinstance(document, QuizDocument) and identity.kind == "bank" else ()
    items = {
        one.key: Due(
            identity,
            one.key,
            number,
            one.exhibit.item.label,
            one.exhibit.item.review_by or document.review_by,
            sources,
            one.exhibit.source.id,
        )
        for one in questions
        if one.exhibit and one.exhibit.item
    }
    return [text], items


def _courses(session: Session, until: date) -> Iterator[Due]:
    rows = session.execute(
        select(Course.slug, Course.current_number, Course.source).where(
            Course.review_by <= until, Course.retired_at.is_(None)
        )
    )
    for slug, number, source in rows:
        yield from _read(Identity("course", slug, ""), number, source)[0]


def _lessons(session: Session, until: date) -> Iterator[Due]:
    rows = session.execute(
        select(Course.slug.label("course"), Lesson.slug, LessonRevision.number, LessonRevision.source)
        .select_from(Lesson)
        .join(Course, Course.id == Lesson.course_id)
        .join(LessonRevision, _is_live_lesson())
        .where(LessonRevision.review_by <= until, Lesson.retired_at.is_(None), Course.retired_at.is_(None))
    )
    for course, slug, number, source in rows:
        yield from _read(Identity("lesson", course, slug), number, source)[0]


def _quizzes(session: Session, until: date) -> Iterator[Due]:
    """Quizzes and bank files that are due, and the items that are; each text is read once."""
    due_items: dict[int, set[str]] = {}
    for key, quiz_id in session.execute(select(BankItem.key, BankItem.quiz_id).where(_is_due(until))):
        due_items.setdefault(quiz_id, set()).add(key)
    has_due_items = exists().where(BankItem.quiz_id == Quiz.id, _is_due(until)).correlate(Quiz)
    rows: Sequence[Any] = session.execute(
        select(
            Course.slug.label("course"),
            Quiz.id,
            Quiz.slug,
            QuizRevision.number,
            QuizRevision.review_by,
            QuizRevision.source,
        )
        .select_from(Quiz)
        .outerjoin(Course, Course.id == Quiz.course_id)
        .join(QuizRevision, _is_live_quiz())
        .where(
            Quiz.retired_at.is_(None),
            or_(Quiz.course_id.is_(None), Course.retired_at.is_(None)),
            or_(QuizRevision.review_by <= until, has_due_items),
        )
    ).all()
    for row in rows:
        kind: TextKind = "quiz" if row.course else "bank"
        texts, items = _read(Identity(kind, row.course or "bank", row.slug), row.number, row.source)
        if row.review_by <= until:
            yield from texts
        yield from (item for key, item in items.items() if key in due_items.get(row.id, ()))


def _is_live_lesson() -> Any:
    return and_(LessonRevision.lesson_id == Lesson.id, LessonRevision.number == Lesson.current_number)


def _is_live_quiz() -> Any:
    return and_(QuizRevision.quiz_id == Quiz.id, QuizRevision.number == Quiz.current_number)


def _quiz_is_offered() -> Any:
    gone = exists().where(Course.id == Quiz.course_id, Course.retired_at.is_not(None)).correlate(Quiz)
    return and_(Quiz.retired_at.is_(None), ~gone)


def _is_due(until: date) -> Any:
    return and_(BankItem.review_by <= until, BankItem.retired_at.is_(None))
