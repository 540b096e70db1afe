"""Tests enter the figures in lots of ten and more; and the figures and alarms that come of it."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from literasi.database import writing
from literasi.domain.batches import ENDS_AFTER, POOLED_AFTER, Cell, Lot, Share, may_be_told_apart
from literasi.domain.evidence_telling import Direction, told
from literasi.domain.simulating import always
from literasi.models import AuditEvent, Evidence, EvidenceBatch, FormPlan, HarmAlarm, Sitting
from literasi.queries import batched_tests, course_evidence
from literasi.services import alarming, batching, inspecting_sittings, measuring, merging
from tests import duties, make, measured

AFTER = make.NOW + timedelta(days=7)
SOON = AFTER + timedelta(days=1)


@pytest.fixture
def course_id(session):
    with writing(session):
        return duties.course(session, "satu")


@pytest.fixture
def ids(session):
    with writing(session):
        return make.agencies(session)


def enter(session, count, course_id, *, seed=1, **options):
    settings = {
        name: options.pop(name) for name in list(options) if name in measured.Settings.__annotations__
    }
    with writing(session):
        records = measured.a_class(count, seed, **{"lost_later": 1.0, **settings})
        return measured.enter(session, records, course_id, at=make.NOW, **options)


def make_batches(session, now=SOON):
    with writing(session):
        return batching.make_batches(session, now=now)


def lots(session):
    rows = session.execute(
        select(EvidenceBatch.phase, EvidenceBatch.cell, EvidenceBatch.size).order_by(EvidenceBatch.id)
    )
    return [tuple(row) for row in rows]


def test_ten_pairs_of_citizens_are_a_lot_and_nine_wait(session, course_id):
    enter(session, 9, course_id)
    assert make_batches(session) == 0
    enter(session, 1, course_id, seed=2)

    assert make_batches(session) == 0  # once a day
    assert make_batches(session, SOON + timedelta(days=1)) == 1
    assert lots(session) == [("after", "citizen", 10)]
    assert session.scalar(select(func.count()).where(Sitting.batch_id.is_not(None))) == 20


def test_small_agencies_are_pooled_after_four_weeks(session, course_id, ids):
    enter(session, 6, course_id, organisation_id=ids["dishub"])
    enter(session, 7, course_id, organisation_id=ids["dinkes"])
    enter(session, 9, course_id)

    assert make_batches(session, AFTER + POOLED_AFTER - timedelta(hours=1)) == 0
    assert make_batches(session, AFTER + POOLED_AFTER + timedelta(days=1)) == 1
    assert lots(session) == [("after", "pooled", 13)]


def test_an_agency_with_ten_has_its_own(session, course_id, ids):
    enter(session, 12, course_id, organisation_id=ids["dishub"])
    make_batches(session)

    assert lots(session) == [("after", "agency", 12)]


def test_who_has_no_second_test_is_counted_as_having_begun_when_it_is_too_late(session, course_id):
    enter(session, 12, course_id, lost=1.0)

    assert make_batches(session, make.NOW + ENDS_AFTER - timedelta(days=1)) == 0
    assert make_batches(session, make.NOW + ENDS_AFTER) == 1
    assert lots(session) == [("before", "citizen", 12)]


@pytest.mark.parametrize("reason", ["fast", "unfinished"])
def test_what_is_set_aside_makes_no_pair(session, course_id, reason):
    enter(session, 12, course_id)
    with writing(session):
        session.execute(update(Sitting).where(Sitting.phase == "after").values(set_aside=reason))
    make_batches(session)

    assert lots(session) == [("before", "citizen", 12)]


def test_who_answers_all_alike_is_in_a_lot_for_the_alarm_alone(session, course_id):
    with writing(session):
        measured.enter(session, always(1, 12), course_id, at=make.NOW)
    make_batches(session, make.NOW + timedelta(days=200))
    people = batched_tests.people(session, course_id)

    assert lots(session) == [("alike", "citizen", 12)]
    assert measuring.groups(people)["all", None] == []
    assert len(alarming.asked(people, now=make.NOW + timedelta(days=201))) == 12


def test_a_lot_never_changes(session, course_id):
    first = enter(session, 15, course_id)
    make_batches(session)
    enter(session, 30, course_id, seed=2)
    make_batches(session, SOON + timedelta(days=1))
    people = batched_tests.people(session, course_id)

    assert lots(session) == [("after", "citizen", 15), ("after", "citizen", 30)]
    assert {one.learner_id for one in people if one.made_at == SOON} == set(first)


def test_the_returned_are_a_lot_when_they_and_the_others_are_enough(session, course_id):
    enter(session, 60, course_id, lost_later=0.5)
    make_batches(session)
    make_batches(session, SOON + timedelta(days=61))
    people = batched_tests.people(session, course_id)
    back = [one for one in people if one.record.later]

    assert lots(session) == [("after", "citizen", 60), ("later", "citizen", len(back))]
    assert all(one.record.due for one in people)


def test_nearly_all_returned_would_tell_who_did_not(session, course_id):
    enter(session, 30, course_id, lost_later=0.1)
    make_batches(session)

    assert make_batches(session, SOON + timedelta(days=61)) == 0
    assert not any(one.record.due for one in batched_tests.people(session, course_id))


def two_phones(session, course_id, *, with_later):
    """45 pairs in each of two lots, and three of each that are one person; the guests'."""
    owners = enter(session, 45, course_id, lost_later=0.4)
    make_batches(session)
    guests = enter(session, 45, course_id, seed=2, lost_later=0.4)
    make_batches(session, SOON + timedelta(days=1))
    came = set(session.scalars(select(Sitting.learner_id).where(Sitting.phase == "later")))
    row_of = dict(session.execute(select(FormPlan.learner_id, FormPlan.square_row)).all())
    couples = []
    for owner in sorted(came.intersection(owners)):
        free = (one for one in sorted(guests) if one not in dict(couples) and row_of[one] == row_of[owner])
        guest = next((one for one in free if (one in came) is with_later), None)
        couples += [(guest, owner)] if guest else []
    return couples[:3]


