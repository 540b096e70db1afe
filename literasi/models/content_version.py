"""A counter that grows whenever what learners see of the content changes."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class ContentVersion(Base):
    """One row. A worker that has read this version need not read the content again."""

    __tablename__ = "content_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
