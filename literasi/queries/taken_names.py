"""Names that something new must not get: slugs of texts and keys of questions."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.domain.identities import BANK
from literasi.models import Course, Draft, DraftText, Lesson, MovedText, Quiz, QuizRevision

_EXAMPLE_KEY = "{#pertanyaan-baru"
_EXAMPLE_KEYS = re.compile(r"\{#(pertanyaan-baru[a-z0-9-]*)")


def slugs_in(session: Session, course: str) -> set[str]:
    """The slugs that lessons and quizzes of the course have, retired or not; of *bank*, its files."""
    home = Quiz.course_id.is_(None) if course == BANK else Course.slug == course
    lessons = select(Lesson.slug).join(Course, Course.id == Lesson.course_id).where(Course.slug == course)
    quizzes = select(Quiz.slug).outerjoin(Course, Course.id == Quiz.course_id).where(home)
    return {*session.scalars(lessons), *session.scalars(quizzes)}


def course_slugs(session: Session) -> set[str]:
    """The slugs that courses have, retired or not."""
    return set(session.scalars(select(Course.slug)))


def taken_slugs(session: Session, course: str) -> set[str]:
    """What no new text of the course may be called: live, retired, being written, or an old address.

    Of *bank* these are its files. Four statements.
    """
    begun = select(DraftText.identity).join(Draft).where(Draft.state != "published")
    identities = [*session.scalars(begun), *session.scalars(select(MovedText.old_identity))]
    here = {name.split("/")[2] for name in identities if name.split("/")[1] == course}
    return slugs_in(session, course) | here


def taken_courses(session: Session) -> set[str]:
    """What no new course may be called. Two statements."""
    begun = select(DraftText.identity).join(Draft).where(Draft.state != "published")
    here = {name.split("/")[1] for name in session.scalars(begun) if name.startswith("courses/")}
    return course_slugs(session) | here | {BANK}


def example_keys(session: Session) -> set[str]:
    """The keys of questions that were begun from an example, wherever they stand. Two statements."""
    found: set[str] = set()
    for column in (QuizRevision.source, DraftText.source):
        for source in session.scalars(select(column).where(column.contains(_EXAMPLE_KEY))):
            found.update(_EXAMPLE_KEYS.findall(source))
    return found
