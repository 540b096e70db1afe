"""The discernment test: begun once, answered once, closed once, and nothing of it is lost."""

import itertools
import random
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from literasi.database import writing
from literasi.domain.attempts import Outcome
from literasi.domain.sittings import LATER_AFTER, SQUARE, TIME_TO_ANSWER, Phase, Reason, SeenBefore
from literasi.models import (
    BankItem,
    CourseCompletion,
    Exposure,
    FormPlan,
    Judgement,
    Learner,
    ResearchConsent,
    Sitting,
)
from literasi.services import erasing, inspecting, inspecting_sittings, merging, sitting, summing_up
from literasi.services.sitting import Browser, Given, NoTest, SittingClosed
from tests import make

BROWSER = Browser("id", "phone")
SEEDS = itertools.count()
SOON = make.NOW + timedelta(minutes=9)


@pytest.fixture
def course_id(session):
    with writing(session):
        make.forms(session)
        return make.published(session).course.id


def someone(session, name="t"):
    with writing(session):
        return make.learner(session, name * 43)


def begin(session, learner_id, course_id, phase=Phase.BEFORE, *, now=make.NOW):
    with writing(session):
        return sitting.begin_test(
            session,
            learner_id,
            phase,
            course_id=course_id,
            browser=BROWSER,
            now=now,
            randomness=random.Random(next(SEEDS)),
        )


def judge(session, sitting_id, key, rating=5, *, number=0, now=SOON, seen_before=SeenBefore.NO):
    given = Given(rating, seen_before, number, shown_at=now - timedelta(seconds=8))
    with writing(session):
        return sitting.record_judgement(session, sitting_id, key, given, now=now)


def keys(session, sitting_id):
    return [entry[0] for entry in session.get(Sitting, sitting_id).drawn]


def answer_all(session, sitting_id, now=SOON):
    """Every hoax is called a hoax, every true message true."""
    for key in keys(session, sitting_id):
        judge(session, sitting_id, key, 2 if "salah" in key else 6, now=now)


def take(session, learner_id, course_id, phase, now=make.NOW):
    sitting_id = begin(session, learner_id, course_id, phase, now=now)
    answer_all(session, sitting_id, now + timedelta(minutes=9))
    with writing(session):
        sitting.send_test(session, sitting_id, now=now + timedelta(minutes=10))
    return sitting_id


def faults(session):
    return [fault for check in inspecting_sittings.CHECKS.values() for fault in check(session)]


def finish(session, learner_id, course_id):
    with writing(session):
        session.add(CourseCompletion(learner_id=learner_id, course_id=course_id, completed_at=make.NOW))


def test_a_test_shows_ten_true_and_ten_false_items_of_one_form_in_a_mixed_order(session, course_id):
    learner_id = someone(session)
    shown = keys(session, begin(session, learner_id, course_id))
    form = SQUARE[session.get(FormPlan, learner_id).square_row][0].lower()

    assert sorted(shown) == sorted(f"{form}-{side}-{n}" for side in ("salah", "benar") for n in range(1, 11))
    assert shown != sorted(shown)
    assert session.scalar(select(func.count()).where(Exposure.learner_id == learner_id)) == 20


def test_beginning_again_goes_on_with_the_open_test(session, course_id):
    learner_id = someone(session)

    assert begin(session, learner_id, course_id) == begin(session, learner_id, course_id)


def test_two_tabs_that_begin_at_once_get_one_test(engine, session, course_id):
    learner_id, found = someone(session), []

    def act():
        with Session(engine) as own:
            found.append(begin(own, learner_id, course_id))

    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 2
    assert len(set(found)) == 1


def test_the_three_tests_of_a_learner_show_sixty_different_items(session, course_id):
    learner_id = someone(session)
    first = take(session, learner_id, course_id, Phase.BEFORE)
    finish(session, learner_id, course_id)
    second = take(session, learner_id, course_id, Phase.AFTER)
    third = take(session, learner_id, course_id, Phase.LATER, make.NOW + LATER_AFTER + timedelta(hours=1))

    assert len({key for one in (first, second, third) for key in keys(session, one)}) == 60
    assert faults(session) == []


def test_a_phase_that_is_not_open_cannot_be_begun(session, course_id):
    learner_id = someone(session)
    with pytest.raises(NoTest):
        begin(session, learner_id, course_id, Phase.AFTER)
    with pytest.raises(NoTest):
        begin(session, learner_id, course_id + 999)
    take(session, learner_id, course_id, Phase.BEFORE)
    with pytest.raises(NoTest) as refused:
        begin(session, learner_id, course_id)

    assert refused.value.reason is Reason.COURSE


