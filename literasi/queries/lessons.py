"""Lessons as learners see them. The lesson page is the hot path: one statement, no entities."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, bindparam, case, cast, func, literal_column, select, true
from sqlalchemy.orm import InstrumentedAttribute

from literasi.database import Prepared, Reader
from literasi.domain.channels import SIGN, Channel, filled, names_in
from literasi.domain.lessons import LessonDocument, parse_lesson
from literasi.models import (
    Attempt,
    Completion,
    ContentVersion,
    Course,
    LearnerSession,
    Lesson,
    LessonRevision,
    Quiz,
)
from literasi.queries.channels import known_channels


@dataclass(frozen=True)
class LessonRow:
    """A lesson in a list, with what this learner has done of it."""

    course_slug: str
    slug: str
    title: str
    minutes: int
    position: int
    quiz_slug: str | None
    state: str  # "done", "open" (its quiz is begun) or "none"
    completed_at: datetime | None = None
    open_attempt_id: uuid.UUID | None = None
    completed_number: int | None = None  # the revision that was live then
    corrected: bool = False  # since then, and the quiz was not answered again
    change: str | None = None  # what was corrected, in the author's words


@dataclass(frozen=True)
class LessonText:
    """One revision: its front matter as values, its blocks of HTML, and the channels that they name."""

    document: LessonDocument
    rendered: Mapping[str, Any]
    number: int
    published_at: datetime
    channels: tuple[Channel, ...] = ()


@dataclass(frozen=True, eq=False)
class Outline:
    """The lessons of a course at one version of the content, and the texts read of them so far."""

    version: int
    course_slug: str
    course_title: str
    rows: tuple[Any, ...]
    texts: dict[str, LessonText]


class LessonPage(NamedTuple):
    """A lesson among its neighbours. Equal values make equal pages, whoever is asking."""

    outline: Outline
    slug: str
    states: tuple[str, ...]

    @property
    def course_slug(self) -> str:
        """The address of the course."""
        return self.outline.course_slug

    @property
    def text(self) -> LessonText:
        """The revision to read."""
        return self.outline.texts[self.slug]

    @property
    def lessons(self) -> tuple[LessonRow, ...]:
        """Every lesson of the course, in order."""
        course = self.course_slug
        return tuple(
            LessonRow(course, row.slug, row.title, row.minutes, row.position, row.quiz_slug, state)
            for row, state in zip(self.outline.rows, self.states, strict=True)
        )

    @property
    def here(self) -> LessonRow:
        """This lesson's own row."""
        return self.lessons[self._index]

    @property
    def previous(self) -> LessonRow | None:
        """The lesson before, if any."""
        return self.lessons[self._index - 1] if self._index else None

    @property
    def following(self) -> LessonRow | None:
        """The lesson after, if any."""
        return self.lessons[self._index + 1] if self._index + 1 < len(self.states) else None

    @property
    def _index(self) -> int:
        return next(index for index, row in enumerate(self.outline.rows) if row.slug == self.slug)


# Bound, it would make SQLite plan the statement anew at every visit, for the sake of the partial index.
OPEN: Any = literal_column("'open'")
_COMMA: Any = literal_column("','")


def _joined(ids: InstrumentedAttribute[int], *conditions: ColumnElement[bool]) -> Any:
    """The ids that fit, in one text: "3,7"; NULL when there are none."""
    texts = func.aggregate_strings(cast(ids, String), _COMMA)
    return select(texts).where(*conditions).correlate(LearnerSession).scalar_subquery()


_finished = _joined(Completion.lesson_id, Completion.learner_id == LearnerSession.learner_id)
_begun = _joined(Attempt.quiz_id, Attempt.learner_id == LearnerSession.learner_id, Attempt.state == OPEN)
_whose = (LearnerSession.token_hash == bindparam("token_hash")) & (
    LearnerSession.expires_at > bindparam("now")
)

# Read at every visit: what may have changed since this worker read the course.
_STATES = Prepared(
    select(ContentVersion.version, _finished.label("finished"), _begun.label("begun"))
    .select_from(ContentVersion)
    .outerjoin(LearnerSession, _whose)
)

