"""One examination of a text: errors, which keep it from being published, and advice, which does not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from literasi.domain.checking.dates import Document, check_due_dates, check_item_dates
from literasi.domain.checking.links import check_addresses, check_link_words, check_pictures
from literasi.domain.checking.long_words import check_long_words
from literasi.domain.checking.manuscript import Manuscript, read_manuscript
from literasi.domain.checking.minutes import check_minutes
from literasi.domain.checking.passives import check_passives
from literasi.domain.checking.plain_words import check_plain_words
from literasi.domain.checking.sentences import check_length, read_sentences
from literasi.domain.checking.titles import check_repeated, check_tone
from literasi.domain.lessons import LessonDocument
from literasi.domain.problems import Problem, in_order

MOST_ADVICE = 40
Kind = Literal["course", "lesson", "quiz", "bank"]


@dataclass(frozen=True)
class Examination:
    """What was found, each list in order of lines."""

    errors: list[Problem]
    advice: list[Problem]


def examine(kind: Kind, source: str, document: Document | None, *, today: date | None = None) -> Examination:
    """Look at the words of *source*, a text of *kind*.

    *document* is what parsing made of it, or None: then what needs only the lines is looked at. What is due
    or stale can only be told when *today* is given. What parsing refuses is not said again. Never raises.
    """
    manuscript = read_manuscript(source)
    errors = in_order(_errors(manuscript, document))
    return Examination(errors, _shortened(_advice(kind, manuscript, document, today)))


def _errors(manuscript: Manuscript, document: Document | None) -> Iterator[Problem]:
    yield from check_repeated(manuscript)
    yield from check_link_words(manuscript.passages)
    if document is not None:
        yield from check_item_dates(manuscript, document)


def _advice(
    kind: Kind, manuscript: Manuscript, document: Document | None, today: date | None
) -> Iterator[Problem]:
    sentences = read_sentences(manuscript.passages)
    yield from check_tone(manuscript)
    yield from check_addresses(manuscript.passages)
    yield from check_pictures(manuscript.passages)
    yield from check_length(sentences)
    yield from check_plain_words(sentences)
    yield from check_long_words(sentences)
    yield from check_passives(sentences)
    if document is not None:
        yield from check_due_dates(manuscript, document, today)
    if kind == "lesson" and isinstance(document, LessonDocument):
        yield from check_minutes(manuscript, document.minutes)


def _shortened(advice: Iterable[Problem]) -> list[Problem]:
    """In order of lines, and no more than somebody will read."""
    found = sorted(set(advice))
    if len(found) <= MOST_ADVICE:
        return found
    left = len(found) - MOST_ADVICE
    last = Problem(
        found[MOST_ADVICE - 1].line,
        f"Masih ada {left} saran lain di berkas ini.",
        "Kerjakan yang di atas dulu, lalu periksa lagi.",
    )
    return [*found[:MOST_ADVICE], last]
