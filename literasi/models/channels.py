"""Telephone numbers, addresses, offices and laws that lessons refer to by name."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class Channel(Base):
    """One entry: what it is called, what it says today, where that was read and when somebody checked it.

    Lessons name it by ``slug`` and always show its newest ``value``.
    """

    __tablename__ = "channel"
    __table_args__ = (CheckConstraint("kind in ('phone', 'whatsapp', 'site', 'office', 'law')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(120))
    value: Mapped[str] = mapped_column(String(300))
    note: Mapped[str] = mapped_column(String(500))
    source_url: Mapped[str] = mapped_column(String(500))
    checked_on: Mapped[date]
    review_on: Mapped[date]
    is_uncertain: Mapped[bool]  # nobody has made sure of it yet
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    retired_at: Mapped[datetime | None]
