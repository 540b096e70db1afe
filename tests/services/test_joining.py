"""Ways into an organisation and out of it; every test has two agencies."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from literasi.database import writing
from literasi.models import AuditEvent, LearnerSession, Membership, Organisation
from literasi.queries.organisations import own_organisations, supervised
from literasi.queries.people import is_staff
from literasi.services import granting, joining
from tests import make

TOKEN = "s" * 43


@pytest.fixture
def agencies(session):
    with writing(session):
        return make.agencies(session)


@pytest.fixture
def citizen(session):
    with writing(session):
        return make.account(session)


def test_a_supervisor_is_appointed_for_one_tree_and_withdrawn(session, agencies, citizen):
    with writing(session):
        make.signed_in(session, citizen, TOKEN)
        appoint = {"by_id": citizen, "now": make.NOW}
        assert joining.appoint_supervisor(session, agencies["dishub"], citizen, "Ibu Ratna", **appoint)
        assert not joining.appoint_supervisor(session, agencies["dishub"], citizen, "Ratna", **appoint)
        make.member(session, agencies["dinkes"], "Ratna", learner_id=citizen)
    ends = session.get(LearnerSession, make.token_hash(TOKEN)).expires_at

    assert ends == make.NOW + timedelta(hours=12)
    assert is_staff(session, citizen)
    assert [one.slug for one in own_organisations(session, citizen)] == ["dishub"]
    assert supervised(session, citizen, "uptd-parkir")
    assert supervised(session, citizen, "dinkes") is None

    with writing(session):
        for expected in (True, False):
            assert expected is joining.withdraw_supervisor(
                session, agencies["dishub"], citizen, by_id=citizen, now=make.NOW
            )
    assert not is_staff(session, citizen)
    assert session.scalars(select(Membership.state).order_by(Membership.id)).all() == ["ended", "active"]
    actions = session.scalars(select(AuditEvent.action).where(AuditEvent.action.like("supervisor.%"))).all()
    assert sorted(actions) == ["supervisor.appointed", "supervisor.withdrawn"]


def test_nobody_supervises_without_an_account_or_a_retired_agency(session, agencies, citizen):
    with writing(session):
        guest = make.learner(session)
        session.get(Organisation, agencies["dinkes"]).retired_at = make.NOW
    how = {"by_id": None, "now": make.NOW}
    with pytest.raises(granting.NoAccount), writing(session):
        joining.appoint_supervisor(session, agencies["dishub"], guest, "Tamu", **how)
    with pytest.raises(joining.ClosedOrganisation), writing(session):
        joining.appoint_supervisor(session, agencies["dinkes"], citizen, "Ratna", **how)
