"""When each job last ran and how it ended. A job that is killed never ends, and so is late by and by."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.models import JobState


def began(session: Session, name: str, *, now: datetime) -> None:
    """The job begins."""
    first = insert_into(session, JobState).values(
        name=name, last_started_at=now, runs=1, failures=0, details={}
    )
    session.execute(
        first.on_conflict_do_update(
            index_elements=["name"], set_={"last_started_at": now, "runs": JobState.runs + 1}
        )
    )


def ended(session: Session, name: str, *, now: datetime, **details: str | int) -> None:
    """It did all that it had to; *details* are numbers of this run, without names of people."""
    session.execute(update(JobState).where(JobState.name == name).values(last_ended_at=now, details=details))


def failed(session: Session, name: str, error_id: str, *, now: datetime) -> None:
    """It failed; *error_id* is the mistake that was kept of it."""
    session.execute(
        update(JobState)
        .where(JobState.name == name)
        .values(last_failed_at=now, last_error_id=error_id, failures=JobState.failures + 1)
    )
