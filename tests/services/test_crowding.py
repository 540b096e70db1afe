"""A crowd made in bulk is as sound as people who came one by one."""

import pytest
from sqlalchemy import func, select

from literasi.database import writing
from literasi.models import Membership, Organisation
from literasi.services import crowding, inspecting_standings
from tests import duties, make


def test_a_crowd_is_counted_rightly(session):
    with writing(session):
        duties.course(session)
    with writing(session):
        crowd = crowding.load(session, organisations=23, learners=120, now=make.NOW)

    assert crowd.obligations == 120
    assert session.scalar(select(func.count(Organisation.id))) == 23
    assert session.scalar(select(func.count(Membership.id))) == 120
    city = session.scalar(select(Organisation.id).where(Organisation.slug == crowd.city))
    assert duties.sums(session, city) == (120, 72, 0)
    faults = [one for check in inspecting_standings.CHECKS.values() for one in check(session)]
    assert (duties.differences(session), faults) == ([], [])


def test_it_comes_only_where_nobody_is(session):
    with pytest.raises(crowding.NoCourse), writing(session):
        crowding.load(session, organisations=3, learners=3, now=make.NOW)
    with writing(session):
        duties.course(session)
        make.learner(session)
    with pytest.raises(crowding.NotEmpty), writing(session):
        crowding.load(session, organisations=3, learners=3, now=make.NOW)
