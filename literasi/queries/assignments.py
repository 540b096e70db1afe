"""What an organisation requires, and what is required of it from above: words and sums."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from literasi.domain.assignments import Plan
from literasi.domain.names import name_key
from literasi.domain.wita import start_of
from literasi.models import (
    AssignedCourse,
    Assignment,
    Cohort,
    Course,
    CourseFinish,
    Exemption,
    Lesson,
    Membership,
    Obligation,
    Organisation,
    OrganisationAncestor,
    Standing,
    Tally,
)
from literasi.queries.scopes import is_member, reached_by

PAGE = 50
FEW = 20
MOST_COURSES = 6  # that one person usually has open of one assignment


@dataclass(frozen=True)
class TaskRow:
    """One assignment as it stands in the organisation that asks.

    ``owner`` is who requires it (slug and name). The sums are of its newest round and count a person once for
    each course; ``late`` is of all rounds.
    """

    id: int
    title: str
    reason: str
    owner: tuple[str, str]
    is_own: bool
    cohort: str | None
    courses: int
    counts_from: date
    due_on: date
    repeat_months: int | None
    grace_days: int
    days_for_new: int
    rounds: int
    made_at: datetime
    withdrawn_at: datetime | None
    owed: int
    done: int
    exempt: int
    late: int


@dataclass(frozen=True)
class CourseSums:
    """One course of an assignment: how many must, have, are late and need not."""

    title: str
    owed: int
    done: int
    exempt: int
    late: int


@dataclass(frozen=True)
class ExemptPerson:
    """Somebody who need not, and why."""

    id: int
    name: str
    reason: str
    made_at: datetime


@dataclass(frozen=True)
class OpenPerson:
    """Somebody who must and has not: the address of their place, and their name there."""

    public_id: uuid.UUID
    name: str
    unit: str


@dataclass(frozen=True)
class OfferedCourse:
    """A course that can be assigned."""

    id: int
    title: str
    lessons: int


@dataclass(frozen=True)
class Reach:
    """How many people an assignment would be for, and how many of them have finished all of it."""

    people: int
    done: int


def tasks(session: Session, organisation_id: int, today: date) -> list[TaskRow]:
    """What is required here, by the organisation itself and from above; the newest first. One statement.

    What is for a cohort above shows only where somebody owes it. Of what was withdrawn the newest are told.
    """
    own = Assignment.organisation_id == organisation_id
    wanted = or_(own, Assignment.cohort_id.is_(None), exists().where(_is_here(organisation_id)))
    rows = session.execute(
        _rows(organisation_id, today)
        .where(wanted)
        .order_by(Assignment.withdrawn_at.is_not(None), Assignment.made_at.desc(), Assignment.id.desc())
        .limit(PAGE)
    )
    return [_row(row, organisation_id) for row in rows]


def task(session: Session, organisation_id: int, assignment_id: int, today: date) -> TaskRow | None:
    """One of them; None if it is none of this organisation's. One statement."""
    own = Assignment.organisation_id == organisation_id
    wanted = or_(own, Assignment.cohort_id.is_(None), exists().where(_is_here(organisation_id)))
    row = session.execute(
        _rows(organisation_id, today).where(wanted, Assignment.id == assignment_id)
    ).one_or_none()
    return _row(row, organisation_id) if row else None


def course_sums(session: Session, organisation_id: int, assignment_id: int, today: date) -> list[CourseSums]:
    """How the newest round stands here, course by course. One statement."""
    newest = select(Assignment.rounds - 1).where(Assignment.id == assignment_id).scalar_subquery()
    rows = session.execute(
        select(
            Course.title,
            func.coalesce(func.sum(Tally.owed), 0),
            func.coalesce(func.sum(Tally.done), 0),
            func.coalesce(func.sum(Tally.exempt), 0),
            func.coalesce(func.sum(_late(today)), 0),
        )
        .select_from(AssignedCourse)
        .join(Course, Course.id == AssignedCourse.course_id)
        .outerjoin(
            Tally,
            and_(
                Tally.organisation_id == organisation_id,
                Tally.assignment_id == AssignedCourse.assignment_id,
                Tally.course_id == AssignedCourse.course_id,
                Tally.round == newest,
            ),
        )
        .where(AssignedCourse.assignment_id == assignment_id)
        .group_by(Course.id, Course.title, Course.position)
        .order_by(Course.position, Course.id)
    )
    return [CourseSums(*row) for row in rows]


def exempt_people(
    session: Session, organisation_id: int, assignment_id: int, after: int = 0
) -> list[ExemptPerson]:
    """Who need not finish it and stands in this organisation or below; fifty from behind *after*.

    One statement.
    """
    shown = (
        select(func.min(Standing.membership_id))
        .join(Obligation, Obligation.id == Standing.obligation_id)
        .where(
            Standing.organisation_id == organisation_id,
            Obligation.assignment_id == assignment_id,
            Obligation.learner_id == Exemption.learner_id,
            Standing.state != "left",
        )
        .correlate(Exemption)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Exemption.id, Membership.name, Exemption.reason, Exemption.made_at)
        .join(Membership, Membership.id == shown)
        .where(Exemption.assignment_id == assignment_id, Exemption.ended_at.is_(None), Exemption.id > after)
        .order_by(Exemption.id)
        .limit(PAGE)
    )
    return [ExemptPerson(*row) for row in rows]