def test_the_same_answer_twice_is_saved_once_and_another_one_is_kept_beside_it(session, course_id):
    sitting_id = begin(session, someone(session), course_id)
    key = keys(session, sitting_id)[0]

    assert judge(session, sitting_id, key, 5).outcome is Outcome.SAVE
    assert judge(session, sitting_id, key, 5).outcome is Outcome.ALREADY_SAVED
    assert judge(session, sitting_id, key, 2).outcome is Outcome.CONFLICT
    assert judge(session, sitting_id, key, 2, number=1).outcome is Outcome.SAVE
    assert session.scalars(select(Judgement.rating).order_by(Judgement.number)).all() == [5, 2]


def test_a_sent_test_keeps_its_twelve_numbers_and_takes_no_more_answers(session, course_id):
    sitting_id = take(session, someone(session), course_id, Phase.BEFORE)
    kept = session.get(Sitting, sitting_id)

    assert kept.ratings == {"true": [0, 0, 0, 0, 0, 10], "false": [0, 10, 0, 0, 0, 0]}
    assert (kept.is_sent, kept.set_aside) == (True, None)
    assert kept.techniques == {"konten_tiruan": {"true": [10, 10], "false": [10, 10]}}
    with pytest.raises(SittingClosed):
        judge(session, sitting_id, keys(session, sitting_id)[0], 1, number=1)
    with pytest.raises(SittingClosed), writing(session):
        sitting.send_test(session, sitting_id, now=SOON)


def test_what_the_learner_knew_stands_apart(session, course_id):
    sitting_id = begin(session, someone(session), course_id)
    for number, key in enumerate(keys(session, sitting_id)):
        judge(session, sitting_id, key, 4, seen_before=SeenBefore.YES if number == 0 else SeenBefore.UNSURE)
    with writing(session):
        sitting.send_test(session, sitting_id, now=SOON)
    kept = session.get(Sitting, sitting_id)

    assert sum(map(sum, kept.ratings.values())) == 20
    assert sum(map(sum, kept.unseen_ratings.values())) == 19


def test_after_seven_days_a_test_closes_with_what_was_answered(session, course_id):
    learner_id = someone(session)
    sitting_id = begin(session, learner_id, course_id)
    shown = keys(session, sitting_id)
    judge(session, sitting_id, shown[0])
    late = make.NOW + TIME_TO_ANSWER
    with pytest.raises(SittingClosed):
        judge(session, sitting_id, shown[1], now=late)
    with writing(session):
        assert sitting.close_overdue(session, now=late - timedelta(seconds=1)) == 0
        assert sitting.close_overdue(session, now=late) == 1
        assert sitting.close_overdue(session, now=late) == 0
    kept = session.get(Sitting, sitting_id)

    assert (kept.state, kept.is_sent, kept.set_aside) == ("closed", False, "unfinished")
    assert sum(map(sum, kept.ratings.values())) == 1
    assert list(inspecting.faults(session)) == []


def test_of_two_phones_the_first_test_counts_and_no_answer_is_lost(session, course_id):
    guest = someone(session, "g")
    with writing(session):
        own = make.account(session, "norhayati")
    later = take(session, guest, course_id, Phase.BEFORE, make.NOW + timedelta(hours=1))
    earlier = take(session, own, course_id, Phase.BEFORE)
    with writing(session):
        merging.merge_guest(session, guest, own, now=make.NOW + timedelta(hours=2))
    session.expire_all()

    assert session.get(Sitting, earlier).counts
    assert not session.get(Sitting, later).counts
    assert session.scalars(select(Sitting.learner_id).distinct()).all() == [own]
    assert session.scalar(select(func.count(Judgement.id))) == 40
    assert session.scalars(select(FormPlan.learner_id)).all() == [own]
    assert list(inspecting.faults(session)) == []


def test_of_two_open_tests_the_one_begun_last_goes_on(session, course_id):
    guest = someone(session, "g")
    with writing(session):
        own = make.account(session, "norhayati")
    newer = begin(session, guest, course_id, now=make.NOW + timedelta(hours=1))
    older = begin(session, own, course_id)
    judge(session, older, keys(session, older)[0])
    with writing(session):
        merging.merge_guest(session, guest, own, now=make.NOW + timedelta(hours=2))
    session.expire_all()

    assert session.get(Sitting, older).state == "abandoned"
    assert session.get(Sitting, newer).state == "open"
    assert begin(session, own, course_id, now=make.NOW + timedelta(hours=3)) == newer
    assert list(inspecting.faults(session)) == []


