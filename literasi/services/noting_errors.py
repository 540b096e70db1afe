"""Keeps the mistakes of the site for whoever mends them: few of each, and never what people typed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.orm import Session

from literasi.database import writing
from literasi.domain.failures import Failure
from literasi.models import ErrorReport
from literasi.services import auditing

AN_HOUR = timedelta(hours=1)
MOST_ALIKE, MOST = 5, 200  # in an hour; a storm of them says nothing new and must not fill the disk


@dataclass(frozen=True)
class Mistake:
    """One mistake. ``id`` is what the person saw; ``endpoint`` the view, or a job with method ``JOB``."""

    id: str
    request_id: str | None
    endpoint: str
    method: str
    status: int
    failure: Failure


def keep_apart(engine: Engine, mistake: Mistake, *, now: datetime) -> bool:
    """Keep it on a connection and in a transaction of its own, because those of the mistake are undone.

    Whether it was kept: not one of too many alike. Raises what the database raises.
    """
    with Session(engine) as session:
        if not is_wanted(session, mistake, now=now):
            return False
        with writing(session):
            keep(session, mistake, now=now)
    return True


def is_wanted(session: Session, mistake: Mistake, *, now: datetime) -> bool:
    """Whether fewer than enough were kept in the last hour. It only reads."""
    alike, all_of_them = session.execute(
        select(
            func.count().filter(ErrorReport.fingerprint == mistake.failure.fingerprint),
            func.count(),
        ).where(ErrorReport.at > now - AN_HOUR)
    ).one()
    return alike < MOST_ALIKE and all_of_them < MOST


def keep(session: Session, mistake: Mistake, *, now: datetime) -> None:
    """Keep it."""
    session.execute(
        insert(ErrorReport).values(
            id=mistake.id,
            at=now,
            request_id=mistake.request_id,
            endpoint=mistake.endpoint[:80],
            method=mistake.method[:10],
            kind=mistake.failure.kind,
            place=mistake.failure.place,
            trace=mistake.failure.trace,
            fingerprint=mistake.failure.fingerprint,
            status=mistake.status,
        )
    )


def settle(session: Session, error_id: str, by_id: int, *, now: datetime) -> bool:
    """An operator has dealt with this mistake, and with all before that are like it; whether there is one."""
    alike = select(ErrorReport.fingerprint).where(ErrorReport.id == error_id).scalar_subquery()
    settled = session.scalars(
        update(ErrorReport)
        .where(ErrorReport.fingerprint == alike, ErrorReport.settled_at.is_(None), ErrorReport.at <= now)
        .values(settled_at=now, settled_by_id=by_id)
        .returning(ErrorReport.id)
        .execution_options(synchronize_session=False)
    ).all()
    if settled:
        auditing.record(
            session, "error.settled", f"error:{error_id}", actor_id=by_id, now=now, reports=len(settled)
        )
    return bool(settled) or session.get(ErrorReport, error_id) is not None
