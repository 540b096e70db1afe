"""Twenty clicks in the same moment do what one click does."""

import random
import secrets
import uuid
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.database import Reader, writing
from literasi.domain.attempts import Outcome
from literasi.models import Attempt, Completion, Learner, LearnerSession, Response
from literasi.queries.attempts import own_attempt
from literasi.services import attempting, welcoming
from tests.faults.clicking import CLICKS, at_once, click_at_once
from tests.faults.phones import Phone
from tests.faults.writers import offered_quizzes

QUIZ, QUIZ_AT_THE_END = "/kuis/jebakan/berkas-apk", "/kuis/ujian/umpan-akhir"
pytestmark = pytest.mark.slow


@pytest.fixture
def phone(site):
    phone = Phone(site.port)
    yield phone
    phone.hang_up()


def test_one_answer_from_twenty_clicks(phone, stored, tell):
    attempt = start(phone, QUIZ)
    number, page = 1, phone.get(f"{attempt}/1")
    while page.has_form(f"/{number}"):
        form = page.form(f"/{number}")
        replies = click_at_once(phone, form, form.choices[:1] * CLICKS)
        assert {(reply.status, reply.location) for reply in replies} == {(303, f"{attempt}/{number}")}
        number += 1
        page = phone.get(f"{attempt}/{number}")
    assert number > 1
    assert sorted(responses(stored, attempt).values()) == [1] * (number - 1)
    assert states_and_completions(stored, attempt) == ("submitted", 1)
    tell(5, faults=(CLICKS - 1) * (number - 1), acknowledged=number - 1)


def test_one_learner_and_one_attempt_from_twenty_starts(phone, stored, tell):
    before = count(stored, Learner)
    replies = click_at_once(phone, phone.get(QUIZ).form("/mulai"), [None] * CLICKS)
    assert {reply.status for reply in replies} == {303}
    (attempt,) = {reply.location for reply in replies}
    assert count(stored, Learner) == before + 1
    with Session(stored) as session:
        learner = session.get(Attempt, attempt_id(attempt)).learner_id
        assert session.scalar(select(func.count(Attempt.id)).where(Attempt.learner_id == learner)) == 1
        assert session.scalar(select(func.count()).where(LearnerSession.learner_id == learner)) == 1
    tell(5, faults=CLICKS - 1, acknowledged=1)


def test_one_submission_from_twenty_clicks(phone, stored, tell):
    attempt = start(phone, QUIZ_AT_THE_END)
    form = phone.get(f"{attempt}/1").form("/1")
    assert phone.send(form, answer=form.choices[0]).status == 303
    replies = click_at_once(phone, phone.get(attempt).form("/kirim"), [None] * CLICKS)
    assert {(reply.status, reply.location) for reply in replies} == {(303, attempt)}
    assert states_and_completions(stored, attempt) == ("submitted", 1)
    tell(5, faults=CLICKS - 1, acknowledged=1)


def test_without_http_too(site, stored):
    """The same straight on the services, where nothing puts the twenty in a queue."""
    with Session(stored) as session:
        quiz_id = offered_quizzes(session)[0]
    cookie, now = secrets.token_bytes(32), datetime.now(UTC)

    def start_at_once(_):
        with Session(stored) as session, writing(session):
            learner = welcoming.welcome_guest(session, cookie, now=now)
            return learner, attempting.start_attempt(
                session, learner, quiz_id, now=now, randomness=random.SystemRandom()
            )

    ((_, started),) = set(at_once(start_at_once, range(CLICKS)))
    reader = Reader(stored)
    found = own_attempt(reader, started, cookie, now)
    reader.close()
    key, document = found.drawn[0].key, found.published.document

    def answer_at_once(_):
        with Session(stored) as session, writing(session):
            return attempting.record_response(
                session, started, key, number=0, answer="a", document=document, now=now
            ).outcome

    outcomes = at_once(answer_at_once, range(CLICKS))
    assert sorted(outcomes) == sorted([Outcome.SAVE, *[Outcome.ALREADY_SAVED] * (CLICKS - 1)])


def start(phone, quiz):
    """Begin the quiz; the address of the attempt."""
    reply = phone.send(phone.get(quiz).form("/mulai"))
    assert reply.status == 303
    return reply.location


def attempt_id(attempt):
    return uuid.UUID(attempt.rpartition("/")[2])


def responses(engine, attempt):
    """How many responses each question of the attempt has."""
    with Session(engine) as session:
        rows = session.execute(
            select(Response.question_key, func.count(Response.id))
            .where(Response.attempt_id == attempt_id(attempt))
            .group_by(Response.question_key)
        ).all()
    return dict(rows)


def states_and_completions(engine, attempt):
    """The state of the attempt, and how many lessons it completed."""
    with Session(engine) as session:
        found = session.get(Attempt, attempt_id(attempt))
        completions = select(func.count()).where(Completion.attempt_id == found.id)
        return found.state, session.scalar(completions)


def count(engine, model):
    with Session(engine) as session:
        return session.scalar(select(func.count(model.id)))
