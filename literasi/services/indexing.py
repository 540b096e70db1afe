"""The search knows a text from the moment it is published: its words are kept in the same transaction."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from literasi.domain import searching
from literasi.domain.courses import CourseDocument, parse_course
from literasi.domain.lessons import LessonDocument, parse_lesson
from literasi.domain.stemming import stem
from literasi.models import Course, Lesson, LessonRevision, SearchEntry, SearchWord

INDEXER_VERSION = 1  # count up when other words are to be taken from the same text


def index_course(session: Session, course: Course, document: CourseDocument) -> None:
    """Let a course's page be found by the words of *document*, its live text."""
    _index(session, course.id, None, course.source_sha256, searching.words_of_course(document))


def index_lesson(
    session: Session, lesson: Lesson, revision: LessonRevision, document: LessonDocument
) -> None:
    """Let a lesson be found by the words of *document*, the text of its live *revision*."""
    words = searching.words_of_lesson(document)
    _index(session, lesson.course_id, lesson.id, revision.source_sha256, words)


def index_missing(session: Session) -> int:
    """Index what is live and not known to the search by today's rules; returns how much that was."""
    return _index_courses(session) + _index_lessons(session)


def _index_courses(session: Session) -> int:
    missing = session.scalars(
        select(Course)
        .outerjoin(SearchEntry, (SearchEntry.course_id == Course.id) & SearchEntry.lesson_id.is_(None))
        .where(_is_old(Course.source_sha256))
    ).all()
    for course in missing:
        document, _ = parse_course(course.source)
        if document is not None:
            index_course(session, course, document)
    return len(missing)


def _index_lessons(session: Session) -> int:
    missing = session.execute(
        select(Lesson, LessonRevision)
        .join(LessonRevision, LessonRevision.lesson_id == Lesson.id)
        .outerjoin(SearchEntry, SearchEntry.lesson_id == Lesson.id)
        .where(LessonRevision.number == Lesson.current_number, _is_old(LessonRevision.source_sha256))
    ).all()
    for lesson, revision in missing:
        document, _ = parse_lesson(revision.source)
        if document is not None:
            index_lesson(session, lesson, revision, document)
    return len(missing)


def _is_old(live_sha256: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return (
        SearchEntry.id.is_(None)
        | (SearchEntry.source_sha256 != live_sha256)
        | (SearchEntry.indexer_version != INDEXER_VERSION)
    )


def _index(
    session: Session, course_id: int, lesson_id: int | None, source_sha256: str, words: Mapping[str, int]
) -> None:
    same_page = SearchEntry.lesson_id.is_(None) if lesson_id is None else SearchEntry.lesson_id == lesson_id
    entry = session.scalars(
        select(SearchEntry).where(SearchEntry.course_id == course_id, same_page)
    ).one_or_none() or SearchEntry(course_id=course_id, lesson_id=lesson_id)
    entry.source_sha256, entry.indexer_version = source_sha256, INDEXER_VERSION
    session.add(entry)
    session.flush()
    session.execute(delete(SearchWord).where(SearchWord.entry_id == entry.id))
    rows = [
        {"entry_id": entry.id, "word": word, "stem": stem(word), "weight": weight}
        for word, weight in words.items()
    ]
    if rows:
        session.execute(insert(SearchWord), rows)
