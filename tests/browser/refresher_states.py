"""Refreshers in their states; the messages are those of the bank that the site has."""

from datetime import UTC, datetime, timedelta

from literasi.domain.exhibits import Technique
from literasi.domain.wita import day_of
from literasi.models import Refresher
from tests.browser import people
from tests.browser.states import state


def due(visitor, *techniques):
    """The visitor has an account and cards that are due."""
    learner_id, now = people.signed_in_behind(visitor), datetime.now(UTC)
    with people.store(visitor) as session:
        for number, technique in enumerate(techniques):
            day = day_of(now) - timedelta(days=number)
            session.add(
                Refresher(learner_id=learner_id, technique=technique, step=0, due_on=day, made_at=now)
            )


def begin(visitor):
    due(visitor, Technique.IMPOSTOR)
    visitor.open("/latihan")
    visitor.press("Mulai latihan")


def judge(visitor, step):
    visitor.choose(step)
    visitor.send()


@state("learn.refreshers")
def refreshers_of_nobody(visitor):
    visitor.open("/latihan")


@state("learn.refreshers")
def refreshers_due(visitor):
    due(visitor, Technique.IMPOSTOR, Technique.FALSE_CONTEXT)
    visitor.open("/latihan")


@state("learn.refreshers")
def refreshers_not_due(visitor):
    visitor.finish_quiz()
    visitor.open("/latihan")
    assert "Hari ini tidak ada latihan" in visitor.words


@state("learn.attempt")
def result_with_the_next_refresher(visitor):
    visitor.finish_quiz()
    assert "Supaya tidak lupa" in visitor.words


@state("learn.progress")
def progress_with_a_refresher(visitor):
    due(visitor, Technique.FALSE_CONTEXT)
    visitor.open("/kemajuan")


@state("learn.refresher_item")
def refresher_message(visitor):
    begin(visitor)


@state("learn.judge_refresher_item")
def refresher_without_a_step(visitor):
    begin(visitor)
    visitor.page.locator("main form button").first.click()
    visitor.page.wait_for_selector(".errors")


@state("learn.refresher_item")
def refresher_told(visitor):
    begin(visitor)
    judge(visitor, 0)


@state("learn.refreshers")
def refresher_under_way(visitor):
    refresher_told(visitor)
    visitor.open("/latihan")


@state("learn.refresher")
def refresher_done(visitor):
    begin(visitor)
    address = visitor.path.rpartition("/")[0]
    for number in range(1, 5):
        visitor.open(f"{address}/{number}")
        judge(visitor, number)
    visitor.open(address)
