"""Courses, lessons and quizzes leave the site and come back. Nothing is deleted, and nobody loses anything.

What is retired is not offered any more. Results and completions stay, and whoever is in the middle of a quiz
may finish it.
"""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.domain.identities import Identity
from literasi.domain.questions import parse_quiz
from literasi.models import Course, Lesson, Quiz
from literasi.services import auditing, checking_drafts, completing, publishing

Retirable = Course | Lesson | Quiz


class UnknownText(Exception):
    """Nothing was ever published under this identity."""


class SecondFinal(Exception):
    """The course has another final quiz by now; the message is its slug."""


class TakenKeys(Exception):
    """Questions of the quiz stand elsewhere by now; the messages say which and where."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(" ".join(messages))
        self.messages = messages


def retire(session: Session, identity: Identity, *, by_id: int, now: datetime) -> None:
    """Offer the text no longer; with a lesson goes its quiz. What is retired already stays so.

    A lesson that is left may have been the last that somebody had to do: whoever has done all others and
    passed the final quiz has finished the course now. Bringing the lesson back takes nothing from them.
    Raises UnknownText.
    """
    found = find(session, identity)
    if found.retired_at is not None:
        return
    found.retired_at = now
    if isinstance(found, Lesson):
        quiz = _quiz_of(session, found)
        if quiz is not None and quiz.retired_at is None:
            quiz.retired_at = now
    session.flush()
    if isinstance(found, Lesson):
        completing.complete_course_for_all(session, found.course_id, now=now)
    _note(session, "retired", found, by_id, now)


def bring_back(session: Session, identity: Identity, *, by_id: int, now: datetime) -> None:
    """Offer the text again, in its old place if that is free; with a lesson comes the quiz that left with it.

    Raises UnknownText, and SecondFinal or TakenKeys when another text has taken over in between.
    """
    found = find(session, identity)
    if found.retired_at is None:
        return
    if isinstance(found, Quiz):
        _bring_back_quiz(session, found, identity.course)
    if isinstance(found, Lesson):
        found.position = _free_position(session, found)
        quiz = _quiz_of(session, found)
        if quiz is not None and quiz.retired_at == found.retired_at:
            _bring_back_quiz(session, quiz, identity.course)
    found.retired_at = None
    session.flush()
    _note(session, "brought_back", found, by_id, now)


def find(session: Session, identity: Identity) -> Retirable:
    """The course, lesson or quiz, locked until the transaction ends. Raises UnknownText.

    A file of the bank is not retired as a whole: its items are, in its text.
    """
    course = session.scalars(
        select(Course).where(Course.slug == identity.course).with_for_update()
    ).one_or_none()
    if course is None:
        raise UnknownText(str(identity))
    if identity.kind == "course":
        return course
    find_one = publishing.find_lesson if identity.kind == "lesson" else publishing.find_quiz
    found: Lesson | Quiz | None = find_one(session, course.id, identity.slug)
    if found is None:
        raise UnknownText(str(identity))
    return found


def _bring_back_quiz(session: Session, quiz: Quiz, course: str) -> None:
    if quiz.is_final:
        other = session.scalar(
            select(Quiz.slug).where(
                Quiz.course_id == quiz.course_id,
                Quiz.is_final,
                Quiz.retired_at.is_(None),
                Quiz.id != quiz.id,
            )
        )
        if other is not None:
            raise SecondFinal(other)
    document, _ = parse_quiz(publishing.live_quiz(session, quiz).source)
    identity = Identity("quiz", course, quiz.slug)
    taken = checking_drafts.taken_keys(session, identity, document, []) if document else []
    if taken:
        raise TakenKeys([one.message for one in taken])
    quiz.retired_at = None


def _free_position(session: Session, lesson: Lesson) -> int:
    others = session.scalars(
        select(Lesson.position).where(
            Lesson.course_id == lesson.course_id, Lesson.retired_at.is_(None), Lesson.id != lesson.id
        )
    ).all()
    if lesson.position not in others:
        return lesson.position
    highest = session.scalar(select(func.max(Lesson.position)).where(Lesson.course_id == lesson.course_id))
    return (highest or 0) + 1


def _quiz_of(session: Session, lesson: Lesson) -> Quiz | None:
    return session.scalars(select(Quiz).where(Quiz.lesson_id == lesson.id)).one_or_none()


def _note(session: Session, action: str, found: Retirable, by_id: int, now: datetime) -> None:
    publishing.touch(session)
    subject = f"{found.__tablename__}:{found.id}"
    auditing.record(session, f"content.{action}", subject, actor_id=by_id, now=now)
