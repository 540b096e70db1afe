"""How the site fares: its jobs, messages, mistakes, room and content. No name of a person is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, aliased

from literasi.domain.job_times import ALLOWED
from literasi.models import (
    CourseRevision,
    DataRequest,
    ErrorReport,
    JobState,
    LessonRevision,
    Media,
    OutboxMessage,
    QuizRevision,
)

MOST_ERRORS = 20
_SIZES = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


@dataclass(frozen=True)
class Job:
    """One job; the times are None while that never happened."""

    name: str
    last_started_at: datetime | None
    last_ended_at: datetime | None
    last_failed_at: datetime | None
    last_error_id: str | None
    runs: int
    failures: int


@dataclass(frozen=True)
class Messages:
    """The outbox: how many wait to be sent and since when the oldest is due, how many were given up."""

    waiting: int
    oldest_due: datetime | None
    given_up: int


@dataclass(frozen=True)
class ErrorKind:
    """Mistakes of one kind at one place that nobody has settled; ``id`` is the newest of them."""

    id: str
    kind: str
    place: str
    status: int
    count: int
    first_at: datetime
    newest_at: datetime


@dataclass(frozen=True)
class Figures:
    """Sizes in bytes, and numbers of what is kept."""

    database_bytes: int
    pictures: int
    picture_bytes: int
    revisions: int
    open_errors: int
    open_requests: int
    late_requests: int


def jobs(session: Session) -> list[Job]:
    """Every job that should run or ever ran. One statement."""
    rows = {row.name: row for row in session.scalars(select(JobState).order_by(JobState.name))}
    never = [Job(name, None, None, None, None, 0, 0) for name in ALLOWED if name not in rows]
    known = [
        Job(
            row.name,
            row.last_started_at,
            row.last_ended_at,
            row.last_failed_at,
            row.last_error_id,
            row.runs,
            row.failures,
        )
        for row in rows.values()
    ]
    return known + never


def messages(session: Session) -> Messages:
    """How the outbox stands. One statement."""
    waits, failed = OutboxMessage.state == "waiting", OutboxMessage.state == "failed"
    row = session.execute(
        select(
            func.count().filter(waits).label("waiting"),
            func.min(OutboxMessage.not_before).filter(waits).label("oldest_due"),
            func.count().filter(failed).label("given_up"),
        ).where(OutboxMessage.state.in_(("waiting", "failed")))
    ).one()
    return Messages(row.waiting, row.oldest_due, row.given_up)


def open_errors(session: Session) -> list[ErrorKind]:
    """The newest kinds of mistakes that nobody has settled. One statement."""
    groups = (
        select(
            ErrorReport.fingerprint,
            func.count().label("count"),
            func.min(ErrorReport.at).label("first_at"),
            func.max(ErrorReport.at).label("newest_at"),
        )
        .where(ErrorReport.settled_at.is_(None))
        .group_by(ErrorReport.fingerprint)
        .order_by(func.max(ErrorReport.at).desc())
        .limit(MOST_ERRORS)
        .subquery()
    )
    newest = aliased(ErrorReport)
    rows = session.execute(
        select(newest, groups.c.count, groups.c.first_at)
        .join(groups, (groups.c.fingerprint == newest.fingerprint) & (groups.c.newest_at == newest.at))
        .order_by(newest.at.desc(), newest.id)
    ).all()
    found = {
        one.fingerprint: ErrorKind(one.id, one.kind, one.place, one.status, count, first_at, one.at)
        for one, count, first_at in rows
    }
    return list(found.values())


def error(session: Session, error_id: str) -> ErrorReport | None:
    """One mistake. One statement."""
    return session.scalar(select(ErrorReport).where(ErrorReport.id == error_id))


def errors_like(session: Session, fingerprint: bytes) -> Sequence[Any]:
    """The newest mistakes of one kind, with ``id``, ``at`` and ``request_id``. One statement."""
    return session.execute(
        select(ErrorReport.id, ErrorReport.at, ErrorReport.request_id, ErrorReport.endpoint)
        .where(ErrorReport.fingerprint == fingerprint)
        .order_by(ErrorReport.at.desc(), ErrorReport.id)
        .limit(MOST_ERRORS)
    ).all()


def figures(session: Session, *, now: datetime) -> Figures:
    """Sizes and numbers. Two statements."""
    size = session.execute(text(_SIZES[session.get_bind().dialect.name])).scalar_one()
    revisions = [
        select(func.count()).select_from(model).scalar_subquery()
        for model in (CourseRevision, LessonRevision, QuizRevision)
    ]
    is_open = DataRequest.answered_at.is_(None)
    row = session.execute(
        select(
            select(func.count()).select_from(Media).scalar_subquery().label("pictures"),
            select(func.coalesce(func.sum(Media.bytes + Media.narrow_bytes), 0))
            .scalar_subquery()
            .label("picture_bytes"),
            (revisions[0] + revisions[1] + revisions[2]).label("revisions"),
            select(func.count(ErrorReport.fingerprint.distinct()))
            .where(ErrorReport.settled_at.is_(None))
            .scalar_subquery()
            .label("open_errors"),
            select(func.count()).where(is_open).select_from(DataRequest).scalar_subquery().label("requests"),
            select(func.count())
            .where(is_open, DataRequest.due_at < now)
            .select_from(DataRequest)
            .scalar_subquery()
            .label("late"),
        )
    ).one()
    return Figures(
        int(size),
        row.pictures,
        int(row.picture_bytes),
        row.revisions,
        row.open_errors,
        row.requests,
        row.late,
    )
