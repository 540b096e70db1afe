"""Texts become what learners see. A revision is added, never changed."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from literasi.domain.channel_references import Reference, unknown_in
from literasi.domain.channels import SIGN
from literasi.domain.courses import CourseDocument
from literasi.domain.lessons import LessonDocument
from literasi.domain.questions import QuizDocument
from literasi.models import (
    BankItem,
    ContentVersion,
    Course,
    CourseRevision,
    Lesson,
    LessonRevision,
    Quiz,
    QuizRevision,
)
from literasi.queries import regrades
from literasi.queries.channels import channel_names
from literasi.services import indexing
from literasi.services.reading_files import fingerprint
from literasi.services.rendering import Rendered


class ChangedKey(Exception):
    """A question kept its key and got another right answer, so its statistics would mix two questions."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__(", ".join(keys))
        self.keys = keys


class TakenKey(Exception):
    """A question of a quiz has the key of an item in the bank."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__(", ".join(keys))
        self.keys = keys


class SecondFinal(Exception):
    """The course has a final quiz already; the message is its slug."""


class UnknownChannel(Exception):
    """The text names channels that are not in use (any more); the message is their names."""

    def __init__(self, unknown: Sequence[Reference]) -> None:
        super().__init__(", ".join(dict.fromkeys(one.slug for one in unknown)))
        self.unknown = unknown


class MissingLesson(Exception):
    """The quiz names a lesson that is not published in its course."""


@dataclass(frozen=True)
class Text:
    """A text that was checked and rendered, ready to be published."""

    source: str
    rendered: Rendered
    author: str  # where it came from: "berkas" or "studio"
    author_id: int | None = None


def publish_course(
    session: Session, slug: str, document: CourseDocument, text: Text, *, now: datetime
) -> Course:
    """Make or renew a course and its page, and keep the text as a revision. Raises UnknownChannel."""
    course = find_course(session, slug) or Course(slug=slug, current_number=0)
    course.current_number += 1
    course.position = document.position
    course.audience = document.audience.value
    course.title = document.title
    course.summary = document.summary
    course.review_by = document.review_by
    course.hours = document.hours
    course.source = text.source
    course.source_sha256 = fingerprint(text.source)
    course.rendered = json.dumps(text.rendered.html, ensure_ascii=False)
    course.renderer_version = text.rendered.version
    course.published_at = now
    session.add(course)
    session.flush()
    session.add(
        CourseRevision(
            course_id=course.id,
            number=course.current_number,
            source_sha256=course.source_sha256,
            author=text.author,
            author_id=text.author_id,
            published_at=now,
            source=text.source,
        )
    )
    session.flush()
    touch(session)
    _refuse_unknown_channels(session, text)
    indexing.index_course(session, course, document)
    return course


def publish_lesson(
    session: Session,
    course: Course,
    slug: str,
    document: LessonDocument,
    text: Text,
    *,
    position: int,
    now: datetime,
) -> LessonRevision:
    """Add a revision to the lesson (made now if it is new) and show it from now on. Raises UnknownChannel."""
    lesson = find_lesson(session, course.id, slug) or Lesson(course_id=course.id, slug=slug, current_number=0)
    lesson.position = position
    lesson.current_number += 1
    session.add(lesson)
    session.flush()
    revision = LessonRevision(
        lesson_id=lesson.id,
        number=lesson.current_number,
        title=document.title,
        summary=document.summary,
        minutes=document.minutes,
        review_by=document.review_by,
        change=document.change or None,
        source=text.source,
        source_sha256=fingerprint(text.source),
        rendered=json.dumps(text.rendered.html, ensure_ascii=False),
        renderer_version=text.rendered.version,
        author=text.author,
        author_id=text.author_id,
        published_at=now,
    )
    session.add(revision)
    session.flush()
    touch(session)
    _refuse_unknown_channels(session, text)
    indexing.index_lesson(session, lesson, revision, document)
    return revision


def publish_quiz(
    session: Session,
    course: Course | None,
    slug: str,
    document: QuizDocument,
    text: Text,
    *,
    now: datetime,
    regraded: Collection[str] = (),
) -> QuizRevision:
    """Add a revision to the quiz (made now if it is new). Open attempts go on with the text they began.

    Without a *course* it is a file of the bank; ``banking.index_bank`` must follow when all such files are
    published. The keys that are *regraded* may get another right answer, and ``regrading.regrade`` must
    follow. Raises ChangedKey when any other key would get one, TakenKey when one belongs to an item of the
    bank, UnknownChannel, MissingLesson when the quiz's lesson does not exist, and SecondFinal when the course
    has another final quiz.
    """
    touch(session)  # first: who publishes at the same time waits here, and then sees this text
    _refuse_unknown_channels(session, text)
    course_id = course.id if course else None
    quiz = find_quiz(session, course_id, slug) or Quiz(course_id=course_id, slug=slug, current_number=0)
    _refuse_changed_keys(session, document, regraded)
    if course is not None:
        _refuse_taken_keys(session, document)
        _refuse_second_final(session, course, quiz, document)
        quiz.lesson_id = _lesson_id(session, course, document)
    quiz.is_final = document.final
    quiz.current_number += 1
    session.add(quiz)
    session.flush()
    return _add_quiz_revision(session, quiz, document, text, now)


def _add_quiz_revision(
    session: Session, quiz: Quiz, document: QuizDocument, text: Text, now: datetime
) -> QuizRevision:
    revision = QuizRevision(
        quiz_id=quiz.id,
        number=quiz.current_number,
        title=document.title,
        question_count=document.total,
        pass_percent=document.pass_percent,
        review_by=document.review_by,
        source=text.source,
        source_sha256=fingerprint(text.source),
        rendered=json.dumps(text.rendered.html, ensure_ascii=False),
        renderer_version=text.rendered.version,
        author=text.author,
        author_id=text.author_id,
        published_at=now,
    )
    session.add(revision)
    session.flush()
    return revision


def touch(session: Session) -> None:
    """Tell every worker that content has changed: what they keep of it is old from the commit on."""
    session.execute(update(ContentVersion).values(version=ContentVersion.version + 1))


def find_course(session: Session, slug: str) -> Course | None:
    """The course with this slug, retired or not."""
    return session.scalars(select(Course).where(Course.slug == slug)).one_or_none()


def find_lesson(session: Session, course_id: int, slug: str) -> Lesson | None:
    """The lesson with this slug in the course, retired or not."""
    return session.scalars(
        select(Lesson).where(Lesson.course_id == course_id, Lesson.slug == slug)
    ).one_or_none()


def find_quiz(session: Session, course_id: int | None, slug: str) -> Quiz | None:
    """The quiz with this slug in the course (None: in the bank), retired or not."""
    return session.scalars(select(Quiz).where(Quiz.course_id == course_id, Quiz.slug == slug)).one_or_none()


def live_lesson(session: Session, lesson: Lesson) -> LessonRevision:
    """The revision that learners read now."""
    return session.scalars(
        select(LessonRevision).where(
            LessonRevision.lesson_id == lesson.id, LessonRevision.number == lesson.current_number
        )
    ).one()


def live_quiz(session: Session, quiz: Quiz) -> QuizRevision:
    """The revision that new attempts get."""
    return session.scalars(
        select(QuizRevision).where(
            QuizRevision.quiz_id == quiz.id, QuizRevision.number == quiz.current_number
        )
    ).one()


def stored_html(course: Course) -> dict[str, Any]:
    """What a course's page looks like, as its renderer made it."""
    found: dict[str, Any] = json.loads(course.rendered)
    return found


