"""Signing in and out. Sessions are rows, so ending one really ends it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.orm import Session

from literasi.domain.people import session_lasts
from literasi.models import Account, Attempt, LearnerSession, PendingSignIn
from literasi.queries.people import is_staff, learner_named
from literasi.services import auditing, coding, telling, throttling

# A whole office may sit behind one address; it pays for wrong passwords only.
ADDRESS = ("sign-in-address", 300, timedelta(minutes=10))
# Ten tries, then a wait that grows with the tries, and never longer than four hours.
ACCOUNT = (
    ("sign-in", 10, timedelta(minutes=15)),
    ("sign-in-more", 20, timedelta(hours=1)),
    ("sign-in-most", 40, timedelta(hours=4)),
)


class CannotSignIn(Exception):
    """The account is closed or gone."""


@dataclass(frozen=True)
class SignedIn:
    """How long the new cookie lasts, and whether a guest's progress waits behind the old one."""

    lasts: timedelta
    guest_waits: bool


def count_try(session: Session, login_name: str, address: str, *, now: datetime) -> None:
    """Count one try of a password, before it is looked at. Raises throttling.TooOften.

    It counts alike whether or not there is such an account.
    """
    purpose, limit, window = ADDRESS
    throttling.count(session, purpose, address, limit=limit, window=window, now=now)
    for purpose, limit, window in ACCOUNT:
        throttling.count(session, purpose, login_name, limit=limit, window=window, now=now)


def forgive_tries(session: Session, login_name: str, address: str, *, now: datetime) -> None:
    """The password was right: this try counts for nobody."""
    purpose, _, window = ADDRESS
    throttling.uncount(session, purpose, address, window=window, now=now)
    for purpose, _, _ in ACCOUNT:
        throttling.forget(session, purpose, login_name)


def note_wrong_password(session: Session, login_name: str, *, now: datetime) -> None:
    """Keep that somebody did not know the password of an account with a role; of others nothing is kept."""
    learner_id = learner_named(session, login_name)
    if learner_id is not None and is_staff(session, learner_id):
        auditing.record(session, "sign-in.failed", auditing.learner(learner_id), actor_id=None, now=now)


def sign_in(
    session: Session,
    learner_id: int,
    *,
    old_token_hash: bytes,
    new_token_hash: bytes,
    is_shared: bool,
    confirmed_at: datetime | None,
    now: datetime,
) -> SignedIn:
    """Begin a session behind a new cookie. The old one ends, unless a guest's progress waits behind it.

    *confirmed_at* is when the password, and the code where there is one, were given. Raises CannotSignIn.
    """
    check_open(session, learner_id)
    guest_waits = guest_with_progress(session, old_token_hash, now=now) not in {None, learner_id}
    if not guest_waits:
        end_session(session, old_token_hash)
    has_role = is_staff(session, learner_id)
    lasts = session_lasts(is_staff=has_role, is_shared=is_shared)
    session.execute(
        insert(LearnerSession).values(
            token_hash=new_token_hash,
            learner_id=learner_id,
            created_at=now,
            signed_in_at=now,
            last_used_at=now,
            expires_at=now + lasts,
            is_shared=is_shared,
            confirmed_at=confirmed_at,
        )
    )
    if has_role:
        subject = auditing.learner(learner_id)
        auditing.record(session, "session.opened", subject, actor_id=learner_id, now=now)
    return SignedIn(lasts, guest_waits)


def check_open(session: Session, learner_id: int) -> None:
    """Raises CannotSignIn when there is no such account, or it is disabled."""
    open_account = select(Account.learner_id).where(
        Account.learner_id == learner_id, Account.disabled_at.is_(None)
    )
    if session.scalar(open_account) is None:
        raise CannotSignIn


def confirm(session: Session, token_hash: bytes, *, now: datetime) -> None:
    """The person behind this cookie has just given password, and code where there is one, once more."""
    session.execute(
        update(LearnerSession).where(LearnerSession.token_hash == token_hash).values(confirmed_at=now)
    )


