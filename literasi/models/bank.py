"""The bank of true and false items: an index over its texts, and who was shown what."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class BankItem(Base):
    """One item as the live text of the bank has it: an index, made anew at publishing, for drawing.

    ``revision_id`` is the newest revision that holds it. An item that left the bank stays here, retired, for
    those who were shown it. ``changed_at`` is when the correction that ``change`` tells of was published.
    """

    __tablename__ = "bank_item"
    __table_args__ = (CheckConstraint("verdict in ('salah', 'benar')", name="verdict"),)

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("quiz_revision.id"))
    verdict: Mapped[str] = mapped_column(String(5))
    topic: Mapped[str] = mapped_column(String(20))
    technique: Mapped[str] = mapped_column(String(30))
    difficulty: Mapped[int]
    place: Mapped[str] = mapped_column(String(20))
    use: Mapped[str] = mapped_column(String(10))
    form: Mapped[str | None] = mapped_column(String(1))  # of an item for the tests
    review_by: Mapped[date]
    retired_at: Mapped[datetime | None]
    change: Mapped[str | None] = mapped_column(String(200))
    changed_at: Mapped[datetime | None]


class Exposure(Base):
    """A learner was shown an item: when last, and how often."""

    __tablename__ = "exposure"
    __table_args__ = (
        CheckConstraint("times >= 1", name="times"),
        Index("ix_exposure_item_key_times", "item_key", "times"),
    )

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    item_key: Mapped[str] = mapped_column(ForeignKey("bank_item.key"), primary_key=True)
    shown_at: Mapped[datetime]
    times: Mapped[int]
