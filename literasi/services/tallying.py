"""Sums over standings and finishes, kept by what changed: read before, read after, add the difference.

Every transaction adds to a table once, in the order of its keys, so that of two none waits for the other.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select, true
from sqlalchemy.orm import Session

from literasi.database import Base, insert_into
from literasi.models import CourseFinish, FinishTally, FinishWeek, Obligation, Standing, Tally
from literasi.queries.scopes import week

AT_ONCE = 500
Counts = Counter[tuple[Any, ...]]


@contextmanager
def standings_counted(session: Session, which: ColumnElement[bool]) -> Iterator[None]:
    """What happens within to the standings of *which* (a condition on obligations) is added to the sums."""
    tables = ((_TALLY, tallies(which)), (_FINISH_WEEK, weeks(which)))
    before = [_read(session, statement, sums) for sums, statement in tables]
    yield
    after = [_read(session, statement, sums) for sums, statement in tables]
    for (sums, _), earlier, later in zip(tables, before, after, strict=True):
        _add(session, sums, _changes(earlier, later))


@contextmanager
def finishes_counted(session: Session, which: ColumnElement[bool]) -> Iterator[None]:
    """What happens within to the first finishes of *which* (a condition on course_finish) is added."""
    before = _read(session, people(which), _FINISH_TALLY)
    yield
    _add(session, _FINISH_TALLY, _changes(before, _read(session, people(which), _FINISH_TALLY)))


@dataclass(frozen=True)
class _Sums:
    """A table of sums: the first columns name a row, the others are counted."""

    model: type[Base]
    keys: Sequence[str]
    carried: Sequence[str]  # set when a row is made, the same ever after
    sums: Sequence[str]


_TALLY = _Sums(
    Tally,
    ("organisation_id", "assignment_id", "round", "course_id", "due_on"),
    ("late_from",),
    ("owed", "done", "exempt"),
)
_FINISH_WEEK = _Sums(FinishWeek, ("organisation_id", "course_id", "week"), (), ("done",))
_FINISH_TALLY = _Sums(FinishTally, ("course_id", "place", "week"), (), ("people",))


def tallies(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The rows of ``tally`` that the standings of *which* come to."""
    return (
        select(
            Standing.organisation_id,
            Obligation.assignment_id,
            Obligation.round,
            Obligation.course_id,
            Obligation.due_on,
            Obligation.late_from,
            _count(Standing.state.in_(("open", "done"))).label("owed"),
            _count(Standing.state == "done").label("done"),
            _count(Standing.state == "exempt").label("exempt"),
        )
        .join(Obligation, Obligation.id == Standing.obligation_id)
        .where(which, Standing.state != "left")
        .group_by(
            Standing.organisation_id,
            Obligation.assignment_id,
            Obligation.round,
            Obligation.course_id,
            Obligation.due_on,
            Obligation.late_from,
        )
    )


def weeks(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The rows of ``finish_week`` that the standings of *which* come to; those who left are counted."""
    monday = week(Obligation.completed_at)
    return (
        select(
            Standing.organisation_id, Obligation.course_id, monday.label("week"), func.count().label("done")
        )
        .join(Obligation, Obligation.id == Standing.obligation_id)
        .where(which, Obligation.state == "done")
        .group_by(Standing.organisation_id, Obligation.course_id, monday)
    )


def people(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The rows of ``finish_tally`` that the first finishes of *which* come to."""
    monday = week(CourseFinish.finished_at)
    return (
        select(CourseFinish.course_id, CourseFinish.place, monday.label("week"), func.count().label("people"))
        .where(which, CourseFinish.is_first.is_(True))
        .group_by(CourseFinish.course_id, CourseFinish.place, monday)
    )


def _count(condition: ColumnElement[bool]) -> Any:
    return func.sum(case((condition, 1), else_=0))


def _read(session: Session, statement: Select[*tuple[Any, ...]], sums: _Sums) -> Counts:
    """Each sum under the values that name it and the name of the sum."""
    named = len(sums.keys) + len(sums.carried)
    return Counter(
        {
            (*row[:named], name): int(value)
            for row in session.execute(statement)
            for name, value in zip(sums.sums, row[named:], strict=True)
        }
    )


def _changes(before: Counts, after: Counts) -> Counts:
    changes = Counter(after)
    changes.subtract(before)
    return Counter({key: change for key, change in changes.items() if change})


def _add(session: Session, sums: _Sums, changes: Counts) -> None:
    """Add the changes to their rows, in the order of the keys; rows that are not there yet are made."""
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    columns = (*sums.keys, *sums.carried)
    for (*named, name), change in changes.items():
        row = rows.setdefault(
            tuple(named), {**dict(zip(columns, named, strict=True)), **dict.fromkeys(sums.sums, 0)}
        )
        row[name] = change
    ordered = [rows[key] for key in sorted(rows)]
    for start in range(0, len(ordered), AT_ONCE):
        insertion = insert_into(session, sums.model).values(ordered[start : start + AT_ONCE])
        session.execute(
            insertion.on_conflict_do_update(
                index_elements=list(sums.keys),
                set_={name: getattr(sums.model, name) + insertion.excluded[name] for name in sums.sums},
            )
        )


def differences(session: Session, table: str) -> Iterator[tuple[tuple[Any, ...], int, int]]:
    """Where the sums of a *table* are wrong: what names the sum, what it comes to, what it says."""
    sums, statement = {
        "tally": (_TALLY, tallies(true())),
        "finish_week": (_FINISH_WEEK, weeks(true())),
        "finish_tally": (_FINISH_TALLY, people(true())),
    }[table]
    columns = (*sums.keys, *sums.carried, *sums.sums)
    expected = _read(session, statement, sums)
    stored = _read(session, select(*(getattr(sums.model, name) for name in columns)), sums)
    for named in sorted({*expected, *stored}):
        if expected[named] != stored[named]:
            yield named, expected[named], stored[named]
