"""Lessons as learners see them. The lesson page is the hot path: one statement, no entities."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, bindparam, case, null, select

from literasi.database import Prepared, Reader
from literasi.domain.lessons import LessonDocument, parse_lesson
from literasi.models import Attempt, Completion, Course, LearnerSession, Lesson, LessonRevision, Quiz
from literasi.queries.texts import KeptTexts


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
    """One revision: its front matter as values, and its blocks of HTML."""

    document: LessonDocument
    rendered: Mapping[str, Any]


@dataclass(frozen=True)
class LessonPage:
    """A lesson among its neighbours. Equal values make equal pages, whoever is asking."""

    course_slug: str
    course_title: str
    slug: str
    fingerprint: str
    revision_number: int
    published_at: datetime
    lessons: tuple[LessonRow, ...]

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
        return self.lessons[self._index + 1] if self._index + 1 < len(self.lessons) else None

    @property
    def _index(self) -> int:
        return next(index for index, row in enumerate(self.lessons) if row.slug == self.slug)


_texts: KeptTexts[LessonText] = KeptTexts(400)
_known: dict[tuple[str, str], str] = {}

_asked = (Lesson.slug == bindparam("lesson")) & (LessonRevision.source_sha256 != bindparam("known"))
_PAGE = Prepared(
    select(
        Course.title.label("course_title"),
        Lesson.slug,
        LessonRevision.title,
        LessonRevision.minutes,
        Lesson.position,
        LessonRevision.number,
        LessonRevision.published_at,
        LessonRevision.source_sha256,
        # The text itself only travels when this worker has not kept it yet.
        case((_asked, LessonRevision.source), else_=null()).cast(String).label("source"),
        case((_asked, LessonRevision.rendered), else_=null()).cast(String).label("rendered"),
        Quiz.slug.label("quiz_slug"),
        case(
            (Completion.lesson_id.is_not(None), "done"), (Attempt.id.is_not(None), "open"), else_="none"
        ).label("state"),
    )
    .select_from(Course)
    .join(Lesson, Lesson.course_id == Course.id)
    .join(
        LessonRevision,
        (LessonRevision.lesson_id == Lesson.id) & (LessonRevision.number == Lesson.current_number),
    )
    .outerjoin(Quiz, (Quiz.lesson_id == Lesson.id) & Quiz.retired_at.is_(None))
    .outerjoin(
        LearnerSession,
        (LearnerSession.token_hash == bindparam("token_hash"))
        & (LearnerSession.expires_at > bindparam("now")),
    )
    .outerjoin(
        Completion, (Completion.lesson_id == Lesson.id) & (Completion.learner_id == LearnerSession.learner_id)
    )
    .outerjoin(
        Attempt,
        (Attempt.quiz_id == Quiz.id)
        & (Attempt.learner_id == LearnerSession.learner_id)
        & (Attempt.state == "open"),
    )
    .where(Course.slug == bindparam("course"), Course.retired_at.is_(None), Lesson.retired_at.is_(None))
    .order_by(Lesson.position)
)


def lesson_page(
    reader: Reader, course: str, lesson: str, token_hash: bytes, now: datetime
) -> LessonPage | None:
    """The lesson for the learner behind *token_hash*; None when there is no such lesson.

    Always one statement.
    """
    known = _known.get((course, lesson), "")
    rows = reader.all(
        _PAGE,
        {
            "course": course,
            "lesson": lesson,
            "known": known if _texts.get(known) else "",
            "token_hash": token_hash,
            "now": now,
        },
    )
    here = next((row for row in rows if row.slug == lesson), None)
    if here is None:
        return None
    if here.source is not None:
        _texts.keep(here.source_sha256, _as_text(here.source, here.rendered))
    _known[course, lesson] = here.source_sha256
    return LessonPage(
        course_slug=course,
        course_title=here.course_title,
        slug=lesson,
        fingerprint=here.source_sha256,
        revision_number=here.number,
        published_at=here.published_at,
        lessons=tuple(_row(course, row) for row in rows),
    )


def kept_text(page: LessonPage) -> LessonText:
    """The text of a page that ``lesson_page`` has just read."""
    found = _texts.get(page.fingerprint)
    assert found is not None, "lesson_page keeps the text that it reads"
    return found


def _as_text(source: str, rendered: str) -> LessonText:
    document, problems = parse_lesson(source)
    if document is None:
        raise ValueError(f"a published lesson cannot be read: {problems[0]}")
    return LessonText(document, json.loads(rendered))


def _row(course: str, row: Any) -> LessonRow:
    return LessonRow(
        course_slug=course,
        slug=row.slug,
        title=row.title,
        minutes=row.minutes,
        position=row.position,
        quiz_slug=row.quiz_slug,
        state=row.state,
    )
