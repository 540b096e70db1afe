"""Back, in a real browser: what was sent is not answered again, and who signed out leaves nothing behind."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.database import writing
from literasi.models import Response
from tests import make
from tests.browser.visiting import Visitor, open_context
from tests.faults.deeds import now

pytestmark = [pytest.mark.slow, pytest.mark.long]
QUIZ = "/kuis/jebakan/berkas-apk"
TOKEN = "k" * 43
NAME = "norhayati-pribadi"


@pytest.fixture
def visitor(chromium, site):
    with open_context(chromium, site) as context:
        yield Visitor(context, site)


def answers(stored):
    with Session(stored) as session:
        return session.scalar(select(func.count(Response.id)))


def test_back_after_sending_answers_nothing_again(visitor, stored, tell):
    visitor.start_quiz(QUIZ)
    visitor.answer(0)
    before, feedback = answers(stored), visitor.words
    visitor.page.go_back()
    visitor.page.reload()
    assert visitor.page.locator("form[method=post] input[name=answer]").count() == 0
    visitor.page.go_forward()
    visitor.page.reload()
    assert visitor.words == feedback
    assert answers(stored) == before
    tell(8, faults=2, acknowledged=1)
    tell(5, faults=2, acknowledged=1)


def test_back_after_signing_out_shows_nothing(visitor, site, stored, tell):
    with Session(stored) as session, writing(session):
        learner_id = make.account(session, NAME, now=now())
        make.signed_in(session, learner_id, TOKEN, now=now())
    visitor.context.add_cookies([{"name": "literasi", "value": TOKEN, "url": site.url}])
    visitor.open("/akun")
    assert NAME in visitor.page.content()
    with visitor.page.expect_navigation():
        visitor.page.locator("form[action='/keluar'] button").first.click()
    for _ in range(2):
        visitor.page.go_back()
        assert NAME not in visitor.page.content()
    tell(8, faults=1, acknowledged=0)
