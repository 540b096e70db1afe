"""Refreshers: cards come from quizzes, go on by what was answered, and nothing of it is punishing."""

import itertools
import random
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.database import Reader, writing
from literasi.domain.attempts import Outcome
from literasi.domain.exhibits import Technique
from literasi.domain.refreshing import MOST_A_DAY
from literasi.domain.sittings import TIME_TO_ANSWER
from literasi.domain.wita import day_of
from literasi.models import BankItem, Exposure, Judgement, Refresher, Sitting
from literasi.queries.refreshing import own_refreshers
from literasi.queries.sittings import own_sitting
from literasi.services import attempting, erasing, inspecting_sittings, merging, refreshing, sitting
from literasi.services.refreshing import NothingToPractise
from literasi.services.sitting import Browser, Given, SittingClosed
from tests import make

BROWSER = Browser("id", "phone")
SEEDS = itertools.count()
DAY = timedelta(days=1)
TODAY = day_of(make.NOW)
IMPOSTOR, DEEPFAKE = Technique.IMPOSTOR, Technique.DEEPFAKE


@pytest.fixture
def bank(session):
    """Three hoaxes and three true messages of each of two techniques; a form of the test besides."""
    with writing(session):
        texts = [
            make.item(f"{name}-{verdict}-{number}", verdict, technique=technique)
            for name, technique in (("tiruan", IMPOSTOR), ("deepfake", DEEPFAKE))
            for verdict in ("salah", "benar")
            for number in range(3)
        ]
        make.bank(session, *texts)
        make.form(session)


@pytest.fixture
def learner_id(session, bank):
    return someone(session)


def someone(session, name="t"):
    with writing(session):
        return make.learner(session, name * 43)


def begin(session, learner_id, technique=IMPOSTOR, *, now=make.NOW):
    with writing(session):
        return refreshing.begin_refresher(
            session,
            learner_id,
            technique,
            browser=BROWSER,
            now=now,
            randomness=random.Random(next(SEEDS)),
        )


def keys(session, sitting_id):
    return [entry[0] for entry in session.get(Sitting, sitting_id).drawn]


def judge(session, sitting_id, key, rating, *, number=0, now=make.NOW):
    with writing(session):
        return refreshing.record_answer(session, sitting_id, key, Given(rating, None, number), now=now)


def take(session, learner_id, technique=IMPOSTOR, *, right=4, now=make.NOW):
    """A whole refresher with so many right answers."""
    sitting_id = begin(session, learner_id, technique, now=now)
    for place, key in enumerate(keys(session, sitting_id)):
        says_true = ("benar" in key) == (place < right)
        judge(session, sitting_id, key, 6 if says_true else 1, now=now)
    return sitting_id


def cards(session, learner_id):
    rows = session.execute(
        select(Refresher.technique, Refresher.step, Refresher.due_on).where(
            Refresher.learner_id == learner_id
        )
    )
    return {row.technique: (row.step, (row.due_on - TODAY).days) for row in rows}


def own(session, engine, name="t", now=make.NOW):
    return own_refreshers(Reader(engine), make.token_hash(name * 43), now)


def faults(session):
    return [fault for check in inspecting_sittings.CHECKS.values() for fault in check(session)]


def test_a_sent_quiz_makes_a_card_for_each_technique_that_was_judged(session, learner_id):
    with writing(session):
        made = make.published(session)
        attempt_id = make.attempt(session, learner_id, made.quiz.quiz_id)
        make.answer(session, attempt_id, made.document, "arti-apk", "b")
        make.answer(session, attempt_id, made.document, "undangan", "1")
    assert cards(session, learner_id) == {}
    with writing(session):
        make.answer(session, attempt_id, made.document, "parkir", "1")

    assert cards(session, learner_id) == {"konten_tiruan": (0, 1)}


def test_what_was_not_judged_makes_no_card_and_a_card_there_is_stays(session, learner_id):
    with writing(session):
        made = make.published(session, feedback="akhir")
        for answered in (["arti-apk"], ["arti-apk", "undangan"], ["undangan"]):
            attempt_id = make.attempt(session, learner_id, made.quiz.quiz_id)
            for key in answered:
                make.answer(session, attempt_id, made.document, key, make.RIGHT[key])
            attempting.submit_attempt(session, attempt_id, document=made.document, now=make.NOW)
            if answered == ["arti-apk"]:
                assert cards(session, learner_id) == {}
            session.query(Refresher).update({"step": 2})
            session.flush()

    assert cards(session, learner_id) == {"konten_tiruan": (2, 1)}


