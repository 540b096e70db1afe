"""One item of a test: showing it, and saving what the learner thinks of it."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug import Response

from literasi.database import transaction
from literasi.domain.attempts import Outcome, UnknownPage
from literasi.domain.sittings import SeenBefore
from literasi.queries.sittings import OwnSitting
from literasi.services import sitting
from literasi.services.sitting import Given, SittingClosed
from literasi.web import metrics, pages, visitors
from literasi.web.learn import bp
from literasi.web.learn.sittings import find_test, item_at
from literasi.web.learn.verdicts import told_item
from literasi.web.translating import gettext

Page = str | Response | tuple[str, int]
STEPS = {str(step) for step in range(1, 7)}


class Unusable(Exception):
    """What was sent is no answer; *errors* has words for each field."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(errors)
        self.errors = errors


@dataclass(frozen=True)
class ItemView:
    """What the templates show of an item before the test is closed: nothing that tells what it is."""

    number: int
    prompt: Markup
    html: Markup
    answer: str | None
    seen_before: str | None
    count: int
    shown_at: int
    saved_at: datetime | None


@bp.get("/tes/<uuid:test_id>/<int:number>")
def test_item(test_id: uuid.UUID, number: int) -> Page:
    """The item; once the test is closed, what there is to learn from it."""
    found = find_test(test_id)
    item_at(found, number)
    return _ask(found, number, errors={}) if found.is_open else told_item(found, number)


@bp.post("/tes/<uuid:test_id>/<int:number>")
def judge_item(test_id: uuid.UUID, number: int) -> Page:
    """Save the answer. The same answer again changes nothing; nothing that was given is lost."""
    found = find_test(test_id)
    asked = item_at(found, number)
    if not found.is_open:
        return _too_late(test_id)
    try:
        given = _read_given(found)
        with transaction() as session:
            saved = sitting.record_judgement(session, test_id, asked.question.key, given, now=visitors.now())
    except Unusable as problem:
        return _ask(found, number, errors=problem.errors), 422
    except UnknownPage:
        message = gettext("This page was out of date. Choose your answer once more, please.")
        return _ask(found, number, errors={"answer": message}), 409
    except SittingClosed:
        return _too_late(test_id)
    return _after(found, number, given, saved.outcome)


def _after(found: OwnSitting, number: int, given: Given, outcome: Outcome) -> Page:
    """Where an answer leads, once it is safe."""
    metrics.answer_arrived(outcome)
    if outcome is Outcome.CONFLICT:
        return _which_counts(found.id, number, given), 409
    following = found.number_after(number)
    if following is None:
        return redirect(url_for(".test", test_id=found.id), 303)
    return redirect(url_for(".test_item", test_id=found.id, number=following), 303)


def _too_late(test_id: uuid.UUID) -> Response:
    return redirect(url_for(".test", test_id=test_id, terlambat=1), 303)


def _ask(found: OwnSitting, number: int, *, errors: dict[str, str]) -> str:
    return render_template(
        "pages/learn/test_item.html",
        test=found,
        question=_view(found, number),
        errors=errors,
        previous_number=number - 1 if number > 1 else None,
        next_number=found.number_after(number),
    )


def _view(found: OwnSitting, number: int) -> ItemView:
    """The item as asked: what was typed just now stands before what was saved earlier."""
    item = item_at(found, number)
    stored = pages.marked(item.rendered)
    own, typed = found.counting.get(item.question.key), request.form
    shown_at = _shown_at(found) or visitors.now()
    return ItemView(
        number=number,
        prompt=stored["prompt"],
        html=stored["html"],
        answer=typed.get("answer", str(own.rating) if own else None),
        seen_before=typed.get("seen", own.seen_before.value if own and own.seen_before else None),
        count=len(found.answers.get(item.question.key, ())),
        shown_at=_milliseconds(shown_at),
        saved_at=own.answered_at if own else None,
    )


def _which_counts(test_id: uuid.UUID, number: int, other: Given) -> str:
    """Two answers from two pages: show both and let the learner say which one counts."""
    current = find_test(test_id)
    kept = current.counting[item_at(current, number).question.key]
    return render_template(
        "pages/learn/test_which_counts.html",
        test=current,
        question=_view(current, number),
        kept=kept,
        other=other,
    )


def _read_given(found: OwnSitting) -> Given:
    """The answer as it was sent. Raises Unusable and UnknownPage."""
    rating, seen = request.form.getlist("answer"), request.form.getlist("seen")
    errors = {}
    if len(rating) != 1 or rating[0] not in STEPS:
        errors["answer"] = gettext("Choose one of the six answers; a guess is fine.")
    if len(seen) != 1 or seen[0] not in set(SeenBefore):
        errors["seen"] = gettext("Say whether you had met this message before; “Not sure” is fine.")
    if errors:
        raise Unusable(errors)
    away = _number("away_ms", 9)
    return Given(
        rating=int(rating[0]),
        seen_before=SeenBefore(seen[0]),
        number=_count(),
        shown_at=_shown_at(found),
        away=None if away is None else timedelta(milliseconds=away),
    )


def _count() -> int:
    """The number of answers that the item had when the page was shown."""
    count = _number("count", 4)
    if count is None:
        raise UnknownPage("no number of answers")
    return count


def _shown_at(found: OwnSitting) -> datetime | None:
    """When the page that was sent had been shown; None where that cannot be."""
    sent = _number("shown_at", 14)
    if sent is None:
        return None
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=sent)
    return moment if found.started_at <= moment <= visitors.now() else None


def _number(name: str, most_digits: int) -> int | None:
    """A whole number from a hidden field, None where there is none."""
    sent = request.form.getlist(name)
    if len(sent) != 1 or not (sent[0].isascii() and sent[0].isdigit() and len(sent[0]) <= most_digits):
        return None
    return int(sent[0])


def _milliseconds(moment: datetime) -> int:
    """Since 1970, as a form carries it."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
