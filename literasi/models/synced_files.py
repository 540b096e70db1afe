"""What is remembered between content files and the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class SyncedFile(Base):
    """The text that a content file and the database last had in common.

    ``position`` is the number of a lesson that they last had in common; None while that is not known.
    """

    __tablename__ = "synced_file"

    path: Mapped[str] = mapped_column(String(300), primary_key=True)
    source_sha256: Mapped[str] = mapped_column(String(64))
    position: Mapped[int | None]
    synced_at: Mapped[datetime]
