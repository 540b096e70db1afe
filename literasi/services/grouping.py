"""Cohorts: groups inside an organisation, to which something can be assigned."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.orm import Session

from literasi.domain.names import name_key
from literasi.models import Assignment, Cohort, CohortMember, Membership, Organisation
from literasi.queries.scopes import below, is_member
from literasi.services import auditing, joining, requiring, standings


class NameTaken(Exception):
    """Another cohort in use has this name; nobody could tell them apart."""


class HasTasks(Exception):
    """Something is still required of the cohort."""


def make(
    session: Session, organisation_id: int, name: str, starts_on: date, *, by_id: int, now: datetime
) -> int:
    """A new, empty cohort; its id. Raises joining.ClosedOrganisation and NameTaken."""
    joining.must_be_open(session, organisation_id)
    _must_be_free(session, organisation_id, name)
    cohort_id = session.scalars(
        insert(Cohort)
        .values(organisation_id=organisation_id, name=name, starts_on=starts_on, created_at=now)
        .returning(Cohort.id)
    ).one()
    _record(session, "cohort.made", cohort_id, by_id, now)
    return cohort_id


def rename(session: Session, cohort_id: int, name: str, *, by_id: int, now: datetime) -> None:
    """Give it another name. Raises NameTaken."""
    organisation_id = session.scalars(select(Cohort.organisation_id).where(Cohort.id == cohort_id)).one()
    _must_be_free(session, organisation_id, name, but=cohort_id)
    session.execute(update(Cohort).where(Cohort.id == cohort_id).values(name=name))
    _record(session, "cohort.renamed", cohort_id, by_id, now)


def _must_be_free(session: Session, organisation_id: int, name: str, *, but: int = 0) -> None:
    """Whoever makes or renames a cohort there waits for the others."""
    session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
    live = session.scalars(
        select(Cohort.name).where(
            Cohort.organisation_id == organisation_id, Cohort.retired_at.is_(None), Cohort.id != but
        )
    )
    if name_key(name) in map(name_key, live):
        raise NameTaken(name)


def add(
    session: Session, cohort_id: int, membership_ids: Collection[int], *, by_id: int, now: datetime
) -> int:
    """Take in members of the organisation or of a unit below it; how many were not in yet.

    Others are left out. From now on they owe what the cohort owes.
    """
    standings.hold(session)
    cohort = _locked(session, cohort_id)
    inside = exists().where(CohortMember.cohort_id == cohort_id, CohortMember.membership_id == Membership.id)
    new = session.scalars(
        select(Membership.id)
        .where(
            Membership.id.in_(membership_ids),
            Membership.organisation_id.in_(below(cohort.organisation_id)),
            is_member(),
            ~inside,
        )
        .order_by(Membership.id)
    ).all()
    if not new or cohort.retired_at is not None:
        return 0
    session.execute(insert(CohortMember), [{"cohort_id": cohort_id, "membership_id": one} for one in new])
    requiring.cohort_joined(session, cohort_id, new, now=now)
    _record(session, "cohort.joined", cohort_id, by_id, now, people=len(new))
    return len(new)


def remove(session: Session, cohort_id: int, membership_id: int, *, by_id: int, now: datetime) -> bool:
    """Take one out; whether they were in. What only the cohort owed, they owe no more."""
    standings.hold(session)
    _locked(session, cohort_id)
    removed = session.scalar(
        delete(CohortMember)
        .where(CohortMember.cohort_id == cohort_id, CohortMember.membership_id == membership_id)
        .returning(CohortMember.membership_id)
    )
    if removed is None:
        return False
    requiring.cohort_left(session, cohort_id, [membership_id], now=now)
    _record(session, "cohort.left", cohort_id, by_id, now, people=1)
    return True


def retire(session: Session, cohort_id: int, *, by_id: int, now: datetime) -> None:
    """Use it no longer. Raises HasTasks: those are withdrawn first."""
    cohort = _locked(session, cohort_id)
    if cohort.retired_at is not None:
        return
    has_tasks = exists().where(Assignment.cohort_id == cohort_id, Assignment.withdrawn_at.is_(None))
    if session.scalar(select(has_tasks)):
        raise HasTasks
    cohort.retired_at = now
    session.flush()
    _record(session, "cohort.retired", cohort_id, by_id, now)


def _locked(session: Session, cohort_id: int) -> Cohort:
    return session.scalars(
        select(Cohort)
        .where(Cohort.id == cohort_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _record(session: Session, action: str, cohort_id: int, by_id: int, now: datetime, **details: int) -> None:
    auditing.record(session, action, f"cohort:{cohort_id}", actor_id=by_id, now=now, **details)
