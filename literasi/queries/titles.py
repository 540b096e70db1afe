"""What texts are called: their titles, by identity."""

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from literasi.domain.identities import BANK
from literasi.models import Course, Lesson, LessonRevision, Quiz, QuizRevision


def live_titles(session: Session) -> dict[str, str]:
    """The title of every live text, retired ones too. One statement."""
    courses = select(literal("courses").label("folder"), Course.slug, literal("").label("name"), Course.title)
    lessons = (
        select(literal("courses"), Course.slug, Lesson.slug, LessonRevision.title)
        .select_from(Lesson)
        .join(Course, Course.id == Lesson.course_id)
        .join(LessonRevision, LessonRevision.lesson_id == Lesson.id)
        .where(LessonRevision.number == Lesson.current_number)
    )
    quizzes = (
        select(literal("quizzes"), Course.slug, Quiz.slug, QuizRevision.title)
        .select_from(Quiz)
        .outerjoin(Course, Course.id == Quiz.course_id)
        .join(QuizRevision, QuizRevision.quiz_id == Quiz.id)
        .where(QuizRevision.number == Quiz.current_number)
    )
    rows = session.execute(union_all(courses, lessons, quizzes))
    return {f"{folder}/{course or BANK}/{slug}": title for folder, course, slug, title in rows}
