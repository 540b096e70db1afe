"""Whatever is answered, mended, renamed and merged: each result is what a recount of its own says.

Two quizzes share their questions, so that a key mended in one is mended for the answers to both.
"""

import itertools
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from literasi.database import Base, writing
from literasi.models import Attempt, CourseCompletion, RegradedAttempt
from literasi.services import attempting, inspecting, merging, publishing
from tests import make

NUMBERS = itertools.count()
LETTERS = {"a": "Foto", "b": "Aplikasi", "c": "Surat"}
SIDES = {"1": "salah", "6": "benar"}
PERCENT = 60


@dataclass
class Rights:
    """What is right in one text, by key; *apk* and *invitation* are the keys, which may be renamed."""

    apk: str = "arti-apk"
    invitation: str = "undangan"
    letter: str = "b"
    verdict: str = "salah"

    def by_key(self):
        return {self.apk: self.letter, self.invitation: self.verdict, "parkir": "benar"}

    def text(self, *, final):
        text = make.quiz_text("akhir").replace("#arti-apk", f"#{self.apk}")
        text = text.replace("#undangan", f"#{self.invitation}")
        text = text.replace("- [x] Aplikasi", "- [ ] Aplikasi")
        text = text.replace(f"- [ ] {LETTERS[self.letter]}", f"- [x] {LETTERS[self.letter]}")
        text = text.replace("verdict: salah", f"verdict: {self.verdict}", 1)
        return text.replace("lesson: berkas", f"final: ya\npass: {PERCENT}") if final else text


@dataclass
class Sitting:
    """What the recount knows of an attempt."""

    learner: int
    origin: int
    final: bool
    answers: dict = field(default_factory=dict)
    submitted: bool = False