# Read once per worker and version: the same, with the course and the text.
_PAGE = Prepared(
    select(
        ContentVersion.version,
        _finished.label("finished"),
        _begun.label("begun"),
        Course.title.label("course_title"),
        Lesson.id.label("lesson_id"),
        Lesson.slug,
        Lesson.position,
        LessonRevision.title,
        LessonRevision.minutes,
        Quiz.id.label("quiz_id"),
        Quiz.slug.label("quiz_slug"),
        LessonRevision.number,
        LessonRevision.published_at,
        case((Lesson.slug == bindparam("lesson"), LessonRevision.source)).label("source"),
        case((Lesson.slug == bindparam("lesson"), LessonRevision.rendered)).label("rendered"),
    )
    .select_from(Course)
    .join(ContentVersion, true())
    .join(Lesson, Lesson.course_id == Course.id)
    .join(
        LessonRevision,
        (LessonRevision.lesson_id == Lesson.id) & (LessonRevision.number == Lesson.current_number),
    )
    .outerjoin(Quiz, (Quiz.lesson_id == Lesson.id) & Quiz.retired_at.is_(None))
    .outerjoin(LearnerSession, _whose)
    .where(Course.slug == bindparam("course"), Course.retired_at.is_(None), Lesson.retired_at.is_(None))
    .order_by(Lesson.position, Lesson.id)
)


def lesson_page(
    reader: Reader, course: str, lesson: str, token_hash: bytes, now: datetime
) -> LessonPage | None:
    """The lesson for the learner behind *token_hash*; None when there is no such lesson.

    One statement; two when the content has changed since this worker read the course, and one for the
    channels where its text names some.
    """
    who = {"token_hash": token_hash, "now": now}
    kept: Outline | None = reader.memory.get(("outline", course))
    if kept is not None and lesson in kept.texts:
        (row,) = reader.all(_STATES, who)
        if row.version == kept.version:
            return _page(kept, lesson, row)
    rows = reader.all(_PAGE, {"course": course, "lesson": lesson, **who})
    text = next((_as_text(reader, row) for row in rows if row.slug == lesson), None)
    if text is None:
        return None
    if kept is None or kept.version != rows[0].version:
        kept = Outline(rows[0].version, course, rows[0].course_title, tuple(map(_in_outline, rows)), {})
        reader.memory["outline", course] = kept
    kept.texts[lesson] = text
    return _page(kept, lesson, rows[0])


class _OutlineRow(NamedTuple):
    lesson_id: int
    slug: str
    title: str
    minutes: int
    position: int
    quiz_id: int | None
    quiz_slug: str | None


def _in_outline(row: Any) -> _OutlineRow:
    return _OutlineRow(*(getattr(row, name) for name in _OutlineRow._fields))


def _page(outline: Outline, lesson: str, row: Any) -> LessonPage:
    """The page with what the learner has done: *row* holds the ids of lessons finished and quizzes begun."""
    if not row.finished and not row.begun:
        return LessonPage(outline, lesson, ("none",) * len(outline.rows))
    finished, begun = _ids(row.finished), _ids(row.begun)
    states = (
        "done" if one.lesson_id in finished else "open" if one.quiz_id in begun else "none"
        for one in outline.rows
    )
    return LessonPage(outline, lesson, tuple(states))


def _ids(joined: str | None) -> set[int]:
    return {int(one) for one in joined.split(",")} if joined else set()


def _as_text(reader: Reader, row: Any) -> LessonText:
    document, problems = parse_lesson(row.source)
    if document is None:
        raise ValueError(f"a published lesson cannot be read: {problems[0]}")
    rendered = json.loads(row.rendered)
    if SIGN not in row.rendered:
        return LessonText(document, rendered, row.number, row.published_at)
    known = known_channels(reader, row.version).by_slug
    named = tuple(known[slug] for slug in dict.fromkeys(names_in(rendered)) if slug in known)
    return LessonText(document, filled(rendered, known), row.number, row.published_at, named)
