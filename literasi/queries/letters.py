"""What a message tells: the reminders in it, and what has become of them since."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.domain.reminders import Reminder as Kind
from literasi.models import (
    Assignment,
    Certificate,
    Course,
    MailChoice,
    Membership,
    Obligation,
    Organisation,
    OutboxMessage,
    Reminder,
)


@dataclass(frozen=True)
class Owed:
    """One course that somebody still owes, and the most pressing reason why they are reminded of it."""

    kind: Kind
    course_title: str
    organisation_name: str
    reason: str
    due_on: date
    is_late: bool


@dataclass(frozen=True)
class Reminded:
    """Everything that one message reminds of, the nearest due day first; empty when all of it is done."""

    name: str
    owed: tuple[Owed, ...]


def reminded(session: Session, message_id: uuid.UUID, *, today: date) -> Reminded:
    """What the message is about, as it stands now. One statement."""
    name = (
        select(func.min(Membership.name))
        .where(Membership.learner_id == Reminder.learner_id, Membership.state == "active")
        .correlate(Reminder)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Reminder.kind,
            Obligation.id,
            Obligation.due_on,
            Obligation.late_from,
            Course.title,
            Organisation.name.label("organisation_name"),
            Assignment.reason,
            name.label("name"),
        )
        .join(Obligation, Obligation.id == Reminder.obligation_id)
        .join(Course, Course.id == Obligation.course_id)
        .join(Assignment, Assignment.id == Obligation.assignment_id)
        .join(Organisation, Organisation.id == Assignment.organisation_id)
        .where(Reminder.message_id == message_id, Obligation.state == "open")
        .order_by(Obligation.due_on, Course.title, Obligation.id)
    ).all()
    owed = {
        row.id: Owed(
            _most_pressing(one.kind for one in rows if one.id == row.id),
            row.title,
            row.organisation_name,
            row.reason,
            row.due_on,
            row.late_from <= today,
        )
        for row in rows
    }
    return Reminded(rows[0].name or "" if rows else "", tuple(owed.values()))


def _most_pressing(kinds: Iterable[str]) -> Kind:
    found = set(kinds)
    return next(kind for kind in Kind if kind.value in found)


@dataclass(frozen=True)
class Awarded:
    """A certificate, as its message tells of it."""

    name: str
    course_title: str


def awarded(session: Session, code: str) -> Awarded | None:
    """The certificate of this code; None when it is gone or revoked."""
    row = session.execute(
        select(Certificate.name, Certificate.course_title).where(
            Certificate.code == code, Certificate.revoked_at.is_(None)
        )
    ).first()
    return Awarded(row.name, row.course_title) if row else None


@dataclass(frozen=True)
class Queue:
    """The messages that are not sent: waiting, of them overdue for an hour, and given up."""

    waiting: int
    overdue: int
    failed: int
    last_error: str | None


def queue_of_messages(session: Session, *, now: datetime) -> Queue:
    """How the outbox stands. Two statements."""
    waits, failed = OutboxMessage.state == "waiting", OutboxMessage.state == "failed"
    overdue = waits & (OutboxMessage.not_before < now - timedelta(hours=1)) & (OutboxMessage.attempts == 0)
    counts = session.execute(
        select(func.count().filter(waits), func.count().filter(overdue), func.count().filter(failed)).where(
            OutboxMessage.state.in_(("waiting", "failed"))
        )
    ).one()
    last_error = session.scalar(
        select(OutboxMessage.last_error).where(failed).order_by(OutboxMessage.made_at.desc()).limit(1)
    )
    return Queue(*counts, last_error)


@dataclass(frozen=True)
class MailWish:
    """What somebody decided about messages that are not required."""

    key: uuid.UUID | None
    wants_optional: bool


def mail_wish(session: Session, learner_id: int) -> MailWish:
    """The decision, or the default: yes."""
    row = session.execute(
        select(MailChoice.key, MailChoice.wants_optional).where(MailChoice.learner_id == learner_id)
    ).first()
    return MailWish(row.key, bool(row.wants_optional)) if row else MailWish(None, True)


def wish_behind(session: Session, key: uuid.UUID) -> tuple[int, bool] | None:
    """Whose key this is, and what they decided; None for a key that nobody has."""
    row = session.execute(
        select(MailChoice.learner_id, MailChoice.wants_optional).where(MailChoice.key == key)
    ).first()
    return (row.learner_id, bool(row.wants_optional)) if row else None
