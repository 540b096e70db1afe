"""Who asked to be forgotten."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class Erasure(Base):
    """A tombstone: this learner was erased, and stays so when an older backup is restored."""

    __tablename__ = "erasure"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True, autoincrement=False)
    erased_at: Mapped[datetime]
