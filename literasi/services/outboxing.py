"""Messages wait in the database until they are sent: written with what they tell, sent later, one by one.

Whoever sends a message first takes a lease on it, in a transaction of its own; then sends; then marks it. A
sender that dies leaves a lease that ends, and the message goes again under the same Message-ID: twice is
possible only between the mail server's yes and the mark. Without the lease nobody may mark.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from literasi.domain.reminders import pause_after, send_moment
from literasi.domain.wita import day_of
from literasi.models import Account, MailChoice, OutboxMessage
from literasi.services import auditing

LEASE = timedelta(minutes=5)
LONGEST_ERROR = 300


@dataclass(frozen=True)
class Leased:
    """A message that only its leaseholder may send."""

    id: uuid.UUID
    lease: uuid.UUID
    kind: str
    learner_id: int
    address: str
    subject: str
    body: str
    made_at: datetime


def write(
    session: Session, learner_id: int, kind: str, *, address: str, subject: str, body: str, now: datetime
) -> uuid.UUID:
    """A message for somebody, in the caller's transaction; its id."""
    message = OutboxMessage(
        id=uuid.uuid4(),
        learner_id=learner_id,
        kind=kind,
        day=day_of(now),
        address=address,
        subject=subject,
        body=body,
        state="waiting",
        made_at=now,
        not_before=send_moment(now),
    )
    session.add(message)
    session.flush()
    return message.id


def write_if_wanted(
    session: Session, learner_id: int, kind: str, *, subject: str, body: str, now: datetime
) -> uuid.UUID | None:
    """The same for what is not required: only to an account with an e-mail address that wants it."""
    unwanted = exists().where(MailChoice.learner_id == Account.learner_id, ~MailChoice.wants_optional)
    address = session.scalar(
        select(Account.login_name).where(
            Account.learner_id == learner_id,
            Account.login_kind == "email",
            Account.disabled_at.is_(None),
            ~unwanted,
        )
    )
    if address is None:
        return None
    return write(session, learner_id, kind, address=address, subject=subject, body=body, now=now)


def lease(session: Session, *, most: int, now: datetime) -> Sequence[Leased]:
    """Take up to *most* messages that are due and that nobody is sending, the oldest first."""
    free = or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until < now)
    ids = session.scalars(
        select(OutboxMessage.id)
        .where(OutboxMessage.state == "waiting", OutboxMessage.not_before <= now, free)
        .order_by(OutboxMessage.not_before, OutboxMessage.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    key = uuid.uuid4()
    rows = session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(ids))
        .values(lease=key, leased_until=now + LEASE, attempts=OutboxMessage.attempts + 1)
        .returning(
            OutboxMessage.id,
            OutboxMessage.kind,
            OutboxMessage.learner_id,
            OutboxMessage.address,
            OutboxMessage.subject,
            OutboxMessage.body,
            OutboxMessage.made_at,
        )
        .execution_options(synchronize_session=False)
    ).all()
    taken = [
        Leased(row.id, key, row.kind, row.learner_id, row.address, row.subject, row.body, row.made_at)
        for row in rows
    ]
    return sorted(taken, key=lambda one: (one.made_at, one.id))


def sent(session: Session, message: Leased, *, now: datetime) -> bool:
    """Mark it as sent; whether the lease was still ours. Its words are forgotten: who got it is enough."""
    return _close(session, message, state="sent", sent_at=now, subject="", body="", last_error=None)


def dropped(session: Session, message: Leased) -> bool:
    """There is nothing to say any more: what it would have reminded of is done."""
    return _close(session, message, state="dropped", subject="", body="")


def refused(session: Session, message: Leased, error: str, *, for_good: bool, now: datetime) -> bool:
    """The mail server did not take it: try again after a pause, or give it up."""
    attempts = session.scalar(select(OutboxMessage.attempts).where(OutboxMessage.id == message.id)) or 1
    pause = None if for_good else pause_after(attempts)
    words = error[:LONGEST_ERROR]
    if pause is None:
        return _close(session, message, state="failed", last_error=words)
    return _close(session, message, not_before=now + pause, last_error=words)


def give_back(session: Session, message: Leased) -> bool:
    """It was not tried: let another sender take it at once, as if nobody had."""
    return _close(session, message, attempts=OutboxMessage.attempts - 1)


def retry(session: Session, *, now: datetime) -> int:
    """Let every message that was given up be tried again; how many."""
    result = session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.state == "failed")
        .values(state="waiting", not_before=now, attempts=1, last_error=None)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def retry_by(session: Session, by_id: int, *, now: datetime) -> int:
    """The same at the wish of an operator, which is written down."""
    found = retry(session, now=now)
    if found:
        auditing.record(session, "messages.retried", "outbox", actor_id=by_id, now=now, messages=found)
    return found


def _close(session: Session, message: Leased, **values: object) -> bool:
    result = session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message.id, OutboxMessage.lease == message.lease)
        .values(lease=None, leased_until=None, **values)
        .execution_options(synchronize_session=False)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]
