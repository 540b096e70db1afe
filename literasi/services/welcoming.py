"""A visitor who does something becomes a guest learner, remembered by a cookie."""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.models import Learner, LearnerSession

GUEST_LASTS = timedelta(days=400)


def welcome_guest(session: Session, token_hash: bytes, *, now: datetime) -> int:
    """The id of the learner behind the cookie, made now if this is the first thing they do.

    Two requests of one new browser at the same time end with one learner. *token_hash* is the
    SHA-256 of the cookie. The 400 days begin again.
    """
    expires_at = now + GUEST_LASTS
    known: int | None = session.scalar(
        update(LearnerSession)
        .where(LearnerSession.token_hash == token_hash, LearnerSession.expires_at > now)
        .values(expires_at=expires_at)
        .returning(LearnerSession.learner_id)
    )
    if known is not None:
        return known
    learner_id = session.scalars(insert(Learner).values(created_at=now).returning(Learner.id)).one()
    made: int | None = session.scalar(
        insert_into(session, LearnerSession)
        .values(token_hash=token_hash, learner_id=learner_id, created_at=now, expires_at=expires_at)
        .on_conflict_do_nothing()
        .returning(LearnerSession.learner_id)
    )
    if made is not None:
        return made
    session.execute(delete(Learner).where(Learner.id == learner_id))
    return session.scalars(
        select(LearnerSession.learner_id).where(LearnerSession.token_hash == token_hash)
    ).one()
