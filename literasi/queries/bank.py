"""The bank: what may be drawn for a learner, and how it is made up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.domain import form_balance
from literasi.domain.drawing import Candidate, Draw
from literasi.domain.exhibits import Technique, Topic, Use, Verdict
from literasi.domain.form_balance import FormItem
from literasi.domain.questions import form_of, parse_quiz
from literasi.models import BankItem, Course, Exposure, Lesson, LessonRevision, Quiz, QuizRevision


@dataclass(frozen=True)
class ReportedItem:
    """One item of the bank, as the report counts it."""

    key: str
    file: str
    verdict: str
    topic: str
    technique: str
    place: str
    use: str
    difficulty: int
    review_by: date


@dataclass(frozen=True)
class DueCheck:
    """A text or an item that somebody has to look at again."""

    identity: str
    review_by: date


@dataclass(frozen=True)
class Pool:
    """From how many true and false items a quiz draws how many."""

    identity: str
    draw: Draw
    true: int
    false: int


NOBODY = 0  # no learner has this id


def offered(session: Session, today: date) -> list[Candidate]:
    """Every item that may be drawn today, for nobody in particular."""
    return candidates(session, NOBODY, today)


def candidates(session: Session, learner_id: int, today: date) -> list[Candidate]:
    """Every item that may be drawn today, with when this learner was last shown it. One statement.

    Items for the test forms, retired ones and those that are due for a check are never drawn.
    """
    rows = session.execute(
        select(
            BankItem.key,
            BankItem.verdict,
            BankItem.topic,
            BankItem.technique,
            BankItem.difficulty,
            BankItem.revision_id,
            Exposure.shown_at,
        )
        .outerjoin(Exposure, (Exposure.item_key == BankItem.key) & (Exposure.learner_id == learner_id))
        .where(BankItem.use == Use.TRAINING.value, BankItem.retired_at.is_(None), BankItem.review_by >= today)
        .order_by(BankItem.key)
    )
    return [
        Candidate(
            row.key,
            Verdict(row.verdict),
            Topic(row.topic),
            Technique(row.technique),
            row.difficulty,
            row.revision_id,
            row.shown_at,
        )
        for row in rows
    ]


def items(session: Session) -> list[ReportedItem]:
    """Every item that is live in the bank."""
    rows = session.execute(
        select(BankItem, Quiz.slug)
        .join(Quiz, Quiz.id == BankItem.quiz_id)
        .where(BankItem.retired_at.is_(None))
        .order_by(Quiz.slug, BankItem.key)
    )
    return [
        ReportedItem(
            item.key,
            slug,
            item.verdict,
            item.topic,
            item.technique,
            item.place,
            item.use,
            item.difficulty,
            item.review_by,
        )
        for item, slug in rows
    ]


def due_checks(session: Session, until: date) -> list[DueCheck]:
    """Every live text and item whose next check is due by *until*, the most urgent first."""
    courses = select(Course.slug, Course.review_by).where(Course.retired_at.is_(None))
    lessons = (
        select(Course.slug, Lesson.slug, LessonRevision.review_by)
        .join(Lesson, Lesson.course_id == Course.id)
        .join(LessonRevision, LessonRevision.lesson_id == Lesson.id)
        .where(LessonRevision.number == Lesson.current_number, Lesson.retired_at.is_(None))
    )
    found = [(f"courses/{slug}/", review_by) for slug, review_by in session.execute(courses)]
    found += [(f"courses/{course}/{slug}", review_by) for course, slug, review_by in session.execute(lessons)]
    found += [(f"quizzes/{row.folder or 'bank'}/{row.slug}", row.review_by) for row in _live_quizzes(session)]
    found += [(f"quizzes/bank/{item.file}#{item.key}", item.review_by) for item in items(session)]
    due = [DueCheck(identity, review_by) for identity, review_by in found if review_by <= until]
    return sorted(due, key=lambda one: (one.review_by, one.identity))


def pools(session: Session, offered: Sequence[Candidate]) -> list[Pool]:
    """What stands behind each live quiz that draws, when *offered* may be drawn."""
    found = []
    for row in _live_quizzes(session):
        document, _ = parse_quiz(row.source)
        if document is None or document.draw is None:
            continue
        draw = document.draw
        fitting = [one.verdict for one in offered if draw.fits(one.topic, one.technique)]
        found.append(
            Pool(
                f"quizzes/{row.folder or 'bank'}/{row.slug}",
                draw,
                true=fitting.count(Verdict.TRUE),
                false=fitting.count(Verdict.FALSE),
            )
        )
    return found


def forms(session: Session) -> dict[str, str]:
    """Which live files of the bank are forms of the test: the letter of each, by its slug."""
    found = {row.slug: form_of(row.source) for row in _live_quizzes(session) if row.folder is None}
    return {slug: form for slug, form in found.items() if form}


def form_items(session: Session) -> list[FormItem]:
    """Every item of the live forms that is in use, as the forms are compared."""
    sources = [row.source for row in _live_quizzes(session) if row.folder is None and form_of(row.source)]
    documents = [parse_quiz(source)[0] for source in sources]
    return [item for document in documents if document for item in form_balance.items_of(document)]


def _live_quizzes(session: Session) -> Sequence[Any]:
    return session.execute(
        select(Course.slug.label("folder"), Quiz.slug, QuizRevision.review_by, QuizRevision.source)
        .select_from(Quiz)
        .outerjoin(Course, Course.id == Quiz.course_id)
        .join(QuizRevision, QuizRevision.quiz_id == Quiz.id)
        .where(QuizRevision.number == Quiz.current_number, Quiz.retired_at.is_(None))
        .order_by(Course.slug, Quiz.slug)
    ).all()
