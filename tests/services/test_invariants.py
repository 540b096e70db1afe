"""Whatever people do, in whatever order: nothing is lost, and what is stored agrees with itself.

A machine tries guests, accounts, quizzes, retakes, merges, new texts and erasures against a small model of
its own, on both databases.
"""

import itertools
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from literasi.database import Base, writing
from literasi.domain.attempts import Outcome, UnknownPage
from literasi.models import Attempt, Completion, LearnerSession, Response
from literasi.services import attempting, erasing, inspecting, merging, signing_in, welcoming
from tests import make

NUMBERS = itertools.count()
ANSWERS = st.sampled_from(
    [
        ("arti-apk", "a"),
        ("arti-apk", "b"),
        ("undangan", "1"),
        ("undangan", "6"),
        ("parkir", "1"),
        ("parkir", "4"),
    ]
)


@dataclass
class Phone:
    """One browser: its cookie, the guest's kept aside, and whose account is open on it."""

    token: str
    aside: str | None = None
    signed_in: int | None = None


@dataclass
class Expected:
    """What the model knows of one attempt."""

    learner: int
    document: object
    state: str = "open"
    answers: list = field(default_factory=list)
    submitted_at: object = None


class People(RuleBasedStateMachine):
    phones, accounts, attempts = Bundle("phones"), Bundle("accounts"), Bundle("attempts")

    def __init__(self):
        super().__init__()
        self.session = Session(self.engine)
        with writing(self.session):
            for table in reversed(Base.metadata.sorted_tables):
                self.session.execute(delete(table))
        self.now = make.NOW
        self.expected, self.documents = {}, {}
        self.publish("langsung")

    @initialize(target=accounts)
    def somebody(self):
        with self.act() as session:
            return make.account(session, f"orang{next(NUMBERS)}", now=self.now)

    @initialize(target=phones)
    def two_phones(self):
        return multiple(self.take_a_phone(), self.take_a_phone())

    def teardown(self):
        self.session.close()

    @rule(feedback=st.sampled_from(["langsung", "akhir"]))
    def publish(self, feedback):
        text = make.quiz_text(feedback).replace("Foto\n", f"Foto {next(NUMBERS)}\n", 1)
        with self.act() as session:
            made = make.published(session, quiz_source=text)
            self.quiz_id, self.documents[made.quiz.id] = made.quiz.quiz_id, made.document

    def take_a_phone(self):
        return Phone(f"{next(NUMBERS):043d}")

    @rule(phone=phones, target=attempts)
    def start(self, phone):
        with self.act() as session:
            learner = welcoming.welcome(session, make.token_hash(phone.token), now=self.now).learner_id
            attempt_id = make.attempt(session, learner, self.quiz_id, now=self.now)
        if attempt_id not in self.expected:
            revision = self.session.get(Attempt, attempt_id).quiz_revision_id
            self.expected[attempt_id] = Expected(learner, self.documents[revision])
        assert self.expected[attempt_id].learner == learner
        return attempt_id

    @rule(phone=phones, target=attempts)
    def take_the_quiz(self, phone):
        attempt_id = self.start(phone)
        for key, text in make.RIGHT.items():
            self.answer(attempt_id, (key, text), 0)
        self.submit(attempt_id)
        return attempt_id

    @rule(attempt_id=attempts, given=ANSWERS, step=st.sampled_from([0, 0, 0, -1, 1]))
    def answer(self, attempt_id, given, step):
        expected, (key, text) = self.expected[attempt_id], given
        number = max(0, sum(one == key for one, _ in expected.answers) + step)
        try:
            with self.act() as session:
                saved = make.answer(
                    session, attempt_id, expected.document, key, text, number=number, now=self.now
                )
        except (UnknownPage, attempting.AttemptClosed):
            return
        if saved.outcome is Outcome.SAVE:
            expected.answers.append((key, text))
            if saved.finished:
                expected.state, expected.submitted_at = "submitted", self.now

    @rule(attempt_id=attempts)
    def submit(self, attempt_id):
        expected = self.expected[attempt_id]
        try:
            with self.act() as session:
                attempting.submit_attempt(session, attempt_id, document=expected.document, now=self.now)
        except attempting.AttemptClosed:
            assert expected.state != "open"
        else:
            assert expected.state == "open"
            expected.state, expected.submitted_at = "submitted", self.now

    @rule(phone=phones, is_mine=st.booleans(), target=accounts)
    def register(self, phone, is_mine):
        if phone.signed_in is not None:
            return multiple()
        with self.act() as session:
            guest = signing_in.guest_with_progress(session, make.token_hash(phone.token), now=self.now)
            learner = make.account(
                session, f"orang{next(NUMBERS)}", guest_id=guest if is_mine else None, now=self.now
            )
        self.sign_in(phone, learner)
        return learner

    @rule(phone=phones, learner=accounts, is_mine=st.booleans())
    def come_back(self, phone, learner, is_mine):
        self.sign_in(phone, learner)
        if is_mine:
            self.merge(phone)

    def sign_in(self, phone, learner):
        token = f"{next(NUMBERS):043d}"
        try:
            with self.act() as session:
                signed_in = make.signed_in(session, learner, token, old_token=phone.token, now=self.now)
        except signing_in.CannotSignIn:
            return
        if signed_in.guest_waits:
            phone.aside = phone.token
        phone.token, phone.signed_in = token, learner

    @rule(phone=phones)
    def merge(self, phone):
        if phone.signed_in is None or phone.aside is None:
            return
        with self.act() as session:
            guest = signing_in.guest_with_progress(session, make.token_hash(phone.aside), now=self.now)
            if guest is not None and self.is_open(phone):
                merging.merge_guest(session, guest, phone.signed_in, now=self.now)
        if guest is None or not self.is_open(phone):
            return
        phone.aside = None
        self.expect_merged(guest, phone.signed_in)

    def expect_merged(self, guest, learner):
        both = [one for one in self.expected.values() if one.learner in {guest, learner}]
        for one in both:
            one.learner = learner
        going_on = {
            attempt_id for attempt_id, one in self.expected.items() if one in both and one.state == "open"
        }
        if len(going_on) > 1:
            stored = [self.session.get(Attempt, attempt_id) for attempt_id in going_on]
            newest = max(attempt.started_at for attempt in stored)
            kept = [attempt for attempt in stored if attempt.state == "open"]
            assert [attempt.started_at for attempt in kept] == [newest]
            for attempt_id in going_on - {kept[0].id}:
                self.expected[attempt_id].state = "abandoned"

    def is_open(self, phone):
        return self.session.get(LearnerSession, make.token_hash(phone.token)) is not None

    @rule(phone=phones)
    def sign_out(self, phone):
        if phone.signed_in is None:
            return
        with self.act() as session:
            signing_in.end_session(session, make.token_hash(phone.token))
        phone.token = phone.aside or f"{next(NUMBERS):043d}"
        phone.aside, phone.signed_in = None, None

    @rule(learner=accounts)
    def erase(self, learner):
        with self.act() as session:
            erasing.erase(session, learner, now=self.now)

    @rule(hours=st.integers(1, 40))
    def wait(self, hours):
        self.now += timedelta(hours=hours)

    @invariant()
    def what_is_stored_agrees_with_itself(self):
        assert list(inspecting.faults(self.session)) == []

    @invariant()
    def nothing_is_lost(self):
        for attempt_id, expected in self.expected.items():
            stored = self.session.execute(
                select(Attempt.learner_id, Attempt.state, Attempt.submitted_at).where(
                    Attempt.id == attempt_id
                )
            ).one()
            assert tuple(stored) == (expected.learner, expected.state, expected.submitted_at)
            given = self.session.execute(
                select(Response.question_key, Response.answer)
                .where(Response.attempt_id == attempt_id)
                .order_by(Response.id)
            )
            assert [tuple(row) for row in given] == expected.answers

    @invariant()
    def a_lesson_is_done_since_its_first_submission(self):
        first = {}
        for expected in self.expected.values():
            if expected.submitted_at:
                earlier = first.get(expected.learner, expected.submitted_at)
                first[expected.learner] = min(earlier, expected.submitted_at)
        stored = self.session.execute(
            select(Completion.learner_id, Completion.completed_at).where(Completion.learner_id.in_(first))
        )
        assert {row.learner_id: row.completed_at for row in stored} == first

    @invariant()
    def nobody_has_two_open_attempts_at_one_quiz(self):
        doubled = (
            select(Attempt.learner_id)
            .where(Attempt.state == "open")
            .group_by(Attempt.learner_id, Attempt.quiz_id)
            .having(func.count() > 1)
        )
        assert self.session.scalars(doubled).all() == []

    def act(self):
        """A transaction at a moment of its own."""
        self.now += timedelta(minutes=1)
        self.session.expire_all()
        return writing(self.session)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_whatever_people_do_the_invariants_hold(engine):
    machine = type("People", (People,), {"engine": engine})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=30,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
