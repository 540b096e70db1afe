"""Pictures that texts may name; the bytes lie in files (``services.storing_media``)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class Media(Base):
    """One picture under the SHA-256 of its wide form. It is never deleted: old texts still show it."""

    __tablename__ = "media"
    __table_args__ = (Index("ix_media_uploaded_at", "uploaded_at"),)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    narrow_sha256: Mapped[str] = mapped_column(String(64))
    width: Mapped[int]
    height: Mapped[int]
    bytes: Mapped[int]
    narrow_bytes: Mapped[int]
    alt: Mapped[str] = mapped_column(String(200))  # what to write for it; each text says it in its own words
    name: Mapped[str] = mapped_column(String(200))
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"), index=True)
    uploaded_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
