"""Dates: facts that were looked at too long ago, or that nobody will look at again for too long."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from literasi.domain.checking.manuscript import Manuscript
from literasi.domain.courses import CourseDocument
from literasi.domain.lessons import LessonDocument
from literasi.domain.problems import Problem
from literasi.domain.questions import Question, QuizDocument

LONGEST = timedelta(days=731)  # 24 months, whichever they are
Document = CourseDocument | LessonDocument | QuizDocument


def check_item_dates(manuscript: Manuscript, document: Document) -> Iterator[Problem]:
    """Errors where an item is due before its source was even looked at."""
    for question, due, line in _items(manuscript, document):
        checked = question.exhibit.source.checked if question.exhibit else date.min
        if due < checked:
            message = f"review-by {due.isoformat()} lebih awal dari tanggal sumbernya diperiksa."
            yield Problem(line, message, f"Tulis tanggal sesudah {checked.isoformat()}.")


def check_due_dates(manuscript: Manuscript, document: Document, today: date | None) -> Iterator[Problem]:
    """Advice on dates too far from the check of their source and, where *today* is known, from today."""
    sources = () if isinstance(document, CourseDocument) else document.sources
    line = _line(manuscript, "review-by")
    latest = max((source.checked for source in sources), default=None)
    yield from _check_due(document.review_by, latest, today, line)
    for question, due, place in _items(manuscript, document):
        checked = question.exhibit.source.checked if question.exhibit else None
        yield from _check_due(due, checked, today, place)
    for source, place in zip(sources, manuscript.checked, strict=False):
        yield from _check_source(source.checked, today, place)


def _check_due(due: date, checked: date | None, today: date | None, line: int) -> Iterator[Problem]:
    if checked is not None and due - checked > LONGEST:
        message = f"review-by {due.isoformat()} lebih dari 24 bulan sesudah sumbernya diperiksa."
        latest = (checked + timedelta(days=365)).isoformat()
        yield Problem(line, message, f"Pilih tanggal yang lebih dekat, misalnya {latest}.")
    if today is not None and due < today:
        message = f"review-by {due.isoformat()} sudah lewat."
        yield Problem(
            line, message, "Periksa lagi sumbernya, lalu tulis tanggal checked dan review-by yang baru."
        )


def _check_source(checked: date, today: date | None, line: int) -> Iterator[Problem]:
    if today is None:
        return
    if today - checked > LONGEST:
        message = f"Sumber ini terakhir diperiksa {checked.isoformat()}, lebih dari 24 bulan lalu."
        yield Problem(line, message, "Buka lagi halamannya, lalu tulis tanggal checked yang baru.")
    if checked > today + timedelta(days=1):  # a day more, for the other side of the world
        message = f"Tanggal checked {checked.isoformat()} belum tiba."
        yield Problem(line, message, "Tulis tanggal Anda membuka halamannya.")


def _items(manuscript: Manuscript, document: Document) -> Iterator[tuple[Question, date, int]]:
    """Each question whose exhibit says when it is due, with the line that says so."""
    if not isinstance(document, QuizDocument):
        return
    lines = _due_lines(manuscript)
    for question in document.questions:
        item = question.exhibit.item if question.exhibit else None
        if question.exhibit and item and item.review_by:
            yield question, item.review_by, lines.get(question.exhibit.line, question.line)


def _due_lines(manuscript: Manuscript) -> Mapping[int, int]:
    return {
        message.line: message.keys["review-by"].line
        for message in manuscript.messages
        if "review-by" in message.keys
    }


def _line(manuscript: Manuscript, key: str) -> int:
    return manuscript.front[key].line if key in manuscript.front else 1
