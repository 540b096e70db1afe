"""Pictures: which there are, and which texts show them."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, null, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from literasi.domain.media import Size, file_name, names_in
from literasi.models import Course, Lesson, LessonRevision, Media, Quiz, QuizRevision

MOST_ON_A_PAGE = 24


@dataclass(frozen=True)
class StoredPicture:
    """One picture, and the identities of the live texts that show it."""

    sha256: str
    width: int
    height: int
    alt: str
    name: str
    uploaded_at: datetime
    retired_at: datetime | None
    used_by: tuple[str, ...]

    @property
    def markdown(self) -> str:
        """The line by which a text names it."""
        return f"![{self.alt}](media/{file_name(self.sha256)})"


def sizes(session: Session, names: Collection[str] | None = None) -> dict[str, Size]:
    """Width and height of the pictures with these *names* (of all), retired or not."""
    asked = select(Media.sha256, Media.width, Media.height)
    if names is not None:
        asked = asked.where(Media.sha256.in_(names))
    return {row.sha256: (row.width, row.height) for row in session.execute(asked)}


def uses(session: Session) -> dict[str, tuple[str, ...]]:
    """The identities of the live texts that show a picture, by its name."""
    found: dict[str, list[str]] = defaultdict(list)
    for identity, source in live_texts_with_pictures(session):
        for name in names_in(source):
            found[name].append(identity)
    return {name: tuple(sorted(identities)) for name, identities in found.items()}


def live_texts_with_pictures(session: Session) -> Iterator[tuple[str, str]]:
    """Identity and text of everything live that seems to name a picture."""
    for folder, asked in (("courses", _courses()), ("courses", _lessons()), ("quizzes", _quizzes())):
        for row in session.execute(asked):
            yield f"{folder}/{row.course or 'bank'}/{row.slug or ''}", row.source


def page(session: Session, number: int, *, retired: bool = False) -> tuple[list[StoredPicture], bool]:
    """One page of pictures (from 1), the newest first, and whether another follows."""
    rows = session.execute(
        select(Media)
        .where(Media.retired_at.is_not(None) if retired else Media.retired_at.is_(None))
        .order_by(Media.uploaded_at.desc(), Media.sha256)
        .limit(MOST_ON_A_PAGE + 1)
        .offset((number - 1) * MOST_ON_A_PAGE)
    ).scalars()
    shown = uses(session)
    found = [_stored(row, shown.get(row.sha256, ())) for row in rows]
    return found[:MOST_ON_A_PAGE], len(found) > MOST_ON_A_PAGE


def picture(session: Session, sha256: str) -> StoredPicture | None:
    """One picture by its name."""
    row = session.get(Media, sha256)
    return _stored(row, uses(session).get(sha256, ())) if row else None


def _stored(row: Media, used_by: tuple[str, ...]) -> StoredPicture:
    return StoredPicture(
        row.sha256, row.width, row.height, row.alt, row.name, row.uploaded_at, row.retired_at, used_by
    )


def _names_one(source: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return source.contains("](media/", autoescape=True)


def _courses() -> Select[*tuple[Any, ...]]:
    return select(Course.slug.label("course"), null().label("slug"), Course.source).where(
        _names_one(Course.source)
    )


def _lessons() -> Select[*tuple[Any, ...]]:
    return (
        select(Course.slug.label("course"), Lesson.slug, LessonRevision.source)
        .join(Lesson, Lesson.course_id == Course.id)
        .join(LessonRevision, LessonRevision.lesson_id == Lesson.id)
        .where(LessonRevision.number == Lesson.current_number, _names_one(LessonRevision.source))
    )


def _quizzes() -> Select[*tuple[Any, ...]]:
    return (
        select(Course.slug.label("course"), Quiz.slug, QuizRevision.source)
        .select_from(Quiz)
        .outerjoin(Course, Course.id == Quiz.course_id)
        .join(QuizRevision, QuizRevision.quiz_id == Quiz.id)
        .where(QuizRevision.number == Quiz.current_number, _names_one(QuizRevision.source))
    )
