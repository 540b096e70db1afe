"""Ways into an organisation and out of it; every test has two agencies."""

import itertools
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.database import writing
from literasi.domain.login_names import read_login_name
from literasi.domain.people import AgeBand
from literasi.models import (
    Account,
    AuditEvent,
    LearnerSession,
    Membership,
    Obligation,
    OneTimeCode,
    Organisation,
    OutboxMessage,
)
from literasi.queries.organisations import own_organisations, supervised
from literasi.queries.people import is_staff
from literasi.services import (
    accepting,
    coding,
    granting,
    inspecting,
    joining,
    moving_members,
    outboxing,
    registering,
)
from literasi.services.registering import code_fingerprint
from tests import duties, make
from tests.faults.clicking import at_once

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


def invited(session, agencies, slug="dishub", name="Siti Aminah", code="A" * 19):
    """Somebody whom an agency invited, with a code; the id of their learner."""
    guest = joining.Guest(uuid.uuid4(), name)
    learner_id = joining.invite(session, agencies[slug], guest, by_id=None, now=make.NOW)
    new = coding.NewCode(learner_id, agencies[slug], code_fingerprint(code))
    coding.issue(session, coding.JOIN, [new], by_id=None, lasts=coding.SLIP_LASTS, now=make.NOW)
    return learner_id


def owed(session, learner_id):
    """The states of what the learner owes."""
    session.rollback()
    return sorted(session.scalars(select(Obligation.state).where(Obligation.learner_id == learner_id)).all())


def place(session, learner_id):
    return session.scalars(
        select(Membership).where(Membership.learner_id == learner_id).order_by(Membership.id.desc())
    ).first()


def test_what_is_owed_follows_who_comes_moves_and_goes(session, agencies, citizen):
    with writing(session):
        course = duties.course(session)
        duties.assign(session, agencies["dishub"], [course])
        joining.ask(session, citizen, agencies["dishub"], "Norhayati", now=make.NOW)
    assert owed(session, citizen) == []
    with writing(session):
        waiting = [place(session, citizen).id]
        assert joining.decide(session, waiting, is_approved=True, by_id=citizen, now=make.NOW) == 1
        assert joining.decide(session, waiting, is_approved=False, by_id=citizen, now=make.NOW) == 0
    assert owed(session, citizen) == ["open"]
    with writing(session):
        make.member(session, agencies["dinkes"], "Norhayati", learner_id=citizen)
        moving_members.correct(
            session, waiting[0], name="Nor Hayati", external_id="7", by_id=citizen, now=make.NOW
        )
        moving_members.move(session, waiting[0], agencies["uptd-parkir"], by_id=citizen, now=make.NOW)
    assert owed(session, citizen) == ["open"], "the unit is below the agency"
    found = place(session, citizen)
    assert (found.name, found.name_key, found.external_id) == ("Nor Hayati", "nor hayati", "7")
    with writing(session):
        joining.end(session, [found.id], by_id=citizen, now=make.NOW)
    assert owed(session, citizen) == ["left"], "whatever the other agency does"
    assert list(inspecting.faults(session)) == []


def test_who_is_invited_by_two_agencies_owes_both_in_one_account(session, agencies):
    with writing(session):
        course = duties.course(session)
        for slug in ("dishub", "dinkes"):
            duties.assign(session, agencies[slug], [course])
        first = invited(session, agencies)
        second = invited(session, agencies, "dinkes", code="B" * 19)
    assert owed(session, first) == owed(session, second) == ["open"]
    with writing(session):
        learner_id = accepting.register(session, new_account(), code_fingerprint("A" * 19), now=make.NOW)
    with writing(session):
        accepting.join(session, learner_id, code_fingerprint("B" * 19), now=make.NOW)

    assert learner_id == first
    assert owed(session, first) == ["open", "open"]
    assert owed(session, second) == []
    states = session.execute(select(Membership.learner_id, Membership.state)).all()
    assert states == [(first, "active"), (first, "active")]
    assert session.get(Account, first).first_organisation_id == agencies["dishub"]
    assert list(inspecting.faults(session)) == []


def new_account(name="siti"):
    return registering.NewAccount(
        read_login_name(name), make.password_hash(), code_fingerprint(make.CODE), AgeBand.FROM_18
    )


@pytest.mark.parametrize("ending", ["ended", "replaced", "late", "another purpose"])
def test_a_dead_code_opens_nothing_and_changes_nothing(session, agencies, citizen, ending):
    now = make.NOW
    with writing(session):
        learner_id = invited(session, agencies)
        if ending == "ended":
            joining.end(session, [place(session, learner_id).id], by_id=citizen, now=now)
        elif ending == "replaced":
            new = coding.NewCode(learner_id, None, code_fingerprint("C" * 19))
            coding.issue(session, coding.JOIN, [new], by_id=citizen, lasts=coding.SLIP_LASTS, now=now)
        elif ending == "late":
            now += coding.SLIP_LASTS
        else:
            session.query(OneTimeCode).update({"purpose": "recover"})
    for take in (
        lambda: accepting.register(session, new_account(), code_fingerprint("A" * 19), now=now),
        lambda: accepting.join(session, citizen, code_fingerprint("A" * 19), now=now),
    ):
        with pytest.raises(coding.DeadCode), writing(session):
            take()
    assert session.scalar(select(func.count()).select_from(Account)) == 1
    assert place(session, learner_id).learner_id == learner_id


