"""The lesson that helps most with a technique."""

from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import func, select

from literasi.database import Prepared, Reader
from literasi.domain.exhibits import Technique, Topic, Use
from literasi.domain.helping_lessons import practised
from literasi.models import BankItem, Course, Lesson, LessonRevision, Quiz, QuizRevision
from literasi.queries.quizzes import read_quizzes


@dataclass(frozen=True)
class HelpingLesson:
    """A lesson to read about a technique."""

    course_slug: str
    slug: str
    title: str


_LESSONS = Prepared(
    select(
        Course.slug.label("course_slug"),
        Lesson.slug,
        LessonRevision.title,
        QuizRevision.id.label("revision_id"),
        QuizRevision.source_sha256,
    )
    .select_from(Lesson)
    .join(Course, Course.id == Lesson.course_id)
    .join(
        LessonRevision,
        (LessonRevision.lesson_id == Lesson.id) & (LessonRevision.number == Lesson.current_number),
    )
    .join(Quiz, (Quiz.lesson_id == Lesson.id) & Quiz.retired_at.is_(None))
    .join(QuizRevision, (QuizRevision.quiz_id == Quiz.id) & (QuizRevision.number == Quiz.current_number))
    .where(Lesson.retired_at.is_(None), Course.retired_at.is_(None))
    .order_by(Course.position, Course.slug, Lesson.position, Lesson.id)
)
_BANK = Prepared(
    select(BankItem.topic, BankItem.technique, func.count().label("items"))
    .where(BankItem.use == Use.TRAINING.value, BankItem.retired_at.is_(None))
    .group_by(BankItem.topic, BankItem.technique)
)


def helping_lessons(reader: Reader) -> dict[Technique, HelpingLesson]:
    """By technique, the lesson whose quiz shows most of it; of equals the first in the catalogue.

    Two statements, and one for each eight quizzes that this worker does not keep yet.
    """
    bank = {(Topic(row.topic), Technique(row.technique)): row.items for row in reader.all(_BANK, {})}
    rows = reader.all(_LESSONS, {})
    texts = read_quizzes(
        reader, [row.revision_id for row in rows], {row.revision_id: row.source_sha256 for row in rows}
    )
    best: dict[Technique, tuple[Fraction, HelpingLesson]] = {}
    for row in rows:
        lesson = HelpingLesson(row.course_slug, row.slug, row.title)
        for technique, shown in practised(texts[row.revision_id].document, bank).items():
            if technique not in best or shown > best[technique][0]:
                best[technique] = (shown, lesson)
    return {technique: lesson for technique, (_, lesson) in best.items()}
