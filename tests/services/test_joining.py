"""Ways into an organisation and out of it; every test has two agencies."""

import itertools
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from literasi.database import writing
from literasi.domain import letters
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
from literasi.queries.one_time_codes import invitation, may_be_helped
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


@pytest.fixture
def helped(session, agencies):
    """Siti, whose account began with dishub, and the supervisor who made her a password code."""
    with writing(session):
        siti, ratna = make.account(session, "siti.a"), make.account(session, "ratna")
        began = {"first_organisation_id": agencies["dishub"]}
        session.execute(update(Account).where(Account.learner_id == siti).values(began))
        make.member(session, agencies["dishub"], "Siti", learner_id=siti)
        appoint = {"by_id": None, "now": make.NOW}
        joining.appoint_supervisor(session, agencies["dishub"], ratna, "Ibu Ratna", **appoint)
        help_with(session, agencies, siti, ratna)
    return siti, ratna


PASSWORD_CODE = code_fingerprint("P" * 19)


def help_with(session, agencies, siti, ratna, code=PASSWORD_CODE):
    new = coding.NewCode(siti, agencies["dishub"], code)
    letter = letters.password_code("penyelia", "https://contoh.id")
    coding.help_member(session, new, letter, scope_id=agencies["dishub"], by_id=ratna, now=make.NOW)


def opens(session, learner_id, code=PASSWORD_CODE):
    """Whether the password code still opens the account."""
    with writing(session):
        return coding.recover(
            session, learner_id, used=code, renewed=b"r" * 32, password_hash="x", now=make.NOW
        )


def live_codes(session):
    session.rollback()
    return session.scalar(select(func.count(OneTimeCode.id)).where(OneTimeCode.voided_at.is_(None)))


def test_a_password_code_opens_as_long_as_nothing_changed(session, agencies, helped):
    with writing(session):
        appoint = {"by_id": None, "now": make.NOW}
        joining.appoint_supervisor(session, agencies["dinkes"], helped[1], "Ratna", **appoint)
        joining.withdraw_supervisor(session, agencies["dinkes"], helped[1], **appoint)
    assert opens(session, helped[0])


@pytest.mark.parametrize("change", ["end", "move", "move within", "withdraw"])
def test_a_password_code_goes_with_the_right_to_make_it(session, agencies, helped, change):
    siti, ratna = helped
    how = {"by_id": ratna, "now": make.NOW}
    with writing(session):
        one = place(session, siti).id
        if change == "end":
            joining.end(session, [one], **how)
        elif change == "withdraw":
            joining.withdraw_supervisor(session, agencies["dishub"], ratna, **how)
        else:
            to = agencies["dinkes" if change == "move" else "uptd-parkir"]
            moving_members.move(session, one, to, **how)
    assert live_codes(session) == 0
    assert not opens(session, siti)


@pytest.mark.parametrize("change", ["ended", "withdrawn", "erased", "elsewhere"])
def test_a_password_code_is_asked_about_again_when_it_is_used(session, agencies, helped, change):
    """Also where nobody voided it."""
    siti, ratna = helped
    with writing(session):
        if change == "elsewhere":
            joining.ask(session, siti, agencies["dinkes"], "Siti", now=make.NOW)
        elif change == "erased":
            session.execute(update(OneTimeCode).values(made_by_id=None))
        else:
            whose = siti if change == "ended" else ratna
            session.execute(update(Membership).where(Membership.learner_id == whose).values(state="ended"))
    assert live_codes(session) == 1
    assert not opens(session, siti)


def test_an_operators_code_stays_whatever_changes(session, agencies, helped):
    siti, ratna = helped
    code = code_fingerprint("Q" * 19)
    with writing(session):
        letter = letters.password_code("pengelola", "https://contoh.id")
        coding.help_anyone(session, coding.NewCode(siti, None, code), letter, by_id=ratna, now=make.NOW)
        joining.end(session, [place(session, siti).id], by_id=ratna, now=make.NOW)
    assert opens(session, siti, code)


@pytest.mark.parametrize("state", ["waiting", "active"])
@pytest.mark.parametrize("slug", ["dinkes", "info-kota"])
def test_no_supervisor_opens_an_account_with_a_place_of_others(session, agencies, helped, slug, state):
    siti, ratna = helped
    with writing(session):
        other = make.member(session, agencies[slug], "Siti", learner_id=siti, state=state)
        within = make.member(session, agencies["uptd-parkir"], "Siti", learner_id=siti)
    assert not may_be_helped(session, siti, agencies["dishub"])
    with pytest.raises(coding.MayNotHelp), writing(session):
        help_with(session, agencies, siti, ratna, code_fingerprint("R" * 19))
    with writing(session):
        session.get(Membership, other).state = "ended"
    assert session.get(Membership, within).state == "active"
    assert may_be_helped(session, siti, agencies["dishub"])


def test_an_invitation_code_does_not_move_along(session, agencies, citizen):
    with writing(session):
        learner_id = invited(session, agencies)
        moving_members.move(
            session, place(session, learner_id).id, agencies["dinkes"], by_id=citizen, now=make.NOW
        )
    assert place(session, learner_id).state == "invited"
    assert invitation(session, code_fingerprint("A" * 19), make.NOW) is None
    with pytest.raises(coding.DeadCode), writing(session):
        accepting.join(session, citizen, code_fingerprint("A" * 19), now=make.NOW)
