"""Organisations are retired and come back; nothing of them is deleted."""

import pytest
from sqlalchemy import select

from literasi.database import writing
from literasi.models import AuditEvent, Membership, OneTimeCode, Organisation
from literasi.services import closing, joining, organising, uniting
from tests import make

BY = {"by_id": None, "now": make.NOW}


@pytest.fixture
def ids(session):
    with writing(session):
        return make.agencies(session)


def states(session, *places):
    """The states of these memberships."""
    session.rollback()
    return [session.get(Membership, place).state for place in places]


def test_retiring_ends_every_place_here_and_below_and_nowhere_else(session, ids):
    with writing(session):
        here = make.member(session, ids["dishub"], "Hadi")
        boss = make.member(session, ids["dishub"], "Ratna", role="supervisor")
        inner = make.member(session, ids["uptd-parkir"], "Sari", state="invited")
        asking = make.member(session, ids["uptd-parkir"], "Tono", state="waiting")
        other = make.member(session, ids["dinkes"], "Wati")
        session.get(Organisation, ids["dishub"]).join_code = "ABCD"
        closing.retire(session, ids["dishub"], counted=1, **BY)

    assert states(session, here, boss, inner, asking) == ["ended"] * 4
    assert states(session, other) == ["active"]
    assert session.get(Organisation, ids["uptd-parkir"]).retired_at == make.NOW
    assert session.get(Organisation, ids["dishub"]).join_code is None
    assert session.get(Organisation, ids["dinkes"]).retired_at is None
    events = session.scalars(select(AuditEvent.subject).where(AuditEvent.action == "organisation.retired"))
    assert set(events) == {f"organisation:{ids['dishub']}", f"organisation:{ids['uptd-parkir']}"}


def test_what_came_in_between_stops_the_retirement(session, ids):
    with pytest.raises(closing.OthersBelow) as problem, writing(session):
        closing.retire(session, ids["dishub"], counted=0, **BY)

    assert problem.value.count == 1
    session.rollback()
    assert session.get(Organisation, ids["dishub"]).retired_at is None


def test_slips_of_a_retired_organisation_are_void(session, ids):
    with writing(session):
        codes = {}
        for number, slug in enumerate(("dishub", "dinkes")):
            place = session.get(Membership, make.member(session, ids[slug], "Hadi", state="invited"))
            code = OneTimeCode(
                code_hash=bytes([number]) * 32,
                purpose="join",
                learner_id=place.learner_id,
                organisation_id=ids[slug],
                made_at=make.NOW,
                expires_at=make.NOW,
            )
            session.add(code)
            session.flush()
            codes[slug] = code.id
        closing.retire(session, ids["dishub"], counted=1, **BY)
    session.rollback()

    assert session.get(OneTimeCode, codes["dishub"]).voided_at == make.NOW
    assert session.get(OneTimeCode, codes["dinkes"]).voided_at is None


def test_a_retired_one_takes_nobody_until_it_is_brought_back(session, ids):
    with writing(session):
        closing.retire(session, ids["dishub"], counted=1, **BY)
    with pytest.raises(joining.ClosedOrganisation), writing(session):
        joining.must_be_open(session, ids["dishub"])
    with pytest.raises(organising.RetiredOrganisation), writing(session):
        organising.move(session, ids["dinkes"], ids["dishub"], **BY)
    with pytest.raises(organising.RetiredOrganisation), writing(session):
        closing.bring_back(session, ids["uptd-parkir"], **BY)
    with writing(session):
        closing.bring_back(session, ids["dishub"], **BY)
        closing.bring_back(session, ids["uptd-parkir"], **BY)
        joining.must_be_open(session, ids["uptd-parkir"])


def test_what_was_merged_does_not_come_back(session, ids):
    with writing(session):
        uniting.merge(session, ids["dishub"], ids["dinkes"], **BY, today=make.NOW.date())
    with pytest.raises(closing.MergedAway), writing(session):
        closing.bring_back(session, ids["dishub"], **BY)
