"""Obligations follow assignments, memberships and finishes, and are counted wherever they stand."""

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.database import writing
from literasi.domain.wita import start_of
from literasi.models import Assignment, Cohort, CohortMember, CourseFinish, Obligation, Standing
from literasi.services import requiring
from tests import duties, make


@pytest.fixture
def city(session):
    with writing(session):
        return make.agencies(session)


@pytest.fixture
def course_id(session):
    with writing(session):
        return duties.course(session)


def owed(session, learner_id):
    session.expire_all()
    found = select(Obligation).where(Obligation.learner_id == learner_id).order_by(Obligation.id)
    return session.scalars(found).all()


def test_everybody_in_scope_owes_it_and_nobody_else(session, city, course_id):
    with writing(session):
        ani = duties.come(session, city["uptd-parkir"], "Ani")
        budi = duties.come(session, city["dishub"], "Budi", state="invited")
        others = [
            duties.come(session, city["dinkes"], "Citra"),
            duties.come(session, city["info-kota"], "Dewi"),
            duties.come(session, city["dishub"], "Eko", role="supervisor"),
            duties.come(session, city["dishub"], "Fitri", state="waiting"),
            duties.come(session, city["dishub"], "Gani", state="ended"),
        ]
        duties.assign(session, city["dishub"], [course_id], grace_days=3)

    assert [duties.state(session, one.learner_id) for one in (ani, budi)] == [["open"], ["open"]]
    assert [duties.state(session, one.learner_id) for one in others] == [[]] * 5
    (one,) = owed(session, ani.learner_id)
    assert (one.due_on, one.late_from, one.counts_from) == (
        duties.DUE,
        date(2027, 1, 4),
        start_of(date(2026, 11, 1)),
    )
    expected = {"uptd-parkir": 1, "dishub": 2, "kota-uji": 2, "dinkes": 0, "info-kota": 0}
    assert {slug: duties.sums(session, city[slug])[0] for slug in expected} == expected
    assert duties.differences(session) == []


def test_a_finish_shows_in_the_unit_and_everywhere_above_it(session, city, course_id):
    with writing(session):
        ani, budi = (duties.come(session, city[slug]) for slug in ("uptd-parkir", "dinkes"))
        duties.assign(session, city["kota-uji"], [course_id])
        duties.finish(session, ani.learner_id, course_id)

    assert duties.state(session, ani.learner_id) == ["done"]
    assert duties.state(session, budi.learner_id) == ["open"]
    sums = {
        slug: duties.sums(session, city[slug]) for slug in ("uptd-parkir", "dishub", "dinkes", "kota-uji")
    }
    assert sums == {
        "uptd-parkir": (1, 1, 0),
        "dishub": (1, 1, 0),
        "dinkes": (1, 0, 0),
        "kota-uji": (2, 1, 0),
    }
    assert duties.differences(session) == []


def test_what_a_citizen_learned_before_counts_from_the_first_day(session, city, course_id):
    with writing(session):
        early, late = duties.course(session, "dini"), duties.course(session, "kini")
        learner_id = make.learner(session)
        duties.finish(session, learner_id, early, now=start_of(date(2026, 11, 1)) - timedelta(seconds=1))
        duties.finish(session, learner_id, late, now=start_of(date(2026, 11, 1)))
        duties.assign(session, city["dishub"], [early, late])
        duties.come(session, city["dishub"], learner_id=learner_id)

    assert {one.course_id: one.state for one in owed(session, learner_id)} == {early: "open", late: "done"}
    places = session.scalars(select(CourseFinish.place)).all()
    assert places == ["citizen", "citizen"]
    assert duties.differences(session) == []


def test_finishing_again_fulfils_what_the_first_time_does_not(session, city, course_id):
    with writing(session):
        ani = duties.come(session, city["dishub"])
        duties.finish(session, ani.learner_id, course_id, now=duties.later(-60))
        duties.assign(session, city["dishub"], [course_id])
    assert duties.state(session, ani.learner_id) == ["open"]
    with writing(session):
        duties.finish(session, ani.learner_id, course_id, now=duties.later(1))

    assert duties.state(session, ani.learner_id) == ["done"]
    firsts = session.scalars(select(CourseFinish.is_first).order_by(CourseFinish.id)).all()
    assert firsts == [True, False]
    assert duties.differences(session) == []


@pytest.mark.parametrize(("days", "due"), [(1, duties.DUE), (20, date(2027, 1, 12))])
def test_who_joins_late_has_some_days_at_least(session, city, course_id, days, due):
    with writing(session):
        duties.assign(session, city["kota-uji"], [course_id])
        ani = duties.come(session, city["uptd-parkir"], now=duties.later(days))

    assert [one.due_on for one in owed(session, ani.learner_id)] == [due]
    assert duties.differences(session) == []


