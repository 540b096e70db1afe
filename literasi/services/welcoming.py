"""A visitor who does something becomes a guest learner, remembered by a cookie."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.domain.people import CITIZEN_LASTS, GUEST_LASTS, RENEWED_AFTER
from literasi.models import Learner, LearnerSession
from literasi.queries.people import is_staff


@dataclass(frozen=True)
class Welcome:
    """Whose cookie it is, and how long it shall last from now: None leaves the browser's cookie as it is."""

    learner_id: int
    lasts: timedelta | None


def welcome(session: Session, token_hash: bytes, *, now: datetime) -> Welcome:
    """The learner behind the cookie, made now if this is the first thing they do.

    Two requests of one new browser at the same time end with one learner. *token_hash* is the
    SHA-256 of the cookie. A guest's 400 days begin again; whoever is signed in has their 90 days
    renewed at most once a day, unless the phone is shared or they hold a role.
    """
    known = session.execute(
        update(LearnerSession)
        .where(LearnerSession.token_hash == token_hash, LearnerSession.expires_at > now)
        .values(is_shared=LearnerSession.is_shared)  # takes the row, so that a merge waits for us
        .returning(
            LearnerSession.learner_id,
            LearnerSession.signed_in_at,
            LearnerSession.is_shared,
            LearnerSession.last_used_at,
        )
    ).one_or_none()
    if known is None:
        return Welcome(_new_guest(session, token_hash, now), GUEST_LASTS)
    if known.signed_in_at is None:
        return Welcome(known.learner_id, _renew(session, token_hash, GUEST_LASTS, now))
    if known.is_shared or known.last_used_at > now - RENEWED_AFTER or is_staff(session, known.learner_id):
        return Welcome(known.learner_id, None)
    return Welcome(known.learner_id, _renew(session, token_hash, CITIZEN_LASTS, now))


def welcome_guest(session: Session, token_hash: bytes, *, now: datetime) -> int:
    """The id of the learner that ``welcome`` finds or makes."""
    return welcome(session, token_hash, now=now).learner_id


def _renew(session: Session, token_hash: bytes, lasts: timedelta, now: datetime) -> timedelta:
    session.execute(
        update(LearnerSession)
        .where(LearnerSession.token_hash == token_hash)
        .values(expires_at=now + lasts, last_used_at=now)
    )
    return lasts


def _new_guest(session: Session, token_hash: bytes, now: datetime) -> int:
    # A session that has run out belongs to nobody any more: this is a new visitor with an old cookie.
    session.execute(
        delete(LearnerSession).where(
            LearnerSession.token_hash == token_hash, LearnerSession.expires_at <= now
        )
    )
    learner_id = session.scalars(insert(Learner).values(created_at=now).returning(Learner.id)).one()
    made: int | None = session.scalar(
        insert_into(session, LearnerSession)
        .values(
            token_hash=token_hash,
            learner_id=learner_id,
            created_at=now,
            expires_at=now + GUEST_LASTS,
            is_shared=False,
            last_used_at=now,
        )
        .on_conflict_do_nothing()
        .returning(LearnerSession.learner_id)
    )
    if made is not None:
        return made
    session.execute(delete(Learner).where(Learner.id == learner_id))
    return session.scalars(
        select(LearnerSession.learner_id).where(LearnerSession.token_hash == token_hash)
    ).one()
