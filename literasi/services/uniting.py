"""Two organisations become one. Nobody owes more or less by it, and nobody's history moves."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from literasi.domain.organisations import OrganisationKind
from literasi.models import Assignment, Cohort, CohortMember, Membership, OneTimeCode, Organisation
from literasi.services import auditing, closing, joining, organising, requiring
from literasi.services.organising import BelowItself, CommunityStandsAlone, RetiredOrganisation


def merge(
    session: Session,
    organisation_id: int,
    into_id: int,
    *,
    by_id: int | None,
    now: datetime,
    today: date,
) -> None:
    """Close the organisation; its people, groups and units go on in *into_id*.

    Its address leads there, and what happened in it stays with it. What it asked of its people is asked of
    them as a group, so that nobody owes more or less. Its supervisors' places end. Raises BelowItself,
    CommunityStandsAlone, RetiredOrganisation.
    """
    organising.hold_tree(session)
    found, into = (organising.locked(session, one) for one in (organisation_id, into_id))
    _check_merge(session, found, into)
    organising.hold(session, organising.below(session, organisation_id))
    followed = _take_over(session, organisation_id, into_id, by_id=by_id, now=now)
    _take_over_groups(session, found, into_id, followed, now=now, today=today)
    units = organising.transplant_children(session, organisation_id, into_id)
    left = closing.end_places(session, {organisation_id}, by_id=by_id, now=now)
    closing.close(session, {organisation_id}, now=now)
    _lead_on(session, organisation_id, into_id)
    requiring.members_came(session, [followed[one] for one in left], now=now)
    requiring.members_left(session, left, now=now)
    for one in units:
        requiring.organisation_moved(session, one, now=now)
    subject = organising.subject(organisation_id)
    auditing.record(session, "organisation.merged", subject, actor_id=by_id, now=now, into=into_id)


def _check_merge(session: Session, found: Organisation, into: Organisation) -> None:
    if into.id in organising.below(session, found.id):
        raise BelowItself
    if (found.kind == OrganisationKind.COMMUNITY) != (into.kind == OrganisationKind.COMMUNITY):
        raise CommunityStandsAlone
    if found.retired_at is not None or into.retired_at is not None:
        raise RetiredOrganisation


def _lead_on(session: Session, organisation_id: int, into_id: int) -> None:
    """Its address, and those of all that was merged into it before, lead to the other one."""
    session.execute(
        update(Organisation)
        .where((Organisation.id == organisation_id) | (Organisation.merged_into_id == organisation_id))
        .values(merged_into_id=into_id)
    )


def _take_over(
    session: Session, organisation_id: int, into_id: int, *, by_id: int | None, now: datetime
) -> dict[int, int]:
    """Give each member a place in the other organisation; which place follows which.

    Whoever has one there already keeps it. A number that somebody else has there is left behind.
    """
    there = {place.learner_id: place for place in _places(session, into_id) if place.role == "member"}
    numbers = {place.external_id for place in _places(session, into_id)}
    followed: dict[int, int] = {}
    for place in _places(session, organisation_id):
        if place.role != "member":
            continue
        other = there.get(place.learner_id)
        if other is not None and other.state == "waiting" and place.state != "waiting":
            other.state, other.joined_at, other.decided_by_id = place.state, now, by_id
        if other is None:
            other = _copy(place, into_id, now=now, keeps_number=place.external_id not in numbers)
            session.add(other)
        session.flush()
        followed[place.id] = other.id
    return followed


def _copy(place: Membership, into_id: int, *, now: datetime, keeps_number: bool) -> Membership:
    return Membership(
        public_id=uuid.uuid4(),
        learner_id=place.learner_id,
        organisation_id=into_id,
        role=place.role,
        state=place.state,
        name=place.name,
        name_key=place.name_key,
        external_id=place.external_id if keeps_number else None,
        contact=place.contact,
        asked_at=place.asked_at,
        joined_at=now if place.joined_at else None,
        decided_by_id=place.decided_by_id,
    )


def _take_over_groups(
    session: Session,
    found: Organisation,
    into_id: int,
    followed: Mapping[int, int],
    *,
    now: datetime,
    today: date,
) -> None:
    """Cohorts go along with their people and what is asked of them; so do open slips and invitations.

    What was asked of everybody becomes a task of one more cohort: those who are there today.
    """
    cohorts = list(session.scalars(select(Cohort.id).where(Cohort.organisation_id == found.id)))
    asked_of_all = session.scalars(
        closing.open_assignments({found.id}).where(Assignment.cohort_id.is_(None))
    ).all()
    _follow(session, cohorts, followed)
    if asked_of_all:
        cohorts.append(_cohort_of_all(session, found, now=now, today=today))
    session.execute(update(Cohort).where(Cohort.id.in_(cohorts)).values(organisation_id=into_id))
    session.execute(
        update(Assignment).where(Assignment.cohort_id.in_(cohorts)).values(organisation_id=into_id)
    )
    if asked_of_all:
        session.execute(
            update(Assignment)
            .where(Assignment.id.in_(asked_of_all))
            .values(organisation_id=into_id, cohort_id=cohorts[-1])
        )
        _follow_into(session, cohorts[-1], _valid_below(session, found.id), followed)
    session.execute(
        update(OneTimeCode)
        .where(OneTimeCode.organisation_id == found.id, OneTimeCode.used_at.is_(None))
        .values(organisation_id=into_id)
    )


def _cohort_of_all(session: Session, found: Organisation, *, now: datetime, today: date) -> int:
    return session.scalars(
        insert(Cohort)
        .values(organisation_id=found.id, name=found.name[:80], starts_on=today, created_at=now)
        .returning(Cohort.id)
    ).one()


def _follow(session: Session, cohorts: Iterable[int], followed: Mapping[int, int]) -> None:
    """Whoever was in a cohort is in it with their new place."""
    for cohort_id in cohorts:
        places = session.scalars(
            select(CohortMember.membership_id).where(CohortMember.cohort_id == cohort_id)
        ).all()
        session.execute(delete(CohortMember).where(CohortMember.cohort_id == cohort_id))
        _follow_into(session, cohort_id, places, followed)


def _follow_into(
    session: Session, cohort_id: int, places: Iterable[int], followed: Mapping[int, int]
) -> None:
    rows = [
        {"cohort_id": cohort_id, "membership_id": one}
        for one in sorted({followed.get(place, place) for place in places})
    ]
    if rows:
        session.execute(insert(CohortMember), rows)


def _valid_below(session: Session, organisation_id: int) -> list[int]:
    return list(
        session.scalars(
            select(Membership.id).where(
                Membership.organisation_id.in_(organising.below(session, organisation_id)),
                Membership.role == "member",
                Membership.state.in_(closing.VALID),
            )
        )
    )


def _places(session: Session, organisation_id: int) -> Sequence[Membership]:
    return session.scalars(
        select(Membership)
        .where(Membership.organisation_id == organisation_id, Membership.state.in_(joining.STANDING))
        .order_by(Membership.id)
        .with_for_update()
    ).all()
