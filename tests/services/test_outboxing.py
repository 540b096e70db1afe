"""Leases: one sender for each message, and none is lost when a sender dies."""

from datetime import timedelta

import pytest

from literasi.database import writing
from literasi.domain.reminders import MOST_ATTEMPTS
from literasi.models import OutboxMessage
from literasi.services import choosing_mail, outboxing
from literasi.services.outboxing import LEASE
from tests import make

NOW = make.NOW


@pytest.fixture
def written(session):
    """One message that waits; its id."""
    with writing(session):
        learner_id = make.account(session, "aminah@contoh.go.id")
        return outboxing.write(
            session,
            learner_id,
            "invitation",
            address="aminah@contoh.go.id",
            subject="Undangan",
            body="Kode Anda.",
            now=NOW,
        )


def lease(session, now=NOW):
    with writing(session):
        return outboxing.lease(session, most=10, now=now)


def stored(session, message_id):
    session.rollback()
    return session.get(OutboxMessage, message_id, populate_existing=True)


def test_a_leased_message_is_nobody_elses(session, written):
    (message,) = lease(session)

    assert message.id == written
    assert lease(session, NOW + timedelta(minutes=1)) == []


def test_a_lease_that_ended_is_taken_over_and_the_dead_may_not_mark(session, written):
    (dead,) = lease(session)
    later = NOW + LEASE + timedelta(seconds=1)
    (alive,) = lease(session, later)
    with writing(session):
        assert not outboxing.sent(session, dead, now=later)
        assert outboxing.sent(session, alive, now=later)

    assert (dead.id, stored(session, written).attempts) == (alive.id, 2)


def test_what_was_sent_is_forgotten_but_for_the_fact(session, written):
    (message,) = lease(session)
    with writing(session):
        outboxing.sent(session, message, now=NOW)

    found = stored(session, written)
    assert (found.state, found.sent_at, found.subject, found.body) == ("sent", NOW, "", "")
    assert lease(session, NOW + timedelta(days=1)) == []


def test_a_refused_message_is_tried_again_and_at_last_given_up(session, written):
    now = NOW
    for attempt in range(1, MOST_ATTEMPTS + 1):
        (message,) = lease(session, now)
        with writing(session):
            outboxing.refused(session, message, "451 busy", for_good=False, now=now)
        assert stored(session, written).state == ("failed" if attempt == MOST_ATTEMPTS else "waiting")
        now = stored(session, written).not_before
    with writing(session):
        assert outboxing.retry(session, now=now) == 1
    assert len(lease(session, now)) == 1


def test_an_address_that_does_not_exist_is_given_up_at_once(session, written):
    (message,) = lease(session)
    with writing(session):
        outboxing.refused(session, message, "550 no such user", for_good=True, now=NOW)

    found = stored(session, written)
    assert (found.state, found.last_error) == ("failed", "550 no such user")


def test_what_is_given_back_was_never_tried(session, written):
    (message,) = lease(session)
    with writing(session):
        outboxing.give_back(session, message)

    assert stored(session, written).attempts == 0
    assert len(lease(session)) == 1


@pytest.mark.parametrize(
    ("login", "wants", "is_written"),
    [("aminah@contoh.go.id", True, True), ("aminah@contoh.go.id", False, False), ("aminah", True, False)],
)
def test_what_is_not_required_goes_to_those_who_want_it(session, login, wants, is_written):
    with writing(session):
        learner_id = make.account(session, login)
        choosing_mail.choose(session, learner_id, wants_optional=wants, now=NOW)
        found = outboxing.write_if_wanted(
            session, learner_id, "certificate", subject="", body="K7QM", now=NOW
        )

    assert (found is not None) == is_written