def open_people(session: Session, organisation_id: int, assignment_id: int, words: str) -> list[OpenPerson]:
    """The first few who must and have not, with *words* in their name. One statement.

    It walks along the index of names and stops: somebody stands there once for each course that is open.
    """
    rows = session.execute(
        _open_places(organisation_id, assignment_id)
        .where(*(Standing.name_key.contains(word, autoescape=True) for word in name_key(words).split()[:8]))
        .order_by(Standing.name_key, Standing.obligation_id)
        .limit(FEW * MOST_COURSES)
    )
    found = {row.public_id: OpenPerson(row.public_id, row.name, row.unit) for row in rows}
    return list(found.values())[:FEW]


def open_learner(
    session: Session, organisation_id: int, assignment_id: int, public_id: uuid.UUID
) -> int | None:
    """The learner behind one of these places; None if there is none."""
    row = session.execute(
        _open_places(organisation_id, assignment_id).where(Membership.public_id == public_id)
    ).first()
    return row.learner_id if row else None


def offered(session: Session) -> list[OfferedCourse]:
    """The courses that have lessons, in their order. One statement."""
    rows = session.execute(
        select(Course.id, Course.title, func.count(Lesson.id))
        .join(Lesson, Lesson.course_id == Course.id)
        .where(Course.retired_at.is_(None), Lesson.retired_at.is_(None), Lesson.current_number > 0)
        .group_by(Course.id, Course.title, Course.position)
        .order_by(Course.position, Course.id)
    )
    return [OfferedCourse(*row) for row in rows]


def reach(session: Session, organisation_id: int, plan: Plan) -> Reach:
    """For whom a sound *plan* would be, counted as if it were made now. One statement."""
    assert plan.counts_from
    people = (
        select(Membership.learner_id)
        .where(is_member(), reached_by(organisation_id, plan.cohort_id))
        .distinct()
        .subquery()
    )
    finished = (
        select(func.count(func.distinct(CourseFinish.course_id)))
        .where(
            CourseFinish.learner_id == people.c.learner_id,
            CourseFinish.course_id.in_(plan.course_ids),
            CourseFinish.finished_at >= start_of(plan.counts_from),
        )
        .correlate(people)
        .scalar_subquery()
    )
    row = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(case((finished == len(set(plan.course_ids)), 1), else_=0)), 0),
        ).select_from(people)
    ).one()
    return Reach(*row)


def _rows(organisation_id: int, today: date) -> Select[Any]:
    """Every assignment of the organisation and those above it, with its sums here."""
    is_newest = Tally.round == Assignment.rounds - 1
    sums = (
        select(
            Tally.assignment_id,
            func.sum(case((is_newest, Tally.owed), else_=0)).label("owed"),
            func.sum(case((is_newest, Tally.done), else_=0)).label("done"),
            func.sum(case((is_newest, Tally.exempt), else_=0)).label("exempt"),
            func.sum(_late(today)).label("late"),
        )
        .join(Assignment, Assignment.id == Tally.assignment_id)
        .where(Tally.organisation_id == organisation_id)
        .group_by(Tally.assignment_id)
        .subquery()
    )
    courses = (
        select(func.count())
        .where(AssignedCourse.assignment_id == Assignment.id)
        .correlate(Assignment)
        .scalar_subquery()
    )
    owner = aliased(Organisation)
    return (
        select(
            Assignment,
            owner.slug,
            owner.name,
            Cohort.name.label("cohort"),
            courses.label("courses"),
            *(func.coalesce(sums.c[name], 0).label(name) for name in ("owed", "done", "exempt", "late")),
        )
        .join(owner, owner.id == Assignment.organisation_id)
        .join(OrganisationAncestor, OrganisationAncestor.ancestor_id == owner.id)
        .outerjoin(Cohort, Cohort.id == Assignment.cohort_id)
        .outerjoin(sums, sums.c.assignment_id == Assignment.id)
        .where(OrganisationAncestor.organisation_id == organisation_id)
    )


def _is_here(organisation_id: int) -> Any:
    return and_(Tally.organisation_id == organisation_id, Tally.assignment_id == Assignment.id)


def _late(today: date) -> Any:
    return case((Tally.late_from <= today, Tally.owed - Tally.done), else_=0)


def _open_places(organisation_id: int, assignment_id: int) -> Any:
    return (
        select(Membership.public_id, Membership.learner_id, Membership.name, Organisation.name.label("unit"))
        .select_from(Standing)
        .join(Obligation, Obligation.id == Standing.obligation_id)
        .join(
            Membership,
            and_(Membership.id == Standing.membership_id, Membership.learner_id == Obligation.learner_id),
        )
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Standing.organisation_id == organisation_id,
            Standing.state == "open",
            Obligation.assignment_id == assignment_id,
        )
    )


def _row(row: Any, organisation_id: int) -> TaskRow:
    one = row.Assignment
    return TaskRow(
        id=one.id,
        title=one.title,
        reason=one.reason,
        owner=(row.slug, row.name),
        is_own=one.organisation_id == organisation_id,
        cohort=row.cohort,
        courses=row.courses,
        counts_from=one.counts_from,
        due_on=one.due_on,
        repeat_months=one.repeat_months,
        grace_days=one.grace_days,
        days_for_new=one.days_for_new,
        rounds=one.rounds,
        made_at=one.made_at,
        withdrawn_at=one.withdrawn_at,
        owed=row.owed,
        done=row.done,
        exempt=row.exempt,
        late=row.late,
    )
