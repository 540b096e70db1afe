"""Two phones with two tabs each, in the order of the dice: stale pages are told, nothing is overwritten."""

import random
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from literasi.database import db, writing
from literasi.models import Response
from tests import make
from tests.browsing import Browser
from tests.experiments import SEED
from tests.faults.test_killed_requests import soundness

pytestmark = pytest.mark.slow
STEPS = 40
LONG = 8


@dataclass
class Tab:
    """What stands on it: a question, and the number of answers that the page knows of."""

    browser: Browser
    number: int = 0
    count: int = 0


class Person:
    """Somebody signed in on two phones, in the middle of a quiz; ``answers`` by question."""

    def __init__(self, app, feedback):
        self.app, self.feedback = app, feedback
        with self.session() as session:
            made = make.published(session, feedback=feedback)
            learner_id = make.account(session, "dua-ponsel")
            for token in ("a" * 43, "b" * 43):
                make.signed_in(session, learner_id, token)
            self.attempt_id = make.attempt(session, learner_id, made.quiz.quiz_id)
            self.keys = [one.key for one in make.shown(session, self.attempt_id).questions]
        self.tabs = [Tab(self._phone(token)) for token in ("a" * 43, "b" * 43) for _ in range(2)]
        self.answers = {number: [] for number in range(1, len(self.keys) + 1)}

    @contextmanager
    def session(self):
        with self.app.app_context(), writing(db.session()) as session:
            yield session

    def _phone(self, token):
        client = self.app.test_client()
        client.set_cookie("literasi", token)
        return Browser(client)

    def open(self, tab, number):
        """Open a question in this tab."""
        tab.browser.open(f"/percobaan/{self.attempt_id}/{number}")
        tab.number, tab.count = number, len(self.answers[number])

    def offered(self, tab):
        """What this tab lets them answer; nothing where the answer is final already."""
        return next(
            (form.offered["answer"] for form in tab.browser.page.forms if "answer" in form.offered), []
        )

    def send(self, tab, answer):
        """Send it; whether the page was told that another answer came first."""
        given = self.answers[tab.number]
        is_stale = tab.count < len(given) and given[tab.count] != answer
        is_told = is_stale and self.feedback == "akhir"
        page = tab.browser.submit(answer=answer, status=409 if is_told else 200)
        if is_told:
            assert given[-1] in str(page.html)
        elif is_stale:
            assert page.url.endswith("tetap=1"), "the first answer stays, and the page says so"
        elif tab.count == len(given) and given[-1:] != [answer]:
            given.append(answer)
        tab.number = 0  # another page stands there now
        return is_stale

    def stored(self):
        """What the site kept, by question."""
        with self.app.app_context():
            rows = db.session.execute(
                select(Response.question_key, Response.answer)
                .where(Response.attempt_id == self.attempt_id)
                .order_by(Response.number)
            ).all()
            db.session.remove()
        found = {number: [] for number in self.answers}
        for key, answer in rows:
            found[self.keys.index(key) + 1].append(answer)
        return found


@pytest.mark.parametrize("feedback", ["akhir", "langsung"])
@pytest.mark.parametrize("round_", [0, *(pytest.param(n, marks=pytest.mark.long) for n in range(1, LONG))])
def test_nothing_is_silently_overwritten(app, feedback, round_, tell):
    person, dice = Person(app, feedback), random.Random(SEED + round_)
    stale = 0
    for _ in range(STEPS):
        tab = dice.choice(person.tabs)
        if tab.number and (offered := person.offered(tab)) and dice.random() < 0.6:
            stale += person.send(tab, dice.choice(offered))
        else:
            person.open(tab, dice.choice(list(person.answers)))
    stored = person.stored()
    assert stored == person.answers
    assert soundness(app) == []
    tell(7, faults=stale, acknowledged=sum(map(len, stored.values())))
    tell(6, faults=stale, acknowledged=sum(map(len, stored.values())))
