"""People who take the discernment test, answering as a test says."""

import random
from datetime import timedelta

from sqlalchemy import select

from literasi.domain.sittings import Phase, SeenBefore
from literasi.models import BankItem, CourseCompletion, Sitting
from literasi.services import sitting
from literasi.services.sitting import Browser, Given
from tests import make

RANDOMNESS = random.Random(20)
BROWSER = Browser("id", "phone")


def finish_course(session, learner_id, course_id, now=make.NOW):
    """The course counts as finished, without its quizzes."""
    session.add(CourseCompletion(learner_id=learner_id, course_id=course_id, completed_at=now))
    session.flush()


def take(session, learner_id, course_id, phase, *, rate, now=make.NOW):
    """Begin, answer and send a test: ``rate(number, is_true)`` is the step for an item."""
    sitting_id = sitting.begin_test(
        session, learner_id, phase, course_id=course_id, browser=BROWSER, now=now, randomness=RANDOMNESS
    )
    numbers = {True: 0, False: 0}
    verdicts = truths(session)
    for key, *_ in session.get(Sitting, sitting_id).drawn:
        is_true = verdicts[key]
        now += timedelta(seconds=20)
        given = Given(rate(numbers[is_true], is_true), SeenBefore.NO, 0, shown_at=now - timedelta(seconds=9))
        sitting.record_judgement(session, sitting_id, key, given, now=now)
        numbers[is_true] += 1
    sitting.send_test(session, sitting_id, now=now + timedelta(seconds=5))
    return sitting_id


def truths(session):
    """Whether each item of the bank is true."""
    return {
        row.key: row.verdict == "benar" for row in session.execute(select(BankItem.key, BankItem.verdict))
    }


def knowing(rights, hoaxes_right=None):
    """Somebody who judges *rights* of ten true messages right, and as many hoaxes unless said."""
    limit = {True: rights, False: rights if hoaxes_right is None else hoaxes_right}
    return lambda number, is_true: (5 if is_true else 2) if number < limit[is_true] else (2 if is_true else 5)


def pair(session, learner_id, course_id, before, after, now=make.NOW):
    """A test before and one after the course."""
    take(session, learner_id, course_id, Phase.BEFORE, rate=before, now=now)
    finish_course(session, learner_id, course_id, now + timedelta(days=1))
    take(session, learner_id, course_id, Phase.AFTER, rate=after, now=now + timedelta(days=2))
