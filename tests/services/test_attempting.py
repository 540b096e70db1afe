import random
import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.database import writing
from literasi.domain.attempts import Outcome, UnknownPage
from literasi.models import Attempt, Completion, Response
from literasi.services import attempting
from tests import make


@pytest.fixture
def quiz(session):
    with writing(session):
        return make.published(session)


@pytest.fixture
def quiz_at_end(session):
    with writing(session):
        return make.published(session, feedback="akhir")


def begin(session, quiz, token="a" * 43):
    with writing(session):
        return make.attempt(session, make.learner(session, token), quiz.quiz.quiz_id)


def responses(session):
    return session.scalar(select(func.count(Response.id)))


def test_a_learner_has_one_open_attempt_at_a_quiz(session, quiz):
    assert begin(session, quiz) == begin(session, quiz)
    assert begin(session, quiz) != begin(session, quiz, token="b" * 43)


def test_the_same_answer_twice_is_one_response(session, quiz):
    attempt_id = begin(session, quiz)
    for outcome in (Outcome.SAVE, Outcome.ALREADY_SAVED, Outcome.ALREADY_SAVED):
        with writing(session):
            assert make.answer(session, attempt_id, quiz.document, "undangan", "1").outcome is outcome

    assert responses(session) == 1


def test_after_feedback_the_first_answer_is_final(session, quiz):
    attempt_id = begin(session, quiz)
    with writing(session):
        make.answer(session, attempt_id, quiz.document, "undangan", "6")
        later = make.answer(session, attempt_id, quiz.document, "undangan", "1", number=1)

    assert later.outcome is Outcome.FIRST_KEPT
    assert session.scalars(select(Response.answer)).all() == ["6"]


def test_the_last_answer_submits_and_completes_the_lesson(session, quiz):
    attempt_id = begin(session, quiz)
    with writing(session):
        finished = [
            make.answer(session, attempt_id, quiz.document, key, answer).finished
            for key, answer in make.RIGHT.items()
        ]
    attempt = session.get(Attempt, attempt_id)

    assert finished == [False, False, True]
    assert (attempt.state, attempt.points, attempt.out_of) == ("submitted", 3.0, 3)
    assert session.scalars(select(Completion.lesson_revision_id)).all() == [quiz.lesson.id]


def test_any_score_completes_the_lesson_and_a_retake_changes_no_date(session, quiz):
    for moment in (make.NOW, make.NOW.replace(day=24)):
        attempt_id = begin(session, quiz)
        with writing(session):
            attempting.submit_attempt(session, attempt_id, document=quiz.document, now=moment)

    assert session.scalars(select(Completion.completed_at)).all() == [make.NOW]
    assert session.scalar(select(func.count(Attempt.id))) == 2


def test_an_attempt_is_submitted_once(session, quiz):
    attempt_id = begin(session, quiz)
    with writing(session):
        assert (
            attempting.submit_attempt(session, attempt_id, document=quiz.document, now=make.NOW).points == 0.0
        )
    with pytest.raises(attempting.AttemptClosed), writing(session):
        attempting.submit_attempt(session, attempt_id, document=quiz.document, now=make.NOW)
    with pytest.raises(attempting.AttemptClosed), writing(session):
        make.answer(session, attempt_id, quiz.document, "undangan", "1")

    assert responses(session) == 0


def test_with_feedback_at_the_end_the_newest_answer_counts(session, quiz_at_end):
    attempt_id = begin(session, quiz_at_end)
    with writing(session):
        make.answer(session, attempt_id, quiz_at_end.document, "undangan", "6")
        make.answer(session, attempt_id, quiz_at_end.document, "undangan", "1", number=1)
        score = attempting.submit_attempt(session, attempt_id, document=quiz_at_end.document, now=make.NOW)

    assert score.points == 1.0
    assert responses(session) == 2


def test_an_answer_from_an_older_page_is_asked_about_and_changes_nothing(session, quiz_at_end):
    attempt_id = begin(session, quiz_at_end)
    with writing(session):
        make.answer(session, attempt_id, quiz_at_end.document, "undangan", "1")
        stale = make.answer(session, attempt_id, quiz_at_end.document, "undangan", "6", number=0)

    assert stale.outcome is Outcome.CONFLICT
    assert responses(session) == 1
    with pytest.raises(UnknownPage), writing(session):
        make.answer(session, attempt_id, quiz_at_end.document, "undangan", "6", number=5)


def test_republishing_leaves_an_open_attempt_on_its_text(session, quiz):
    attempt_id = begin(session, quiz)
    before = session.get(Attempt, attempt_id).quiz_revision_id
    with writing(session):
        renewed = make.published(session, quiz_source=make.quiz_text().replace("Foto\n", "Gambar\n", 1))
        again = make.attempt(session, make.learner(session), quiz.quiz.quiz_id)
        fresh = make.attempt(session, make.learner(session, "b" * 43), quiz.quiz.quiz_id)

    assert again == attempt_id
    assert session.get(Attempt, attempt_id).quiz_revision_id == before
    assert session.get(Attempt, fresh).quiz_revision_id == renewed.quiz.id


def test_twelve_starts_at_once_make_one_learner_and_one_attempt(engine, session, quiz):
    started, together, quiz_id = [], threading.Barrier(12), quiz.quiz.quiz_id
    session.rollback()

    def start(seed):
        together.wait()
        with Session(engine) as own, writing(own):
            learner_id = make.learner(own, "n" * 43)
            started.append(
                attempting.start_attempt(
                    own, learner_id, quiz_id, now=make.NOW, randomness=random.Random(seed)
                )
            )

    threads = [threading.Thread(target=start, args=(seed,)) for seed in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session.rollback()

    assert len(started) == 12
    assert len(set(started)) == 1
    assert make.learners(session) == (1, 1)
    assert session.scalar(select(func.count(Attempt.id))) == 1


def test_a_retired_quiz_cannot_be_started(session, quiz):
    with writing(session):
        quiz.quiz.quiz.retired_at = make.NOW
        session.flush()
        with pytest.raises(attempting.NothingToStart):
            make.attempt(session, make.learner(session), quiz.quiz.quiz_id)
