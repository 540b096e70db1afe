"""What a trainer has uploaded and not yet taken over."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class ImportBatch(Base):
    """A file between its dry run and its drafts. It is deleted when it was taken over, or after some days."""

    __tablename__ = "import_batch"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    file: Mapped[str] = mapped_column(String(200))
    course: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(80))
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
