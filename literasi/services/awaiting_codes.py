"""Between the password and the code: a cookie that opens the page of the code, and nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, or_, update
from sqlalchemy.orm import Session

from literasi.models import PendingSignIn
from literasi.services import signing_in

LASTS = timedelta(minutes=10)
MOST_TRIES = 5  # then the password is asked for again


class NobodyWaits(Exception):
    """The time is over, the tries are used up, or the code was given in another window."""


@dataclass(frozen=True)
class LetIn:
    """Who has given password and code."""

    learner_id: int
    is_shared: bool


def begin(session: Session, learner_id: int, *, token_hash: bytes, is_shared: bool, now: datetime) -> None:
    """The password was right: wait for the code behind this cookie. What waited in vain goes.

    Raises signing_in.CannotSignIn.
    """
    signing_in.check_open(session, learner_id)
    session.execute(
        delete(PendingSignIn).where(
            or_(PendingSignIn.expires_at <= now, PendingSignIn.token_hash == token_hash)
        )
    )
    session.execute(
        insert(PendingSignIn).values(
            token_hash=token_hash,
            learner_id=learner_id,
            is_shared=is_shared,
            created_at=now,
            expires_at=now + LASTS,
            tries=0,
        )
    )


def count_try(session: Session, token_hash: bytes, *, now: datetime) -> None:
    """Count one code before it is looked at. Raises NobodyWaits."""
    counted = session.scalar(
        update(PendingSignIn)
        .where(
            PendingSignIn.token_hash == token_hash,
            PendingSignIn.expires_at > now,
            PendingSignIn.tries < MOST_TRIES,
        )
        .values(tries=PendingSignIn.tries + 1)
        .returning(PendingSignIn.learner_id)
    )
    if counted is None:
        raise NobodyWaits


def finish(session: Session, token_hash: bytes, *, now: datetime) -> LetIn:
    """The code was right: nobody waits behind this cookie any more. Raises NobodyWaits."""
    found = session.execute(
        delete(PendingSignIn)
        .where(PendingSignIn.token_hash == token_hash, PendingSignIn.expires_at > now)
        .returning(PendingSignIn.learner_id, PendingSignIn.is_shared)
    ).one_or_none()
    if found is None:
        raise NobodyWaits
    return LetIn(found.learner_id, bool(found.is_shared))


def give_up(session: Session, token_hash: bytes) -> None:
    """Whoever waits behind this cookie begins again with the password."""
    session.execute(delete(PendingSignIn).where(PendingSignIn.token_hash == token_hash))
