"""Addresses that texts have left."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class MovedText(Base):
    """A lesson or quiz that had one identity and has another now. Its old address leads to the new one.

    ``new_identity`` is where the text stands today, however often it has moved.
    """

    __tablename__ = "moved_text"

    old_identity: Mapped[str] = mapped_column(String(200), primary_key=True)
    new_identity: Mapped[str] = mapped_column(String(200), index=True)
    moved_at: Mapped[datetime]
