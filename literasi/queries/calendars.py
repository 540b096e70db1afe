"""Somebody's own calendar: behind which address it is, and whose it is."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from literasi.database import Prepared, Reader
from literasi.models import Account, CalendarFeed


@dataclass(frozen=True)
class Feed:
    """The address of a calendar, and since when it is so."""

    key: uuid.UUID
    made_at: datetime


_FEED = Prepared(
    select(CalendarFeed.key, CalendarFeed.made_at).where(CalendarFeed.learner_id == bindparam("learner_id"))
)
_OWNER = Prepared(
    select(CalendarFeed.learner_id)
    .join(Account, Account.learner_id == CalendarFeed.learner_id)
    .where(CalendarFeed.key == bindparam("key"), Account.disabled_at.is_(None))
)


def feed(reader: Reader, learner_id: int) -> Feed | None:
    """The learner's calendar; None while it has no address."""
    rows = reader.all(_FEED, {"learner_id": learner_id})
    return Feed(*rows[0]) if rows else None


def feed_owner(reader: Reader, key: uuid.UUID) -> int | None:
    """Whose calendar this is; None for an address that leads nowhere."""
    rows = reader.all(_OWNER, {"key": key})
    return rows[0].learner_id if rows else None
