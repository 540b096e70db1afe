"""Somebody takes up an invitation: with a new account, or with the one they have."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from literasi.models import Account, Membership, OneTimeCode
from literasi.services import auditing, coding, granting, merging, registering, standings
from literasi.services.coding import DeadCode
from literasi.services.joining import SUPERVISOR


def register(session: Session, account: registering.NewAccount, code_hash: bytes, *, now: datetime) -> int:
    """Make the account of somebody who was invited; their learner. The code is used up.

    The organisation that invited them first may help when the password is forgotten. Raises coding.DeadCode,
    registering.NameTaken and registering.ContactOfAChild.
    """
    _hold(session, code_hash)
    learner_id = coding.use(session, coding.JOIN, code_hash, now=now)
    places = _invited(session, learner_id)
    registering.register(session, account, guest_id=learner_id, now=now)
    session.execute(
        update(Account)
        .where(Account.learner_id == learner_id)
        .values(first_organisation_id=places[0].organisation_id)
    )
    session.execute(
        update(Membership)
        .where(Membership.learner_id == learner_id, Membership.state == "invited")
        .values(state="active", contact=None)
        .execution_options(synchronize_session=False)
    )
    coding.void(session, coding.JOIN, [learner_id], now=now)
    if any(place.role == SUPERVISOR for place in places):
        granting.shorten_sessions(session, learner_id, now=now)
    _record(session, places, learner_id, now=now)
    return learner_id


def join(session: Session, learner_id: int, code_hash: bytes, *, now: datetime) -> None:
    """Somebody with an account takes the invited place; the code is used up. Raises coding.DeadCode.

    What the invited one owed goes along. Who holds that place already, or waits for it, has it once.
    """
    _hold(session, code_hash, learner_id)
    invited_id = coding.use(session, coding.JOIN, code_hash, now=now)
    places = _invited(session, invited_id)
    try:
        merging.merge_guest(session, invited_id, learner_id, now=now)
    except merging.NotAGuest:
        raise DeadCode from None
    _record(session, places, learner_id, now=now)


def _hold(session: Session, code_hash: bytes, learner_id: int | None = None) -> None:
    """Wait for what these people do just now, then for whoever changes who owes what; codes come after that.

    Raises DeadCode.
    """
    invited_id = session.scalar(
        select(OneTimeCode.learner_id).where(
            OneTimeCode.code_hash == code_hash, OneTimeCode.purpose == coding.JOIN
        )
    )
    if invited_id is None:
        raise DeadCode
    merging.hold_still(session, invited_id, learner_id or invited_id)
    standings.hold(session)


def _invited(session: Session, learner_id: int) -> Sequence[Any]:
    """The places that wait for this learner, the first one first. Raises DeadCode when there is none."""
    places = session.execute(
        select(Membership.organisation_id, Membership.role)
        .where(Membership.learner_id == learner_id, Membership.state == "invited")
        .order_by(Membership.asked_at, Membership.id)
        .with_for_update()
    ).all()
    if not places:
        raise DeadCode
    return places


def _record(session: Session, places: Sequence[Any], learner_id: int, *, now: datetime) -> None:
    for place in places:
        auditing.record(
            session,
            "membership.taken",
            auditing.learner(learner_id),
            actor_id=learner_id,
            now=now,
            organisation=place.organisation_id,
        )
