"""A member's place is corrected, or becomes a place in another organisation."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.domain.names import name_key
from literasi.domain.organisations import OrganisationKind
from literasi.models import Membership, Organisation
from literasi.queries.memberships import has_number
from literasi.services import auditing, coding, requiring, standings
from literasi.services.joining import MEMBER, VALID, AlreadyThere, NumberTaken, must_be_open


class NotAMember(Exception):
    """The place ended meanwhile, or was never one of a member."""


class CommunityMovesNobody(Exception):
    """People come into a community by themselves, and go from it into no agency without being asked."""


def correct(
    session: Session, membership_id: int, *, name: str, external_id: str | None, by_id: int, now: datetime
) -> None:
    """Write the person's name and number anew. Raises NumberTaken and NotAMember."""
    standings.hold(session)
    place = _held(session, membership_id)
    if external_id not in {None, place.external_id} and has_number(
        session, place.organisation_id, external_id, but=membership_id
    ):
        raise NumberTaken
    session.execute(
        update(Membership)
        .where(Membership.id == membership_id)
        .values(name=name, name_key=name_key(name), external_id=external_id)
        .execution_options(synchronize_session=False)
    )
    requiring.member_renamed(session, membership_id)
    _record(session, "membership.corrected", place.learner_id, place.organisation_id, by_id, now)


def move(
    session: Session, membership_id: int, organisation_id: int, *, by_id: int, now: datetime
) -> uuid.UUID:
    """End the place here and begin one there, in one act; the new one's public id.

    The number goes along unless somebody there has it; codes that were made here do not. Raises NotAMember,
    AlreadyThere, ClosedOrganisation and CommunityMovesNobody.
    """
    standings.hold(session)
    must_be_open(session, organisation_id)
    place = _held(session, membership_id)
    _must_be_agencies(session, place.organisation_id, organisation_id)
    session.execute(
        update(Membership)
        .where(Membership.id == membership_id)
        .values(state="ended", ended_at=now, contact=None, decided_by_id=by_id)
        .execution_options(synchronize_session=False)
    )
    number = place.external_id
    if number is not None and has_number(session, organisation_id, number, but=membership_id):
        number = None
    made = session.execute(
        insert_into(session, Membership)
        .values(
            public_id=uuid.uuid4(),
            learner_id=place.learner_id,
            organisation_id=organisation_id,
            role=MEMBER,
            state=place.state,
            name=place.name,
            name_key=place.name_key,
            external_id=number,
            contact=place.contact,
            asked_at=now,
            joined_at=now,
            decided_by_id=by_id,
        )
        .on_conflict_do_nothing()
        .returning(Membership.id, Membership.public_id)
    ).first()
    if made is None:
        raise AlreadyThere
    requiring.members_left(session, [membership_id], now=now)
    requiring.members_came(session, [made.id], now=now)
    coding.void(session, coding.JOIN, [place.learner_id], now=now)
    coding.void_help(session, [place.learner_id], now=now)
    _record(session, "membership.moved", place.learner_id, organisation_id, by_id, now)
    new_id: uuid.UUID = made.public_id
    return new_id


def _held(session: Session, membership_id: int) -> Any:
    """The member's place, held until the transaction ends. Raises NotAMember."""
    place = session.execute(
        select(
            Membership.learner_id,
            Membership.organisation_id,
            Membership.state,
            Membership.name,
            Membership.name_key,
            Membership.external_id,
            Membership.contact,
        )
        .where(Membership.id == membership_id, Membership.role == MEMBER, Membership.state.in_(VALID))
        .with_for_update()
    ).first()
    if place is None:
        raise NotAMember
    return place


def _must_be_agencies(session: Session, *ids: int) -> None:
    is_community = Organisation.kind == OrganisationKind.COMMUNITY
    if session.scalar(select(exists().where(Organisation.id.in_(ids), is_community))):
        raise CommunityMovesNobody


def _record(
    session: Session, action: str, learner_id: int, organisation_id: int, by_id: int, now: datetime
) -> None:
    auditing.record(
        session, action, auditing.learner(learner_id), actor_id=by_id, now=now, organisation=organisation_id
    )