def change_cookie(session: Session, learner_id: int, *, old: bytes, new: bytes) -> None:
    """Go on behind a new cookie; every other session of the learner ends."""
    end_other_sessions(session, learner_id, but=old)
    session.execute(update(LearnerSession).where(LearnerSession.token_hash == old).values(token_hash=new))


def guest_with_progress(session: Session, token_hash: bytes, *, now: datetime) -> int | None:
    """The guest behind the cookie, if they have answered or finished anything; None otherwise."""
    return session.scalar(
        select(LearnerSession.learner_id).where(
            LearnerSession.token_hash == token_hash,
            LearnerSession.expires_at > now,
            LearnerSession.signed_in_at.is_(None),
            exists().where(Attempt.learner_id == LearnerSession.learner_id),
            ~exists().where(Account.learner_id == LearnerSession.learner_id),
        )
    )


def end_session(session: Session, token_hash: bytes) -> None:
    """Forget one browser: its cookie, and every copy of it, is worth nothing from now on."""
    session.execute(delete(LearnerSession).where(LearnerSession.token_hash == token_hash))


def end_own_session(session: Session, learner_id: int, token_hash: bytes) -> bool:
    """End one of the learner's sessions; whether there was such a one."""
    ended = session.scalar(
        delete(LearnerSession)
        .where(LearnerSession.token_hash == token_hash, LearnerSession.learner_id == learner_id)
        .returning(LearnerSession.learner_id)
    )
    return ended is not None


def end_other_sessions(session: Session, learner_id: int, *, but: bytes) -> None:
    """End every session of the learner except the one behind *but*."""
    session.execute(
        delete(LearnerSession).where(
            LearnerSession.learner_id == learner_id, LearnerSession.token_hash != but
        )
    )


def change_password(
    session: Session, learner_id: int, password_hash: str, *, but: bytes, now: datetime
) -> None:
    """Keep the new password and end every session except the one behind *but*."""
    session.execute(
        update(Account)
        .where(Account.learner_id == learner_id)
        .values(password_hash=password_hash, password_changed_at=now)
    )
    coding.void(session, coding.RECOVER, [learner_id], now=now)
    end_other_sessions(session, learner_id, but=but)
    session.execute(delete(PendingSignIn).where(PendingSignIn.learner_id == learner_id))
    auditing.record(session, "password.changed", auditing.learner(learner_id), actor_id=learner_id, now=now)
    telling.tell(session, learner_id, "password.changed", now=now)


def renew_hash(session: Session, learner_id: int, old: str, new: str) -> None:
    """The same password, hashed at today's costs; nothing if it was changed meanwhile."""
    session.execute(
        update(Account)
        .where(Account.learner_id == learner_id, Account.password_hash == old)
        .values(password_hash=new)
    )


def recover(
    session: Session, learner_id: int, *, used: bytes, renewed: bytes, password_hash: str, now: datetime
) -> bool:
    """Set a new password by the recovery code; whether the code was still good.

    The *used* code dies, *renewed* takes its place, and every session of the account ends.
    """
    done = session.scalar(
        update(Account)
        .where(Account.learner_id == learner_id, Account.recovery_code_hash == used)
        .values(
            recovery_code_hash=renewed,
            recovery_code_made_at=now,
            password_hash=password_hash,
            password_changed_at=now,
        )
        .returning(Account.learner_id)
    )
    if done is None:
        return False
    coding.void(session, coding.RECOVER, [learner_id], now=now)
    for model in (LearnerSession, PendingSignIn):
        session.execute(delete(model).where(model.learner_id == learner_id))
    auditing.record(session, "password.recovered", auditing.learner(learner_id), actor_id=learner_id, now=now)
    telling.tell(session, learner_id, "password.recovered", now=now)
    return True
