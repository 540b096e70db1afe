"""A fact is looked at again: dates move and a source may change, and it is shown that nothing else did."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any

from literasi.domain.blocks import slugify
from literasi.domain.courses import CourseDocument, parse_course
from literasi.domain.exhibits import Exhibit
from literasi.domain.identities import TextKind
from literasi.domain.lessons import LessonDocument, parse_lesson
from literasi.domain.questions import Question, QuizDocument, parse_bank, parse_course_quiz
from literasi.domain.rewriting import CannotRewrite, add_source, set_exhibit_key, set_front
from literasi.domain.scheduling import add_months
from literasi.domain.sources import Source
from literasi.domain.texts import lines_of

ORIGIN = "pemeriksaan"  # where the text of a revision came from that only confirms the one before
MONTHS = 12  # until the next check of a text
ITEM_MONTHS = (6, 12)
_PARSERS = {"course": parse_course, "lesson": parse_lesson, "quiz": parse_course_quiz, "bank": parse_bank}
_NOWHERE = Source("", "", "", "", date.min)
_CHECKED_LINE = re.compile(r"\s*(?:- +)?(?:checked|review-by|source|sources|id|title|publisher|url) *:.*\s*")
_MARK = "dibetulkan-di-sini"
_MEND = "Ubah langsung di penyunting teks."
Document = CourseDocument | LessonDocument | QuizDocument


@dataclass(frozen=True)
class NewSource:
    """A source that the text does not name yet, looked at today."""

    title: str
    publisher: str
    url: str


@dataclass(frozen=True)
class Check:
    """Somebody looked today at what a text says, or at one item of a bank file, and it still holds.

    *source* is the id of one of its own sources, a new one, or None where the text has none.
    """

    kind: TextKind
    source: str | NewSource | None
    today: date
    months: int = MONTHS
    item: str | None = None

    @property
    def review_by(self) -> date:
        """When to look again."""
        return add_months(self.today, self.months)


def confirm(text: str, check: Check) -> str:
    """*text* with the dates moved and the source named, and nothing else changed. Raises CannotRewrite."""
    before = _read(check.kind, text)
    new, source_id = _with_source(text, before, check)
    if check.item is None:
        new = set_front(new, "review-by", check.review_by.isoformat())
    else:
        new = set_exhibit_key(new, check.item, "review-by", check.review_by.isoformat())
        if source_id is not None and source_id != _exhibit_source(before, check.item):
            new = set_exhibit_key(new, check.item, "source", source_id)
        if before.review_by < check.today:  # a text may not be due before its sources were looked at
            new = set_front(new, "review-by", check.today.isoformat())
    if not is_only_a_check(text, new, check):
        raise CannotRewrite(f"Tanggalnya belum bisa diubah dengan tombol ini. {_MEND}")
    return new


def is_only_a_check(old: str, new: str, check: Check) -> bool:
    """Whether *new* is *old* with nothing but what *check* may change: dates, and a source added or named."""
    before, after = _read(check.kind, old), _read(check.kind, new)
    days = {check.review_by} if check.item is None else {before.review_by, max(before.review_by, check.today)}
    return (
        after.review_by in days
        and _plain(before, check.item) == _plain(after, check.item)
        and _sources_agree(sources_of(before), sources_of(after), check)
        and _other_lines(old) == _other_lines(new)
    )


def ask_for_change(text: str, kind: TextKind, item: str | None) -> str:
    """*text* with an empty ``change:`` where a correction tells what it is, so that nobody forgets it.

    Quizzes and course pages have no such line, and stay as they are. Raises CannotRewrite.
    """
    if kind == "lesson":
        new = set_front(text, "change", _MARK)
    elif kind == "bank" and item is not None:
        new = set_exhibit_key(text, item, "change", _MARK)
    else:
        return text
    return new.replace(f"change: {_MARK}", "change:", 1)


def sources_of(document: Document) -> tuple[Source, ...]:
    """The sources that a text names; a course page names none."""
    return () if isinstance(document, CourseDocument) else document.sources


def _with_source(text: str, document: Document, check: Check) -> tuple[str, str | None]:
    """*text* with the source looked at today, and that source's id."""
    own = sources_of(document)
    if isinstance(check.source, NewSource):
        if isinstance(document, CourseDocument):
            raise CannotRewrite("Halaman kursus tidak punya sumber sendiri.")
        source_id = _free_id(check.source.publisher, {source.id for source in own})
        new = Source(source_id, check.source.title, check.source.publisher, check.source.url, check.today)
        return add_source(text, new), source_id
    if check.source is None:
        if own:
            raise CannotRewrite("Pilih sumber yang Anda lihat lagi.")
        return text, None
    source = next((one for one in own if one.id == check.source), None)
    if source is None:
        raise CannotRewrite("Sumber itu tidak ada di teks ini. Pilih yang lain.")
    return _set_checked(text, source, check.today), source.id


