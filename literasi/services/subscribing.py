"""The secret address of somebody's own calendar: made, replaced, switched off."""

import uuid
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.models import CalendarFeed


def make_address(session: Session, learner_id: int, key: uuid.UUID, *, now: datetime) -> None:
    """Open the calendar under this *key*; the address before, if there was one, leads nowhere any more."""
    values = {"key": key, "made_at": now}
    session.execute(
        insert_into(session, CalendarFeed)
        .values(learner_id=learner_id, **values)
        .on_conflict_do_update(index_elements=[CalendarFeed.learner_id], set_=values)
    )


def switch_off(session: Session, learner_id: int) -> None:
    """The calendar has no address any more."""
    session.execute(delete(CalendarFeed).where(CalendarFeed.learner_id == learner_id))
