"""The bank in the database: what is drawn, who was shown what, and what publishing refuses."""

import random
import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.database import writing
from literasi.domain.attempts import read_drawn
from literasi.domain.questions import Feedback
from literasi.models import Attempt, BankItem, Exposure, QuizRevision, Response
from literasi.services import attempting, banking, inspecting, publishing
from tests import make


@pytest.fixture
def quiz(session):
    """A lesson's quiz that draws one of each side, and a bank of ten."""
    with writing(session):
        make.bank(session)
        return make.published(session, quiz_source=make.drawing_text())


def begin(session, quiz, token="a" * 43, now=make.NOW):
    with writing(session):
        return make.attempt(session, make.learner(session, token), quiz.quiz.quiz_id, now=now)


def drawn(session, attempt_id):
    entries = session.scalar(select(Attempt.drawn).where(Attempt.id == attempt_id))
    return [one for one in map(read_drawn, entries) if one.revision_id is not None]


def sit(session, quiz, now=make.NOW):
    """A whole sitting; the items that it drew."""
    attempt_id = begin(session, quiz, now=now)
    found = drawn(session, attempt_id)
    with writing(session):
        make.answer_all(session, attempt_id, now=now)
    return found


def whole(session):
    assert list(inspecting.faults(session)) == []


def test_an_attempt_shows_its_own_question_and_one_item_of_each_side(session, quiz):
    attempt_id = begin(session, quiz)
    found = drawn(session, attempt_id)

    assert sorted(one.key.split("-")[0] for one in found) == ["benar", "salah"]
    assert [one.seen for one in found] == [False, False]
    assert len(session.get(Attempt, attempt_id).drawn) == 3
    assert session.get(QuizRevision, quiz.quiz.id).question_count == 3
    whole(session)


def test_answers_to_drawn_items_are_final_at_once_and_counted(session, quiz):
    attempt_id = begin(session, quiz)
    with writing(session):
        document = make.answer_all(session, attempt_id)
        again = make.answer(session, attempt_id, document, document.questions[0].key, "1", number=1)
    attempt = session.get(Attempt, attempt_id)

    assert document.feedback is Feedback.AT_ONCE
    assert again.finished
    assert (attempt.state, attempt.points, attempt.out_of, attempt.passed) == ("submitted", 3.0, 3, None)
    assert session.scalar(select(func.count(Response.id))) == 3
    whole(session)


def test_nothing_comes_twice_before_all_was_shown_and_then_it_is_marked(session, quiz):
    days = [make.NOW.replace(day=day) for day in range(1, 8)]
    sittings = [sit(session, quiz, now=day) for day in days]
    first_five = [one.key for found in sittings[:5] for one in found]

    assert len(set(first_five)) == 10
    assert not any(one.seen for found in sittings[:5] for one in found)
    assert all(one.seen for found in sittings[5:] for one in found)
    assert {one.key for one in sittings[5]} == {one.key for one in sittings[0]}
    assert session.scalar(select(func.max(Exposure.times))) == 2
    whole(session)


def test_items_for_the_test_retired_ones_and_those_due_are_never_drawn(session):
    with writing(session):
        make.bank(
            session,
            make.item("basi", review_by="2026-11-22"),
            make.item("hari-ini", review_by="2026-11-23"),
            make.item("benar", "benar"),
        )
        make.form(session)
        quiz = make.published(session, quiz_source=make.drawing_text())
    for _ in range(3):
        assert {one.key for one in sit(session, quiz)} == {"hari-ini", "benar"}


def test_an_empty_bank_leaves_the_quiz_its_own_questions(session):
    with writing(session):
        quiz = make.published(session, quiz_source=make.drawing_text())
    assert sit(session, quiz) == []
    whole(session)


def test_republishing_the_bank_leaves_open_attempts_on_their_text(session, quiz):
    attempt_id = begin(session, quiz)
    before = drawn(session, attempt_id)
    with writing(session):
        make.bank(session, make.item("salah-9"), make.item("benar-9", "benar"))
        document = make.answer_all(session, attempt_id)

    assert {one.key for one in before} < {question.key for question in document.questions}
    assert session.get(Attempt, attempt_id).points == 3.0
    assert {one.key for one in sit(session, quiz)} == {"salah-9", "benar-9"}
    assert session.scalars(
        select(BankItem.key).where(BankItem.retired_at.is_(None)).order_by(BankItem.key)
    ).all() == ["benar-9", "salah-9"]
    whole(session)