class Mending(RuleBasedStateMachine):
    attempts = Bundle("attempts")

    def __init__(self):
        super().__init__()
        self.session = Session(self.engine)
        with writing(self.session):
            for table in reversed(Base.metadata.sorted_tables):
                self.session.execute(delete(table))
        self.now, self.live, self.rights, self.regrades = make.NOW, {}, {}, []
        self.sittings, self.learners, self.before, self.finished = {}, [], {}, set()
        with self.act() as session:
            self.trainer = make.account(session, f"pelatih{next(NUMBERS)}", now=self.now)
        for final in (False, True):
            self.publish(Rights(), final=final)
        self.newest = Rights()

    def teardown(self):
        self.session.close()

    def publish(self, rights, *, final, lowers=None):
        """Publish a text; *lowers* holds what is regraded."""
        source = rights.text(final=final)
        with self.act() as session:
            if lowers:
                keys = tuple(lowers)
                revision = make.regraded(
                    session, source, by_id=self.trainer, lowers=lowers, keys=keys, final=final, now=self.now
                ).quiz
            elif final:
                course = publishing.find_course(session, "jebakan")
                revision = make.final(session, course, source=source, now=self.now)
            else:
                revision = make.published(session, quiz_source=source, now=self.now).quiz
            self.live[final], self.rights[revision.id] = revision.quiz_id, rights
            for key, falls in sorted((lowers or {}).items()):
                self.regrades.append((key, revision.id, falls))

    @rule(letter=st.sampled_from("abc"), lowers=st.booleans(), final=st.booleans())
    def mend_a_choice(self, letter, lowers, final):
        self.mend(Rights(**{**vars(self.newest), "letter": letter}), {self.newest.apk: lowers}, final)

    @rule(lowers=st.booleans(), both=st.booleans(), final=st.booleans(), letter=st.sampled_from("abc"))
    def mend_a_verdict(self, lowers, both, final, letter):
        verdict = "benar" if self.newest.verdict == "salah" else "salah"
        mended = {**vars(self.newest), "verdict": verdict}
        keys = {self.newest.invitation: lowers}
        if both and letter != self.newest.letter:
            mended |= {"letter": letter}
            keys |= {self.newest.apk: not lowers}
        self.mend(Rights(**mended), keys, final)

    def mend(self, rights, lowers, final):
        if rights == self.newest:
            return
        with pytest.raises(publishing.ChangedKey):
            self.publish(rights, final=final)
        self.publish(rights, final=final, lowers=lowers)
        self.newest = rights

    @rule(letter=st.sampled_from("abc"))
    def ask_a_new_question(self, letter):
        key = f"arti-apk-{next(NUMBERS)}"
        self.newest = Rights(**{**vars(self.newest), "apk": key, "letter": letter})
        for final in (False, True):
            self.publish(self.newest, final=final)

    @rule(target=attempts, final=st.booleans(), known=st.none() | st.integers(0, 5))
    def start(self, final, known):
        with self.act() as session:
            if known is None or known >= len(self.learners):
                self.learners.append(make.learner(session, f"{next(NUMBERS):043d}", self.now))
            learner = self.learners[-1 if known is None else min(known, len(self.learners) - 1)]
            attempt_id = make.attempt(session, learner, self.live[final], now=self.now)
        origin = self.session.get(Attempt, attempt_id).quiz_revision_id
        self.sittings.setdefault(attempt_id, Sitting(learner, origin, final))
        return attempt_id

    @rule(attempt_id=attempts, letter=st.sampled_from("abc"), step=st.sampled_from("16"), send=st.booleans())
    def answer(self, attempt_id, letter, step, send):
        sitting = self.sittings[attempt_id]
        if sitting.submitted or self.session.get(Attempt, attempt_id).state != "open":
            return
        keys = self.rights[sitting.origin]
        given = {keys.apk: letter, keys.invitation: step, "parkir": "6"}
        with self.act() as session:
            shown = make.shown(session, attempt_id)
            assert {question.key: right_of(question) for question in shown.questions} == keys.by_key()
            for key in given.keys() - sitting.answers.keys():
                make.answer(session, attempt_id, shown, key, given[key], now=self.now)
                sitting.answers[key] = given[key]
            if send:
                attempting.submit_attempt(session, attempt_id, document=shown, now=self.now)
                sitting.submitted = True

    @rule()
    def merge_the_last_guest(self):
        if len(self.learners) < 2:
            return
        guest, learner = self.learners.pop(), self.learners[0]
        with self.act() as session:
            merging.merge_guest(session, guest, learner, now=self.now)
        for sitting in self.sittings.values():
            sitting.learner = learner if sitting.learner == guest else sitting.learner

    @invariant()
    def what_is_stored_agrees_with_itself(self):
        assert list(inspecting.faults(self.session)) == []

    @invariant()
    def each_result_is_the_recount(self):
        for attempt_id, sitting in self.sittings.items():
            points, passed = self.stored(attempt_id)
            if not sitting.submitted:
                assert (points, passed) == (None, None)
                continue
            recount = self.recount(sitting)
            assert points == recount
            assert passed is (recount * 100 >= PERCENT * 3 if sitting.final else None)

    @invariant()
    def nobody_falls_unless_it_was_said(self):
        said = [falls for _, _, falls in self.regrades]
        now = {
            attempt_id: self.stored(attempt_id) for attempt_id, one in self.sittings.items() if one.submitted
        }
        before, known = self.before or ({}, 0)
        if not any(said[known:]):
            assert all(now[attempt_id] >= then for attempt_id, then in before.items())
        self.before = (now, len(said))

    @invariant()
    def what_changed_is_kept(self):
        steps = self.session.execute(select(RegradedAttempt)).scalars().all()
        assert all(
            (one.points_before, one.passed_before) != (one.points_after, one.passed_after) for one in steps
        )
        assert max(Counter((one.regrade_id, one.attempt_id) for one in steps).values(), default=1) == 1

    @invariant()
    def a_finished_course_stays_finished(self):
        done = {one.learner for one in self.sittings.values() if one.submitted and not one.final}
        passed = {
            one.learner
            for one in self.sittings.values()
            if one.submitted and one.final and self.recount(one) * 100 >= PERCENT * 3
        }
        merged = {one.learner for one in self.sittings.values()}
        self.finished = {one for one in self.finished if one in merged} | (done & passed)
        stored = set(self.session.scalars(select(CourseCompletion.learner_id)))
        assert self.finished <= stored

    def stored(self, attempt_id):
        return tuple(
            self.session.execute(select(Attempt.points, Attempt.passed).where(Attempt.id == attempt_id)).one()
        )

    def recount(self, sitting):
        """The points, by what was right when: the answer may be any of the rights that count for it."""
        points = 0.0
        for key, right in self.rights[sitting.origin].by_key().items():
            counting = [right]
            for mended, revision, falls in self.regrades:
                if mended == key and sitting.origin < revision:
                    now_right = self.rights[revision].by_key()[key]
                    counting = [now_right] if falls else [*counting, now_right]
            given = sitting.answers.get(key)
            points += SIDES.get(given, given) in counting
        return points

    def act(self):
        """A transaction at a moment of its own."""
        self.now += timedelta(minutes=1)
        self.session.expire_all()
        return writing(self.session)


def right_of(question):
    if question.exhibit:
        return question.exhibit.verdict.value
    return next(choice.key for choice in question.choices if choice.right)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_whatever_is_mended_the_recount_agrees(engine):
    machine = type("Mending", (Mending,), {"engine": engine})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
