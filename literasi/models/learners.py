"""People who learn, and the browsers that remember them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class Learner(Base):
    """Anyone who learns. Without an account it is a guest: known by a cookie alone.

    A guest whose progress went to an account says to whom. An erased learner keeps no link to a person.
    """

    __tablename__ = "learner"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    erased_at: Mapped[datetime | None]


class LearnerSession(Base):
    """One browser of one learner. Only the SHA-256 of its cookie is kept.

    ``signed_in_at`` is empty for a guest. On a shared phone the cookie goes when the browser closes.
    """

    __tablename__ = "learner_session"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]
    is_shared: Mapped[bool] = mapped_column(default=False)
    last_used_at: Mapped[datetime]
    confirmed_at: Mapped[
        datetime | None
    ]  # when the password, and the code where there is one, were last given
