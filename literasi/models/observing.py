"""What the site notices about itself: its mistakes, and when its jobs ran."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class ErrorReport(Base):
    """One mistake of ours: where it happened, without anything that people typed or are called.

    ``id`` is what the person saw; mistakes of one ``fingerprint`` have the same kind and place. ``trace``
    names files, lines and functions, never values.
    """

    __tablename__ = "error_report"
    __table_args__ = (
        Index("ix_error_report_settled_at_at", "settled_at", "at"),
        Index("ix_error_report_fingerprint_at", "fingerprint", "at"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    request_id: Mapped[str | None] = mapped_column(String(40))
    endpoint: Mapped[str] = mapped_column(String(80))
    method: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(200))
    trace: Mapped[str] = mapped_column(String(4000))
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))
    status: Mapped[int]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))


class JobState(Base):
    """How one job fared: when it last began, ended well and failed, and numbers of its last run."""

    __tablename__ = "job_state"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    last_started_at: Mapped[datetime]
    last_ended_at: Mapped[datetime | None]
    last_failed_at: Mapped[datetime | None]
    last_error_id: Mapped[str | None] = mapped_column(String(16))
    runs: Mapped[int]
    failures: Mapped[int]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
