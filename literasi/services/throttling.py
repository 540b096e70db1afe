"""Slowing down abuse: counters in the database, so that any number of workers count alike."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.models import Throttle

AT_ONCE = 400  # keys; databases take so many values in one statement


class TooOften(Exception):
    """The limit is reached; ``seconds`` says when the next window begins."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"try again in {seconds} seconds")
        self.seconds = seconds


def count(session: Session, purpose: str, key: str, *, limit: int, window: timedelta, now: datetime) -> None:
    """Count one act of *key* for *purpose*; more than *limit* in a *window* raises TooOften.

    Only a hash of the key is kept, and windows that are over are forgotten.
    """
    if count_each(session, purpose, {key: 1}, limit=limit, window=window, now=now):
        raise TooOften(int((_start(window, now) + window - now).total_seconds()) + 1)


def count_each(
    session: Session,
    purpose: str,
    acts: Mapping[str, int],
    *,
    limit: int,
    window: timedelta,
    now: datetime,
) -> set[str]:
    """Count so many *acts* of each key; those keys that have more than *limit* in the *window* now."""
    start = _start(window, now)
    session.execute(delete(Throttle).where(Throttle.purpose == purpose, Throttle.window_start < start))
    keys = {_hash(purpose, key): key for key in acts}
    rows = [
        {"key_hash": digest, "purpose": purpose, "window_start": start, "count": acts[key]}
        for digest, key in sorted(keys.items())  # in one order, so that nobody waits for each other
    ]
    over: set[str] = set()
    for first in range(0, len(rows), AT_ONCE):
        statement = insert_into(session, Throttle).values(rows[first : first + AT_ONCE])
        counted = session.execute(
            statement.on_conflict_do_update(
                index_elements=["key_hash", "purpose", "window_start"],
                set_={"count": Throttle.count + statement.excluded.count},
            ).returning(Throttle.key_hash, Throttle.count)
        )
        over |= {keys[digest] for digest, number in counted if number > limit}
    return over


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
