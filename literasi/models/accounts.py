"""Accounts: how a learner comes back on another phone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class Account(Base):
    """What a learner signs in with. Nothing else is known about the person."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("login_kind in ('username', 'email', 'phone')", name="login_kind"),
        CheckConstraint("age_band in ('under_13', '13_to_17', '18_to_59', '60_and_over')", name="age_band"),
        # By the beginning of a name: PostgreSQL needs an index in the order of the bytes for it.
        Index("ix_account_login_name_start", "login_name", postgresql_ops={"login_name": "text_pattern_ops"}),
    )

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True, autoincrement=False)
    login_name: Mapped[str] = mapped_column(String(254), unique=True)  # in its normal form
    login_kind: Mapped[str] = mapped_column(String(10))
    password_hash: Mapped[str] = mapped_column(String(200))
    recovery_code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    recovery_code_made_at: Mapped[datetime]
    age_band: Mapped[str] = mapped_column(String(12))
    privacy_version: Mapped[int]
    privacy_accepted_at: Mapped[datetime]
    created_at: Mapped[datetime]
    password_changed_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    # The organisation that invited the person; its supervisors may help when the password is forgotten.
    first_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
