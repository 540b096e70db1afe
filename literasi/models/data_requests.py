"""What people ask about their own data, and what parents allow."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class DataRequest(Base):
    """Somebody asks for something the site cannot do by a button of theirs; due within three times 24 hours.

    The words go when the person is forgotten.
    """

    __tablename__ = "data_request"
    __table_args__ = (
        CheckConstraint("kind in ('copy', 'correction', 'erasure', 'restriction', 'other')", name="kind"),
        CheckConstraint("outcome in ('done', 'refused', 'withdrawn')", name="outcome"),
        CheckConstraint("(answered_at is null) = (outcome is null)", name="answered_at"),
        Index("ix_data_request_answered_at_due_at", "answered_at", "due_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(String(2000))
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    outcome: Mapped[str | None] = mapped_column(String(10))
    answer: Mapped[str] = mapped_column(String(2000))


class GuardianConsent(Base):
    """A parent or guardian allowed a child to have an account. Taking back fills ``withdrawn_at``.

    ``channel`` says how it was given: on paper to a school or agency, or on the screen beside the child.
    """

    __tablename__ = "guardian_consent"
    __table_args__ = (CheckConstraint("channel in ('paper', 'screen')", name="channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    text_version: Mapped[int]
    given_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    withdrawn_at: Mapped[datetime | None]