def _set_checked(text: str, source: Source, today: date) -> str:
    """*text* with another date in the ``checked:`` line of *source*."""
    lines = lines_of(text)
    end = next((number for number, line in enumerate(lines) if number and line.rstrip() == "---"), 0)
    name = re.compile(rf"""\s+(?:- +)?id *: *["']?{re.escape(source.id)}["']?\s*""")
    starts = [number for number, line in enumerate(lines[:end]) if re.match(r" *- ", line)]
    for start, after in zip(starts, [*starts[1:], end], strict=True):
        if not any(name.fullmatch(line) for line in lines[start:after]):
            continue
        for number in range(start, after):
            if re.match(r"\s+(?:- +)?checked *:", lines[number]):
                lines[number] = lines[number].replace(source.checked.isoformat(), today.isoformat())
                return "".join(lines)
    raise CannotRewrite(f"Tanggal sumber ini belum bisa diubah dengan tombol ini. {_MEND}")


def _free_id(publisher: str, taken: set[str]) -> str:
    name = slugify(publisher)[:50].strip("-") or "sumber"
    numbered = (name if number == 1 else f"{name}-{number}" for number in range(1, len(taken) + 2))
    return next(one for one in numbered if one not in taken)


def _exhibit_source(document: Document, item: str) -> str | None:
    questions = document.questions if isinstance(document, QuizDocument) else ()
    return next((one.exhibit.source.id for one in questions if one.key == item and one.exhibit), None)


def _read(kind: TextKind, text: str) -> Document:
    document, problems = _PARSERS[kind](text)
    if document is None:
        raise CannotRewrite(f"Teks ini perlu dibetulkan dulu. {problems[0]}")
    found: Document = document
    return found


def _sources_agree(old: Sequence[Source], new: Sequence[Source], check: Check) -> bool:
    """The old sources are all there, in order; what was looked at has today's date, or stands last."""
    wanted = [replace(one, checked=check.today) if one.id == check.source else one for one in old]
    if isinstance(check.source, NewSource):
        told = check.source
        wanted += [Source(one.id, told.title, told.publisher, told.url, check.today) for one in new[-1:]]
    return wanted == list(new)


def _plain(value: Any, item: str | None) -> Any:
    """*value* without lines, sources and dates of texts; of *item*, without its source and date too."""
    if isinstance(value, Source):
        return value.id
    if isinstance(value, tuple):
        return tuple(_plain(one, item) for one in value)
    if isinstance(value, LessonDocument | QuizDocument):
        value = replace(value, review_by=date.min, sources=())
    elif isinstance(value, CourseDocument):
        value = replace(value, review_by=date.min)
    elif isinstance(value, Question) and value.key == item:
        exhibit = _undated(value.exhibit) if value.exhibit else None
        body = tuple(_undated(one) if isinstance(one, Exhibit) else one for one in value.body)
        value = replace(value, exhibit=exhibit, body=body)
    if not is_dataclass(value):
        return value
    return tuple(_plain(getattr(value, field.name), item) for field in fields(value) if field.name != "line")


def _undated(exhibit: Exhibit) -> Exhibit:
    item = replace(exhibit.item, review_by=None) if exhibit.item else None
    return replace(exhibit, source=_NOWHERE, item=item)


def _other_lines(text: str) -> list[str]:
    """The lines in which no check changes anything."""
    return [line for line in lines_of(text) if not _CHECKED_LINE.fullmatch(line)]
