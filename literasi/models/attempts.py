"""Sittings of a quiz, and the answers given in them."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class Attempt(Base):
    """One sitting, pinned for ever to the text and the order that it showed.

    ``drawn`` is a list of ``[question key, [choice keys in the order shown], revision of the bank or None,
    whether this learner had seen it before]``; attempts from before the bank keep the first two alone.
    Points and ``passed`` (of a final quiz only) are a memory of the grading: ``integrity`` computes them
    again from the responses.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        CheckConstraint("state in ('open', 'submitted', 'abandoned')", name="state"),
        CheckConstraint("(state = 'submitted') = (submitted_at is not null)", name="submitted_at"),
        Index(
            "uq_attempt_open",
            "learner_id",
            "quiz_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_attempt_learner_id_quiz_id_submitted_at", "learner_id", "quiz_id", "submitted_at"),
        Index("ix_attempt_quiz_id_submitted_at", "quiz_id", "submitted_at"),
        Index("ix_attempt_submitted_at", "submitted_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"))
    quiz_revision_id: Mapped[int] = mapped_column(ForeignKey("quiz_revision.id"))
    drawn: Mapped[list[list[object]]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default="open")
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    points: Mapped[float | None]
    out_of: Mapped[int | None]
    passed: Mapped[bool | None]


class Response(Base):
    """One answer to one question of one attempt. Append-only: the newest counts.

    ``number`` is how many responses the question had when it was shown, so attempt, question and
    number together are the key under which one answer can be saved once only.
    """

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("attempt_id", "question_key", "number", name="uq_response_idempotency"),
        CheckConstraint("number >= 0", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attempt.id"))
    question_key: Mapped[str] = mapped_column(String(80))
    number: Mapped[int]
    answer: Mapped[str] = mapped_column(String(2000))
    answered_at: Mapped[datetime]
