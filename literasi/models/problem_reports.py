"""What readers report about a page."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class ProblemReport(Base):
    """A reader's words about a mistake on a page, kept for the trainers; open until one has handled it."""

    __tablename__ = "problem_report"
    __table_args__ = (Index("ix_problem_report_handled_at_reported_at", "handled_at", "reported_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"), index=True)
    page: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(String(2000))
    reported_at: Mapped[datetime]
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    handled_at: Mapped[datetime | None]
