"""Proves that no audit event was changed, removed, added or exchanged since it was sealed."""

from collections.abc import Callable, Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.domain import audit_chain
from literasi.domain.audit_chain import Event
from literasi.models import AuditEvent, AuditHead

ROWS_AT_ONCE = 500


def broken_chain(session: Session) -> Iterator[str]:
    """The events are 1, 2, 3 … without a gap, each seals the one before, and the last is the known end."""
    position, previous = 0, audit_chain.BEGINNING
    rows = session.scalars(
        select(AuditEvent).where(AuditEvent.position.is_not(None)).order_by(AuditEvent.position)
    ).yield_per(ROWS_AT_ONCE)
    for row in rows:
        number, sealed = row.position or 0, row.hash or b""
        if number != position + 1:
            yield f"audit event {row.id}: it is number {number}, and number {position + 1} is missing"
        said = Event(row.at, row.actor_id, row.action, row.subject, row.details)
        if row.previous_hash != previous or sealed != audit_chain.seal(previous, number, said):
            yield f"audit event {row.id}: it is not what was sealed as number {number}"
        position, previous = number, sealed
    end = session.execute(select(AuditHead.position, AuditHead.hash)).one_or_none()
    if end is None or tuple(end) != (position, previous):
        known = end.position if end else "unknown"
        yield f"audit chain: its last event is number {position}, but its end is number {known}"


def unsealed_events(session: Session) -> Iterator[str]:
    """Every event hangs on the chain."""
    found = session.scalar(select(func.count()).where(AuditEvent.position.is_(None)))
    if found:
        yield f"audit chain: {found} events were added beside it"


CHECKS: dict[str, Callable[[Session], Iterator[str]]] = {
    "audit events are those that were sealed": broken_chain,
    "audit events are all sealed": unsealed_events,
}
