"""Keys that were mended after people had answered, and whose results changed by it."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class Regrade(Base):
    """Whoever was shown ``question_key`` by a revision before ``revision_id`` is graded by that revision.

    ``quiz_id`` is the quiz or file of the bank that holds it. Unless it ``lowers``, no result falls by it.
    Never changed: a mended key that was wrong as well gets a regrade of its own.
    """

    __tablename__ = "regrade"
    __table_args__ = (Index("ix_regrade_question_key", "question_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_key: Mapped[str] = mapped_column(String(80))
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("quiz_revision.id"))
    lowers: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    at: Mapped[datetime]


class RegradedAttempt(Base):
    """What a regrade changed in one submitted attempt."""

    __tablename__ = "regraded_attempt"

    regrade_id: Mapped[int] = mapped_column(ForeignKey("regrade.id"), primary_key=True)
    attempt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attempt.id"), primary_key=True, index=True)
    points_before: Mapped[float]
    points_after: Mapped[float]
    passed_before: Mapped[bool | None]
    passed_after: Mapped[bool | None]
