"""Slowing down abuse: counters in the database, so that any number of workers count alike."""

import hashlib
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.models import Throttle


class TooOften(Exception):
    """The limit is reached; ``seconds`` says when the next window begins."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"try again in {seconds} seconds")
        self.seconds = seconds


def count(session: Session, purpose: str, key: str, *, limit: int, window: timedelta, now: datetime) -> None:
    """Count one act of *key* for *purpose*; more than *limit* in a *window* raises TooOften.

    Only a hash of the key is kept, and windows that are over are forgotten.
    """
    start = _start(window, now)
    session.execute(delete(Throttle).where(Throttle.purpose == purpose, Throttle.window_start < start))
    statement = insert_into(session, Throttle).values(
        key_hash=_hash(purpose, key),
        purpose=purpose,
        window_start=start,
        count=1,
    )
    counted = session.scalars(
        statement.on_conflict_do_update(
            index_elements=["key_hash", "purpose", "window_start"], set_={"count": Throttle.count + 1}
        ).returning(Throttle.count)
    ).one()
    if counted > limit:
        raise TooOften(int((start + window - now).total_seconds()) + 1)


def uncount(session: Session, purpose: str, key: str, *, window: timedelta, now: datetime) -> None:
    """Take back one act that turned out well."""
    session.execute(
        update(Throttle)
        .where(
            Throttle.key_hash == _hash(purpose, key),
            Throttle.purpose == purpose,
            Throttle.window_start == _start(window, now),
            Throttle.count > 0,
        )
        .values(count=Throttle.count - 1)
    )


def forget(session: Session, purpose: str, key: str) -> None:
    """Begin afresh for one key."""
    session.execute(
        delete(Throttle).where(Throttle.key_hash == _hash(purpose, key), Throttle.purpose == purpose)
    )


def _hash(purpose: str, key: str) -> bytes:
    return hashlib.sha256(f"{purpose}:{key}".encode()).digest()


def _start(window: timedelta, now: datetime) -> datetime:
    """When the window that *now* lies in began."""
    seconds = int(window.total_seconds())
    return datetime.fromtimestamp(now.timestamp() // seconds * seconds, UTC)
