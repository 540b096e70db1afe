"""What trainers are writing, before anybody else reads it."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from literasi.database import Base


class Draft(Base):
    """One piece of work of one trainer: a text, or a lesson together with its quiz.

    ``version`` grows with every save, so that two tabs never write over each other. ``decisions`` says for
    each question whose right answer changes what becomes of earlier results. Drafts are never deleted.
    """

    __tablename__ = "draft"
    __table_args__ = (
        CheckConstraint("state in ('writing', 'in_review', 'published', 'discarded')", name="state"),
        Index("ix_draft_state_saved_at", "state", "saved_at"),
        Index("ix_draft_author_id_state", "author_id", "state"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    state: Mapped[str] = mapped_column(String(10), default="writing")
    title: Mapped[str] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(String(2000))  # of the reviewer who sent it back
    decisions: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    decided_at: Mapped[datetime | None]
    texts: Mapped[list[DraftText]] = relationship(order_by="DraftText.place", back_populates="draft")


class DraftText(Base):
    """One text of a draft. ``base_number`` is the revision from which it was begun; none for a new text."""

    __tablename__ = "draft_text"
    __table_args__ = (UniqueConstraint("draft_id", "identity"), Index("ix_draft_text_identity", "identity"))

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("draft.id"))
    identity: Mapped[str] = mapped_column(String(200))
    place: Mapped[int]
    base_number: Mapped[int | None]
    source: Mapped[str]
    draft: Mapped[Draft] = relationship(back_populates="texts")
