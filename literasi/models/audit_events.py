"""Who did what to whom, when; each event sealed to the one before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class AuditEvent(Base):
    """One thing that somebody did. Append-only, and without names: people are numbers here.

    ``actor_id`` is empty for the command line. ``position`` counts 1, 2, 3 … in the order of the commits, and
    ``hash`` is the SHA-256 of the event and of ``previous_hash`` (domain.audit_chain). services.auditing
    fills the three in, right before the commit.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_subject_at", "subject", "at"),
        Index("ix_audit_event_actor_id_at", "actor_id", "at"),
        Index("ix_audit_event_action_at", "action", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    position: Mapped[int | None] = mapped_column(unique=True)
    previous_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class AuditHead(Base):
    """The end of the chain, in its only row: whoever adds to the chain holds it until their commit."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
