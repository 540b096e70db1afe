"""Registering, signing in, recovering, roles, the operator's link, erasing."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from literasi.database import writing
from literasi.domain.people import AgeBand, Role
from literasi.models import (
    Account,
    Attempt,
    AuditEvent,
    Erasure,
    ImportBatch,
    Learner,
    LearnerSession,
    OneTimeLink,
    ProblemReport,
    Response,
    RoleGrant,
    Throttle,
)
from literasi.queries import people
from literasi.services import (
    erasing,
    granting,
    hashing,
    inspecting,
    inviting,
    registering,
    reporting,
    signing_in,
    throttling,
    welcoming,
)
from tests import make

GUEST, FIRST, SECOND = "g" * 43, "1" * 43, "2" * 43
DAY = timedelta(days=1)


@pytest.fixture
def quiz(session):
    with writing(session):
        return make.published(session)


@pytest.fixture
def citizen(session):
    with writing(session):
        return make.account(session)


def enter(session, learner_id, token, **how):
    with writing(session):
        return make.signed_in(session, learner_id, token, **how)


def kept(session, token):
    session.rollback()
    return session.get(LearnerSession, make.token_hash(token))


def test_the_dummy_hash_costs_what_a_real_one_does():
    assert not hashing.is_outdated(hashing.NOBODY)
    assert not hashing.fits(None, "")
    assert hashing.fits(make.password_hash(), make.PASSWORD)
    assert not hashing.fits(make.password_hash(), make.PASSWORD + " ")
    assert not hashing.fits("not a hash", make.PASSWORD)


def test_a_name_is_taken_once(session, citizen):
    with pytest.raises(registering.NameTaken), writing(session):
        make.account(session, "NORHAYATI")
    session.rollback()

    assert session.scalar(select(func.count(Learner.id))) == 1


def test_a_guest_may_become_the_account(session, quiz):
    with writing(session):
        guest = make.learner(session, GUEST)
        attempt_id = make.attempt(session, guest, quiz.quiz.quiz_id)
        registered = make.account(session, guest_id=guest)

    assert registered == guest
    assert session.get(Attempt, attempt_id).learner_id == guest
    assert kept(session, GUEST) is None, "the guest's cookie must not open the account"


@pytest.mark.parametrize("name", ["0812 3456 7890", "anak@contoh.id"])
def test_no_contact_of_a_child_is_kept(session, name):
    with pytest.raises(registering.ContactOfAChild), writing(session):
        make.account(session, name, age=AgeBand.UNDER_13)
    with writing(session):
        make.account(session, "anaksungai", age=AgeBand.UNDER_13)


def test_signing_in_changes_the_cookie_and_ends_the_old_one(session, citizen):
    enter(session, citizen, FIRST)
    signed_in = enter(session, citizen, SECOND, old_token=FIRST)

    assert not signed_in.guest_waits
    assert kept(session, FIRST) is None
    assert kept(session, SECOND).expires_at == make.NOW + timedelta(days=90)


def test_a_guest_with_progress_waits_and_one_without_is_forgotten(session, quiz, citizen):
    with writing(session):
        guest = make.learner(session, GUEST)
    assert not enter(session, citizen, FIRST, old_token=GUEST).guest_waits
    assert kept(session, GUEST) is None
    with writing(session):
        guest = make.learner(session, GUEST)
        make.attempt(session, guest, quiz.quiz.quiz_id)

    assert enter(session, citizen, SECOND, old_token=GUEST).guest_waits
    assert kept(session, GUEST).learner_id == guest


@pytest.mark.parametrize(("roles", "is_shared"), [((Role.TRAINER,), False), ((), True)])
def test_staff_and_shared_phones_get_twelve_hours(session, roles, is_shared):
    with writing(session):
        learner_id = make.account(session, roles=roles)
    enter(session, learner_id, FIRST, is_shared=is_shared)

    assert kept(session, FIRST).expires_at == make.NOW + timedelta(hours=12)
    with writing(session):
        later = welcoming.welcome(session, make.token_hash(FIRST), now=make.NOW + timedelta(hours=11))
    assert later == welcoming.Welcome(learner_id, None)
    assert kept(session, FIRST).expires_at == make.NOW + timedelta(hours=12), "never longer by use"


def test_ninety_days_are_renewed_once_a_day(session, citizen):
    enter(session, citizen, FIRST)
    for moment, lasts in ((make.NOW + DAY / 2, None), (make.NOW + DAY, timedelta(days=90))):
        with writing(session):
            assert welcoming.welcome(session, make.token_hash(FIRST), now=moment).lasts == lasts

    assert kept(session, FIRST).expires_at == make.NOW + DAY + timedelta(days=90)


def test_a_session_that_ran_out_opens_nothing(session, citizen):
    enter(session, citizen, FIRST, is_shared=True)
    with writing(session):
        visitor = welcoming.welcome(session, make.token_hash(FIRST), now=make.NOW + DAY)

    assert visitor.learner_id != citizen
    assert kept(session, FIRST).signed_in_at is None


def test_a_closed_account_cannot_sign_in(session, citizen):
    with writing(session):
        session.get(Account, citizen).disabled_at = make.NOW
    with pytest.raises(signing_in.CannotSignIn):
        enter(session, citizen, FIRST)


def test_sessions_end_one_by_one_or_all_but_this(session, citizen):
    with writing(session):
        another = make.account(session, "budiman")
    for token in (FIRST, SECOND, "3" * 43):
        enter(session, citizen, token)
    enter(session, another, "4" * 43)
    with writing(session):
        assert not signing_in.end_own_session(session, another, make.token_hash(FIRST))
        assert signing_in.end_own_session(session, citizen, make.token_hash(FIRST))
        signing_in.end_other_sessions(session, citizen, but=make.token_hash(SECOND))

    assert [bool(kept(session, token * 43)) for token in "1234"] == [False, True, False, True]


def test_changing_the_password_ends_the_other_sessions(session, citizen):
    for token in (FIRST, SECOND):
        enter(session, citizen, token)
    with writing(session):
        signing_in.change_password(session, citizen, "new", but=make.token_hash(FIRST), now=make.NOW)

    assert kept(session, SECOND) is None
    assert session.get(Account, citizen).password_hash == "new"


def test_a_recovery_code_works_once_and_ends_every_session(session, citizen):
    enter(session, citizen, FIRST)
    used, renewed = registering.code_fingerprint(make.CODE), registering.code_fingerprint("x")
    how = {"used": used, "renewed": renewed, "password_hash": "new", "now": make.NOW}
    with writing(session):
        assert signing_in.recover(session, citizen, **how)
        assert not signing_in.recover(session, citizen, **how)

    assert kept(session, FIRST) is None
    assert session.get(Account, citizen).recovery_code_hash == renewed


def tries(session, count, *, name="norhayati", address="192.0.2.1", now=make.NOW):
    done = 0
    for _ in range(count):
        with writing(session):
            signing_in.count_try(session, name, address, now=now)
        done += 1
    return done


def test_the_wait_grows_and_never_lasts_for_ever(session):
    waits = []
    for window in range(20):
        now = make.NOW + window * timedelta(minutes=15)
        with pytest.raises(throttling.TooOften) as told:
            tries(session, 11, now=now)
        waits.append(told.value.seconds)

    assert waits[0] <= 15 * 60 + 1
    assert 15 * 60 < max(waits) <= 4 * 3600 + 1
    assert tries(session, 1, now=make.NOW + DAY) == 1


def test_an_office_behind_one_address_is_not_locked_out_by_one_person(session):
    with pytest.raises(throttling.TooOften):
        tries(session, 11, name="penebak")
    assert tries(session, 5, name="tetangga") == 5


def test_an_address_has_three_hundred_wrong_tries_and_right_ones_are_free(session):
    for number in range(300):
        tries(session, 1, name=f"orang{number}")
    with pytest.raises(throttling.TooOften):
        tries(session, 1, name="satu-lagi")
    with writing(session):
        for number in range(20):
            signing_in.forgive_tries(session, f"orang{number}", "192.0.2.1", now=make.NOW)

    assert [tries(session, 1, name=f"lagi{number}") for number in range(20)] == [1] * 20
    assert b"192.0.2.1" not in b"".join(session.scalars(select(Throttle.key_hash)))


def test_signing_in_makes_the_count_of_the_account_begin_anew(session):
    tries(session, 9)
    with writing(session):
        signing_in.forgive_tries(session, "norhayati", "192.0.2.1", now=make.NOW)
    assert tries(session, 10) == 10


def test_roles_are_given_once_and_withdrawn(session, citizen):
    enter(session, citizen, FIRST)
    with writing(session):
        assert granting.grant(session, citizen, Role.TRAINER, by=None, now=make.NOW)
        assert not granting.grant(session, citizen, Role.TRAINER, by=None, now=make.NOW)
    assert kept(session, FIRST).expires_at == make.NOW + timedelta(hours=12), "staff now"
    with writing(session):
        assert granting.withdraw(session, citizen, Role.TRAINER, by=None, now=make.NOW)
        assert not granting.withdraw(session, citizen, Role.TRAINER, by=None, now=make.NOW)
        assert granting.grant(session, citizen, Role.TRAINER, by=None, now=make.NOW)

    assert session.scalar(select(func.count(RoleGrant.id))) == 2
    actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert actions == ["account.registered", "role.granted", "role.withdrawn", "role.granted"]


def test_a_guest_holds_no_role(session):
    with writing(session):
        guest = make.learner(session, GUEST)
    with pytest.raises(granting.NoAccount), writing(session):
        granting.grant(session, guest, Role.OPERATOR, by=None, now=make.NOW)


def test_the_last_operator_stays(session):
    with writing(session):
        first = make.account(session, "satu", roles=[Role.OPERATOR])
        second = make.account(session, "kedua", roles=[Role.OPERATOR])
        granting.withdraw(session, first, Role.OPERATOR, by=second, now=make.NOW)
    with pytest.raises(granting.LastOperator), writing(session):
        granting.withdraw(session, second, Role.OPERATOR, by=second, now=make.NOW)


def test_the_operator_link_works_once_for_one_day_and_only_the_newest(session, citizen):
    with writing(session):
        another = make.account(session, "budiman")
        for token in ("old", "new"):
            assert inviting.offer_operator_link(session, token, now=make.NOW)
    for token, now in (("old", make.NOW), ("new", make.NOW + DAY), ("guess", make.NOW)):
        with pytest.raises(inviting.DeadLink), writing(session):
            inviting.take_operator_link(session, token, citizen, now=now)
    with writing(session):
        inviting.take_operator_link(session, "new", citizen, now=make.NOW)
    with pytest.raises(inviting.DeadLink), writing(session):
        inviting.take_operator_link(session, "new", another, now=make.NOW)
    with writing(session):
        assert not inviting.offer_operator_link(session, "later", now=make.NOW)

    assert session.scalars(select(RoleGrant.learner_id)).all() == [citizen]


def test_an_operator_from_the_command_line_voids_the_link(session, citizen):
    with writing(session):
        inviting.offer_operator_link(session, "open", now=make.NOW)
        granting.grant(session, citizen, Role.OPERATOR, by=None, now=make.NOW)

    assert session.scalar(select(func.count()).select_from(OneTimeLink)) == 0


def test_erasing_leaves_answers_without_a_person(session, quiz):
    with writing(session):
        learner_id = make.account(session, "canary-name", roles=[Role.TRAINER])
        attempt_id = make.attempt(session, learner_id, quiz.quiz.quiz_id)
        for key, answer in make.RIGHT.items():
            make.answer(session, attempt_id, quiz.document, key, answer)
        reporting.report_problem(session, page="/", text="canary-words", learner_id=learner_id, now=make.NOW)
        make.signed_in(session, learner_id, FIRST)
        make.import_batch(session, learner_id)
    for _ in range(2):
        with writing(session):
            erasing.erase(session, learner_id, now=make.NOW)

    for model in (Account, ImportBatch, LearnerSession, RoleGrant):
        assert session.scalar(select(func.count()).select_from(model)) == 0
    assert session.scalar(select(func.count(Response.id))) == 3
    assert session.execute(select(ProblemReport.text, ProblemReport.learner_id)).all() == [("", None)]
    assert session.get(Learner, learner_id).erased_at == make.NOW
    assert session.scalars(select(Erasure.learner_id)).all() == [learner_id]
    assert session.scalar(select(func.count()).where(AuditEvent.action == "account.erased")) == 1
    assert list(inspecting.faults(session)) == []


def test_nothing_of_the_name_is_left_anywhere(session):
    with writing(session):
        learner_id = make.account(session, "canary-name")
        granting.grant(session, learner_id, Role.TRAINER, by=learner_id, now=make.NOW)
        erasing.erase(session, learner_id, now=make.NOW)
    tables = Account.metadata.tables.values()

    assert not [table for table in tables if "canary" in repr(session.execute(select(table)).all())]


def test_a_person_is_known_by_the_roles_of_this_moment(session, app):
    reader = app.extensions["literasi_reader"]
    with writing(session):
        learner_id = make.account(session, roles=[Role.TRAINER, Role.OPERATOR])
        make.account(session, "kedua", roles=[Role.OPERATOR])
        make.signed_in(session, learner_id, FIRST)
    found = people.person_behind(reader, make.token_hash(FIRST), make.NOW)
    assert found.roles == {Role.TRAINER, Role.OPERATOR}
    with writing(session):
        granting.withdraw(session, learner_id, Role.OPERATOR, by=None, now=make.NOW)
    assert people.person_behind(reader, make.token_hash(FIRST), make.NOW).roles == {Role.TRAINER}
    with writing(session):
        session.get(Account, learner_id).disabled_at = make.NOW
    assert people.person_behind(reader, make.token_hash(FIRST), make.NOW) is None
