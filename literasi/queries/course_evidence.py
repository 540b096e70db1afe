"""What the pages about groups read: the newest figures of courses, and alarms. Raw: pages gate them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, exists, select
from sqlalchemy.orm import Session, aliased

from literasi.domain.evidence import Evidence, Harm, from_json
from literasi.domain.evidence.figures import read_stored
from literasi.models import Account, Course, HarmAlarm, Organisation
from literasi.models import Evidence as Stored

_newer = aliased(Stored)


@dataclass(frozen=True)
class Measured:
    """The newest figures of one group on one course, and from which to which day its people were counted."""

    people: str
    organisation_id: int | None
    evidence: Evidence
    computed_at: datetime
    first_day: date
    last_day: date


@dataclass(frozen=True)
class CourseRow:
    """A course, its figures over everybody if there are any, and whether an alarm stands."""

    id: int
    slug: str
    title: str
    measured: Measured | None
    has_alarm: bool


@dataclass(frozen=True)
class Agency:
    """An agency of which there are figures."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True)
class Alarm:
    """An alarm, answered or standing; ``answered_by`` is how that person signs in."""

    id: int
    harm: Harm
    week: date
    raised_at: datetime
    answered_at: datetime | None
    answered_by: str | None
    answer: str | None


def courses(session: Session, people: str = "all", organisation_id: int | None = None) -> list[CourseRow]:
    """Every course in its order, with the newest figures of this group. One statement."""
    rows = session.execute(
        _course_columns()
        .add_columns(Stored, _alarm_stands().label("has_alarm"))
        .outerjoin(Stored, and_(Stored.course_id == Course.id, _is_newest(people, organisation_id)))
        .where(Course.retired_at.is_(None))
        .order_by(Course.position, Course.id)
    )
    return [
        CourseRow(
            row.id, row.slug, row.title, _measured(row.Evidence) if row.Evidence else None, row.has_alarm
        )
        for row in rows
    ]


def course(session: Session, slug: str) -> CourseRow | None:
    """One course, without its figures. One statement."""
    row = session.execute(
        _course_columns().add_columns(_alarm_stands().label("has_alarm")).where(Course.slug == slug)
    ).one_or_none()
    return CourseRow(row.id, row.slug, row.title, None, row.has_alarm) if row else None


def newest(session: Session, course_id: int, groups: Sequence[tuple[str, int | None]]) -> list[Measured]:
    """The newest figures of these groups, those that there are, in this order. One statement."""
    found = {
        (row.people, row.organisation_id): _measured(row)
        for row in session.scalars(
            select(Stored).where(
                Stored.course_id == course_id,
                Stored.people.in_({people for people, _ in groups}),
                ~_is_superseded(),
            )
        )
    }
    return [found[group] for group in groups if group in found]


def agencies(session: Session, course_id: int) -> list[Agency]:
    """The agencies of which there are figures, by alphabet. One statement."""
    rows = session.execute(
        select(Organisation.id, Organisation.slug, Organisation.name)
        .where(
            exists().where(
                Stored.course_id == course_id,
                Stored.people == "agency",
                Stored.organisation_id == Organisation.id,
            )
        )
        .order_by(Organisation.name, Organisation.id)
    )
    return [Agency(row.id, row.slug, row.name) for row in rows]


def alarms(session: Session, course_id: int) -> list[Alarm]:
    """The alarms of a course: what stands first, then the newest. One statement."""
    rows = session.execute(
        select(HarmAlarm, Account.login_name)
        .outerjoin(Account, Account.learner_id == HarmAlarm.answered_by_id)
        .where(HarmAlarm.course_id == course_id)
        .order_by(HarmAlarm.answered_at.is_not(None), HarmAlarm.week.desc())
    )
    return [
        Alarm(
            one.id,
            read_stored(Harm, one.figures),
            one.week,
            one.raised_at,
            one.answered_at,
            login_name,
            one.answer,
        )
        for one, login_name in rows
    ]


def standing_alarms(session: Session) -> list[tuple[str, str]]:
    """Courses with an alarm that nobody has answered: slug and title. One statement."""
    rows = session.execute(_course_columns().where(_alarm_stands()).order_by(Course.position, Course.id))
    return [(row.slug, row.title) for row in rows]


def _course_columns() -> Select[int, str, str]:
    return select(Course.id, Course.slug, Course.title)


def _alarm_stands() -> Any:
    return exists().where(HarmAlarm.course_id == Course.id, HarmAlarm.answered_at.is_(None))


def _is_newest(people: str, organisation_id: int | None) -> Any:
    mine = Stored.organisation_id.is_not_distinct_from(organisation_id)
    return and_(Stored.people == people, mine, ~_is_superseded())


def _is_superseded() -> Any:
    return exists().where(
        _newer.course_id == Stored.course_id,
        _newer.people == Stored.people,
        _newer.organisation_id.is_not_distinct_from(Stored.organisation_id),
        _newer.id > Stored.id,
    )


def _measured(row: Stored) -> Measured:
    return Measured(
        row.people,
        row.organisation_id,
        from_json(row.figures),
        row.computed_at,
        date.fromisoformat(row.figures["first_day"]),
        date.fromisoformat(row.figures["last_day"]),
    )
