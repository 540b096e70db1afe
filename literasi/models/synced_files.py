"""What is remembered between content files and the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class SyncedFile(Base):
    """The text that a content file and the database last had in common."""

    __tablename__ = "synced_file"

    path: Mapped[str] = mapped_column(String(300), primary_key=True)
    source_sha256: Mapped[str] = mapped_column(String(64))
    synced_at: Mapped[datetime]