def merge(session, couples, now):
    with writing(session):
        for guest, owner in couples:
            merging.merge_guest(session, guest, owner, now=now)


def laters(session, course_id):
    return [one.record.later for one in batched_tests.people(session, course_id) if one.record.later]


def told_of(people):
    """What is shown of each lot, whoever it is."""
    return sorted(str((one.made_at, one.record.before, one.record.after, one.record.due)) for one in people)


def faults(session):
    return list(inspecting_sittings.wrong_batches(session))


@pytest.mark.parametrize("with_later", [True, False])
def test_a_third_test_of_two_merged_phones_is_counted_once(session, course_id, with_later):
    couples = two_phones(session, course_id, with_later=with_later)
    assert len(couples) == 3
    merge(session, couples, SOON + timedelta(days=50))
    counting = session.scalar(select(func.count()).where(Sitting.phase == "later", Sitting.counts))
    assert make_batches(session, SOON + timedelta(days=62)) == 1

    assert lots(session)[-1] == ("later", "citizen", counting)
    assert len(laters(session, course_id)) == counting
    assert len(batched_tests.people(session, course_id)) == 90
    assert faults(session) == []


def test_merging_phones_afterwards_changes_no_lot(session, course_id):
    couples = two_phones(session, course_id, with_later=True)
    make_batches(session, SOON + timedelta(days=62))
    before = batched_tests.people(session, course_id)
    came = len(laters(session, course_id))
    same_lot = [one for one in before if one.made_at == SOON and one.learner_id not in dict(couples).values()]
    other = next(one for one in same_lot if one.record.before.form != same_lot[0].record.before.form)
    within = (same_lot[0].learner_id, other.learner_id)
    merge(session, [*couples, within], SOON + timedelta(days=63))
    people = batched_tests.people(session, course_id)

    assert told_of(people) == told_of(before)
    assert len(laters(session, course_id)) == came
    assert faults(session) == []


def test_a_lot_into_which_not_every_test_entered_is_refused(session, course_id):
    enter(session, 12, course_id)
    tests = session.scalars(select(Sitting.id).where(Sitting.phase == "before")).all()
    lot = batching._batch(Cell(course_id, None), "citizen", Lot.STARTERS, 13, SOON)
    with pytest.raises(batching.LotChanged), writing(session):
        batching._enter(session, lot, [*tests, tests[0]])

    assert lots(session) == []


@pytest.mark.parametrize(
    ("shares", "may"),
    [
        ([(10, 0)], True),
        ([(20, 10)], True),
        ([(20, 9)], False),
        ([(9, 30)], False),
        ([(12, 3), (12, 3)], False),
        ([(12, 5), (12, 5)], True),
        ([(10, 0), (10, 4)], False),
        ([], False),
    ],
)
def test_the_smaller_sides_together_must_be_ten(shares, may):
    assert may_be_told_apart(Share(*share) for share in shares) is may


def test_two_jobs_at_once_make_each_lot_once(engine, session, course_id):
    enter(session, 25, course_id)
    made = []

    def act():
        with Session(engine) as own:
            made.append(make_batches(own))

    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(made) == [0, 1]
    assert lots(session) == [("after", "citizen", 25)]


