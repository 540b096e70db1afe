"""Keeps who did what to whom, when. Nothing here is ever changed or removed."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from literasi.models import AuditEvent


def record(
    session: Session, action: str, subject: str, *, actor_id: int | None, now: datetime, **details: str | int
) -> None:
    """Keep that *actor_id* (None: the command line) did *action* to *subject*, such as ``learner:12``.

    The *details* hold no names, so that nothing has to be erased from here.
    """
    session.execute(
        insert(AuditEvent).values(at=now, actor_id=actor_id, action=action, subject=subject, details=details)
    )


def learner(learner_id: int) -> str:
    """A learner as a subject."""
    return f"learner:{learner_id}"
