"""The code from a second device, asked for beside the password."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class SecondFactor(Base):
    """The secret that an account shares with an app on a phone (TOTP); it counts once it is confirmed.

    The secret is encrypted with a key that comes from the site's own. ``last_step`` is the newest step of
    thirty seconds whose code was taken: no code works twice.
    """

    __tablename__ = "second_factor"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True, autoincrement=False)
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary(200))
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int]


class SecondFactorCode(Base):
    """A code on paper that works once where the phone is lost. Only its SHA-256 is kept."""

    __tablename__ = "second_factor_code"

    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PendingSignIn(Base):
    """The password was right, the code is still missing: it opens only the page that asks for it."""

    __tablename__ = "pending_sign_in"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    is_shared: Mapped[bool]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int]
