"""Keeps who did what to whom, when. Nothing here is ever changed or removed."""

from datetime import datetime

from sqlalchemy import event, insert, select, update
from sqlalchemy.orm import Session

from literasi.domain import audit_chain
from literasi.domain.audit_chain import Event
from literasi.models import AuditEvent, AuditHead

_RECORDED = "literasi_recorded"
_UNSEALED = (
    select(
        AuditEvent.id,
        AuditEvent.at,
        AuditEvent.actor_id,
        AuditEvent.action,
        AuditEvent.subject,
        AuditEvent.details,
    )
    .where(AuditEvent.position.is_(None))
    .order_by(AuditEvent.id)
)


_END = select(AuditHead.position, AuditHead.hash).with_for_update()


def record(
    session: Session, action: str, subject: str, *, actor_id: int | None, now: datetime, **details: str | int
) -> None:
    """Keep that *actor_id* (None: the command line) did *action* to *subject*, such as ``learner:12``.

    The *details* hold no names, so that nothing has to be erased from here.
    """
    session.execute(
        insert(AuditEvent).values(at=now, actor_id=actor_id, action=action, subject=subject, details=details)
    )
    session.info[_RECORDED] = True


def learner(learner_id: int) -> str:
    """A learner as a subject."""
    return f"learner:{learner_id}"


@event.listens_for(Session, "before_commit")
def _seal(session: Session) -> None:
    """Hang what this transaction recorded on the chain.

    As its last act: the end of the chain is one row for which all wait, so nothing may be locked after it.
    """
    if session.in_nested_transaction() or not session.info.pop(_RECORDED, False):
        return
    position, previous = session.execute(_END).one_or_none() or _begin_chain(session)
    sealed = []
    for row in session.execute(_UNSEALED).all():
        position += 1
        said = Event(row.at, row.actor_id, row.action, row.subject, row.details)
        digest = audit_chain.seal(previous, position, said)
        sealed.append({"id": row.id, "position": position, "previous_hash": previous, "hash": digest})
        previous = digest
    session.execute(update(AuditEvent), sealed)
    session.execute(update(AuditHead).values(position=position, hash=previous))


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_RECORDED, None)


def _begin_chain(session: Session) -> tuple[int, bytes]:
    """A database whose tables were made without the migrations has no end of the chain yet."""
    session.execute(insert(AuditHead).values(id=1, position=0, hash=audit_chain.BEGINNING))
    return 0, audit_chain.BEGINNING