def test_a_name_that_is_taken_leaves_the_code_good(session, agencies, citizen):
    with writing(session):
        invited(session, agencies)
    with pytest.raises(registering.NameTaken), writing(session):
        accepting.register(session, new_account("norhayati"), code_fingerprint("A" * 19), now=make.NOW)
    with writing(session):
        accepting.register(session, new_account(), code_fingerprint("A" * 19), now=make.NOW)


def test_who_waits_and_is_invited_has_the_place_once(session, agencies, citizen):
    with writing(session):
        joining.ask(session, citizen, agencies["dishub"], "Norhayati", now=make.NOW)
        invited(session, agencies, name="Nor Hayati")
        accepting.join(session, citizen, code_fingerprint("A" * 19), now=make.NOW)
    held = select(Membership.name, Membership.state).order_by(Membership.state)
    assert session.execute(held).all() == [("Nor Hayati", "active"), ("Norhayati", "ended")]


def test_a_closed_agency_takes_nobody(session, agencies, citizen):
    with writing(session):
        waiting = make.member(session, agencies["dishub"], "Menunggu", state="waiting")
        inside = make.member(session, agencies["dinkes"], "Ada")
        session.get(Organisation, agencies["dishub"]).retired_at = make.NOW
    how = {"by_id": citizen, "now": make.NOW}
    for take in (
        lambda: joining.ask(session, citizen, agencies["dishub"], "Nor", now=make.NOW),
        lambda: joining.invite(session, agencies["dishub"], joining.Guest(uuid.uuid4(), "Nor"), **how),
        lambda: joining.decide(session, [waiting], is_approved=True, **how),
        lambda: joining.set_join_code(session, agencies["dishub"], "K7QM-2XPA", **how),
        lambda: moving_members.move(session, inside, agencies["dishub"], **how),
    ):
        with pytest.raises(joining.ClosedOrganisation), writing(session):
            take()
    states = session.scalars(select(Membership.state).order_by(Membership.id)).all()
    assert states == ["waiting", "active"]


def test_nobody_is_moved_out_of_a_community_or_into_one(session, agencies, citizen):
    with writing(session):
        inside, outside = (make.member(session, agencies[slug], slug) for slug in ("info-kota", "dishub"))
    for one, target in ((inside, "dishub"), (outside, "info-kota")):
        with pytest.raises(moving_members.CommunityMovesNobody), writing(session):
            moving_members.move(session, one, agencies[target], by_id=citizen, now=make.NOW)
    states = session.scalars(select(Membership.state)).all()
    assert states == ["active", "active"]


def test_nobody_leaves_an_agency_by_themselves(session, agencies, citizen):
    with writing(session):
        places = [
            make.member(session, agencies[slug], "Nor", learner_id=citizen, state=state)
            for slug, state in (("dishub", "active"), ("dinkes", "waiting"), ("info-kota", "active"))
        ]
    with pytest.raises(joining.MayNotLeave), writing(session):
        joining.leave(session, places[0], now=make.NOW)
    with writing(session):
        for one in places[1:]:
            joining.leave(session, one, now=make.NOW)
    assert session.scalars(select(Membership.state).order_by(Membership.id)).all() == [
        "active",
        "ended",
        "ended",
    ]


def test_a_fresh_code_drops_the_message_with_the_old_one(session, agencies):
    with writing(session):
        learner_id = invited(session, agencies)
        outboxing.write(
            session, learner_id, "invitation", address="a@contoh.id", subject="x", body="x", now=make.NOW
        )
        new = coding.NewCode(learner_id, agencies["dishub"], code_fingerprint("C" * 19))
        coding.issue(session, coding.JOIN, [new], by_id=None, lasts=coding.SLIP_LASTS, now=make.NOW)
    assert session.execute(select(OutboxMessage.state, OutboxMessage.body)).all() == [("dropped", "")]


RACES = {
    "two accounts take one invitation": ("register", "join"),
    "two tabs register": ("register", "register"),
    "two clicks join": ("join", "join"),
    "it ends while it is taken": ("join", "end"),
    "it ends while an account is made": ("register", "end"),
    "a fresh code is made while it is taken": ("join", "issue"),
}


@pytest.mark.parametrize("race", RACES)
def test_at_the_same_moment_one_wins_and_nothing_breaks(engine, session, agencies, citizen, race):
    with writing(session):
        duties.assign(session, agencies["dishub"], [duties.course(session)])
        learner_id = invited(session, agencies)
        membership_id = place(session, learner_id).id
    session.rollback()
    code, numbers = code_fingerprint("A" * 19), itertools.count()

    def issue(own):
        new = coding.NewCode(learner_id, agencies["dishub"], code_fingerprint("C" * 19))
        coding.issue(own, coding.JOIN, [new], by_id=citizen, lasts=coding.SLIP_LASTS, now=make.NOW)

    acts = {
        "register": lambda own: accepting.register(
            own, new_account(f"siti{next(numbers)}"), code, now=make.NOW
        ),
        "join": lambda own: accepting.join(own, citizen, code, now=make.NOW),
        "end": lambda own: joining.end(own, [membership_id], by_id=citizen, now=make.NOW),
        "issue": issue,
    }

    def act(name):
        with Session(engine) as own:
            try:
                with writing(own):
                    acts[name](own)
            except coding.DeadCode:
                return False
        return True

    done = at_once(act, RACES[race])
    session.rollback()
    takers = [
        is_done for name, is_done in zip(RACES[race], done, strict=True) if name in {"register", "join"}
    ]
    assert sum(takers) <= 1
    if not {"end", "issue"} & set(RACES[race]):
        assert sum(takers) == 1
    held = session.scalars(select(Membership).where(Membership.state.in_(joining.STANDING))).all()
    assert len(held) <= 1
    assert list(inspecting.faults(session)) == []
