"""Organisations are retired, with all that is below them, and come back. Nothing is deleted."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from literasi.models import Assignment, Cohort, Membership, OneTimeCode, Organisation, OrganisationAncestor
from literasi.services import assigning, auditing, joining, organising, requiring
from literasi.services.organising import RetiredOrganisation

VALID = ("invited", "active")


class OthersBelow(Exception):
    """More or fewer organisations lie below than the page that asked has shown; the number is ``count``."""

    def __init__(self, count: int) -> None:
        super().__init__(str(count))
        self.count = count


class MergedAway(Exception):
    """What was merged into another organisation does not come back."""


def retire(session: Session, organisation_id: int, *, counted: int, by_id: int | None, now: datetime) -> None:
    """Close the organisation and the *counted* ones below it. Raises OthersBelow.

    Open places end, assignments are withdrawn, codes become void. What people finished stays.
    """
    organising.hold_tree(session)
    found = organising.locked(session, organisation_id)
    if found.retired_at is not None:
        return
    ids = _live_below(session, organisation_id)
    if len(ids) - 1 != counted:
        raise OthersBelow(len(ids) - 1)
    organising.hold(session, ids)
    for assignment_id in session.scalars(open_assignments(ids)).all():
        assigning.withdraw(session, assignment_id, by_id=by_id, now=now)
    members = end_places(session, ids, by_id=by_id, now=now)
    _void_codes(session, ids, now=now)
    close(session, ids, now=now)
    requiring.members_left(session, members, now=now)
    for one in sorted(ids):
        auditing.record(session, "organisation.retired", organising.subject(one), actor_id=by_id, now=now)


def bring_back(session: Session, organisation_id: int, *, by_id: int | None, now: datetime) -> None:
    """Use it again: empty, with the same address and history. What lies below it comes back one by one.

    Raises MergedAway, and RetiredOrganisation while the one above is retired.
    """
    organising.hold_tree(session)
    found = organising.locked(session, organisation_id)
    if found.retired_at is None:
        return
    if found.merged_into_id is not None:
        raise MergedAway
    if found.parent_id is not None and organising.locked(session, found.parent_id).retired_at is not None:
        raise RetiredOrganisation
    found.retired_at = None
    session.flush()
    subject = organising.subject(organisation_id)
    auditing.record(session, "organisation.brought_back", subject, actor_id=by_id, now=now)


def open_assignments(ids: Collection[int]) -> Select[int]:
    """The assignments of these organisations that nobody has withdrawn."""
    return (
        select(Assignment.id)
        .where(Assignment.organisation_id.in_(ids), Assignment.withdrawn_at.is_(None))
        .order_by(Assignment.id)
    )


def end_places(session: Session, ids: Collection[int], *, by_id: int | None, now: datetime) -> list[int]:
    """End every open place in these organisations; the places of those who were members."""
    ended = session.execute(
        select(Membership.id, Membership.role, Membership.state)
        .where(Membership.organisation_id.in_(ids), Membership.state.in_(joining.STANDING))
        .order_by(Membership.id)
        .with_for_update()
    ).all()
    session.execute(
        update(Membership)
        .where(Membership.organisation_id.in_(ids), Membership.state.in_(joining.STANDING))
        .values(state="ended", ended_at=now, contact=None, decided_by_id=by_id)
    )
    return [row.id for row in ended if row.role == "member" and row.state in VALID]


def close(session: Session, ids: Collection[int], *, now: datetime) -> None:
    """Take nobody and nothing any more, from now on."""
    session.execute(
        update(Organisation)
        .where(Organisation.id.in_(ids))
        .values(retired_at=now, join_code=None, join_code_made_at=None)
    )
    session.execute(
        update(Cohort)
        .where(Cohort.organisation_id.in_(ids), Cohort.retired_at.is_(None))
        .values(retired_at=now)
    )


def _live_below(session: Session, organisation_id: int) -> set[int]:
    return set(
        session.scalars(
            select(Organisation.id)
            .join(OrganisationAncestor, OrganisationAncestor.organisation_id == Organisation.id)
            .where(OrganisationAncestor.ancestor_id == organisation_id, Organisation.retired_at.is_(None))
        )
    )


def _void_codes(session: Session, ids: Collection[int], *, now: datetime) -> None:
    session.execute(
        update(OneTimeCode)
        .where(
            OneTimeCode.organisation_id.in_(ids),
            OneTimeCode.purpose == "join",
            OneTimeCode.used_at.is_(None),
            OneTimeCode.voided_at.is_(None),
        )
        .values(voided_at=now)
    )