def test_a_form_whose_verdicts_another_phone_has_shown_is_not_gone_on_with(session, course_id):
    guest = someone(session, "g")
    with writing(session):
        own = make.account(session, "norhayati")
    still_open = begin(session, own, course_id)
    form = session.get(Sitting, still_open).form
    sent = begin(session, guest, course_id, now=make.NOW + timedelta(hours=1))
    with writing(session):
        session.execute(update(Sitting).where(Sitting.id == sent).values(form=form))
    with writing(session):
        sitting.send_test(session, sent, now=make.NOW + timedelta(hours=2))
    with writing(session):
        merging.merge_guest(session, guest, own, now=make.NOW + timedelta(hours=3))
    session.expire_all()

    assert session.get(Sitting, still_open).state == "abandoned"
    assert session.get(Sitting, sent).counts


def test_a_corrected_technique_mends_what_is_kept(session, course_id):
    take(session, someone(session), course_id, Phase.BEFORE)
    form = session.scalars(select(Sitting.form)).one()
    text = make.form_text(form).replace("technique: konten_tiruan", "technique: deepfake", 1)
    with writing(session):
        make.bank_source(session, text, f"tes-{form.lower()}", now=SOON)

    assert faults(session) == []


@pytest.mark.parametrize(("said_no_at", "allowed"), [(1, 1), (3, 0)])
def test_of_what_was_said_about_research_on_two_phones_the_newest_counts(
    session, course_id, said_no_at, allowed
):
    """The guest allows it in hour 2, the account took it back in hour 1; or in hour 3."""
    hour = timedelta(hours=1)
    guest = someone(session, "g")
    with writing(session):
        own = make.account(session, "norhayati")
        withdrawn_at = make.NOW + said_no_at * hour
        session.add(
            ResearchConsent(learner_id=own, text_version=1, given_at=make.NOW, withdrawn_at=withdrawn_at)
        )
        session.add(ResearchConsent(learner_id=guest, text_version=1, given_at=make.NOW + 2 * hour))
    with writing(session):
        merging.merge_guest(session, guest, own, now=make.NOW + 4 * hour)
    still_open = select(func.count()).where(
        ResearchConsent.withdrawn_at.is_(None), ResearchConsent.learner_id == own
    )

    assert session.scalar(still_open) == allowed


def test_who_is_erased_no_longer_gives_answers_to_researchers(session, course_id):
    with writing(session):
        own = make.account(session, "norhayati")
        session.add(ResearchConsent(learner_id=own, text_version=1, given_at=make.NOW))
    take(session, own, course_id, Phase.BEFORE)
    with writing(session):
        erasing.erase(session, own, now=SOON)

    assert session.scalar(select(ResearchConsent.withdrawn_at)) == SOON
    assert session.scalar(select(func.count(Judgement.id))) == 20
    assert list(inspecting.faults(session)) == []


def test_a_corrected_verdict_mends_what_is_kept(session, course_id):
    sitting_id = take(session, someone(session), course_id, Phase.BEFORE)
    key = next(key for key in keys(session, sitting_id) if "salah" in key)
    with writing(session):
        session.get(BankItem, key).verdict = "benar"
        session.flush()
        summing_up.sum_up_again(session, [key])
    session.expire_all()

    assert session.get(Sitting, sitting_id).ratings == {
        "true": [0, 1, 0, 0, 0, 10],
        "false": [0, 9, 0, 0, 0, 0],
    }


def test_a_learner_that_is_nobody_cannot_begin(session, course_id):
    assert session.get(Learner, 999_999) is None
    with pytest.raises(Exception, match="No row"):
        begin(session, 999_999, course_id)


BATCH = """INSERT INTO evidence_batch (id, course_id, cell, phase, size, made_at)
    VALUES (1, 1, 'citizen', 'before', 10, '2026-11-24 00:00:00')"""
OTHER_ITEM = """UPDATE judgement SET item_key =
    (SELECT min(key) FROM bank_item WHERE form <> (SELECT form FROM sitting)) WHERE id = 1"""


@pytest.mark.parametrize(
    ("check", "statement", "said"),
    [
        ("judgements belong to their sittings", OTHER_ITEM, "not shown"),
        ("judgements belong to their sittings", "UPDATE judgement SET number = 1 WHERE id = 1",
         "1 answers up to number 1"),
        ("judgements belong to their sittings", "UPDATE sitting SET closes_at = started_at",
         "after the time was over"),
        ("closed sittings keep what was answered", "UPDATE judgement SET rating = 3 WHERE id = 1",
         "its summary is not"),
        ("whoever was shown an item in a sitting is known to have been", "DELETE FROM exposure",
         "never shown"),
        ("batches of evidence have their people", BATCH, "but it says 10 of before"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(session, course_id, check, statement, said):
    learner_id = someone(session)
    take(session, learner_id, course_id, Phase.BEFORE)
    assert faults(session) == []
    with writing(session):
        session.execute(text(statement))

    assert any(said in fault for fault in inspecting_sittings.CHECKS[check](session))
