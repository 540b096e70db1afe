"""How many must, have and are late in an organisation and everything below it, by course."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, cast, func, select
from sqlalchemy.orm import Session

from literasi.domain.standings import SOON, Count, Show, together
from literasi.models import CohortMember, Course, Membership, Obligation, Standing, Tally

_ROUNDS = 1000  # more than an assignment ever has


@dataclass(frozen=True)
class Counts:
    """How many obligations there are of each kind; *owed* are those that are open or done."""

    owed: Count = Count()
    done: Count = Count()
    exempt: Count = Count()
    open: Count = Count()
    late: Count = Count()
    soon: Count = Count()
    grace: Count = Count()

    def of(self, show: Show) -> Count | None:
        """How many a list of *show* has; None where nobody counts them."""
        found = {
            Show.LATE: self.late,
            Show.SOON: self.soon,
            Show.GRACE: self.grace,
            Show.OPEN: self.open,
            Show.DONE: self.done,
            Show.EXEMPT: self.exempt,
            Show.ALL: Count(self.owed.number + self.exempt.number, are_people=False),
        }
        return found.get(show)


@dataclass(frozen=True)
class CourseCounts:
    """A course that is or was required, and how it stands."""

    id: int
    slug: str
    title: str
    counts: Counts


def standing(
    session: Session, organisation_id: int, *, today: date, cohort_id: int | None = None
) -> list[CourseCounts]:
    """How each course stands in the organisation, or in one cohort of it; by title.

    One statement. Without a cohort it reads sums, however many people there are.
    """
    source = _tallies(organisation_id) if cohort_id is None else _of_cohort(organisation_id, cohort_id)
    rows = session.execute(_summed(source, today))
    return [CourseCounts(row.id, row.slug, row.title, _read(row)) for row in rows]


def all_courses(courses: list[CourseCounts], course_id: int | None = None) -> Counts:
    """What the *courses* come to together; or one of them alone."""
    chosen = [one.counts for one in courses if course_id in {None, one.id}]
    return Counts(**{name: together(getattr(one, name) for one in chosen) for name in _NAMES})


def cohort_obligations(cohort_id: int) -> Select[*tuple[Any, ...]]:
    """The ids of what the people of a cohort owe, as a part of a statement."""
    return (
        select(Obligation.id)
        .join(Membership, Membership.learner_id == Obligation.learner_id)
        .join(CohortMember, CohortMember.membership_id == Membership.id)
        .where(CohortMember.cohort_id == cohort_id)
    )


_NAMES = ("owed", "done", "exempt", "open", "late", "soon", "grace")


def _tallies(organisation_id: int) -> Any:
    return select(Tally.__table__).where(Tally.organisation_id == organisation_id).subquery()


def _of_cohort(organisation_id: int, cohort_id: int) -> Any:
    """The same columns as a tally has, counted from the standings of a cohort's people."""
    return (
        select(
            Obligation.assignment_id,
            Obligation.round,
            Standing.course_id,
            Standing.due_on,
            Standing.late_from,
            _how_many(Standing.state.in_(("open", "done"))).label("owed"),
            _how_many(Standing.state == "done").label("done"),
            _how_many(Standing.state == "exempt").label("exempt"),
        )
        .join(Obligation, Obligation.id == Standing.obligation_id)
        .where(
            Standing.organisation_id == organisation_id,
            Standing.obligation_id.in_(cohort_obligations(cohort_id)),
            Standing.state != "left",
        )
        .group_by(
            Obligation.assignment_id,
            Obligation.round,
            Standing.course_id,
            Standing.due_on,
            Standing.late_from,
        )
        .subquery()
    )


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _summed(source: Any, today: date) -> Select[*tuple[Any, ...]]:
    task = cast(source.c.assignment_id, BigInteger) * _ROUNDS + source.c.round
    columns = []
    for name, number in _numbers(source, today).items():
        columns += [
            func.sum(number).label(name),
            func.min(case((number > 0, task))).label(f"{name}_first_task"),
            func.max(case((number > 0, task))).label(f"{name}_last_task"),
            func.min(case((number > 0, source.c.late_from))).label(f"{name}_from"),
            func.max(case((number > 0, source.c.late_from))).label(f"{name}_until"),
        ]
    return (
        select(Course.id, Course.slug, Course.title, *columns)
        .select_from(source)
        .join(Course, Course.id == source.c.course_id)
        .group_by(Course.id, Course.slug, Course.title)
        .having(func.sum(source.c.owed + source.c.exempt) > 0)
        .order_by(Course.title, Course.id)
    )


def _numbers(source: Any, today: date) -> dict[str, ColumnElement[int]]:
    is_open = source.c.owed - source.c.done
    return {
        "owed": source.c.owed,
        "done": source.c.done,
        "exempt": source.c.exempt,
        "open": is_open,
        "late": case((source.c.late_from <= today, is_open), else_=0),
        "soon": case((source.c.due_on.between(today, today + SOON), is_open), else_=0),
        "grace": case((and_(source.c.due_on < today, source.c.late_from > today), is_open), else_=0),
    }


def _read(row: Any) -> Counts:
    return Counts(**{name: _count(row, name) for name in _NAMES})


def _count(row: Any, name: str) -> Count:
    number = int(getattr(row, name))
    if not number:
        return Count()
    one_task = getattr(row, f"{name}_first_task") == getattr(row, f"{name}_last_task")
    return Count(number, one_task, (getattr(row, f"{name}_from"), getattr(row, f"{name}_until")))
