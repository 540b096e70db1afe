"""The states of pages that measure: one's own judging. Importing this registers them."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from literasi.domain.sittings import Phase
from literasi.models import Course
from tests import sittings
from tests.browser import people
from tests.browser.states import state

ADDRESS = "/kemajuan/ketajaman"


def judge(visitor, before, after=None):
    """The visitor has an account and took the test, or two."""
    learner_id, now = people.signed_in_behind(visitor), datetime.now(UTC)
    with people.store(visitor) as session:
        course_id = session.scalar(select(Course.id).where(Course.slug == "saring"))
        if after:
            sittings.pair(session, learner_id, course_id, before, after, now - timedelta(days=4))
        else:
            sittings.take(session, learner_id, course_id, Phase.BEFORE, rate=before, now=now)


@state("learn.sharpness")
def sharpness_of_nobody(visitor):
    visitor.open(ADDRESS)


@state("learn.sharpness")
def sharpness_after_two_tests(visitor):
    judge(visitor, sittings.knowing(5, hoaxes_right=6), sittings.knowing(10, hoaxes_right=9))
    visitor.open(ADDRESS)


@state("learn.sharpness")
def sharpness_of_a_doubter(visitor):
    judge(visitor, lambda number, is_true: 1 if number < 9 else 5)
    visitor.open(ADDRESS)