def test_who_leaves_owes_nothing_there_and_who_comes_back_owes_it_again(session, city, course_id):
    with writing(session):
        ani, budi = (duties.come(session, city["uptd-parkir"], name) for name in ("Ani", "Budi"))
        duties.assign(session, city["dishub"], [course_id])
        duties.finish(session, budi.learner_id, course_id)
        duties.leave(session, ani)
        duties.leave(session, budi)

    assert duties.state(session, ani.learner_id) == ["left"]
    assert duties.state(session, budi.learner_id) == ["done"]
    assert set(session.scalars(select(Standing.state))) == {"left"}
    assert duties.sums(session, city["dishub"]) == (0, 0, 0)
    assert duties.differences(session) == []

    with writing(session):
        duties.finish(session, ani.learner_id, course_id)  # on their own: done when they come back
        assert duties.state(session, ani.learner_id) == ["left"]
        for one in (ani, budi):
            duties.come(session, city["dishub"], learner_id=one.learner_id, now=duties.later(9))
    assert duties.state(session, ani.learner_id) == ["done"]
    assert duties.sums(session, city["dishub"]) == (2, 2, 0)
    assert duties.sums(session, city["uptd-parkir"]) == (0, 0, 0)
    assert duties.differences(session) == []


def test_somebody_in_two_units_counts_once_above_them(session, city, course_id):
    with writing(session):
        ani = duties.come(session, city["uptd-parkir"], "Ani")
        again = duties.come(session, city["dinkes"], "Ani R.", learner_id=ani.learner_id)
        duties.assign(session, city["kota-uji"], [course_id])
    assert {slug: duties.sums(session, city[slug])[0] for slug in ("uptd-parkir", "dinkes", "kota-uji")} == {
        "uptd-parkir": 1,
        "dinkes": 1,
        "kota-uji": 1,
    }

    with writing(session):
        duties.leave(session, ani)
    shown = session.scalars(
        select(Standing.membership_id).where(Standing.organisation_id == city["kota-uji"])
    )
    assert shown.all() == [again.id]
    assert duties.state(session, ani.learner_id) == ["open"]
    assert duties.sums(session, city["uptd-parkir"]) == (0, 0, 0)
    assert duties.differences(session) == []


def test_one_agency_sees_nothing_of_what_another_requires(session, city, course_id):
    with writing(session):
        ani = duties.come(session, city["dishub"])
        duties.come(session, city["dinkes"], learner_id=ani.learner_id)
        duties.assign(session, city["dishub"], [course_id])
        duties.finish(session, ani.learner_id, course_id)

    stands = set(session.scalars(select(Standing.organisation_id)))
    assert stands == {city["dishub"], city["kota-uji"]}
    assert duties.differences(session) == []


def test_who_is_exempt_is_counted_apart_until_the_exemption_ends(session, city, course_id):
    with writing(session):
        ani, budi = (duties.come(session, city["dishub"], name) for name in ("Ani", "Budi"))
        assignment_id = duties.assign(session, city["kota-uji"], [course_id])
        duties.exempt(session, assignment_id, ani.learner_id)
    assert duties.state(session, ani.learner_id) == ["exempt"]
    assert duties.sums(session, city["dishub"]) == (1, 0, 1)

    with writing(session):
        duties.unexempt(session, assignment_id, ani.learner_id)
        duties.exempt(session, assignment_id, budi.learner_id)
        duties.finish(session, budi.learner_id, course_id)
    assert duties.state(session, ani.learner_id) == ["open"]
    assert duties.state(session, budi.learner_id) == ["done"]
    assert duties.sums(session, city["kota-uji"]) == (2, 1, 0)
    assert duties.differences(session) == []


def test_what_is_withdrawn_is_owed_no_longer_and_what_was_done_stays(session, city, course_id):
    with writing(session):
        ani, budi = (duties.come(session, city["dishub"], name) for name in ("Ani", "Budi"))
        assignment_id = duties.assign(session, city["dishub"], [course_id])
        duties.finish(session, budi.learner_id, course_id)
        duties.withdraw(session, assignment_id)
        late = duties.come(session, city["dishub"], "Citra")

    assert [duties.state(session, one.learner_id) for one in (ani, budi, late)] == [["left"], ["done"], []]
    assert duties.sums(session, city["dishub"]) == (1, 1, 0)
    assert duties.differences(session) == []


def test_a_cohort_owes_what_it_is_assigned(session, city, course_id):
    with writing(session):
        ani, budi = (duties.come(session, city["dishub"], name) for name in ("Ani", "Budi"))
        cohort = Cohort(
            organisation_id=city["dishub"], name="2026", starts_on=date(2026, 11, 1), created_at=make.NOW
        )
        session.add(cohort)
        session.flush()
        session.add(CohortMember(cohort_id=cohort.id, membership_id=ani.id))
        session.flush()
        duties.assign(session, city["dishub"], [course_id], cohort_id=cohort.id)
    assert [duties.state(session, one.learner_id) for one in (ani, budi)] == [["open"], []]

    with writing(session):
        session.delete(session.get(CohortMember, (cohort.id, ani.id)))
        session.add(CohortMember(cohort_id=cohort.id, membership_id=budi.id))
        session.flush()
        requiring.cohort_left(session, cohort.id, [ani.id], now=make.NOW)
        requiring.cohort_joined(session, cohort.id, [budi.id], now=make.NOW)
    assert [duties.state(session, one.learner_id) for one in (ani, budi)] == [["left"], ["open"]]
    assert duties.sums(session, city["kota-uji"]) == (1, 0, 0)
    assert duties.differences(session) == []


