"""The audit as people look at it: newest first, narrowed to what is asked, and compared with its seals."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, union
from sqlalchemy.orm import Session

from literasi.domain import audit_chain
from literasi.domain.audit_chain import Event
from literasi.models import Account, AuditEvent, AuditHead, Organisation

PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What the audit is narrowed to; empty means everything. ``until`` is the first moment after it.

    A person is found as the one who acted and as the one concerned.
    """

    actions: Collection[str] = ()
    learner_id: int | None = None
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class AuditRow:
    """One sealed event."""

    position: int
    at: datetime
    actor_id: int | None
    action: str
    subject: str
    details: Mapping[str, Any]
    previous_hash: bytes
    hash: bytes


@dataclass(frozen=True)
class End:
    """The end of the chain."""

    position: int
    hash: bytes


_COLUMNS = (
    AuditEvent.position,
    AuditEvent.at,
    AuditEvent.actor_id,
    AuditEvent.action,
    AuditEvent.subject,
    AuditEvent.details,
    AuditEvent.previous_hash,
    AuditEvent.hash,
)
_NEWEST = (AuditEvent.at.desc(), AuditEvent.position.desc())


def end(session: Session) -> End:
    """The end of the chain; read it before the events that are compared with it."""
    return End(*session.execute(select(AuditHead.position, AuditHead.hash)).one())


def moment_of(session: Session, position: int) -> datetime | None:
    """When the event at this position happened; None if there is none."""
    return session.scalar(select(AuditEvent.at).where(AuditEvent.position == position))


def events(
    session: Session, wanted: Wanted, before: tuple[datetime, int] | None = None, *, most: int = PAGE
) -> Sequence[AuditRow]:
    """At most *most* events, the newest first, from where the page before ended (moment and position)."""
    conditions = [AuditEvent.position.is_not(None), *_conditions(wanted)]
    if before is not None:
        at, position = before
        conditions.append(or_(AuditEvent.at < at, and_(AuditEvent.at == at, AuditEvent.position < position)))
    if wanted.learner_id is not None:
        conditions = [AuditEvent.id.in_(_of_person(wanted.learner_id, conditions, most))]
    rows = session.execute(select(*_COLUMNS).where(*conditions).order_by(*_NEWEST).limit(most))
    return [AuditRow(*row) for row in rows]


def every(session: Session, wanted: Wanted) -> Iterator[AuditRow]:
    """All of them, read page by page."""
    before, size = None, 10 * PAGE
    while rows := events(session, wanted, before, most=size):
        yield from rows
        if len(rows) < size:
            return
        before = rows[-1].at, rows[-1].position


def broken(session: Session, rows: Sequence[AuditRow], known_end: End) -> list[int]:
    """The positions of those events that are not what was sealed, or do not fit their neighbours.

    One statement. This says nothing of events that are not among *rows* or beside them.
    """
    near = {row.position + step for row in rows for step in (-1, 1)} - {0}
    beside = {
        row.position: row
        for row in session.execute(
            select(AuditEvent.position, AuditEvent.previous_hash, AuditEvent.hash).where(
                AuditEvent.position.in_(sorted(near))
            )
        )
    }
    return sorted(row.position for row in rows if not _is_sealed(row, beside, known_end))


def login_names(session: Session, learner_ids: Collection[int]) -> dict[int, str]:
    """How these people sign in today; those without an account are left out."""
    rows = session.execute(
        select(Account.learner_id, Account.login_name).where(Account.learner_id.in_(sorted(learner_ids)))
    )
    return {row.learner_id: row.login_name for row in rows}


def organisation_names(session: Session, ids: Collection[int]) -> dict[int, str]:
    """The names of these organisations."""
    rows = session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(sorted(ids))))
    return {row.id: row.name for row in rows}


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.actions:
        found.append(AuditEvent.action.in_(sorted(wanted.actions)))
    if wanted.subject:
        found.append(AuditEvent.subject == wanted.subject)
    if wanted.since:
        found.append(AuditEvent.at >= wanted.since)
    if wanted.until:
        found.append(AuditEvent.at < wanted.until)
    return found


def _of_person(learner_id: int, conditions: Sequence[ColumnElement[bool]], most: int) -> Any:
    """Each half by its own index: what the person did, and what was done about them."""
    halves = (AuditEvent.actor_id == learner_id, AuditEvent.subject == f"learner:{learner_id}")
    return union(
        *(
            select(
                select(AuditEvent.id).where(half, *conditions).order_by(*_NEWEST).limit(most).subquery().c.id
            )
            for half in halves
        )
    )


def _is_sealed(row: AuditRow, beside: Mapping[int, Any], known_end: End) -> bool:
    said = Event(row.at, row.actor_id, row.action, row.subject, row.details)
    if row.hash != audit_chain.seal(row.previous_hash, row.position, said):
        return False
    before = beside[row.position - 1].hash if row.position - 1 in beside else None
    if row.previous_hash != (audit_chain.BEGINNING if row.position == 1 else before):
        return False
    after = beside.get(row.position + 1)
    if after is not None:
        return bool(after.previous_hash == row.hash)
    # It is the last one: the known end, or younger than what was read of the end.
    return row.position > known_end.position or (row.position, row.hash) == (
        known_end.position,
        known_end.hash,
    )
