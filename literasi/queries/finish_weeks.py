"""How many courses were finished week by week: of what an organisation owes, and of everybody."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from literasi.domain.wita import monday_of
from literasi.models import Course, FinishTally, FinishWeek

WEEKS = 12


@dataclass(frozen=True)
class Week:
    """One week by its Monday, and what was finished in it."""

    monday: date
    done: int


@dataclass(frozen=True)
class CoursePlaces:
    """How many people finished a course for the first time in the last weeks, by where they stood."""

    title: str
    people: dict[str, int]


def weeks(session: Session, organisation_id: int, *, course_id: int | None, today: date) -> list[Week]:
    """The last twelve weeks of an organisation and everything below it, the running one last.

    A week in which nobody finished anything is 0: those who look may see everybody by name.
    """
    mondays = _mondays(today)
    rows = session.execute(
        select(FinishWeek.week, func.sum(FinishWeek.done))
        .where(
            FinishWeek.organisation_id == organisation_id,
            FinishWeek.week.in_(mondays),
            *([] if course_id is None else [FinishWeek.course_id == course_id]),
        )
        .group_by(FinishWeek.week)
    )
    found = {week: int(done) for week, done in rows}
    return [Week(monday, found.get(monday, 0)) for monday in mondays]


def places(session: Session, *, today: date) -> list[CoursePlaces]:
    """Every course that is offered, by title, with the people who finished it in the last twelve weeks.

    One without any stands there as well: that it is missing would tell something.
    """
    lately = and_(FinishTally.course_id == Course.id, FinishTally.week.in_(_mondays(today)))
    rows = session.execute(
        select(Course.id, Course.title, FinishTally.place, func.sum(FinishTally.people).label("people"))
        .outerjoin(FinishTally, lately)
        .where(Course.retired_at.is_(None))
        .group_by(Course.id, Course.title, FinishTally.place)
        .order_by(Course.title, Course.id)
    )
    found: dict[int, CoursePlaces] = {}
    for row in rows:
        _add(found.setdefault(row.id, CoursePlaces(row.title, {})), row)
    return list(found.values())


def _add(course: CoursePlaces, row: Any) -> None:
    if row.place is not None:
        course.people[row.place] = int(row.people)


def _mondays(today: date) -> list[date]:
    """The Mondays of the last weeks, the oldest first."""
    return [monday_of(today) - timedelta(weeks=back) for back in reversed(range(WEEKS))]