def test_an_item_that_comes_back_is_still_known_as_shown(session, quiz):
    found = {one.key for one in sit(session, quiz)}
    with writing(session):
        make.bank(session, make.item("salah-9"), make.item("benar-9", "benar"))
    with writing(session):
        make.bank(session, *(make.item(key, key.split("-")[0]) for key in found))
    again = sit(session, quiz)

    assert {(one.key, one.seen) for one in again} == {(key, True) for key in found}


def test_a_question_that_moves_into_the_bank_was_seen_by_who_answered_it(session):
    with writing(session):
        old = make.published(session)
        attempt_id = make.attempt(session, make.learner(session), old.quiz.quiz_id)
        make.answer_all(session, attempt_id)
    with writing(session):
        make.bank(session, make.item("undangan"), make.item("parkir", "benar"))
        quiz = make.published(session, quiz_source=make.drawing_text())

    assert {(one.key, one.seen) for one in sit(session, quiz)} == {("undangan", True), ("parkir", True)}
    whole(session)


def test_attempts_from_before_the_bank_are_still_read(session):
    with writing(session):
        old = make.published(session)
        attempt_id = make.attempt(session, make.learner(session), old.quiz.quiz_id)
        attempt = session.get(Attempt, attempt_id)
        attempt.drawn = [entry[:2] for entry in attempt.drawn]
        session.flush()
        make.answer_all(session, attempt_id)

    assert session.get(Attempt, attempt_id).points == 3.0
    whole(session)


def test_a_key_stands_in_one_text_and_keeps_its_right_answer(session, quiz):
    with pytest.raises(banking.TakenKey), writing(session):
        make.bank(session, make.item("salah-1"), slug="kota")
    with pytest.raises(publishing.ChangedKey), writing(session):
        make.bank(session, make.item("salah-1", "benar"))
    with pytest.raises(publishing.ChangedKey), writing(session):
        make.bank(session, make.item("arti-apk"), slug="kota")
    taken = make.drawing_text().replace("arti-apk", "salah-1")
    with pytest.raises((publishing.TakenKey, publishing.ChangedKey)), writing(session):
        make.published(session, quiz_source=taken)
    whole(session)


def test_an_item_moves_from_one_file_to_another(session, quiz):
    with writing(session):
        make.bank(session, *make.items(5, "salah")[1:], *make.items(5, "benar"))
        moved = make.bank(session, make.item("salah-1"), slug="kota")
    item = session.get(BankItem, "salah-1")

    assert (item.quiz_id, item.revision_id, item.retired_at) == (moved.quiz_id, moved.id, None)
    whole(session)


def test_practice_and_test_are_for_good(session, quiz):
    with pytest.raises(banking.ChangedUse), writing(session):
        make.bank_source(session, make.form_text().replace("{#a-salah-1}", "{#salah-1}"), "uang")


def test_the_bank_itself_cannot_be_taken(session, quiz):
    bank = session.scalar(select(BankItem.quiz_id).limit(1))
    with pytest.raises(attempting.NothingToStart), writing(session):
        make.attempt(session, make.learner(session), bank)


def test_twenty_starts_at_once_are_one_attempt_and_one_showing(engine, session, quiz):
    started, together, quiz_id = [], threading.Barrier(20), quiz.quiz.quiz_id
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

    threads = [threading.Thread(target=start, args=(seed,)) for seed in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session.rollback()

    assert len(started) == 20
    assert len(set(started)) == 1
    assert session.scalars(select(Exposure.times)).all() == [1, 1]
    whole(session)


def test_a_merged_guest_has_shown_the_learner_their_items(session, quiz):
    first, second = begin(session, quiz), begin(session, quiz, token="b" * 43)
    guest, learner = (session.get(Attempt, one).learner_id for one in (first, second))
    both = {one.key for one in drawn(session, first)} & {one.key for one in drawn(session, second)}
    alone = {one.key for one in drawn(session, first)} - both
    with writing(session):
        banking.take_over_exposures(session, guest, learner)
    times = dict(
        session.execute(select(Exposure.item_key, Exposure.times).where(Exposure.learner_id == learner)).all()
    )

    assert {times[key] for key in alone} <= {1}
    assert {times[key] for key in both} <= {2}
    assert alone | both <= set(times)
    assert session.scalar(select(func.count()).where(Exposure.learner_id == guest)) == 0
