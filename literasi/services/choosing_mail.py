"""Somebody decides whether messages that are not required shall reach them."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.models import MailChoice


def choose(session: Session, learner_id: int, *, wants_optional: bool, now: datetime) -> None:
    """Keep the decision; the key in earlier messages stays good."""
    statement = insert_into(session, MailChoice).values(
        learner_id=learner_id, key=uuid.uuid4(), wants_optional=wants_optional, changed_at=now
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["learner_id"], set_={"wants_optional": wants_optional, "changed_at": now}
        )
    )


def key_for(session: Session, learner_id: int, *, now: datetime) -> uuid.UUID:
    """The key that unsubscribes this learner without signing in; made with the first message."""
    session.execute(
        insert_into(session, MailChoice)
        .values(learner_id=learner_id, key=uuid.uuid4(), wants_optional=True, changed_at=now)
        .on_conflict_do_nothing()
    )
    return session.scalars(select(MailChoice.key).where(MailChoice.learner_id == learner_id)).one()
