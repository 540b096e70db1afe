"""Who is behind a cookie."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.models import LearnerSession


def learner_behind(session: Session, token_hash: bytes, now: datetime) -> int | None:
    """The id of the learner whose cookie has this SHA-256; None for a visitor who did nothing yet."""
    return session.scalar(
        select(LearnerSession.learner_id).where(
            LearnerSession.token_hash == token_hash, LearnerSession.expires_at > now
        )
    )
