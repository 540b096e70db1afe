"""A city of organisations and members, made in bulk, to measure pages at the size of a city.

Nobody here is real. Finishes have no answers behind them, so ``integrity`` says that nobody passed a quiz;
obligations, standings and sums are made by the same services as always.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from literasi.database import Base
from literasi.domain.organisations import OrganisationKind
from literasi.domain.wita import day_of
from literasi.models import (
    AssignedCourse,
    Assignment,
    Course,
    CourseCompletion,
    Learner,
    Membership,
    Obligation,
    Organisation,
    OrganisationAncestor,
)
from literasi.services import finishing, requiring, standings

AT_ONCE = 5_000
UNITS = 9  # below each agency
FINISHED_OF_FIVE = 3
_GIVEN = ("Ani", "Budi", "Citra", "Dewi", "Eko", "Fitri", "Gani", "Hana", "Indra", "Joko")
_FAMILY = ("Arifin", "Basri", "Cahyono", "Darma", "Effendi", "Fauzi", "Gunawan", "Hidayat", "Iskandar")


class NotEmpty(Exception):
    """There are people here already."""


class NoCourse(Exception):
    """There is no course that could be assigned."""


@dataclass(frozen=True)
class Crowd:
    """What was made: the city, one agency with units below it, and one member of that agency's first unit."""

    city: str
    agency: str
    member_id: int
    obligations: int


def load(session: Session, *, organisations: int, learners: int, now: datetime) -> Crowd:
    """Make so many organisations and members, and one course that all owe. Three of five have done it.

    Raises NotEmpty and NoCourse.
    """
    if session.scalar(select(Learner.id).limit(1)) or session.scalar(select(Organisation.id).limit(1)):
        raise NotEmpty
    course_id = session.scalar(
        select(Course.id).where(Course.retired_at.is_(None)).order_by(Course.position).limit(1)
    )
    if course_id is None:
        raise NoCourse
    standings.hold(session)
    places = _organisations(session, organisations, now)
    people = _members(session, places, learners, now)
    _finish(session, course_id, people, now)
    made = _assign(session, places[0], course_id, now)
    slugs = session.scalars(select(Organisation.slug).order_by(Organisation.id).limit(2)).all()
    return Crowd(slugs[0], slugs[-1], people[min(2, len(people) - 1)], made)


def appoint(session: Session, learner_id: int, slug: str, *, now: datetime) -> None:
    """Let somebody supervise the organisation of this *slug*."""
    found = session.scalars(select(Organisation.id).where(Organisation.slug == slug)).one()
    row = _membership(learner_id, found, 0, now)
    session.execute(insert(Membership).values({**row, "role": "supervisor", "public_id": uuid.uuid4()}))


def _organisations(session: Session, count: int, now: datetime) -> list[int]:
    """A city, agencies below it, and units below these; their ids, parents first."""
    ids: list[int] = []
    for level in (range(1), range(1, count, UNITS + 1), _units(count)):
        rows = [_organisation(number, ids, now) for number in level]
        _insert(session, Organisation, rows)
        ids = list(session.scalars(select(Organisation.id).order_by(Organisation.id)))
    return _with_ancestors(session, ids)


def _units(count: int) -> list[int]:
    return [number for number in range(1, count) if (number - 1) % (UNITS + 1)]


def _organisation(number: int, ids: list[int], now: datetime) -> dict[str, Any]:
    if number == 0:
        kind, parent_id = OrganisationKind.CITY, None
    elif (number - 1) % (UNITS + 1) == 0:
        kind, parent_id = OrganisationKind.OFFICE, ids[0]
    else:
        kind, parent_id = OrganisationKind.UNIT, ids[1 + (number - 1) // (UNITS + 1)]
    return {
        "slug": f"contoh-{number:05}",
        "name": f"Contoh {number:05}",
        "kind": kind.value,
        "parent_id": parent_id,
        "is_example": True,
        "created_at": now,
    }


def _with_ancestors(session: Session, ids: list[int]) -> list[int]:
    stored = session.execute(select(Organisation.id, Organisation.parent_id))
    parents = {row.id: row.parent_id for row in stored}
    rows = []
    for one in ids:
        above: int | None = one
        depth = 0
        while above is not None:
            rows.append({"organisation_id": one, "ancestor_id": above, "depth": depth})
            above, depth = parents[above], depth + 1
    _insert(session, OrganisationAncestor, rows)
    return ids


def _members(session: Session, places: list[int], count: int, now: datetime) -> list[int]:
    """Members, spread evenly over everything but the city; the ids of their learners."""
    _insert(session, Learner, ({"created_at": now} for _ in range(count)))
    people = list(session.scalars(select(Learner.id).order_by(Learner.id)))
    below = places[1:] or places
    rows = (
        _membership(learner_id, below[number % len(below)], number, now)
        for number, learner_id in enumerate(people)
    )
    _insert(session, Membership, rows)
    return people


def _membership(learner_id: int, organisation_id: int, number: int, now: datetime) -> dict[str, Any]:
    family = _FAMILY[number // len(_GIVEN) % len(_FAMILY)]
    name = f"{_GIVEN[number % len(_GIVEN)]} {family} {number}"
    return {
        "public_id": uuid.UUID(int=number + 1),
        "learner_id": learner_id,
        "organisation_id": organisation_id,
        "role": "member",
        "state": "active",
        "name": name,
        "name_key": name.casefold(),
        "asked_at": now,
        "joined_at": now,
    }


def _finish(session: Session, course_id: int, people: list[int], now: datetime) -> None:
    rows = (
        {
            "learner_id": learner_id,
            "course_id": course_id,
            "completed_at": now - timedelta(days=number % 60, hours=1),
        }
        for number, learner_id in enumerate(people)
        if number % 5 < FINISHED_OF_FIVE
    )
    _insert(session, CourseCompletion, rows)
    finishing.note_all(session, course_id)


def _assign(session: Session, city_id: int, course_id: int, now: datetime) -> int:
    today = day_of(now)
    assignment_id = session.scalars(
        insert(Assignment)
        .values(
            organisation_id=city_id,
            title="Contoh tugas belajar",
            reason="Untuk mengukur",
            counts_from=today - timedelta(days=90),
            due_on=today - timedelta(days=7),
            made_at=now,
        )
        .returning(Assignment.id)
    ).one()
    session.execute(insert(AssignedCourse).values(assignment_id=assignment_id, course_id=course_id))
    requiring.assigned(session, assignment_id, now=now)
    return session.scalars(select(func.count(Obligation.id))).one()


def _insert(session: Session, model: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
    waiting = iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        session.execute(insert(model), some)
