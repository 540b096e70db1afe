"""A trainer rewords, mends and retires a quiz midway: the attempt ends on the text it began with."""

import itertools
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from literasi.database import db, writing
from literasi.domain.identities import Identity
from literasi.domain.people import Role
from literasi.models import Attempt, AuditEvent
from literasi.services import retiring
from tests import make
from tests.browsing import Browser
from tests.faults.deeds import now
from tests.faults.test_killed_requests import soundness

pytestmark = pytest.mark.slow
TOKEN = "p" * 43
REWORDED = "Kabar ini bagaimana?"


class Quiz:
    """A quiz, somebody in the middle of it, and the trainer who changes it."""

    def __init__(self, app):
        self.app, self._is_reworded, self._is_mended = app, False, False
        with self.session() as session:
            self.quiz_id = make.published(session).quiz.quiz_id
            self.trainer_id = make.account(session, "pelatih", roles=(Role.TRAINER,))
            self.attempt_id = make.attempt(session, make.learner(session, TOKEN), self.quiz_id)
            self.keys = [one.key for one in make.shown(session, self.attempt_id).questions]
        client = app.test_client()
        client.set_cookie("literasi", TOKEN)
        self.browser = Browser(client)

    @contextmanager
    def session(self):
        with self.app.app_context(), writing(db.session()) as session:
            yield session

    def reword(self):
        """Every question in other words; the keys stay."""
        self._is_reworded = True
        with self.session() as session:
            make.published(session, quiz_source=self._text())

    def mend(self):
        """Another answer is right: published again, and an audited regrade."""
        self._is_mended = True
        with self.session() as session:
            make.regraded(session, self._text(), by_id=self.trainer_id, now=now())

    def retire(self):
        """Nobody shall begin it any more."""
        with self.session() as session:
            identity = Identity.read("quizzes/jebakan/berkas")
            retiring.retire(session, identity, by_id=self.trainer_id, now=now())

    def _text(self):
        source = make.mended_text() if self._is_mended else make.quiz_text()
        return source.replace("Kabar yang ini?", REWORDED) if self._is_reworded else source

    def answer(self, number):
        """Answer rightly by the text that the attempt began with."""
        page = self.browser.open(f"/percobaan/{self.attempt_id}/{number}")
        assert REWORDED not in page
        self.browser.submit(answer=make.RIGHT[self.keys[number - 1]])


ORDERS = list(itertools.permutations(("reword", "mend", "retire")))


@pytest.mark.parametrize(
    "order", [pytest.param(one, marks=[] if one == ORDERS[0] else pytest.mark.long) for one in ORDERS]
)
def test_the_attempt_ends_on_the_text_it_began_with(app, order, tell):
    quiz = Quiz(app)
    for number, change in enumerate(order, start=1):
        getattr(quiz, change)()
        quiz.answer(number)
    assert quiz.browser.open(f"/percobaan/{quiz.attempt_id}").status == 200
    with app.app_context():
        attempt = db.session.get(Attempt, quiz.attempt_id)
        regrades = db.session.scalars(select(AuditEvent).where(AuditEvent.action.contains("regrade"))).all()
        assert (attempt.state, attempt.out_of) == ("submitted", 3)
        assert attempt.points == 3, "who was right by the text that they were shown stays right"
        assert len(regrades) == 1
        db.session.remove()
    assert soundness(app) == []
    tell(9, faults=len(order), acknowledged=3)
