import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.database import Base, writing
from literasi.models import Attempt, AuditEvent, Completion, Learner, LearnerSession, ProblemReport, Response
from literasi.services import attempting, erasing, inspecting, merging, reporting
from tests import make

GUEST, OWN = "g" * 43, "s" * 43
LATER = make.NOW + timedelta(hours=1)


@pytest.fixture
def quiz(session):
    with writing(session):
        return make.published(session, feedback="akhir")


@pytest.fixture
def people(session, quiz):
    """A guest on this phone, and somebody who just signed in on it."""
    with writing(session):
        guest = make.learner(session, GUEST)
        citizen = make.account(session, "norhayati")
        make.signed_in(session, citizen, OWN, old_token=GUEST)
    return guest, citizen


def begin(session, quiz, learner_id, *, now=make.NOW, answered=()):
    with writing(session):
        attempt_id = make.attempt(session, learner_id, quiz.quiz.quiz_id, now=now)
        for key in answered:
            make.answer(session, attempt_id, quiz.document, key, make.RIGHT[key], now=now)
    return attempt_id


def send(session, quiz, attempt_id, now):
    with writing(session):
        attempting.submit_attempt(session, attempt_id, document=quiz.document, now=now)


def merge(session, people, now=LATER):
    with writing(session):
        merging.merge_guest(session, *people, now=now)


def states(session, learner_id):
    found = session.execute(select(Attempt.id, Attempt.state).where(Attempt.learner_id == learner_id)).all()
    return {row.id: row.state for row in found}


def test_everything_of_the_guest_becomes_the_learners(session, quiz, people):
    guest, citizen = people
    attempt_id = begin(session, quiz, guest, answered=make.RIGHT)
    send(session, quiz, attempt_id, make.NOW)
    with writing(session):
        reporting.report_problem(session, page="/", text="Keliru", learner_id=guest, now=make.NOW)
    merge(session, people)

    assert states(session, citizen) == {attempt_id: "submitted"}
    assert session.scalars(select(Completion.learner_id)).all() == [citizen]
    assert session.scalars(select(ProblemReport.learner_id)).all() == [citizen]
    assert session.get(Learner, guest).merged_into_id == citizen
    assert session.scalars(select(LearnerSession.learner_id)).all() == [citizen]
    assert list(inspecting.faults(session)) == []


@pytest.mark.parametrize("guest_is_older", [True, False])
def test_of_two_open_attempts_the_older_is_abandoned_and_no_answer_is_lost(
    session, quiz, people, guest_is_older
):
    guest, citizen = people
    moments = (make.NOW, LATER) if guest_is_older else (LATER, make.NOW)
    theirs = begin(session, quiz, guest, now=moments[0], answered=["undangan"])
    own = begin(session, quiz, citizen, now=moments[1], answered=["parkir", "undangan"])
    merge(session, people, now=LATER + timedelta(minutes=1))

    kept, left = (own, theirs) if guest_is_older else (theirs, own)
    assert states(session, citizen) == {kept: "open", left: "abandoned"}
    assert session.scalar(select(func.count(Response.id))) == 3
    assert list(inspecting.faults(session)) == []


@pytest.mark.parametrize("guest_was_first", [True, False])
def test_a_completion_takes_the_earlier_date(session, quiz, people, guest_was_first):
    guest, citizen = people
    first, second = (guest, citizen) if guest_was_first else (citizen, guest)
    early = begin(session, quiz, first, now=make.NOW)
    send(session, quiz, early, make.NOW)
    late = begin(session, quiz, second, now=LATER, answered=make.RIGHT)
    send(session, quiz, late, LATER)
    merge(session, people, now=LATER)

    found = session.scalars(select(Completion)).one()
    assert (found.learner_id, found.completed_at, found.attempt_id) == (citizen, make.NOW, early)
    assert session.scalar(select(func.max(Attempt.points)).where(Attempt.learner_id == citizen)) == 3.0
    assert list(inspecting.faults(session)) == []


def test_merging_twice_changes_nothing(session, quiz, people):
    begin(session, quiz, people[0], answered=["undangan"])
    merge(session, people)
    before = everything(session)
    merge(session, people, now=LATER + timedelta(days=1))

    assert everything(session) == before


def test_somebody_with_an_account_is_no_guest(session, quiz, people):
    with writing(session):
        another = make.account(session, "budiman")
    before = everything(session)
    for taken in (another, people[1]):
        with pytest.raises(merging.NotAGuest), writing(session):
            merging.merge_guest(session, taken, people[1], now=LATER)
    merge(session, people)
    with pytest.raises(merging.NotAGuest), writing(session):
        merging.merge_guest(session, people[0], another, now=LATER)
    assert set(before) == set(everything(session))


def test_an_erased_learner_is_no_guest(session, quiz, people):
    with writing(session):
        erasing.erase(session, people[0], now=make.NOW)
    with pytest.raises(merging.NotAGuest):
        merge(session, people)


def test_two_merges_and_a_start_at_once_end_well(engine, session, quiz, people):
    """One phone says yes twice, while another tab of the guest and another phone start the quiz."""
    guest, citizen = people
    begin(session, quiz, guest, answered=["undangan"])
    session.rollback()
    together, problems, quiz_id = threading.Barrier(4), [], quiz.quiz.quiz_id

    def act(what):
        with Session(engine) as own:
            together.wait()
            try:
                with writing(own):
                    what(own)
            except Exception as problem:  # told below
                problems.append(problem)

    def start(token):
        return lambda own: make.attempt(own, make.learner(own, token), quiz_id, now=LATER)

    acts = [lambda own: merging.merge_guest(own, guest, citizen, now=LATER)] * 2 + [start(GUEST), start(OWN)]
    threads = [threading.Thread(target=act, args=(what,)) for what in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session.rollback()

    assert problems == []
    assert guest not in session.scalars(select(Attempt.learner_id)).all()
    assert list(states(session, citizen).values()).count("open") == 1
    assert session.scalar(select(func.count()).where(AuditEvent.action == "guest.merged")) == 1
    assert list(inspecting.faults(session)) == []


# A table that knows a learner must be thought of when guests are merged and when people are erased.
MERGED = {
    "attempt", "completion", "learner_session", "problem_report", "course_completion", "exposure",
    "membership", "roster_batch", "one_time_code", "assignment", "exemption", "course_finish", "obligation",
    "outbox_message", "reminder", "mail_choice", "calendar_feed",
}  # fmt: skip
BELONGS_TO_ACCOUNTS = {
    "account", "role_grant", "erasure", "audit_event", "learner", "second_factor", "second_factor_code",
    "pending_sign_in", "guardian_consent", "data_request",
}  # fmt: skip
WRITTEN_BY_TRAINERS = {
    "draft", "lesson_revision", "quiz_revision", "course_revision", "site_setting", "media", "regrade",
    "import_batch", "rumour", "harm_alarm", "channel", "error_report",
}  # fmt: skip

AGENCIES = {"certificate"}
TESTS = {"sitting", "form_plan", "refresher", "research_consent"}


def test_no_table_that_knows_a_learner_is_forgotten():
    """A new one needs a step in merging.MOVES and a thought in erasing.erase; then name it here."""
    found = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "learner"
    }

    assert found == MERGED | BELONGS_TO_ACCOUNTS | WRITTEN_BY_TRAINERS | AGENCIES | TESTS


def everything(session):
    session.rollback()
    return {
        name: sorted(repr(tuple(row)) for row in session.execute(select(table)))
        for name, table in Base.metadata.tables.items()
    }
