"""Lessons and courses are finished. What was finished once stays finished."""

import uuid
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, literal, select
from sqlalchemy.orm import Session

from literasi.database import UTCDateTime, insert_into
from literasi.models import (
    Attempt,
    Completion,
    Course,
    CourseCompletion,
    Learner,
    Lesson,
    LessonRevision,
    Quiz,
)
from literasi.services import requiring, sitting


def complete(
    session: Session, learner_id: int, quiz_id: int, attempt_id: uuid.UUID, *, now: datetime
) -> None:
    """Finish what a submitted attempt finishes: the quiz's lesson, whatever the score; perhaps the course."""
    # The learner's row is locked: of a lesson and a final quiz sent at once, one must see the other.
    quiz = session.execute(
        select(
            Quiz.course_id,
            Quiz.is_final,
            Attempt.passed,
            Lesson.id.label("lesson_id"),
            LessonRevision.id.label("revision_id"),
        )
        .select_from(Learner)
        .join(Quiz, Quiz.id == quiz_id)
        .join(Attempt, Attempt.id == attempt_id)
        .outerjoin(Lesson, Lesson.id == Quiz.lesson_id)
        .outerjoin(
            LessonRevision,
            (LessonRevision.lesson_id == Lesson.id) & (LessonRevision.number == Lesson.current_number),
        )
        .where(Learner.id == learner_id)
        .with_for_update(of=Learner, key_share=True)
    ).one()
    if quiz.revision_id is not None:
        session.execute(
            insert_into(session, Completion)
            .values(
                learner_id=learner_id,
                lesson_id=quiz.lesson_id,
                lesson_revision_id=quiz.revision_id,
                attempt_id=attempt_id,
                completed_at=now,
            )
            .on_conflict_do_nothing()
        )
        if quiz.course_id is not None:
            sitting.close_before(session, learner_id, quiz.course_id, now=now)
    if quiz.course_id is not None and (quiz.is_final or quiz.lesson_id is not None):
        passed = attempt_id if quiz.is_final and quiz.passed else None
        complete_course(session, learner_id, quiz.course_id, passed=passed, now=now)


def complete_course(
    session: Session, learner_id: int, course_id: int, *, now: datetime, passed: uuid.UUID | None = None
) -> None:
    """Note that the course is finished, if all its lessons are and its final quiz is passed.

    *passed* is the attempt that just passed it; who had finished the course before has done so again.
    A course without a final quiz is still being written, and is not finished by anybody.
    """
    is_new = _complete(session, course_id, now, Attempt.learner_id == learner_id)
    if is_new or (passed is not None and _is_complete(session, learner_id, course_id)):
        requiring.finished(session, learner_id, course_id, attempt_id=passed, now=now)


def complete_course_for_all(session: Session, course_id: int, *, now: datetime) -> None:
    """The same for everybody, when a lesson has left the course. A fixed number of statements.

    Somebody who sends the last quiz at this very moment is not seen; their next answer in the course counts.
    """
    if _complete(session, course_id, now):
        requiring.finished_by_all(session, course_id)


def _is_complete(session: Session, learner_id: int, course_id: int) -> bool:
    return session.get(CourseCompletion, (learner_id, course_id)) is not None


def _complete(session: Session, course_id: int, now: datetime, *whose: ColumnElement[bool]) -> bool:
    """Whether anybody has finished the course only now."""
    done = exists().where(Completion.lesson_id == Lesson.id, Completion.learner_id == Attempt.learner_id)
    unfinished = exists().where(
        Lesson.course_id == course_id, Lesson.retired_at.is_(None), ~done.correlate(Lesson, Attempt)
    )
    found = (
        select(Attempt.learner_id, Quiz.course_id, literal(now, UTCDateTime()))
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(
            Quiz.course_id == course_id,
            Quiz.is_final,
            Quiz.retired_at.is_(None),
            Attempt.passed.is_(True),
            ~unfinished.correlate(Attempt),
            *whose,
        )
        .distinct()
    )
    made = session.execute(
        insert_into(session, CourseCompletion)
        .from_select(["learner_id", "course_id", "completed_at"], found)
        .on_conflict_do_nothing()
        .returning(CourseCompletion.learner_id)
    )
    return bool(made.all())


def take_over_courses(session: Session, guest_id: int, learner_id: int, *, now: datetime) -> None:
    """The guest's finished courses become the learner's, at the earlier date; together they may finish more.

    Call it when attempts and lesson completions have moved.
    """
    for row in session.scalars(select(CourseCompletion).where(CourseCompletion.learner_id == guest_id)).all():
        own = session.get(CourseCompletion, (learner_id, row.course_id))
        if own is None:
            own = CourseCompletion(
                learner_id=learner_id, course_id=row.course_id, completed_at=row.completed_at
            )
            session.add(own)
        own.completed_at = min(own.completed_at, row.completed_at)
    session.flush()
    session.execute(delete(CourseCompletion).where(CourseCompletion.learner_id == guest_id))
    for course_id in session.scalars(select(Course.id).order_by(Course.id)).all():
        complete_course(session, learner_id, course_id, now=now)
