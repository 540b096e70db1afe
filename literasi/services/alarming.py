"""The harm alarm: once a week a course is asked whether it makes people doubt what is true.

It stands until somebody answers it in words. While one stands no other is raised, nor after its answer until
new people have been counted.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.domain.batches import Lot
from literasi.domain.evidence import Harm, harm
from literasi.domain.wita import day_of, monday_of
from literasi.models import HarmAlarm
from literasi.queries import batched_tests
from literasi.queries.batched_tests import Person
from literasi.services import auditing, batching

JOB = "harm"
WEEKS = 13  # whose pairs are asked
LOTS = (Lot.PAIRS, Lot.ALIKE)
LONGEST_ANSWER = 2000  # characters


class UnknownAlarm(Exception):
    """There is no such alarm of that course."""


class AlreadyAnswered(Exception):
    """Somebody was quicker."""


def due_courses(session: Session, *, now: datetime) -> list[int]:
    """Courses that shall be asked this week: no alarm stands, and somebody new was counted since the last."""
    this_week = monday_of(day_of(now))
    alarms = {
        row.course_id: row
        for row in session.execute(
            select(
                HarmAlarm.course_id,
                func.count().label("raised"),
                func.count(HarmAlarm.answered_at).label("answered"),
                func.max(HarmAlarm.answered_at).label("answered_at"),
                func.max(HarmAlarm.week).label("week"),
            ).group_by(HarmAlarm.course_id)
        )
    }
    return sorted(
        course
        for course, made_at in batched_tests.newest_lots(session, LOTS).items()
        if _may_be_raised(alarms.get(course), made_at, this_week)
    )


def is_due(session: Session, *, now: datetime) -> bool:
    """Whether nobody has asked this week."""
    return batching.claim(session, JOB, now).done_for < monday_of(day_of(now))


def asked(people: Sequence[Person], *, now: datetime) -> list[Person]:
    """Whose pairs say whether there is harm: those counted in the last weeks, also who answer all alike."""
    return [one for one in people if one.lot in LOTS and one.made_at > now - timedelta(weeks=WEEKS)]


def compute(people: Sequence[Person], *, now: datetime) -> Harm | None:
    """The harm that they show, or None. Never inside a transaction."""
    return harm([one.record for one in asked(people, now=now)])


def raise_alarm(session: Session, course_id: int, found: Harm, *, now: datetime) -> int:
    """Raise it, unless it was raised meanwhile; how many."""
    if course_id not in due_courses(session, now=now):
        return 0
    made = session.scalar(
        insert_into(session, HarmAlarm)
        .values(course_id=course_id, week=monday_of(day_of(now)), raised_at=now, figures=asdict(found))
        .on_conflict_do_nothing()
        .returning(HarmAlarm.id)
    )
    return int(made is not None)


def done_for_this_week(session: Session, *, now: datetime) -> None:
    """Everybody was asked."""
    run = batching.claim(session, JOB, now)
    run.done_for, run.seen_until = monday_of(day_of(now)), now
    session.flush()


def answer(session: Session, course_id: int, alarm_id: int, text: str, *, by_id: int, now: datetime) -> None:
    """Keep what was found and done, with name and day. Raises UnknownAlarm or AlreadyAnswered."""
    made = session.execute(
        update(HarmAlarm)
        .where(HarmAlarm.id == alarm_id, HarmAlarm.course_id == course_id, HarmAlarm.answered_at.is_(None))
        .values(answer=text, answered_by_id=by_id, answered_at=now)
        .returning(HarmAlarm.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if made is None:
        known = select(HarmAlarm.id).where(HarmAlarm.id == alarm_id, HarmAlarm.course_id == course_id)
        raise UnknownAlarm if session.scalar(known) is None else AlreadyAnswered
    auditing.record(session, "harm_alarm.answered", f"harm_alarm:{alarm_id}", actor_id=by_id, now=now)


def _may_be_raised(alarm: Any, made_at: datetime, this_week: date) -> bool:
    if alarm is None:
        return True
    is_open = alarm.answered < alarm.raised
    return not is_open and alarm.week < this_week and made_at > alarm.answered_at
