"""One question: showing it, saving its answer, and what the learner is told."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import jsonify, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug import Response

from literasi.database import transaction
from literasi.domain import attempts, grading
from literasi.domain.attempts import Outcome
from literasi.domain.exhibits import Verdict, restamp
from literasi.domain.questions import KINDS, Feedback, InvalidAnswer, Question
from literasi.domain.regrading import Regrade, same_choices
from literasi.domain.sources import Source
from literasi.queries import quizzes
from literasi.queries.attempts import OwnAttempt
from literasi.services import attempting
from literasi.web import metrics, pages, presentation, visitors
from literasi.web.learn import bp
from literasi.web.learn.attempts import find_attempt, overview_url, question_at, view_of
from literasi.web.learn.results import Mended, answer_in_words, mended
from literasi.web.translating import gettext

Page = str | Response | tuple[str | Response, int]


@dataclass(frozen=True)
class ShownChoice:
    """A choice in the order of this attempt. What is right stays on the server until it may be told."""

    key: str
    html: Markup
    explanation: Markup | str | None = None
    right: bool | None = None


@dataclass(frozen=True)
class QuestionView:
    """What the templates show of a question; the key fields are None until the answer is final."""

    number: int
    key: str
    kind: str
    prompt: Markup
    html: Markup
    choices: list[ShownChoice]
    answer: str | None
    count: int
    answered_at: datetime | None = None
    html_answered: Markup | None = None
    judgement: dict[str, Any] | None = None
    source: Source | None = None
    mark: float | None = None
    mended: Mended | None = None

    @property
    def right(self) -> bool:
        """Whether the answer was told to be right."""
        return self.mark == 1.0

    @property
    def partly(self) -> bool:
        """Whether it was told to be right in part."""
        return self.mark is not None and 0.0 < self.mark < 1.0


@bp.get("/percobaan/<uuid:attempt_id>/<int:number>")
def question(attempt_id: uuid.UUID, number: int) -> Page:
    """The question; or, once its answer is final, what there is to learn from it."""
    found = find_attempt(attempt_id)
    asked = question_at(found, number)
    if _is_final(found, asked.key):
        return _feedback(found, asked, number)
    return _ask(found, asked, number, errors={})


@bp.post("/percobaan/<uuid:attempt_id>/<int:number>")
def answer_question(attempt_id: uuid.UUID, number: int) -> Page:
    """Save the answer. The same answer again changes nothing; nothing that was given is lost."""
    found = find_attempt(attempt_id)
    asked = question_at(found, number)
    try:
        answer = KINDS[asked.kind].read_answer(request.form.to_dict(flat=False), asked)
        count = read_count(request.form.getlist("count"))
        with transaction() as session:
            saved = attempting.record_response(
                session,
                attempt_id,
                asked.key,
                number=count,
                answer=answer,
                document=found.published.document,
                now=visitors.now(),
            )
    except InvalidAnswer as problem:
        return _ask(found, asked, number, errors={"answer": gettext(str(problem))}), 422
    except attempts.UnknownPage:
        message = gettext("This page was out of date. Choose your answer once more, please.")
        return _ask(found, asked, number, errors={"answer": message}), 409
    except attempting.AttemptClosed:
        return redirect(url_for(".attempt", attempt_id=attempt_id), 303)
    return _after(found, asked, number, answer, saved.outcome)


def _after(found: OwnAttempt, asked: Question, number: int, answer: str, outcome: Outcome) -> Page:
    """Where an answer leads, once it is safe."""
    metrics.answer_arrived(outcome)
    if outcome is Outcome.CONFLICT:
        return _which_counts(found, asked, number, answer)
    if found.feedback is Feedback.AT_ONCE:
        kept = 1 if outcome is Outcome.FIRST_KEPT else None
        return redirect(url_for(".question", attempt_id=found.id, number=number, tetap=kept), 303)
    if _wants_json():
        count = len(found.answers.get(asked.key, ())) + (outcome is Outcome.SAVE)
        return jsonify(saved=presentation.clock(visitors.now()), count=count)
    following = found.number_ahead(number)
    if following is None:
        return redirect(overview_url(found), 303)
    return redirect(url_for(".question", attempt_id=found.id, number=following), 303)


def _which_counts(found: OwnAttempt, asked: Question, number: int, answer: str) -> Page:
    """Two answers from two pages: show both and let the learner say which one counts."""
    current = find_attempt(found.id)
    if _wants_json():
        return jsonify(url=url_for(".question", attempt_id=found.id, number=number)), 409
    kept = current.counting[asked.key]
    page = render_template(
        "pages/learn/choose_answer.html",
        attempt=view_of(current),
        question=_view(current, asked, number),
        kept={
            "text": answer_in_words(asked, kept),
            "value": kept,
            "answered_at": current.answered_at(asked.key),
        },
        other={"text": answer_in_words(asked, answer), "value": answer},
    )
    return page, 409


def _ask(found: OwnAttempt, asked: Question, number: int, *, errors: dict[str, str]) -> str:
    return render_template(
        "pages/learn/question.html",
        attempt=view_of(found),
        question=_view(found, asked, number),
        errors=errors,
        previous_number=number - 1 if number > 1 else None,
        next_number=found.number_ahead(number),
        overview_url=overview_url(found),
    )


def _feedback(found: OwnAttempt, asked: Question, number: int) -> str:
    return render_template(
        "pages/learn/feedback.html",
        attempt=view_of(found),
        question=_view(found, asked, number, told=True),
        next_number=found.number_after(number) if found.state == "open" else None,
        kept_first=request.args.get("tetap") == "1",
    )


def _view(found: OwnAttempt, asked: Question, number: int, *, told: bool = False) -> QuestionView:
    stored = pages.marked(found.published.rendered[asked.key])
    shown = QuestionView(
        number=number,
        key=asked.key,
        kind=asked.kind,
        prompt=stored["prompt"],
        html=stored["html"],
        choices=_choices(stored["choices"], found.drawn[number - 1].choices, told=told),
        answer=found.counting.get(asked.key),
        count=len(found.answers.get(asked.key, ())),
        answered_at=found.answered_at(asked.key),
    )
    return _told(shown, found, asked, stored) if told else shown


def _told(shown: QuestionView, found: OwnAttempt, asked: Question, stored: dict[str, Any]) -> QuestionView:
    """The same question with everything that may be known after the answer, and what is right by now."""
    correction, judgement = found.correction(asked), stored["judgement"]
    told = replace(
        shown,
        html_answered=stored["html_answered"],
        judgement=judgement,
        source=asked.exhibit.source if judgement and asked.exhibit else None,
        mark=grading.mark(correction.newest, shown.answer),
        mended=mended(found, asked),
    )
    if correction.by is None:
        return told
    return _told_anew(told, correction.newest, correction.by, stored, found.version)


def _told_anew(
    told: QuestionView, newest: Question, by: Regrade, stored: dict[str, Any], version: int
) -> QuestionView:
    """The same words, explained by the text that mended what is right: the old explanations contradict it.

    One more statement, unless this worker keeps that text.
    """
    wanted = {by.revision_id}
    text = quizzes.read_quizzes(pages.reader(), wanted, {}, version=version)[by.revision_id]
    mending = pages.marked(text.rendered[newest.key])
    judgement, exhibit = mending["judgement"], by.question.exhibit
    return replace(
        told,
        choices=_explained_anew(told.choices, newest, by.question, mending["choices"]),
        html_answered=answered_anew(stored, mending, exhibit.verdict if judgement and exhibit else None),
        judgement=judgement,
        source=exhibit.source if judgement and exhibit else None,
    )


def _explained_anew(
    choices: Sequence[ShownChoice], newest: Question, by: Question, mending: Sequence[dict[str, Any]]
) -> list[ShownChoice]:
    """The *choices* with what is right by now, and why; one that was reworded since has no explanation."""
    right = {choice.key for choice in newest.choices if choice.right}
    explained = {choice["key"]: choice["explanation"] for choice in mending}
    letters = same_choices(newest, by)
    return [
        replace(choice, right=choice.key in right, explanation=explained.get(letters.get(choice.key), ""))
        for choice in choices
    ]


def answered_anew(stored: dict[str, Any], mending: dict[str, Any], verdict: Verdict | None) -> Markup:
    """What was asked about, as it was shown, with the stamps and marks of today.

    Where its words are others by now, a judgement has the new stamp alone, and another question none.
    """
    asked: Markup = stored["html"]
    answered: Markup = mending["html_answered"]
    if asked == mending["html"]:
        return answered
    if verdict is None:
        return asked
    stamped: Markup = pages.marked({"html": restamp(stored["html_answered"], verdict)})["html"]
    return stamped


def _choices(stored: Sequence[dict[str, Any]], order: Sequence[str], *, told: bool) -> list[ShownChoice]:
    by_key = {choice["key"]: choice for choice in stored}
    return [
        ShownChoice(
            key=key,
            html=by_key[key]["html"],
            explanation=by_key[key]["explanation"] if told else None,
            right=by_key[key]["right"] if told else None,
        )
        for key in order
    ]


def _is_final(found: OwnAttempt, key: str) -> bool:
    return found.state != "open" or (found.feedback is Feedback.AT_ONCE and key in found.answers)


def read_count(sent: Sequence[str]) -> int:
    """The number of answers that the question had when the page was shown."""
    if len(sent) != 1 or not (sent[0].isascii() and sent[0].isdigit() and len(sent[0]) < 5):
        raise attempts.UnknownPage("no number of answers")
    return int(sent[0])


def _wants_json() -> bool:
    return request.headers.get("Accept") == "application/json"
