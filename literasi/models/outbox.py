"""What people are reminded of, and the messages that wait to be sent."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class OutboxMessage(Base):
    """One message, written in the transaction of what it tells, sent later by ``jobs run``.

    Reminders of one day share one message; until it is sent its words are those of its reminders.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        CheckConstraint("kind in ('reminders', 'invitation', 'certificate', 'code', 'account')", name="kind"),
        CheckConstraint("state in ('waiting', 'sent', 'failed', 'dropped')", name="state"),
        Index("ix_outbox_message_state_not_before", "state", "not_before"),
        Index(
            "uq_outbox_message_day",
            "learner_id",
            "day",
            unique=True,
            sqlite_where=text("kind = 'reminders'"),
            postgresql_where=text("kind = 'reminders'"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)  # also the stable part of its Message-ID
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    day: Mapped[date]
    address: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))  # empty for reminders: made of them when it is sent
    state: Mapped[str] = mapped_column(String(8))
    made_at: Mapped[datetime]
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    lease: Mapped[uuid.UUID | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(300))
    body: Mapped[str]


class Reminder(Base):
    """Somebody was reminded of an obligation; shown on the site at once, by e-mail with its message."""

    __tablename__ = "reminder"
    __table_args__ = (
        CheckConstraint("kind in ('assigned', 'week', 'day', 'late', 'tap')", name="kind"),
        Index("ix_reminder_obligation_id", "obligation_id", "made_at"),
        Index("ix_reminder_learner_id", "learner_id", "made_at"),
        Index("ix_reminder_made_at", "made_at"),
        Index(
            "uq_reminder_once",
            "obligation_id",
            "kind",
            unique=True,
            sqlite_where=text("kind <> 'tap'"),
            postgresql_where=text("kind <> 'tap'"),
        ),
        Index("uq_reminder_tap", "obligation_id", "kind", "day", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"))
    kind: Mapped[str] = mapped_column(String(8))
    day: Mapped[date]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    message_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("outbox_message.id"), index=True)


class JobRun(Base):
    """How far a job got: until which moment it has looked, and for which day it has done its daily part."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    seen_until: Mapped[datetime]
    done_for: Mapped[date]


class MailChoice(Base):
    """Whether somebody wants messages that are not required; its key unsubscribes without signing in."""

    __tablename__ = "mail_choice"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True, autoincrement=False)
    key: Mapped[uuid.UUID] = mapped_column(unique=True)
    wants_optional: Mapped[bool]
    changed_at: Mapped[datetime]


class CalendarFeed(Base):
    """The secret address of somebody's own calendar of due days; another one replaces it."""

    __tablename__ = "calendar_feed"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True, autoincrement=False)
    key: Mapped[uuid.UUID] = mapped_column(unique=True)
    made_at: Mapped[datetime]
