"""Somebody takes up an invitation: with a new account, or with the one they have."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from literasi.models import Account, Membership
from literasi.services import auditing, coding, granting, merging, registering
from literasi.services.coding import DeadCode
from literasi.services.joining import STANDING, SUPERVISOR


def register(session: Session, account: registering.NewAccount, code_hash: bytes, *, now: datetime) -> int:
    """Make the account of somebody who was invited; their learner. The code is used up.

    The organisation that invited them first may help when the password is forgotten. Raises coding.DeadCode,
    registering.NameTaken and registering.ContactOfAChild.
    """
    learner_id = coding.use(session, coding.JOIN, code_hash, now=now)
    places = _invited(session, learner_id)
    registering.register(session, account, guest_id=learner_id, now=now)
    session.execute(
        update(Account)
        .where(Account.learner_id == learner_id)
        .values(first_organisation_id=places[0].organisation_id)
    )
    _activate(session, places, learner_id, now=now)
    return learner_id


def join(session: Session, learner_id: int, code_hash: bytes, *, now: datetime) -> None:
    """Somebody with an account takes the invited place; the code is used up. Raises coding.DeadCode."""
    invited_id = coding.use(session, coding.JOIN, code_hash, now=now)
    places = [
        place for place in _invited(session, invited_id) if _make_room(session, learner_id, place, now=now)
    ]
    try:
        merging.merge_guest(session, invited_id, learner_id, now=now)
    except merging.NotAGuest:
        raise DeadCode from None
    _activate(session, places, learner_id, now=now)


def _invited(session: Session, learner_id: int) -> Sequence[Any]:
    """The places that wait for this learner, the first one first. Raises DeadCode when there is none."""
    places = session.execute(
        select(
            Membership.id,
            Membership.organisation_id,
            Membership.role,
            Membership.external_id,
        )
        .where(Membership.learner_id == learner_id, Membership.state == "invited")
        .order_by(Membership.asked_at, Membership.id)
        .with_for_update()
    ).all()
    if not places:
        raise DeadCode
    return places


def _make_room(session: Session, learner_id: int, place: Any, *, now: datetime) -> bool:
    """Whether the learner may take this place; not if they have it already, and then the invited one ends.

    The number by which the organisation knows them goes to theirs. Who only waited for the place waits no
    more: the invitation is the answer.
    """
    own = session.execute(
        select(Membership.id, Membership.state, Membership.external_id)
        .where(
            Membership.learner_id == learner_id,
            Membership.organisation_id == place.organisation_id,
            Membership.role == place.role,
            Membership.state.in_(STANDING),
        )
        .with_for_update()
    ).first()
    if own is None:
        return True
    if own.state == "waiting":
        _set(session, own.id, state="ended", ended_at=now)
        return True
    _set(session, place.id, state="ended", ended_at=now, contact=None)
    if own.external_id is None:
        _set(session, own.id, external_id=place.external_id)
    return False


def _activate(session: Session, places: Sequence[Any], learner_id: int, *, now: datetime) -> None:
    for place in places:
        _set(session, place.id, learner_id=learner_id, state="active", contact=None)
        auditing.record(
            session,
            "membership.taken",
            auditing.learner(learner_id),
            actor_id=learner_id,
            now=now,
            organisation=place.organisation_id,
        )
    if any(place.role == SUPERVISOR for place in places):
        granting.shorten_sessions(session, learner_id, now=now)


def _set(session: Session, membership_id: int, **values: object) -> None:
    session.execute(
        update(Membership)
        .where(Membership.id == membership_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
