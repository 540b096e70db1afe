"""Proves that what is owed, and where it stands, is what finishes, places and assignments make it."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sqlalchemy import and_, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from literasi.models import (
    AssignedCourse,
    Assignment,
    CourseCompletion,
    CourseFinish,
    Membership,
    Obligation,
    Standing,
)
from literasi.queries.scopes import is_member, reaches
from literasi.services import settling, standings, tallying

ROWS_AT_ONCE = 500


def stray_finishes(session: Session) -> Iterator[str]:
    """Whoever finished a course has finished it for the first time once, when it was completed."""
    first = aliased(CourseFinish)
    counted = (
        select(first.learner_id, first.course_id, func.count().label("firsts"))
        .where(first.is_first.is_(True))
        .group_by(first.learner_id, first.course_id)
        .subquery()
    )
    at_completion = exists().where(
        CourseFinish.learner_id == CourseCompletion.learner_id,
        CourseFinish.course_id == CourseCompletion.course_id,
        CourseFinish.is_first.is_(True),
        CourseFinish.finished_at == CourseCompletion.completed_at,
    )
    completions = (
        select(CourseCompletion.learner_id, CourseCompletion.course_id)
        .outerjoin(
            counted,
            and_(
                counted.c.learner_id == CourseCompletion.learner_id,
                counted.c.course_id == CourseCompletion.course_id,
            ),
        )
        .where(or_(counted.c.firsts.is_(None), counted.c.firsts != 1, ~at_completion))
    )
    for row in session.execute(completions).yield_per(ROWS_AT_ONCE):
        yield f"learner {row.learner_id}: course {row.course_id} is complete without one first finish then"
    completed = exists().where(
        CourseCompletion.learner_id == CourseFinish.learner_id,
        CourseCompletion.course_id == CourseFinish.course_id,
    )
    stray = select(CourseFinish.id, CourseFinish.learner_id).where(~completed)
    for finish in session.execute(stray).yield_per(ROWS_AT_ONCE):
        yield f"finish {finish.id}: learner {finish.learner_id} has not completed its course"


def wrong_obligations(session: Session) -> Iterator[str]:
    """A done obligation has a finish in its window; any other has none, and is open, exempt or left."""
    fits = and_(
        CourseFinish.learner_id == Obligation.learner_id,
        CourseFinish.course_id == Obligation.course_id,
        CourseFinish.finished_at >= Obligation.counts_from,
        CourseFinish.finished_at == Obligation.completed_at,
    )
    done = (
        select(Obligation.id, Obligation.learner_id)
        .outerjoin(CourseFinish, and_(CourseFinish.id == Obligation.finish_id, fits))
        .where(Obligation.state == "done", CourseFinish.id.is_(None))
    )
    for row in session.execute(done).yield_per(ROWS_AT_ONCE):
        yield f"obligation {row.id}: done, but learner {row.learner_id} has no finish of it in its window"
    should = settling.settled_state()
    others = select(Obligation.id, Obligation.state, should.label("should")).where(
        Obligation.state != "done",
        or_(Obligation.state != should, Obligation.finish_id.is_not(None)),
    )
    for other in session.execute(others).yield_per(ROWS_AT_ONCE):
        yield f"obligation {other.id}: it is {other.state}, but should be {other.should}"


def missing_obligations(session: Session) -> Iterator[str]:
    """Every member in the scope of a live assignment owes its newest round."""
    owes = exists().where(
        Obligation.assignment_id == Assignment.id,
        Obligation.round == Assignment.rounds - 1,
        Obligation.learner_id == Membership.learner_id,
        Obligation.course_id == AssignedCourse.course_id,
    )
    missing = (
        select(Assignment.id, Membership.learner_id, AssignedCourse.course_id)
        .select_from(Assignment)
        .join(AssignedCourse, AssignedCourse.assignment_id == Assignment.id)
        .join(Membership, is_member())
        .where(Assignment.withdrawn_at.is_(None), reaches(), ~owes)
        .distinct()
    )
    for row in session.execute(missing).yield_per(ROWS_AT_ONCE):
        yield f"assignment {row.id}: learner {row.learner_id} does not owe course {row.course_id}"


def wrong_standings(session: Session) -> Iterator[str]:
    """An obligation stands in each organisation above its person, as it is; elsewhere it has left."""
    found = standings.covering(true()).subquery()
    row_of = and_(
        Standing.organisation_id == found.c.organisation_id, Standing.obligation_id == found.c.obligation_id
    )
    there = (
        select(found.c.organisation_id, found.c.obligation_id)
        .join(Obligation, Obligation.id == found.c.obligation_id)
        .outerjoin(Standing, row_of)
        .where(
            or_(
                Standing.obligation_id.is_(None),
                Standing.membership_id != found.c.membership_id,
                Standing.state != Obligation.state,
            )
        )
    )
    for row in session.execute(there).yield_per(ROWS_AT_ONCE):
        yield f"{_place(row)}: it does not stand there as it is"
    elsewhere = (
        select(Standing.organisation_id, Standing.obligation_id)
        .outerjoin(found, row_of)
        .where(Standing.state != "left", found.c.obligation_id.is_(None))
    )
    for row in session.execute(elsewhere).yield_per(ROWS_AT_ONCE):
        yield f"{_place(row)}: nobody there owes it any more"


def wrong_copies(session: Session) -> Iterator[str]:
    """A standing has the days and the course of its obligation, and the name of the place that it shows."""
    rows = (
        select(Standing.organisation_id, Standing.obligation_id)
        .join(Obligation, Obligation.id == Standing.obligation_id)
        .join(Membership, Membership.id == Standing.membership_id)
        .where(
            or_(
                Standing.course_id != Obligation.course_id,
                Standing.due_on != Obligation.due_on,
                Standing.late_from != Obligation.late_from,
                Standing.name_key != Membership.name_key,
                Membership.learner_id != Obligation.learner_id,
            )
        )
    )
    for row in session.execute(rows).yield_per(ROWS_AT_ONCE):
        yield f"{_place(row)}: it was not copied faithfully"


def wrong_sums(session: Session, table: str) -> Iterator[str]:
    """The sums of a table are what its rows come to."""
    for named, expected, stored in tallying.differences(session, table):
        yield f"{table} {', '.join(map(str, named))}: it says {stored}, but {expected} were counted"


def _place(row: Any) -> str:
    return f"obligation {row.obligation_id} in organisation {row.organisation_id}"


CHECKS: dict[str, Callable[[Session], Iterator[str]]] = {
    "completed courses have one first finish": stray_finishes,
    "obligations are what finishes, places and exemptions make them": wrong_obligations,
    "every member owes what is assigned": missing_obligations,
    "obligations stand where their people are": wrong_standings,
    "standings are faithful copies": wrong_copies,
    "tallies are what the standings come to": partial(wrong_sums, table="tally"),
    "finishes by week are what the standings come to": partial(wrong_sums, table="finish_week"),
    "finishes by place are what the first finishes come to": partial(wrong_sums, table="finish_tally"),
}