def test_the_day_is_that_of_samarinda(session, learner_id):
    late = make.NOW.replace(hour=17)  # 1.00 of the next day there
    with writing(session):
        refreshing.make_cards(session, learner_id, {DEEPFAKE}, now=late)

    assert cards(session, learner_id) == {"deepfake": (0, 2)}


def test_a_refresher_shows_two_true_and_two_false_messages_of_its_technique(session, learner_id):
    shown = keys(session, begin(session, learner_id, DEEPFAKE))

    assert sorted(key.rsplit("-", 1)[0] for key in shown) == ["deepfake-benar"] * 2 + ["deepfake-salah"] * 2
    assert set(session.scalars(select(Exposure.item_key))) == set(shown)


def test_the_next_one_begins_with_what_is_new_and_says_what_was_seen(session, learner_id):
    first = keys(session, take(session, learner_id))
    second = session.get(Sitting, begin(session, learner_id)).drawn

    assert {(entry[0] in first) is entry[3] for entry in second} == {True}
    assert sum(entry[3] for entry in second) == 2


def test_items_of_the_test_are_never_shown(session, learner_id):
    with writing(session):
        session.query(BankItem).filter(BankItem.key.like("%-salah-%"), BankItem.use == "training").update(
            {"retired_at": make.NOW}, synchronize_session=False
        )
    with pytest.raises(NothingToPractise):
        begin(session, learner_id)


def test_beginning_again_goes_on_with_the_open_one_whatever_was_asked_for(session, learner_id):
    assert begin(session, learner_id) == begin(session, learner_id, DEEPFAKE)


def test_two_tabs_that_begin_at_once_get_one_refresher(engine, session, learner_id):
    found = []

    def act():
        with Session(engine) as own_session:
            found.append(begin(own_session, learner_id))

    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 2
    assert len(set(found)) == 1


def test_without_a_technique_the_one_that_waits_longest_comes(session, learner_id):
    with writing(session):
        refreshing.make_cards(session, learner_id, {IMPOSTOR}, now=make.NOW)
        refreshing.make_cards(session, learner_id, {DEEPFAKE}, now=make.NOW - 3 * DAY)
    sitting_id = begin(session, learner_id, None)

    assert session.get(Sitting, sitting_id).technique == DEEPFAKE


def test_who_has_no_cards_may_practise_and_gets_one(session, learner_id):
    sitting_id = take(session, learner_id, None)

    assert cards(session, learner_id) == {session.get(Sitting, sitting_id).technique: (0, 1)}


def test_the_first_answer_is_final(session, learner_id):
    sitting_id = begin(session, learner_id)
    key = keys(session, sitting_id)[0]

    assert judge(session, sitting_id, key, 5).outcome is Outcome.SAVE
    assert judge(session, sitting_id, key, 5).outcome is Outcome.ALREADY_SAVED
    assert judge(session, sitting_id, key, 1).outcome is Outcome.FIRST_KEPT
    assert judge(session, sitting_id, key, 1, number=1).outcome is Outcome.FIRST_KEPT
    assert session.scalars(select(Judgement.rating)).all() == [5]


def test_the_last_answer_closes_it_and_moves_the_card_once(session, learner_id):
    with writing(session):
        refreshing.make_cards(session, learner_id, {IMPOSTOR}, now=make.NOW - DAY)
    sitting_id = take(session, learner_id, right=3)
    last = keys(session, sitting_id)[-1]
    judge(session, sitting_id, last, 1, now=make.NOW + DAY)

    assert session.get(Sitting, sitting_id).state == "closed"
    assert cards(session, learner_id) == {"konten_tiruan": (1, 7)}
    assert faults(session) == []


def test_when_two_of_four_are_right_the_same_pause_begins_again(session, learner_id):
    with writing(session):
        refreshing.make_cards(session, learner_id, {IMPOSTOR}, now=make.NOW - DAY)
    take(session, learner_id, right=4)
    week = make.NOW + 7 * DAY
    take(session, learner_id, right=2, now=week)

    assert cards(session, learner_id) == {"konten_tiruan": (1, 14)}