def test_figures_are_computed_once_for_what_is_new(session, course_id, ids):
    enter(session, 40, course_id, gain=1.0)
    enter(session, 35, course_id, seed=2, organisation_id=ids["dishub"])
    enter(session, 12, course_id, seed=3, organisation_id=ids["dinkes"])
    assert measured.weigh(session, SOON)[0] == [course_id]
    assert measured.weigh(session, SOON + timedelta(days=1))[0] == []
    rows = session.execute(
        select(Evidence.people, Evidence.organisation_id, Evidence.pairs).order_by(Evidence.pairs)
    )

    assert [tuple(row) for row in rows] == [
        ("agency", ids["dishub"], 35), ("citizen", None, 40), ("admin", None, 47), ("all", None, 87),
    ]  # fmt: skip


def test_a_second_job_that_computed_the_same_keeps_nothing(session, course_id):
    enter(session, 20, course_id)
    make_batches(session)
    computed = measuring.compute(batched_tests.people(session, course_id))
    kept = []
    for _ in range(2):
        with writing(session):
            kept.append(measuring.keep(session, course_id, computed, now=SOON))

    assert kept == [2, 0]


def page_of(session, course_id):
    (found,) = course_evidence.newest(session, course_id, [("all", None)])
    return told(found.evidence)


def test_a_class_that_learned_shows_it(session, course_id):
    enter(session, 90, course_id, gain=0.9)
    _, raised = measured.weigh(session, SOON)
    page = page_of(session, course_id)

    assert page.sensitivity.direction is Direction.UP
    assert page.learned
    assert raised == 0
    assert len(page.techniques) == 4


def test_a_class_that_only_says_hoax_more_often_shows_no_gain_and_raises_the_alarm(session, course_id):
    enter(session, 90, course_id, **measured.CYNICAL)
    _, raised = measured.weigh(session, SOON)
    page = page_of(session, course_id)

    assert page.sensitivity.direction is not Direction.UP
    assert not page.learned
    assert raised == 1
    (alarm,) = course_evidence.alarms(session, course_id)
    assert alarm.harm.by_bias
    assert alarm.harm.hoaxes_rejected.change.value > 0


def test_a_class_of_nine_shows_nothing(session, course_id):
    enter(session, 9, course_id, **measured.CYNICAL)

    assert measured.weigh(session, SOON) == ([], 0)
    assert session.scalar(select(func.count(Evidence.id))) == 0


def test_an_alarm_stands_until_it_is_answered_and_comes_again_only_for_new_people(session, course_id):
    enter(session, 60, course_id, **measured.CYNICAL)
    assert measured.weigh(session, SOON)[1] == 1
    by_id = enter(session, 1, course_id, lost=1.0)[0]
    weeks = [SOON + timedelta(weeks=number) for number in range(1, 5)]
    assert measured.weigh(session, weeks[0])[1] == 0
    alarm = session.scalars(select(HarmAlarm)).one()
    with writing(session):
        alarming.answer(session, course_id, alarm.id, "Pelajaran 2 ditulis ulang.", by_id=by_id, now=weeks[0])
    assert measured.weigh(session, weeks[1])[1] == 0
    enter(session, 60, course_id, seed=2, **measured.CYNICAL)

    assert measured.weigh(session, weeks[2])[1] == 1
    actions = session.scalars(select(AuditEvent.action).where(AuditEvent.action.like("harm%"))).all()
    assert actions == ["harm_alarm.answered"]


def test_the_first_answer_counts(session, course_id):
    by_id = enter(session, 60, course_id, **measured.CYNICAL)[0]
    measured.weigh(session, SOON)
    alarm = session.scalars(select(HarmAlarm.id)).one()
    with writing(session):
        alarming.answer(session, course_id, alarm, "Satu.", by_id=by_id, now=SOON)
    with pytest.raises(alarming.AlreadyAnswered), writing(session):
        alarming.answer(session, course_id, alarm, "Dua.", by_id=by_id, now=SOON)
    for course, number in ((course_id, alarm + 1), (course_id + 1, alarm)):
        with pytest.raises(alarming.UnknownAlarm), writing(session):
            alarming.answer(session, course, number, "Tiga.", by_id=by_id, now=SOON)

    (found,) = course_evidence.alarms(session, course_id)
    assert found.answer == "Satu."


def test_lots_older_than_a_quarter_raise_no_alarm(session, course_id):
    enter(session, 60, course_id, **measured.CYNICAL)
    make_batches(session)
    people = batched_tests.people(session, course_id)

    assert alarming.compute(people, now=SOON + timedelta(weeks=12)) is not None
    assert alarming.compute(people, now=SOON + timedelta(weeks=14)) is None


def test_lots_say_of_what_they_are():
    assert [lot.value for lot in Lot] == ["after", "alike", "before", "later"]
