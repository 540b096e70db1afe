"""What somebody can show to a stranger."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class Certificate(Base):
    """A snapshot of one finished course; nothing that changes later changes it. It can be revoked."""

    __tablename__ = "certificate"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(24), unique=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    finish_id: Mapped[int] = mapped_column(ForeignKey("course_finish.id"), unique=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(120))
    course_title: Mapped[str]
    course_number: Mapped[int]  # of the course's revision
    organisation_name: Mapped[str | None] = mapped_column(String(120))
    hours: Mapped[int]  # JP, of 45 minutes
    finished_at: Mapped[datetime]
    issued_at: Mapped[datetime]
    issuer: Mapped[str] = mapped_column(String(160))
    signatory_name: Mapped[str] = mapped_column(String(120))
    signatory_title: Mapped[str] = mapped_column(String(160))
    shows_name: Mapped[bool] = mapped_column(default=False)
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str | None] = mapped_column(String(300))
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    lessons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # title and revision number of each