def test_one_that_is_left_for_seven_days_closes_and_its_card_stays_due(session, engine, learner_id):
    with writing(session):
        refreshing.make_cards(session, learner_id, {IMPOSTOR}, now=make.NOW - DAY)
    sitting_id = begin(session, learner_id)
    first, second = keys(session, sitting_id)[:2]
    judge(session, sitting_id, first, 6)
    over = make.NOW + TIME_TO_ANSWER
    with pytest.raises(SittingClosed):
        judge(session, sitting_id, second, 6, now=over)
    assert own(session, engine, now=over).open_id is None
    with writing(session):
        assert sitting.close_overdue(session, now=over) == 1

    assert cards(session, learner_id) == {"konten_tiruan": (0, 0)}
    assert begin(session, learner_id, now=over) != sitting_id
    assert faults(session) == []


def test_beginning_anew_closes_one_whose_time_is_over(session, learner_id):
    first = begin(session, learner_id)
    second = begin(session, learner_id, now=make.NOW + TIME_TO_ANSWER)

    assert first != second
    assert session.get(Sitting, first, populate_existing=True).state == "closed"


def test_what_a_learner_sees_of_their_cards(session, engine, learner_id):
    assert not own(session, engine).waits
    with writing(session):
        refreshing.make_cards(session, learner_id, {IMPOSTOR}, now=make.NOW - 2 * DAY)
        refreshing.make_cards(session, learner_id, {DEEPFAKE}, now=make.NOW)
    found = own(session, engine)
    assert [card.technique for card in found.plan.due] == [IMPOSTOR]
    assert found.plan.next_on == TODAY + DAY
    assert found.waits
    sitting_id = begin(session, learner_id)

    assert own(session, engine).open_id == sitting_id
    assert own_refreshers(Reader(engine), make.token_hash("x" * 43), make.NOW).cards == ()


def test_who_did_enough_today_is_not_led_to_more(session, engine, learner_id):
    for _ in range(MOST_A_DAY):
        take(session, learner_id)
    with writing(session):
        refreshing.make_cards(session, learner_id, {DEEPFAKE}, now=make.NOW - 2 * DAY)
    today, tomorrow = own(session, engine), own(session, engine, now=make.NOW + DAY)

    assert not today.waits
    assert [card.technique for card in today.plan.waiting] == [DEEPFAKE]
    assert DEEPFAKE in [card.technique for card in tomorrow.plan.due]


def test_the_cards_of_two_phones_become_one_and_the_sooner_stays(session, learner_id):
    with writing(session):
        guest_id = make.learner(session, "g" * 43)
        citizen_id = make.account(session)
        refreshing.make_cards(session, guest_id, {IMPOSTOR, DEEPFAKE}, now=make.NOW)
        refreshing.make_cards(session, citizen_id, {IMPOSTOR}, now=make.NOW - 5 * DAY)
    take(session, guest_id, DEEPFAKE)
    with writing(session):
        merging.merge_guest(session, guest_id, citizen_id, now=make.NOW)

    assert cards(session, guest_id) == {}
    assert cards(session, citizen_id) == {"konten_tiruan": (0, -4), "deepfake": (0, 1)}
    assert faults(session) == []


def test_who_is_erased_has_no_cards(session, learner_id):
    take(session, learner_id)
    with writing(session):
        erasing.erase(session, learner_id, now=make.NOW)

    assert cards(session, learner_id) == {}


def test_a_card_of_no_pause_is_a_fault(session, learner_id):
    with writing(session):
        refreshing.make_cards(session, learner_id, {IMPOSTOR, DEEPFAKE}, now=make.NOW)
        session.query(Refresher).filter_by(technique="deepfake").update({"step": 4})

    assert [fault for fault in faults(session) if "step 4" in fault]


def test_a_refresher_belongs_to_its_learner_alone(session, engine, learner_id):
    sitting_id = begin(session, learner_id)

    assert own_sitting(Reader(engine), sitting_id, make.token_hash("t" * 43), make.NOW)
    assert own_sitting(Reader(engine), sitting_id, make.token_hash("x" * 43), make.NOW) is None
