"""Refreshers: what is due, beginning one, and how it ended."""

import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import transaction
from literasi.domain.exhibits import Technique, Verdict
from literasi.domain.progress import weak_techniques
from literasi.domain.questions.judgement import verdict_of
from literasi.domain.sittings import Phase
from literasi.queries.helpful_lessons import HelpfulLesson, HelpfulLessons, helpful_lessons
from literasi.queries.progress import answered
from literasi.queries.refreshing import OwnRefreshers, items_by_now, own_refreshers
from literasi.queries.sittings import OwnSitting, ShownItem, own_sitting
from literasi.services import refreshing, throttling, welcoming
from literasi.services.refreshing import NothingToPractise
from literasi.web import pages, visitors
from literasi.web.browsers import asking_browser
from literasi.web.learn import bp
from literasi.web.learn.quizzes import LIMIT, WINDOW
from literasi.web.security import client_address
from literasi.web.translating import gettext


@dataclass(frozen=True)
class RefreshersView:
    """What is due now, the most overdue first. *offered* may be practised although nothing is due."""

    open_id: uuid.UUID | None
    due: tuple[Technique, ...]
    is_enough: bool
    next_on: date | None
    offered: Technique | None
    is_weak: bool


@dataclass(frozen=True)
class EndItem:
    """One message of a refresher that is over, by what is true today."""

    number: int
    label: str
    is_true: bool
    answer: str | None

    @property
    def right(self) -> bool:
        """Whether the answer stands on the side of the verdict."""
        return self.answer is not None and (verdict_of(self.answer) is Verdict.TRUE) is self.is_true


@dataclass(frozen=True)
class EndView:
    """A refresher that is over. *comes_on* is when its technique comes back; None while that is due."""

    id: uuid.UUID
    technique: Technique
    items: tuple[EndItem, ...]
    comes_on: date | None
    lesson: HelpfulLesson | None
    following: Technique | None

    @property
    def unanswered(self) -> int:
        """How many messages were left open, because the time was over."""
        return sum(item.answer is None for item in self.items)

    def judged(self, *, true: bool) -> tuple[int, int]:
        """How many of the true messages, or of the hoaxes, were judged rightly, and how many were judged."""
        side = [item.right for item in self.items if item.is_true is true and item.answer is not None]
        return sum(side), len(side)


@bp.get("/latihan")
def refreshers() -> str:
    """What is due today, when the next one comes, and one that may be taken anyway."""
    return _page(errors={})


@bp.post("/latihan/mulai")
def start_refresher() -> Response | tuple[str, int]:
    """Begin a refresher, or go on with the one that is open."""
    sent = request.form.get("technique", "")
    if sent and sent not in set(Technique):
        message = gettext("This exercise is not known. Begin the one offered here.")
        return _page(errors={"technique": message}), 422
    visitors.make_room()
    visitors.needed_token()
    try:
        with transaction() as session:
            throttling.count(
                session, "start", client_address(), limit=LIMIT, window=WINDOW, now=visitors.now()
            )
            welcome = welcoming.welcome(session, visitors.token_hash(), now=visitors.now())
            refresher_id = refreshing.begin_refresher(
                session,
                welcome.learner_id,
                Technique(sent) if sent else None,
                browser=asking_browser(),
                now=visitors.now(),
                randomness=random.SystemRandom(),
            )
    except NothingToPractise:
        message = gettext("There are no messages to practise with today. Please look in again tomorrow.")
        return _page(errors={"technique": message}), 409
    visitors.remember(welcome.lasts)
    return redirect(url_for(".refresher", refresher_id=refresher_id), 303)


@bp.get("/latihan/<uuid:refresher_id>")
def refresher(refresher_id: uuid.UUID) -> str | Response:
    """How a refresher ended; of an open one the next message."""
    found = find_refresher(refresher_id)
    following = found.number_after(0)
    if found.is_open and following is not None:
        return redirect(url_for(".refresher_item", refresher_id=refresher_id, number=following), 303)
    return render_template("pages/learn/refresher.html", refresher=_end(found))


def find_refresher(refresher_id: uuid.UUID) -> OwnSitting:
    """The asker's own refresher; 404 for everybody else's, and for tests, which tell at the end only."""
    found = own_sitting(pages.reader(), refresher_id, visitors.token_hash(), visitors.now())
    return found if found and found.phase is Phase.REFRESHER else abort(404)


def mine() -> OwnRefreshers:
    """What the asker shall practise again. One statement."""
    return own_refreshers(pages.reader(), visitors.token_hash(), visitors.now())


def _page(*, errors: Mapping[str, str]) -> str:
    own = mine()
    weak = [] if own.waits else _weak()
    offered = [*weak, *(card.technique for card in own.cards)]
    view = RefreshersView(
        open_id=own.open_id,
        due=tuple(card.technique for card in own.plan.due),
        is_enough=bool(own.plan.waiting),
        next_on=own.plan.next_on,
        offered=offered[0] if offered else None,
        is_weak=bool(weak),
    )
    return render_template("pages/learn/refreshers.html", refreshers=view, errors=errors)


def _weak() -> list[Technique]:
    return weak_techniques(answered(pages.reader(), visitors.token_hash(), visitors.now()).judged)


def _helpful() -> HelpfulLessons:
    return helpful_lessons(pages.reader(), visitors.token_hash(), visitors.now())


def _end(found: OwnSitting) -> EndView:
    technique, own = Technique(found.technique or ""), mine()
    newest = items_by_now(pages.reader(), [item.question.key for item in found.items])
    return EndView(
        id=found.id,
        technique=technique,
        items=tuple(_end_item(found, number, newest) for number in range(1, len(found.items) + 1)),
        comes_on=next((card.due_on for card in own.plan.later if card.technique is technique), None),
        lesson=_helpful().by_technique.get(technique),
        following=own.plan.due[0].technique if own.plan.due else None,
    )


def _end_item(found: OwnSitting, number: int, newest: Mapping[str, ShownItem]) -> EndItem:
    key = found.items[number - 1].question.key
    item, own = newest.get(key, found.items[number - 1]), found.counting.get(key)
    exhibit = item.question.exhibit
    assert exhibit is not None
    return EndItem(
        number, item.rendered["label"], exhibit.verdict is Verdict.TRUE, str(own.rating) if own else None
    )
