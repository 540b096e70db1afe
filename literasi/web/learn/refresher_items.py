"""One message of a refresher: showing it, saving the answer, and telling at once what is true."""

import uuid
from dataclasses import replace

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import transaction
from literasi.domain import attempts, grading
from literasi.domain.attempts import Outcome
from literasi.domain.questions import InvalidAnswer
from literasi.domain.questions.judgement import read_answer
from literasi.queries.refreshing import items_by_now
from literasi.queries.sittings import OwnSitting, ShownItem
from literasi.services import refreshing
from literasi.services.sitting import Given, SittingClosed
from literasi.web import metrics, pages, visitors
from literasi.web.learn import bp
from literasi.web.learn.answers import Page, QuestionView, answered_anew, read_count
from literasi.web.learn.refreshers import find_refresher
from literasi.web.translating import gettext


@bp.get("/latihan/<uuid:refresher_id>/<int:number>")
def refresher_item(refresher_id: uuid.UUID, number: int) -> Page:
    """The message; once it is judged, what there is to learn from it."""
    found = find_refresher(refresher_id)
    asked = _item_at(found, number)
    if found.is_open and asked.question.key not in found.answers:
        return _ask(found, number, errors={})
    return _feedback(found, number)


@bp.post("/latihan/<uuid:refresher_id>/<int:number>")
def judge_refresher_item(refresher_id: uuid.UUID, number: int) -> Page:
    """Save the answer; the first one is final, because what is true is told at once."""
    found = find_refresher(refresher_id)
    question = _item_at(found, number).question
    try:
        rating = int(read_answer(request.form.to_dict(flat=False), question))
        given = Given(rating, None, read_count(request.form.getlist("count")))
        with transaction() as session:
            saved = refreshing.record_answer(session, found.id, question.key, given, now=visitors.now())
    except InvalidAnswer as problem:
        return _ask(found, number, errors={"answer": gettext(str(problem))}), 422
    except attempts.UnknownPage:
        message = gettext("This page was out of date. Choose your answer once more, please.")
        return _ask(found, number, errors={"answer": message}), 409
    except SittingClosed:
        return redirect(url_for(".refresher", refresher_id=refresher_id), 303)
    metrics.answer_arrived(saved.outcome)
    kept = 1 if saved.outcome is Outcome.FIRST_KEPT else None
    return redirect(url_for(".refresher_item", refresher_id=refresher_id, number=number, tetap=kept), 303)


def _item_at(found: OwnSitting, number: int) -> ShownItem:
    """The item with this number (from 1) in the order shown; 404 when there is none."""
    return found.items[number - 1] if 1 <= number <= len(found.items) else abort(404)


def _ask(found: OwnSitting, number: int, *, errors: dict[str, str]) -> str:
    return render_template(
        "pages/learn/refresher_item.html",
        refresher=found,
        question=_view(found, number),
        errors=errors,
        next_number=found.number_after(number),
    )


def _feedback(found: OwnSitting, number: int) -> Response | str:
    asked = _item_at(found, number)
    newest = items_by_now(pages.reader(), [asked.question.key]).get(asked.question.key, asked)
    return render_template(
        "pages/learn/refresher_feedback.html",
        refresher=found,
        question=_told(_view(found, number), asked, newest),
        is_corrected=_said(newest) != _said(asked),
        next_number=found.number_after(number) if found.is_open else None,
        kept_first=request.args.get("tetap") == "1",
    )


def _view(found: OwnSitting, number: int) -> QuestionView:
    item = _item_at(found, number)
    stored, own = pages.marked(item.rendered), found.counting.get(item.question.key)
    return QuestionView(
        number=number,
        key=item.question.key,
        kind=item.question.kind,
        prompt=stored["prompt"],
        html=stored["html"],
        choices=[],
        answer=str(own.rating) if own else None,
        count=len(found.answers.get(item.question.key, ())),
        answered_at=own.answered_at if own else None,
    )


def _told(shown: QuestionView, asked: ShownItem, newest: ShownItem) -> QuestionView:
    """The same message with everything that may be known after the answer, as far as it is known today."""
    stored, mending = pages.marked(asked.rendered), pages.marked(newest.rendered)
    exhibit = newest.question.exhibit
    assert exhibit is not None
    return replace(
        shown,
        html_answered=answered_anew(stored, mending, exhibit.verdict),
        judgement=mending["judgement"],
        source=exhibit.source,
        mark=grading.mark(newest.question, shown.answer),
    )


def _said(item: ShownItem) -> tuple[object, ...]:
    """What is told of a message: its verdict and the fact behind it."""
    exhibit = item.question.exhibit
    assert exhibit is not None
    return exhibit.verdict, exhibit.fact
