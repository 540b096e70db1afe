"""Events hang together in the order of the commits, whoever adds to them at the same time."""

import contextlib
from threading import Thread

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from literasi.database import writing
from literasi.models import AuditEvent, AuditHead
from literasi.services import auditing, inspecting_audit
from tests import make


def record(session, subject, **details):
    auditing.record(session, "role.granted", subject, actor_id=None, now=make.NOW, **details)


def chain(session):
    session.rollback()
    rows = session.scalars(select(AuditEvent).order_by(AuditEvent.position)).all()
    return [(row.position, row.subject) for row in rows]


def faults(session):
    session.rollback()
    return [fault for check in inspecting_audit.CHECKS.values() for fault in check(session)]


def test_events_are_sealed_when_they_are_committed(session):
    with writing(session):
        record(session, "learner:1", role="trainer")
        record(session, "learner:2")
    with writing(session):
        record(session, "learner:3", times=2)

    assert chain(session) == [(1, "learner:1"), (2, "learner:2"), (3, "learner:3")]
    assert session.scalars(select(AuditHead.position)).one() == 3
    assert faults(session) == []


def test_what_was_undone_leaves_no_gap(session):
    with contextlib.suppress(ZeroDivisionError), writing(session):
        record(session, "learner:1")
        raise ZeroDivisionError
    with writing(session):
        record(session, "learner:2")
        with contextlib.suppress(ZeroDivisionError), session.begin_nested():
            record(session, "learner:3")
            raise ZeroDivisionError
        with session.begin_nested():
            record(session, "learner:4")

    assert chain(session) == [(1, "learner:2"), (2, "learner:4")]
    assert faults(session) == []


def test_a_transaction_without_events_leaves_the_chain_alone(session):
    with writing(session):
        make.learner(session)

    assert session.scalars(select(AuditHead.position)).one() == 0


def test_several_at_once_make_one_chain(engine, session):
    def add(name):
        with Session(engine) as own:
            for number in range(10):
                with writing(own):
                    record(own, f"{name}:{number}")

    threads = [Thread(target=add, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [position for position, _ in chain(session)] == list(range(1, 41))
    assert faults(session) == []


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (
            "UPDATE audit_event SET subject = 'learner:9' WHERE position = 2",
            "it is not what was sealed as number 2",
        ),
        ("UPDATE audit_event SET details = '{}' WHERE position = 1", "it is not what was sealed as number 1"),
        ("DELETE FROM audit_event WHERE position = 2", "it is number 3, and number 2 is missing"),
        ("DELETE FROM audit_event WHERE position = 3", "its last event is number 2, but its end is number 3"),
        ("UPDATE audit_event SET position = NULL WHERE position = 3", "1 events were added beside it"),
        ("DELETE FROM audit_head", "but its end is number unknown"),
    ],
)
def test_whatever_is_changed_afterwards_is_found(session, damage, found):
    with writing(session):
        for number in (1, 2, 3):
            record(session, f"learner:{number}", role="trainer")
    with writing(session):
        session.execute(text(damage))

    assert any(found in fault for fault in faults(session))