def render_again(text: Course | LessonRevision | QuizRevision, rendered: Rendered) -> None:
    """Replace HTML that an older renderer made. The text itself, and so the revision, stays."""
    if text.renderer_version != rendered.version:
        text.rendered = json.dumps(rendered.html, ensure_ascii=False)
        text.renderer_version = rendered.version


def _refuse_unknown_channels(session: Session, text: Text) -> None:
    """Call it after ``touch``: whoever retires a channel waits there, and then sees this text."""
    if SIGN not in text.source:
        return
    unknown = unknown_in(text.source, channel_names(session)[0])
    if unknown:
        raise UnknownChannel(unknown)


def _lesson_id(session: Session, course: Course, document: QuizDocument) -> int | None:
    if document.lesson is None:
        return None
    lesson = find_lesson(session, course.id, document.lesson)
    if lesson is None:
        raise MissingLesson(document.lesson)
    return lesson.id


def _refuse_second_final(session: Session, course: Course, quiz: Quiz, document: QuizDocument) -> None:
    finals = select(Quiz.slug).where(
        Quiz.course_id == course.id, Quiz.is_final, Quiz.retired_at.is_(None), Quiz.slug != quiz.slug
    )
    other = session.scalar(finals) if document.final else None
    if other is not None:
        raise SecondFinal(other)


def _refuse_taken_keys(session: Session, document: QuizDocument) -> None:
    keys = [question.key for question in document.questions]
    taken = session.scalars(
        select(BankItem.key).where(BankItem.key.in_(keys), BankItem.retired_at.is_(None))
    ).all()
    if taken:
        raise TakenKey(sorted(taken))


def _refuse_changed_keys(session: Session, document: QuizDocument, regraded: Collection[str]) -> None:
    changed = [key for key in regrades.refused_keys(session, document) if key not in regraded]
    if changed:
        raise ChangedKey(changed)
