"""An account is closed for a while: nobody signs in by it, and what was learned stays."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from literasi.models import Account, LearnerSession, PendingSignIn
from literasi.services import auditing, coding, granting, telling


class OwnAccount(Exception):
    """Nobody closes the account that they are using."""


def disable(session: Session, learner_id: int, *, by_id: int | None, now: datetime) -> bool:
    """Close the account; whether it was open. Raises OwnAccount and granting.LastOperator.

    It takes effect at the very next request: sessions end, and codes for a new password are void. Guests on
    the same phones learn on.
    """
    if learner_id == by_id:
        raise OwnAccount
    granting.must_not_be_last(session, learner_id)
    if not _set(session, learner_id, now):
        return False
    for model in (LearnerSession, PendingSignIn):
        session.execute(delete(model).where(model.learner_id == learner_id))
    coding.void(session, coding.RECOVER, [learner_id], now=now)
    auditing.record(session, "account.disabled", auditing.learner(learner_id), actor_id=by_id, now=now)
    telling.tell(session, learner_id, "account.disabled", now=now)
    return True


def enable(session: Session, learner_id: int, *, by_id: int | None, now: datetime) -> bool:
    """Open it again, with the roles it holds; whether it was closed."""
    if not _set(session, learner_id, None):
        return False
    auditing.record(session, "account.enabled", auditing.learner(learner_id), actor_id=by_id, now=now)
    telling.tell(session, learner_id, "account.enabled", now=now)
    return True


def end_sessions(
    session: Session, learner_id: int, *, token_hash: bytes | None, by_id: int, now: datetime
) -> int:
    """An operator ends one session of somebody, or all of them (*token_hash* None); how many there were."""
    chosen = [] if token_hash is None else [LearnerSession.token_hash == token_hash]
    ended = session.scalars(
        delete(LearnerSession)
        .where(LearnerSession.learner_id == learner_id, *chosen)
        .returning(LearnerSession.learner_id)
    ).all()
    if ended:
        subject = auditing.learner(learner_id)
        auditing.record(session, "sessions.ended", subject, actor_id=by_id, now=now, count=len(ended))
    return len(ended)


def _set(session: Session, learner_id: int, disabled_at: datetime | None) -> bool:
    is_other = Account.disabled_at.is_(None) if disabled_at else Account.disabled_at.is_not(None)
    changed = session.scalar(
        update(Account)
        .where(Account.learner_id == learner_id, is_other)
        .values(disabled_at=disabled_at)
        .returning(Account.learner_id)
    )
    return changed is not None
