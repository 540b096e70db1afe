"""The jobs that say what groups learned: read, then compute outside any transaction, then write."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from literasi.database import db, transaction
from literasi.queries import batched_tests
from literasi.queries.batched_tests import Person
from literasi.services import alarming, batching, measuring


def weigh_evidence() -> int:
    """Let tests enter the figures, once a day, and compute those of courses where some did; of how many."""
    now = datetime.now(UTC)
    with transaction() as session:
        batching.make_batches(session, now=now)
    with Session(db.engine) as session:
        due = measuring.due_courses(session)
    weighed = 0
    for course_id in due:
        computed = measuring.compute(_people(course_id))
        with transaction() as session:
            weighed += bool(measuring.keep(session, course_id, computed, now=now))
    return weighed


def raise_alarms() -> int:
    """Ask each course once a week whether it makes people doubt what is true; how many alarms that raised."""
    now = datetime.now(UTC)
    with transaction() as session:
        due = alarming.due_courses(session, now=now) if alarming.is_due(session, now=now) else None
    if due is None:
        return 0
    raised = 0
    for course_id in due:
        found = alarming.compute(_people(course_id), now=now)
        if found is not None:
            with transaction() as session:
                raised += alarming.raise_alarm(session, course_id, found, now=now)
    with transaction() as session:
        alarming.done_for_this_week(session, now=now)
    return raised


def _people(course_id: int) -> list[Person]:
    with Session(db.engine) as session:
        return batched_tests.people(session, course_id)
