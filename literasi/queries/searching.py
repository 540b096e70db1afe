"""What somebody finds who looks for words, in a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, bindparam, func, select

from literasi.database import Prepared, Reader
from literasi.domain import searching
from literasi.domain.searching import MOST_FORGIVEN, MOST_RESULTS, MOST_WORDS, Match
from literasi.models import Course, Lesson, LessonRevision, SearchEntry, SearchWord


@dataclass(frozen=True)
class Result:
    """A page that was found: a lesson, or (without one) a course. Its author's title and summary, no more."""

    course_slug: str
    course_title: str
    lesson_slug: str | None
    title: str
    summary: str
    minutes: int | None


@dataclass(frozen=True)
class SearchPage:
    """The best results, how many there were, and which words were taken for others."""

    results: tuple[Result, ...]
    total: int
    forgiven: tuple[tuple[str, str], ...]
    courses: tuple[Result, ...]


_LIVE = Course.retired_at.is_(None) & (SearchEntry.lesson_id.is_(None) | Lesson.retired_at.is_(None))
_MATCHES = Prepared(
    select(SearchWord.stem, SearchWord.entry_id, func.sum(SearchWord.weight).cast(Integer).label("weight"))
    .join(SearchEntry, SearchEntry.id == SearchWord.entry_id)
    .join(Course, Course.id == SearchEntry.course_id)
    .outerjoin(Lesson, Lesson.id == SearchEntry.lesson_id)
    .where(SearchWord.stem.in_([bindparam(f"stem_{number}") for number in range(MOST_WORDS)]), _LIVE)
    .group_by(SearchWord.stem, SearchWord.entry_id)
)
_WORDS = Prepared(
    select(SearchWord.word)
    .join(SearchEntry, SearchEntry.id == SearchWord.entry_id)
    .join(Course, Course.id == SearchEntry.course_id)
    .outerjoin(Lesson, Lesson.id == SearchEntry.lesson_id)
    .where(func.length(SearchWord.word) >= bindparam("shortest", type_=Integer), _LIVE)
    .distinct()
)
_FOUND = (
    select(
        SearchEntry.id,
        Course.slug.label("course_slug"),
        Course.title.label("course_title"),
        Course.summary.label("course_summary"),
        Lesson.slug.label("lesson_slug"),
        LessonRevision.title.label("lesson_title"),
        LessonRevision.summary.label("lesson_summary"),
        LessonRevision.minutes,
    )
    .join(Course, Course.id == SearchEntry.course_id)
    .outerjoin(Lesson, Lesson.id == SearchEntry.lesson_id)
    .outerjoin(
        LessonRevision,
        (LessonRevision.lesson_id == Lesson.id) & (LessonRevision.number == Lesson.current_number),
    )
)
_RESULTS = Prepared(
    _FOUND.where(
        SearchEntry.id.in_([bindparam(f"id_{number}", type_=Integer) for number in range(MOST_RESULTS)])
    )
)
_COURSES = Prepared(
    _FOUND.where(SearchEntry.lesson_id.is_(None), Course.retired_at.is_(None)).order_by(Course.position)
)


def search(reader: Reader, text: str) -> SearchPage:
    """The lessons and courses that fit *text*, whatever it is; the courses on offer when nothing does.

    Two statements when every word is known, at most four; never more, however much there is to search.
    """
    words = searching.read_query(text)
    asked = searching.stems(words)
    matches = _matches(reader, asked)
    unknown = [word for word in words if searching.stems([word])[0] not in {match.stem for match in matches}]
    forgiven = _forgive(reader, unknown)
    if forgiven:
        asked = searching.stems(forgiven.get(word, word) for word in words)
        matches = _matches(reader, asked)
    ranked = searching.rank(asked, matches)
    return SearchPage(
        results=_results(reader, ranked[:MOST_RESULTS]),
        total=len(ranked),
        forgiven=tuple(forgiven.items()),
        courses=() if ranked else tuple(_result(row) for row in reader.all(_COURSES, {})),
    )


def _matches(reader: Reader, stems: Sequence[str]) -> list[Match]:
    if not stems:
        return []
    # The statement always has the same number of places; no word is empty.
    places = [*stems, *[""] * MOST_WORDS][:MOST_WORDS]
    rows = reader.all(_MATCHES, {f"stem_{number}": one for number, one in enumerate(places)})
    return [Match(row.entry_id, row.stem, row.weight) for row in rows]


def _forgive(reader: Reader, unknown: Iterable[str]) -> dict[str, str]:
    """For each word that stands nowhere, the one that was probably meant."""
    mistyped = [word for word in unknown if searching.may_be_mistyped(word)][:MOST_FORGIVEN]
    if not mistyped:
        return {}
    shortest = min(map(len, mistyped)) - 2
    known = [row.word for row in reader.all(_WORDS, {"shortest": shortest})]
    meant = {word: searching.forgive(word, known) for word in mistyped}
    return {word: other for word, other in meant.items() if other is not None}


def _results(reader: Reader, ids: Sequence[int]) -> tuple[Result, ...]:
    if not ids:
        return ()
    places = [*ids, *[0] * MOST_RESULTS][:MOST_RESULTS]
    rows = reader.all(_RESULTS, {f"id_{number}": one for number, one in enumerate(places)})
    found = {row.id: _result(row) for row in rows}
    return tuple(found[one] for one in ids if one in found)


def _result(row: Any) -> Result:
    is_lesson = row.lesson_slug is not None
    return Result(
        course_slug=row.course_slug,
        course_title=row.course_title,
        lesson_slug=row.lesson_slug,
        title=row.lesson_title if is_lesson else row.course_title,
        summary=row.lesson_summary if is_lesson else row.course_summary,
        minutes=row.minutes,
    )
