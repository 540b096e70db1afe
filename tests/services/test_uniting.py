"""Two organisations become one, and nobody owes more or less by it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from literasi.database import writing
from literasi.models import Assignment, Cohort, CohortMember, Membership, OneTimeCode, Organisation
from literasi.queries.organisations import merged_into, supervised
from literasi.services import closing, organising, uniting
from tests import duties, make

LATER = make.NOW + timedelta(days=3)
BY = {"by_id": None, "now": LATER}
MERGE = {**BY, "today": LATER.date()}


@pytest.fixture
def ids(session):
    with writing(session):
        return make.agencies(session)


def places(session, learner_id):
    """Where somebody is or was, and in which state."""
    rows = session.execute(
        select(Organisation.slug, Membership.state)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.learner_id == learner_id, Membership.role == "member")
    )
    return {tuple(row) for row in rows}


def test_what_each_owes_goes_on_and_nothing_comes_to_it(session, ids):
    with writing(session):
        course = duties.course(session)
        hadi = duties.come(session, ids["dishub"], "Hadi")
        sari = duties.come(session, ids["uptd-parkir"], "Sari")
        wati = duties.come(session, ids["dinkes"], "Wati")
        task = duties.assign(session, ids["dishub"], [course])
        city = duties.assign(session, ids["kota-uji"], [course])
        duties.finish(session, hadi.learner_id, course)
        before = {one.learner_id: duties.state(session, one.learner_id) for one in (hadi, sari, wati)}
        uniting.merge(session, ids["dishub"], ids["dinkes"], **MERGE)

    assert {learner: duties.state(session, learner) for learner in before} == before
    assert duties.differences(session) == []
    assert duties.sums(session, ids["dinkes"]) == (5, 2, 0)
    assert duties.sums(session, ids["kota-uji"]) == (5, 2, 0)
    moved = session.get(Assignment, task, populate_existing=True)
    assert moved.organisation_id == ids["dinkes"]
    assert session.get(Cohort, moved.cohort_id).name == "Dinas Perhubungan"
    assert session.get(Assignment, city).cohort_id is None


def test_the_places_end_there_and_begin_here(session, ids):
    with writing(session):
        hadi = session.get(Membership, make.member(session, ids["dishub"], "Hadi"))
        hadi.external_id = "1"
        both = session.get(Membership, make.member(session, ids["dishub"], "Sari")).learner_id
        make.member(session, ids["dinkes"], "Sari Dewi", learner_id=both)
        taken = session.get(Membership, make.member(session, ids["dinkes"], "Wati"))
        taken.external_id = "1"
        asking = session.get(Membership, make.member(session, ids["dishub"], "Tono", state="waiting"))
        session.flush()
        uniting.merge(session, ids["dishub"], ids["dinkes"], **MERGE)
    session.expire_all()

    assert places(session, hadi.learner_id) == {("dishub", "ended"), ("dinkes", "active")}
    assert places(session, both) == {("dishub", "ended"), ("dinkes", "active")}
    assert places(session, asking.learner_id) == {("dishub", "ended"), ("dinkes", "waiting")}
    copied = session.scalars(
        select(Membership).where(
            Membership.learner_id == hadi.learner_id, Membership.organisation_id == ids["dinkes"]
        )
    ).one()
    assert (copied.name, copied.external_id, copied.joined_at) == ("Hadi", None, LATER)


def test_cohorts_and_open_slips_go_along(session, ids):
    with writing(session):
        course = duties.course(session)
        hadi = duties.come(session, ids["dishub"], "Hadi")
        cohort = Cohort(
            organisation_id=ids["dishub"], name="Angkatan 1", starts_on=LATER.date(), created_at=LATER
        )
        code = OneTimeCode(
            code_hash=b"1" * 32,
            purpose="join",
            learner_id=hadi.learner_id,
            organisation_id=ids["dishub"],
            made_at=make.NOW,
            expires_at=LATER,
        )
        session.add_all([cohort, code])
        session.flush()
        session.add(CohortMember(cohort_id=cohort.id, membership_id=hadi.id))
        session.flush()
        duties.assign(session, ids["dishub"], [course], cohort_id=cohort.id)
        uniting.merge(session, ids["dishub"], ids["dinkes"], **MERGE)
    session.expire_all()

    assert duties.differences(session) == []
    assert duties.state(session, hadi.learner_id) == ["open"]
    assert (cohort.organisation_id, cohort.retired_at) == (ids["dinkes"], None)
    assert code.organisation_id == ids["dinkes"]


def test_supervisors_and_addresses(session, ids):
    with writing(session):
        ratna = make.account(session, "ratna")
        wati = make.account(session, "wati")
        make.member(session, ids["dishub"], "Ratna", learner_id=ratna, role="supervisor")
        make.member(session, ids["dinkes"], "Wati", learner_id=wati, role="supervisor")
        uniting.merge(session, ids["dishub"], ids["dinkes"], **MERGE)

    assert supervised(session, ratna, "dinkes") is None
    assert merged_into(session, ratna, "dishub") is None
    assert merged_into(session, wati, "dishub") == "dinkes"
    assert supervised(session, wati, "uptd-parkir") is not None
    session.rollback()
    with writing(session):
        make.member(session, ids["kota-uji"], "Ratna", learner_id=ratna, role="supervisor")
        other = make.agencies(session, prefix="lain-")
        organising.move(session, ids["dinkes"], other["kota-uji"], **BY)
        uniting.merge(session, ids["dinkes"], other["dinkes"], **MERGE)

    assert session.get(Organisation, ids["dishub"], populate_existing=True).merged_into_id == other["dinkes"]


@pytest.mark.parametrize(
    ("one", "into", "problem"),
    [
        ("dishub", "dishub", organising.BelowItself),
        ("dishub", "uptd-parkir", organising.BelowItself),
        ("info-kota", "dinkes", organising.CommunityStandsAlone),
        ("dinkes", "info-kota", organising.CommunityStandsAlone),
    ],
)
def test_what_cannot_become_one(session, ids, one, into, problem):
    with pytest.raises(problem), writing(session):
        uniting.merge(session, ids[one], ids[into], **MERGE)


def test_two_communities_become_one_and_what_is_retired_takes_nobody(session, ids):
    with writing(session):
        other = make.agencies(session, prefix="lain-")
        tono = session.get(Membership, make.member(session, ids["info-kota"], "Tono")).learner_id
        uniting.merge(session, ids["info-kota"], other["info-kota"], **MERGE)
        closing.retire(session, ids["dinkes"], counted=0, **BY)

    assert places(session, tono) == {("info-kota", "ended"), ("lain-info-kota", "active")}
    with pytest.raises(organising.RetiredOrganisation), writing(session):
        uniting.merge(session, ids["dishub"], ids["dinkes"], **MERGE)


def test_a_move_changes_who_owes_what(session, ids):
    with writing(session):
        course = duties.course(session)
        sari = duties.come(session, ids["uptd-parkir"], "Sari")
        wati = duties.come(session, ids["dinkes"], "Wati")
        old = duties.assign(session, ids["dishub"], [course])
        new = duties.assign(session, ids["dinkes"], [course])
        organising.move(session, ids["uptd-parkir"], ids["dinkes"], **BY)

    assert duties.differences(session) == []
    assert duties.state(session, sari.learner_id, old) == ["left"]
    assert duties.state(session, sari.learner_id, new) == ["open"]
    assert duties.state(session, wati.learner_id) == ["open"]


def test_retiring_withdraws_what_was_asked(session, ids):
    with writing(session):
        course = duties.course(session)
        hadi = duties.come(session, ids["dishub"], "Hadi")
        wati = duties.come(session, ids["dinkes"], "Wati")
        duties.assign(session, ids["dishub"], [course])
        duties.assign(session, ids["kota-uji"], [course])
        closing.retire(session, ids["dishub"], counted=1, **BY)

    assert duties.differences(session) == []
    assert duties.state(session, hadi.learner_id) == ["left", "left"]
    assert duties.state(session, wati.learner_id) == ["open"]
