"""An attempt as a whole: what is left, sending it, and its result."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import transaction
from literasi.domain.questions import Feedback, Question
from literasi.queries.attempts import OwnAttempt, own_attempt
from literasi.services import attempting
from literasi.web import pages, visitors
from literasi.web.learn import bp
from literasi.web.learn.results import answer_in_words, result_page


@dataclass(frozen=True)
class Step:
    """One question of an attempt in a list."""

    number: int
    key: str
    label: str
    answered: bool
    kind: str
    answer_text: str | None


@dataclass(frozen=True)
class AttemptView:
    """What every page of an attempt shows of it."""

    id: uuid.UUID
    quiz_title: str
    quiz_slug: str
    course_slug: str
    course_title: str
    lesson_slug: str | None
    lesson_title: str | None
    feedback: str
    total: int
    answered: int
    saved_at: datetime | None
    submitted_at: datetime | None
    steps: list[Step]


@bp.get("/percobaan/<uuid:attempt_id>")
def attempt(attempt_id: uuid.UUID) -> str | Response:
    """The result of a submitted attempt; of an open one what is left, or its first question.

    With ``?semua=1`` what is left, even before the first answer.
    """
    found = find_attempt(attempt_id)
    if found.state == "submitted":
        return result_page(found, view_of(found))
    if not found.answers and request.args.get("semua") != "1":
        return redirect(url_for(".question", attempt_id=attempt_id, number=1), 303)
    view = view_of(found)
    # Where the learner is told at the end, every answer may still be changed: all are shown in words first.
    page = "check_answers" if found.feedback is Feedback.AT_END else "attempt"
    return render_template(f"pages/learn/{page}.html", attempt=view, unanswered=view.total - view.answered)


@bp.post("/percobaan/<uuid:attempt_id>/kirim")
def submit_attempt(attempt_id: uuid.UUID) -> Response:
    """Send the attempt. Sending it twice changes nothing."""
    found = find_attempt(attempt_id)
    try:
        with transaction() as session:
            attempting.submit_attempt(
                session, found.id, document=found.published.document, now=visitors.now()
            )
    except attempting.AttemptClosed:
        pass  # it was sent already, and its result is where this leads
    return redirect(url_for(".attempt", attempt_id=attempt_id), 303)


def find_attempt(attempt_id: uuid.UUID) -> OwnAttempt:
    """The asker's own attempt; 404 for everybody else's.

    One that was left behind, when the progress of two phones became one, leads to the quiz: another
    attempt goes on there, and this one would give away its answers.
    """
    found = own_attempt(pages.reader(), attempt_id, visitors.token_hash(), visitors.now()) or abort(404)
    if found.state == "abandoned":
        abort(redirect(url_for(".quiz", course=found.course_slug, quiz=found.quiz_slug), 303))
    return found


def overview_url(found: OwnAttempt) -> str:
    """Where all questions of an open attempt stand, and how it is sent."""
    return url_for(".attempt", attempt_id=found.id, semua=None if found.answers else 1)


def question_at(found: OwnAttempt, number: int) -> Question:
    """The question with this number (from 1) in the order shown; 404 when there is none."""
    if not 1 <= number <= len(found.drawn):
        abort(404)
    return found.published.document.questions[number - 1]


def view_of(found: OwnAttempt) -> AttemptView:
    """The attempt for a template."""
    return AttemptView(
        id=found.id,
        quiz_title=found.quiz_title,
        quiz_slug=found.quiz_slug,
        course_slug=found.course_slug,
        course_title=found.course_title,
        lesson_slug=found.lesson_slug,
        lesson_title=found.lesson_title,
        feedback=found.feedback.value,
        total=len(found.drawn),
        answered=len(found.answers),
        saved_at=found.saved_at,
        submitted_at=found.submitted_at,
        steps=[_step(found, number) for number in range(1, len(found.drawn) + 1)],
    )


def _step(found: OwnAttempt, number: int) -> Step:
    question = question_at(found, number)
    answer = found.counting.get(question.key)
    return Step(
        number=number,
        key=question.key,
        label=found.published.rendered[question.key]["label"],
        answered=question.key in found.answers,
        kind=question.kind,
        answer_text=None if answer is None else answer_in_words(question, answer),
    )
