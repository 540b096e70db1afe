"""Suspicious messages that citizens sent on, for the trainers to check."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class Rumour(Base):
    """The masked words of a message that nobody has checked. Who sent it, and at what hour, is not kept.

    ``times`` counts how often the same words arrived within a week, by their ``fingerprint``.
    """

    __tablename__ = "rumour"
    __table_args__ = (
        CheckConstraint("state in ('new', 'used', 'dismissed')", name="state"),
        CheckConstraint("times >= 1", name="times"),
        Index("ix_rumour_state_received_on", "state", "received_on"),
        Index("ix_rumour_fingerprint_received_on", "fingerprint", "received_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))
    medium: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10), default="new")
    times: Mapped[int] = mapped_column(default=1)
    received_on: Mapped[date]
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    handled_at: Mapped[datetime | None]
    draft_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("draft.id"))