def test_who_comes_into_a_cohort_at_once_owes_what_it_owes(session, city, course_id):
    with writing(session):
        cohort = Cohort(
            organisation_id=city["dishub"], name="2026", starts_on=date(2026, 11, 1), created_at=make.NOW
        )
        session.add(cohort)
        session.flush()
        duties.assign(session, city["dishub"], [course_id], cohort_id=cohort.id)
        places = [make.member(session, city["dishub"], name) for name in ("Ani", "Budi")]
        session.add(CohortMember(cohort_id=cohort.id, membership_id=places[0]))
        session.flush()
        requiring.members_came(session, places, now=make.NOW)

    assert duties.sums(session, city["dishub"]) == (1, 0, 0)
    assert duties.differences(session) == []


def test_a_round_opens_on_its_day_and_asks_for_a_new_finish(session, city, course_id):
    with writing(session):
        ani, budi = (duties.come(session, city["dishub"], name) for name in ("Ani", "Budi"))
        duties.assign(session, city["kota-uji"], [course_id], repeat_months=12)
        duties.finish(session, ani.learner_id, course_id)
    with writing(session):
        assert requiring.open_rounds(session, now=start_of(date(2027, 1, 1)) - timedelta(seconds=1)) == 0
        assert requiring.open_rounds(session, now=start_of(date(2027, 1, 1))) == 1
        assert requiring.open_rounds(session, now=start_of(date(2027, 1, 1))) == 0
    assert duties.state(session, ani.learner_id) == ["done", "open"]
    assert [one.due_on for one in owed(session, ani.learner_id)] == [duties.DUE, date(2027, 12, 31)]

    with writing(session):
        duties.finish(session, budi.learner_id, course_id, now=start_of(date(2027, 1, 1)))
        newcomer = duties.come(session, city["dishub"], "Citra", now=start_of(date(2027, 6, 1)))
    assert duties.state(session, budi.learner_id) == ["done", "done"]
    assert [one.round for one in owed(session, newcomer.learner_id)] == [1]
    assert duties.differences(session) == []


def test_rounds_that_were_missed_open_one_after_the_other(session, city, course_id):
    with writing(session):
        duties.come(session, city["dishub"])
        assignment_id = duties.assign(session, city["dishub"], [course_id], repeat_months=1)
    with writing(session):
        assert requiring.open_rounds(session, now=start_of(date(2027, 3, 1))) == 3
    days = session.scalars(select(Obligation.due_on).order_by(Obligation.round)).all()
    assert days == [date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]
    assert session.get(Assignment, assignment_id, populate_existing=True).rounds == 4
    assert duties.differences(session) == []


def test_several_processes_open_a_round_once(engine, session, city, course_id):
    with writing(session):
        duties.come(session, city["dishub"])
        duties.assign(session, city["kota-uji"], [course_id], repeat_months=12)
    opened = at_once(engine, [lambda own: requiring.open_rounds(own, now=start_of(date(2027, 1, 1)))] * 4)

    assert sorted(opened) == [0, 0, 0, 1]
    assert session.scalar(select(func.count(Obligation.id))) == 2
    assert duties.differences(session) == []


def test_finishes_joins_and_assignments_at_once_miss_nothing(engine, session, city, course_id):
    """An obligation that is made while its course is finished knows of the finish, and sums stay sums."""
    with writing(session):
        people = [duties.come(session, city["uptd-parkir"], f"Orang {number}") for number in range(4)]
        waiting = [make.member(session, city["dinkes"], f"Baru {number}") for number in range(4)]
        ids = [one.learner_id for one in people]
        another = duties.course(session, "lain")

    def assign(own):
        duties.assign(own, city["kota-uji"], [course_id, another])

    acts = [
        assign,
        assign,
        *(lambda own, who=who: duties.finish(own, who, course_id) for who in ids),
        *(lambda own, one=one: requiring.members_came(own, [one], now=make.NOW) for one in waiting),
    ]
    at_once(engine, acts)

    assert duties.differences(session) == []
    assert duties.sums(session, city["uptd-parkir"]) == (16, 8, 0)
    assert duties.sums(session, city["dinkes"]) == (16, 0, 0)


def at_once(engine, acts):
    """Do these in a thread each, all beginning together; what they gave back. A problem is raised."""
    together, results, problems = threading.Barrier(len(acts)), [], []

    def act(what):
        with Session(engine) as own:
            together.wait()
            try:
                with writing(own):
                    results.append(what(own))
            except Exception as problem:  # raised below
                problems.append(problem)

    threads = [threading.Thread(target=act, args=(what,)) for what in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return results
