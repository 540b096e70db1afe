"""Who may do more than learn."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class RoleGrant(Base):
    """One role, given to one person until it is withdrawn. ``granted_by`` is empty for the command line."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint("role in ('trainer', 'supervisor', 'operator')", name="role"),
        Index(
            "uq_role_grant_held",
            "learner_id",
            "role",
            unique=True,
            sqlite_where=text("withdrawn_at is null"),
            postgresql_where=text("withdrawn_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    role: Mapped[str] = mapped_column(String(12))
    granted_at: Mapped[datetime]
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    withdrawn_at: Mapped[datetime | None]
