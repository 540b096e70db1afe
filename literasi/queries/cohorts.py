"""Cohorts of an organisation, and who is in one."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from literasi.domain.names import name_key
from literasi.models import Assignment, Cohort, CohortMember, Membership, Organisation
from literasi.queries.scopes import below, is_member

PAGE = 50
FEW = 20


@dataclass(frozen=True)
class CohortRow:
    """One cohort: how many are in it, and how much is required of it."""

    id: int
    name: str
    starts_on: date
    retired_at: datetime | None
    people: int
    tasks: int


@dataclass(frozen=True)
class CohortPerson:
    """Somebody in a cohort, or who could be."""

    id: int
    public_id: uuid.UUID
    name: str
    unit: str


@dataclass(frozen=True)
class CohortPage:
    """Fifty people by name, and where the next page begins."""

    rows: Sequence[CohortPerson]
    next: str


def cohort_rows(session: Session, organisation_id: int) -> list[CohortRow]:
    """The cohorts of this very organisation, those in use first, the newest first. One statement."""
    rows = session.execute(
        _cohorts()
        .where(Cohort.organisation_id == organisation_id)
        .order_by(Cohort.retired_at.is_not(None), Cohort.starts_on.desc(), Cohort.id.desc())
        .limit(100)
    )
    return [CohortRow(*row) for row in rows]


def cohort(session: Session, organisation_id: int, cohort_id: int) -> CohortRow | None:
    """One of them; None if it is another organisation's. One statement."""
    row = session.execute(
        _cohorts().where(Cohort.organisation_id == organisation_id, Cohort.id == cohort_id)
    ).one_or_none()
    return CohortRow(*row) if row else None


def people_in(session: Session, cohort_id: int, after: str = "") -> CohortPage:
    """Who is in it, by name, from behind the place with the address *after*. One statement."""
    found = _people().join(CohortMember, CohortMember.membership_id == Membership.id)
    found = found.where(CohortMember.cohort_id == cohort_id, is_member())
    begin = _public_id(after)
    if begin is not None:
        key = select(Membership.name_key).where(Membership.public_id == begin).scalar_subquery()
        number = select(Membership.id).where(Membership.public_id == begin).scalar_subquery()
        found = found.where(
            or_(Membership.name_key > key, and_(Membership.name_key == key, Membership.id > number))
        )
    rows = session.execute(found.order_by(Membership.name_key, Membership.id).limit(PAGE + 1)).all()
    shown = [CohortPerson(*row) for row in rows[:PAGE]]
    return CohortPage(shown, str(shown[-1].public_id) if len(rows) > PAGE else "")


def people_beside(session: Session, organisation_id: int, cohort_id: int, words: str) -> list[CohortPerson]:
    """The first few members here and below who are not in it, with *words* in their name. One statement."""
    inside = exists().where(CohortMember.cohort_id == cohort_id, CohortMember.membership_id == Membership.id)
    rows = session.execute(
        _people()
        .where(
            Membership.organisation_id.in_(below(organisation_id)),
            is_member(),
            ~inside,
            *(Membership.name_key.contains(word, autoescape=True) for word in name_key(words).split()[:8]),
        )
        .order_by(Membership.name_key, Membership.id)
        .limit(FEW)
    )
    return [CohortPerson(*row) for row in rows]


def places(session: Session, organisation_id: int, public_ids: Sequence[uuid.UUID]) -> list[int]:
    """The members' places here and below that have these addresses."""
    return list(
        session.scalars(
            select(Membership.id).where(
                Membership.public_id.in_(public_ids),
                Membership.organisation_id.in_(below(organisation_id)),
                Membership.role == "member",
            )
        )
    )


def _cohorts() -> Any:
    people = (
        select(func.count())
        .select_from(CohortMember)
        .join(Membership, Membership.id == CohortMember.membership_id)
        .where(CohortMember.cohort_id == Cohort.id, is_member())
        .correlate(Cohort)
        .scalar_subquery()
    )
    tasks = (
        select(func.count(Assignment.id))
        .where(Assignment.cohort_id == Cohort.id, Assignment.withdrawn_at.is_(None))
        .correlate(Cohort)
        .scalar_subquery()
    )
    return select(Cohort.id, Cohort.name, Cohort.starts_on, Cohort.retired_at, people, tasks)


def _people() -> Any:
    return select(Membership.id, Membership.public_id, Membership.name, Organisation.name).join(
        Organisation, Organisation.id == Membership.organisation_id
    )


def _public_id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
