"""The result of an attempt: what was right, why, and what to read again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, url_for

from literasi.domain import grading
from literasi.domain import lessons as lesson_format
from literasi.domain.exhibits import Verdict
from literasi.domain.questions import KINDS, Question
from literasi.queries import lessons
from literasi.queries.attempts import OwnAttempt
from literasi.queries.certificates import CourseCertificates, of_course
from literasi.web import pages, visitors
from literasi.web.learn.courses import find_course, own_catalogue
from literasi.web.learn.links import following_lesson
from literasi.web.learn.offers import own_offer
from literasi.web.learn.refreshers import mine
from literasi.web.translating import gettext


@dataclass(frozen=True)
class Mended:
    """The key of a question was mended after the learner was shown it, and this is right by now.

    ``still_counts`` when the answer earns more by the key that was shown, and keeps it.
    """

    at: datetime
    right_text: str
    still_counts: bool


@dataclass(frozen=True)
class ResultItem:
    """One question in the result."""

    number: int
    key: str
    label: str
    kind: str
    mark: float
    answer_text: str | None
    right_text: str
    why: str
    read_url: str | None
    read_title: str | None
    mended: Mended | None

    @property
    def right(self) -> bool:
        """Whether the answer is right altogether."""
        return self.mark == 1.0

    @property
    def partly(self) -> bool:
        """Whether it is right in part."""
        return 0.0 < self.mark < 1.0


@dataclass(frozen=True)
class ResultView:
    """The whole result; hoaxes and true items are always counted side by side, as far as they were judged."""

    points: float
    out_of: int
    submitted_at: datetime
    best_points: float
    hoaxes_right: int
    hoaxes: int
    trues_right: int
    trues: int
    unjudged: int
    items: list[ResultItem]
    passed: bool | None
    points_needed: int | None

    @property
    def right(self) -> int:
        """How many answers are right altogether."""
        return sum(item.right for item in self.items)

    @property
    def partly(self) -> int:
        """How many are right in part."""
        return sum(item.partly for item in self.items)


def result_page(found: OwnAttempt, view: object) -> str:
    """The page of a submitted *found* attempt; *view* is the attempt for the template."""
    catalogue = own_catalogue()
    has_finished = bool(found.is_final and found.passed and found.course_completed_at)
    return render_template(
        "pages/learn/result.html",
        attempt=view,
        result=result_of(found),
        lesson_next=following_lesson(find_course(catalogue, found.course_slug), found.lesson_slug),
        first_completion=found.completed_by == found.id,
        course_done=found.course_completed_at is not None,
        certificates=_certificates(found) if has_finished else None,
        course=find_course(catalogue, found.course_slug),
        test=own_offer(catalogue) if has_finished else None,
        refreshers=mine(),
    )


def _certificates(found: OwnAttempt) -> CourseCertificates:
    """Those of the course that this final quiz has finished."""
    return of_course(pages.reader(), found.course_slug, visitors.token_hash(), visitors.now())


def result_of(found: OwnAttempt) -> ResultView:
    """The result in words and numbers; the points come from the answers that count."""
    questions = {question.key: question for question in found.published.document.questions}
    headings = _headings(found)
    items = [
        _item(found, number, questions[drawn.key], headings)
        for number, drawn in enumerate(found.drawn, start=1)
    ]
    newest = {key: found.correction(question).newest for key, question in questions.items()}
    shown = [(item, exhibit) for item in items if (exhibit := newest[item.key].exhibit)]
    judged = [(item.right, exhibit.verdict) for item, exhibit in shown if item.answer_text is not None]
    hoaxes = [right for right, verdict in judged if verdict is Verdict.FALSE]
    trues = [right for right, verdict in judged if verdict is Verdict.TRUE]
    percent = found.published.document.pass_percent
    assert found.submitted_at is not None
    assert found.out_of is not None
    return ResultView(
        points=found.points or 0.0,
        out_of=found.out_of,
        submitted_at=found.submitted_at,
        best_points=found.best_points or 0.0,
        hoaxes_right=sum(hoaxes),
        hoaxes=len(hoaxes),
        trues_right=sum(trues),
        trues=len(trues),
        unjudged=len(shown) - len(judged),
        items=items,
        passed=found.passed,
        points_needed=grading.points_needed(found.out_of, percent) if percent is not None else None,
    )


def mended(found: OwnAttempt, question: Question) -> Mended | None:
    """What to say of a question whose key was mended; None for any other."""
    correction, answer = found.correction(question), found.counting.get(question.key)
    if correction.by is None:
        return None
    newest = correction.newest
    return Mended(
        at=correction.by.at,
        right_text=gettext(KINDS[newest.kind].describe_right_answer(newest)).removesuffix("."),
        still_counts=grading.mark(correction.question, answer) > grading.mark(newest, answer),
    )


def answer_in_words(question: Question, answer: str) -> str:
    """An answer as the learner gave it."""
    return gettext(KINDS[question.kind].describe_answer(question, answer))


def _item(found: OwnAttempt, number: int, question: Question, headings: dict[str, str]) -> ResultItem:
    answer, correction = found.counting.get(question.key), found.correction(question)
    return ResultItem(
        number=number,
        key=question.key,
        label=found.published.rendered[question.key]["label"],
        kind=question.kind,
        mark=grading.mark(correction.question, answer),
        answer_text=None if answer is None else answer_in_words(question, answer),
        right_text=gettext(KINDS[question.kind].describe_right_answer(correction.newest)),
        why="" if correction.is_mended else _why(found.published.rendered[question.key]),
        read_url=_read_url(found, question),
        read_title=_read_title(found, headings.get(question.read or "")),
        mended=mended(found, question),
    )


def _why(stored: Mapping[str, Any]) -> str:
    """The fact behind a judged message, or the explanation of the right choice.

    Where several are right, each has its own explanation, which the question itself shows.
    """
    if stored["judgement"]:
        return str(stored["judgement"]["fact"])
    explained = [choice["explanation"] for choice in pages.marked(stored)["choices"] if choice["right"]]
    return explained[0] if len(explained) == 1 else ""


def _read_url(found: OwnAttempt, question: Question) -> str | None:
    if found.lesson_slug is None:
        return None
    anchor = f"u-{question.read}" if question.read else None
    return url_for("learn.lesson", course=found.course_slug, lesson=found.lesson_slug, _anchor=anchor)


def _read_title(found: OwnAttempt, heading: str | None) -> str | None:
    if heading is None or found.lesson_title is None:
        return found.lesson_title
    return gettext("%(lesson)s: %(part)s", lesson=found.lesson_title, part=heading)


def _headings(found: OwnAttempt) -> dict[str, str]:
    """The lesson's headings by anchor, so that "read again" can name the place."""
    if found.lesson_slug is None:
        return {}
    page = lessons.lesson_page(
        pages.reader(), found.course_slug, found.lesson_slug, visitors.token_hash(), visitors.now()
    )
    return lesson_format.headings(page.text.document) if page else {}
