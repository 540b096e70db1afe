"""What organisations require: made, changed, withdrawn; and who need not. Two agencies in every test."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from literasi.database import writing
from literasi.domain.assignments import Plan, problems
from literasi.models import Assignment, AuditEvent, Cohort, Course, Membership, Obligation, Standing, Tally
from literasi.queries.assignments import course_sums, exempt_people, open_people, reach, task, tasks
from literasi.services import assigning, closing, grouping, joining
from tests import duties, make

TODAY = make.NOW.date()
PLAN = Plan((), None, "", "Surat edaran", date(2026, 11, 1), date(2026, 12, 31), 0, None, 30)


@pytest.fixture
def ids(session):
    with writing(session):
        return make.agencies(session)


@pytest.fixture
def boss(session):
    with writing(session):
        return make.account(session)


@pytest.fixture
def course(session):
    with writing(session):
        make.published(session)
        return session.scalar(select(Course.id))


def create(session, organisation_id, boss, *, courses, **fields):
    plan = replace(PLAN, course_ids=tuple(courses), **fields)
    return assigning.create(session, organisation_id, plan, by_id=boss, now=make.NOW)


def test_everybody_here_and_below_owes_it_and_nobody_beside(session, ids, boss, course):
    with writing(session):
        hadi = duties.come(session, ids["dishub"], "Hadi")
        sari = duties.come(session, ids["uptd-parkir"], "Sari")
        wati = duties.come(session, ids["dinkes"], "Wati")
        duties.finish(session, sari.learner_id, course)
        plan = replace(PLAN, course_ids=(course,))
        foreseen = reach(session, ids["dishub"], plan)
        assignment_id = create(session, ids["dishub"], boss, courses=[course])

    assert (foreseen.people, foreseen.done) == (2, 1)
    states = [duties.state(session, one.learner_id) for one in (hadi, sari, wati)]
    assert states == [["open"], ["done"], []]
    assert duties.differences(session) == []
    assert session.get(Assignment, assignment_id).title == "Kenali Jebakan"
    sums = course_sums(session, ids["dishub"], assignment_id, TODAY)
    assert [(one.owed, one.done, one.late) for one in sums] == [(2, 1, 0)]
    assert tasks(session, ids["dinkes"], TODAY) == []
    assert task(session, ids["dinkes"], assignment_id, TODAY) is None
    below = task(session, ids["uptd-parkir"], assignment_id, TODAY)
    assert (below.is_own, below.owner[0], below.owed, below.done) == (False, "dishub", 1, 1)


def test_what_cannot_be_required(session, ids, boss, course):
    with writing(session):
        empty = duties.course(session, "kosong")
        theirs = grouping.make(session, ids["dinkes"], "A", TODAY, by_id=boss, now=make.NOW)
    for organisation, options, problem in (
        ("info-kota", {"courses": [course]}, assigning.CommunityOwesNothing),
        ("dishub", {"courses": [course, empty]}, assigning.NothingToLearn),
        ("dishub", {"courses": []}, assigning.NothingToLearn),
        ("dishub", {"courses": [course], "cohort_id": theirs}, assigning.UnknownCohort),
    ):
        with pytest.raises(problem), writing(session):
            create(session, ids[organisation], boss, **options)


def test_a_retired_organisation_requires_nothing(session, ids, boss, course):
    with writing(session):
        closing.retire(session, ids["dishub"], counted=1, by_id=boss, now=make.NOW)
    with pytest.raises(joining.ClosedOrganisation), writing(session):
        create(session, ids["dishub"], boss, courses=[course])


def test_more_grace_moves_the_first_late_day_everywhere(session, ids, boss, course):
    with writing(session):
        duties.come(session, ids["dishub"], "Hadi")
        duties.come(session, ids["dinkes"], "Wati")
        one = create(session, ids["dishub"], boss, courses=[course])
        other = create(session, ids["dinkes"], boss, courses=[course])
        words = {"title": "Baru", "reason": "Surat", "by_id": boss, "now": make.NOW}
        assigning.change(session, one, grace_days=7, **words)

    assert duties.differences(session) == []
    for model in (Obligation, Tally):
        rows = session.execute(select(model.assignment_id, model.late_from).distinct())
        assert {tuple(row) for row in rows} == {(one, date(2027, 1, 8)), (other, date(2027, 1, 1))}
    assert set(session.scalars(select(Standing.late_from))) == {date(2027, 1, 8), date(2027, 1, 1)}


def test_an_exemption_and_its_end(session, ids, boss, course):
    with writing(session):
        hadi = duties.come(session, ids["dishub"], "Hadi")
        wati = duties.come(session, ids["dinkes"], "Wati")
        one = create(session, ids["dishub"], boss, courses=[course])
        assert [who.name for who in open_people(session, ids["dishub"], one, "had")] == ["Hadi"]
        by = {"by_id": boss, "now": make.NOW}
        assert assigning.exempt(session, one, hadi.learner_id, "Cuti melahirkan", **by)
        assert not assigning.exempt(session, one, hadi.learner_id, "Lagi", **by)
        with pytest.raises(assigning.NotInScope):
            assigning.exempt(session, one, wati.learner_id, "Cuti", **by)
        shown = exempt_people(session, ids["dishub"], one)
        states = [duties.state(session, hadi.learner_id)]
        assert open_people(session, ids["dishub"], one, "") == []
        assert exempt_people(session, ids["dinkes"], one) == []
        assert assigning.end_exemption(session, one, shown[0].id, **by)
        assert not assigning.end_exemption(session, one, shown[0].id, **by)
        states.append(duties.state(session, hadi.learner_id))

    assert [(who.name, who.reason) for who in shown] == [("Hadi", "Cuti melahirkan")]
    assert states == [["exempt"], ["open"]]
    assert duties.differences(session) == []


def test_a_withdrawal_is_written_down_once(session, ids, boss, course):
    with writing(session):
        hadi = duties.come(session, ids["dishub"], "Hadi")
        one = create(session, ids["dishub"], boss, courses=[course])
        by = {"by_id": boss, "now": make.NOW}
        assert assigning.withdraw(session, one, **by)
        assert not assigning.withdraw(session, one, **by)

    assert duties.state(session, hadi.learner_id) == ["left"]
    events = session.scalars(select(AuditEvent.action).where(AuditEvent.subject == f"assignment:{one}"))
    assert sorted(events) == ["assignment.made", "assignment.withdrawn"]


def test_a_cohort_owes_its_own_tasks_alone(session, ids, boss, course):
    with writing(session):
        hadi = duties.come(session, ids["dishub"], "Hadi")
        sari = duties.come(session, ids["uptd-parkir"], "Sari")
        wati = duties.come(session, ids["dinkes"], "Wati")
        by = {"by_id": boss, "now": make.NOW}
        cohort = grouping.make(session, ids["dishub"], "Angkatan 1", TODAY, **by)
        create(session, ids["dishub"], boss, courses=[course], cohort_id=cohort)
        assert grouping.add(session, cohort, [hadi.id, sari.id, wati.id], **by) == 2
        assert grouping.add(session, cohort, [hadi.id], **by) == 0
        states = [duties.state(session, one.learner_id) for one in (hadi, sari, wati)]
        assert grouping.remove(session, cohort, sari.id, **by)
        assert not grouping.remove(session, cohort, wati.id, **by)

    assert states == [["open"], ["open"], []]
    assert duties.state(session, sari.learner_id) == ["left"]
    assert duties.differences(session) == []
    with pytest.raises(grouping.HasTasks), writing(session):
        grouping.retire(session, cohort, **by)
    session.rollback()
    with writing(session):
        assigning.withdraw(session, session.scalar(select(Assignment.id)), **by)
        grouping.retire(session, cohort, **by)
        assert grouping.add(session, cohort, [sari.id], **by) == 0

    assert session.get(Cohort, cohort).retired_at == make.NOW
    assert session.get(Membership, hadi.id).state == "active"


def test_a_parents_cohort_task_shows_only_where_somebody_owes_it(session, ids, boss, course):
    with writing(session):
        hadi = duties.come(session, ids["dishub"], "Hadi")
        duties.come(session, ids["dinkes"], "Wati")
        by = {"by_id": boss, "now": make.NOW}
        cohort = grouping.make(session, ids["kota-uji"], "Humas", TODAY, **by)
        grouping.add(session, cohort, [hadi.id], **by)
        one = create(session, ids["kota-uji"], boss, courses=[course], cohort_id=cohort)

    assert [row.id for row in tasks(session, ids["dishub"], TODAY)] == [one]
    assert tasks(session, ids["dinkes"], TODAY) == []


def test_a_plan_says_what_is_wrong_at_its_field():
    sound = replace(PLAN, course_ids=(1,))
    assert problems(sound, TODAY) == {}
    for change, field in (
        ({"course_ids": ()}, "course"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 301}, "reason"),
        ({"title": "x" * 121}, "title"),
        ({"due_on": None}, "due_on"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
        ({"due_on": TODAY, "counts_from": TODAY + timedelta(days=1)}, "due_on"),
        ({"due_on": TODAY + timedelta(days=5000)}, "due_on"),
        ({"counts_from": None}, "counts_from"),
        ({"counts_from": TODAY - timedelta(days=900)}, "counts_from"),
        ({"grace_days": None}, "grace_days"),
        ({"grace_days": 400}, "grace_days"),
        ({"days_for_new": None}, "days_for_new"),
        ({"repeat_months": 5}, "repeat"),
    ):
        assert set(problems(replace(sound, **change), TODAY)) == {field}
