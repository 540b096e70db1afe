"""The server's clock jumps by an hour, the phone's stands in 2020: nothing is lost or turned round."""

import random
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from literasi.database import db
from literasi.models import Attempt, Judgement, Response
from tests.experiments import SEED
from tests.faults import deeds
from tests.faults.test_killed_requests import looks, soundness

pytestmark = pytest.mark.slow
JUMPS = (timedelta(hours=-1), timedelta(0), timedelta(hours=1))
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
DEEDS = ("last_answer", "finish_course", "name_certificate", "judge", "send_test", "last_of_refresher")


@pytest.fixture
def school(app):
    return deeds.School(app, SEED)


def test_the_clock_was_put_back_or_on_before_a_form_was_sent(school, tell):
    done = 0
    for name in DEEDS:
        for jump in (JUMPS[0], JUMPS[2]):
            browser, fields = deeds.DEEDS[name](school)
            with time_machine.travel(datetime.now(UTC) + jump, tick=True):
                browser.submit(**fields)
                assert looks(browser)[1]
            done += 1
    with school.app.app_context():
        assert set(db.session.scalars(select(Attempt.state))) == {"submitted"}
        db.session.remove()
    assert soundness(school.app) == []
    tell(12, faults=done, acknowledged=done)


@pytest.mark.parametrize(
    "round_", [0, *(pytest.param(number, marks=pytest.mark.long) for number in range(1, 6))]
)
def test_the_clock_jumps_at_every_step_of_a_quiz(school, round_, tell):
    dice, begun, steps = random.Random(SEED + round_), datetime.now(UTC), 0
    for _ in range(4):
        browser, learner_id = school.someone(name=f"orang-{dice.randrange(10**9)}")
        for step in story(browser, dice):
            with time_machine.travel(begun + dice.choice(JUMPS), tick=True):
                step()
            steps += 1
        assert browser.open("/akun").url == "/akun", "a clock that jumps signs nobody out"
        with school.app.app_context():
            attempt = db.session.scalars(select(Attempt).where(Attempt.learner_id == learner_id)).one()
            last = db.session.scalar(
                select(func.max(Response.answered_at)).where(Response.attempt_id == attempt.id)
            )
            assert attempt.state == "submitted"
            assert attempt.submitted_at >= last
            db.session.remove()
    assert soundness(school.app) == []
    tell(12, faults=steps, acknowledged=12)


def story(browser, dice):
    """Every step of a quiz of three questions."""
    yield lambda: browser.open("/kuis/jebakan/berkas")
    yield lambda: browser.submit("uis")
    attempt = browser.page.url.rpartition("/")[0]
    for number in (1, 2, 3):
        yield lambda n=number: browser.open(f"{attempt}/{n}")
        offered = next(form.offered["answer"] for form in browser.page.forms if "answer" in form.offered)
        yield lambda choices=offered: browser.submit(answer=dice.choice(choices))


@pytest.mark.parametrize("said", [LONG_AGO, datetime(2100, 1, 1, tzinfo=UTC)])
def test_what_a_phone_says_of_the_time_is_believed_only_where_it_can_be(school, said, tell):
    browser, fields = deeds.judge(school)
    form = browser.page.forms[-1]
    form_values = [(name, value) for name, value in form.values if name == "shown_at"]
    assert form_values, "the page says when it was shown"
    address = browser.page.url
    client = browser._client  # noqa: SLF001  (no browser sends another time than its page says)
    values = {**dict(form.values), **fields, "shown_at": str(int(said.timestamp() * 1000))}
    sent = client.post(
        address, data=values, headers={"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    )
    assert sent.status_code == 303
    with school.app.app_context():
        kept = db.session.scalars(select(Judgement)).one()
        assert kept.shown_at is None or kept.shown_at <= kept.answered_at
        assert kept.shown_at is None or kept.answered_at - kept.shown_at < timedelta(days=8)
        assert abs(kept.answered_at - datetime.now(UTC)) < timedelta(minutes=1)
        db.session.remove()
    assert soundness(school.app) == []
    tell(12, faults=1, acknowledged=1)
