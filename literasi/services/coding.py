"""One-time codes on slips and in links: to come as somebody who was invited, or to choose a new password.

The code itself is never kept; whoever asks for one writes it, and hands over its fingerprint.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, insert, select, update
from sqlalchemy.orm import Session

from literasi.domain.letters import Letter
from literasi.models import (
    Account,
    Learner,
    LearnerSession,
    OneTimeCode,
    OutboxMessage,
    PendingSignIn,
)
from literasi.queries.one_time_codes import may_be_helped, may_still_help
from literasi.queries.scopes import below
from literasi.services import auditing, outboxing, telling, throttling

JOIN, RECOVER = "join", "recover"
INVITATION_LASTS = timedelta(days=30)
SLIP_LASTS = timedelta(days=14)
RECOVER_LASTS = timedelta(days=3)
ADDRESS_TRIES, TRY_WINDOW = 300, timedelta(minutes=10)


class DeadCode(Exception):
    """The code was used, replaced or is too old, or was never one."""


class MayNotHelp(Exception):
    """This person is not to be helped to a new password by the asker."""


@dataclass(frozen=True)
class NewCode:
    """One code: for whom, made for which organisation, and its fingerprint."""

    learner_id: int
    organisation_id: int | None
    code_hash: bytes


def issue(
    session: Session, purpose: str, codes: Sequence[NewCode], *, by_id: int, lasts: timedelta, now: datetime
) -> None:
    """Keep these codes; older ones that the same people had for the same purpose are void."""
    learner_ids = sorted(code.learner_id for code in codes)
    session.execute(
        select(Learner.id)
        .where(Learner.id.in_(learner_ids))
        .order_by(Learner.id)
        .with_for_update(key_share=True)
    ).all()
    void(session, purpose, learner_ids, now=now)
    session.execute(
        insert(OneTimeCode),
        [
            {
                "code_hash": code.code_hash,
                "purpose": purpose,
                "learner_id": code.learner_id,
                "organisation_id": code.organisation_id,
                "made_by_id": by_id,
                "made_at": now,
                "expires_at": now + lasts,
            }
            for code in codes
        ],
    )


def void(session: Session, purpose: str, learner_ids: Sequence[int], *, now: datetime) -> int:
    """Let no unused code of these people for this purpose work; how many there were.

    An invitation that was not sent yet would carry a dead code, so it is dropped.
    """
    if purpose == JOIN:
        session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.learner_id.in_(learner_ids),
                OutboxMessage.kind == "invitation",
                OutboxMessage.state == "waiting",
            )
            .values(state="dropped", subject="", body="")
            .execution_options(synchronize_session=False)
        )
    voided = session.scalars(
        update(OneTimeCode)
        .where(
            OneTimeCode.learner_id.in_(learner_ids),
            OneTimeCode.purpose == purpose,
            OneTimeCode.used_at.is_(None),
            OneTimeCode.voided_at.is_(None),
        )
        .values(voided_at=now)
        .returning(OneTimeCode.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(voided)


def void_help(session: Session, learner_ids: Sequence[int], *, now: datetime) -> None:
    """Let no password code work that a supervisor made for one of these people; operators' ones stay."""
    _void_help(session, OneTimeCode.learner_id.in_(learner_ids), now)


def void_help_by(session: Session, supervisor_id: int, organisation_id: int, *, now: datetime) -> None:
    """Let no password code work that this supervisor made for the organisation or one below it."""
    made = and_(
        OneTimeCode.made_by_id == supervisor_id, OneTimeCode.organisation_id.in_(below(organisation_id))
    )
    _void_help(session, made, now)


def _void_help(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    session.execute(
        update(OneTimeCode)
        .where(
            which,
            OneTimeCode.purpose == RECOVER,
            OneTimeCode.organisation_id.is_not(None),
            OneTimeCode.used_at.is_(None),
            OneTimeCode.voided_at.is_(None),
        )
        .values(voided_at=now)
        .execution_options(synchronize_session=False)
    )


def use(
    session: Session, purpose: str, code_hash: bytes, *, learner_id: int | None = None, now: datetime
) -> int:
    """Use up the code, of this learner if one is named; whose it is. Raises DeadCode."""
    theirs = () if learner_id is None else (OneTimeCode.learner_id == learner_id,)
    found = session.scalar(
        update(OneTimeCode)
        .where(
            OneTimeCode.code_hash == code_hash,
            OneTimeCode.purpose == purpose,
            OneTimeCode.used_at.is_(None),
            OneTimeCode.voided_at.is_(None),
            OneTimeCode.expires_at > now,
            *theirs,
        )
        .values(used_at=now)
        .returning(OneTimeCode.learner_id)
        .execution_options(synchronize_session=False)
    )
    if found is None:
        raise DeadCode
    return found


def count_try(session: Session, address: str, *, now: datetime) -> None:
    """Count one code of an invitation before it is looked up. Raises throttling.TooOften."""
    throttling.count(session, "invitation", address, limit=ADDRESS_TRIES, window=TRY_WINDOW, now=now)


def forgive_try(session: Session, address: str, *, now: datetime) -> None:
    """It was right: it counts for nobody."""
    throttling.uncount(session, "invitation", address, window=TRY_WINDOW, now=now)


def help_member(
    session: Session, code: NewCode, letter: Letter, *, scope_id: int, by_id: int, now: datetime
) -> None:
    """A supervisor of *scope_id* makes a code for a member's new password. Raises MayNotHelp."""
    if code.organisation_id is None or not may_be_helped(session, code.learner_id, scope_id):
        raise MayNotHelp
    _help(session, code, letter, by_id, now)


def help_anyone(session: Session, code: NewCode, letter: Letter, *, by_id: int, now: datetime) -> None:
    """An operator makes a code for somebody else's new password. Raises MayNotHelp."""
    is_open = exists().where(Account.learner_id == code.learner_id, Account.disabled_at.is_(None))
    if code.learner_id == by_id or not session.scalar(select(is_open)):
        raise MayNotHelp
    _help(session, code, letter, by_id, now)


def _help(session: Session, code: NewCode, letter: Letter, by_id: int, now: datetime) -> None:
    issue(session, RECOVER, [code], by_id=by_id, lasts=RECOVER_LASTS, now=now)
    subject = auditing.learner(code.learner_id)
    auditing.record(session, "password-code.made", subject, actor_id=by_id, now=now)
    address = session.scalar(
        select(Account.login_name).where(Account.learner_id == code.learner_id, Account.login_kind == "email")
    )
    if address is not None:
        outboxing.write(
            session,
            code.learner_id,
            "code",
            address=address,
            subject=letter.subject,
            body=letter.body,
            now=now,
        )


def recover(
    session: Session, learner_id: int, *, used: bytes, renewed: bytes, password_hash: str, now: datetime
) -> bool:
    """Set a new password by a one-time code; whether the code was still good.

    The recovery code is replaced by *renewed* as well, and every session of the account ends. A supervisor's
    code is good as long as that supervisor might make it now.
    """
    if not may_still_help(session, used, learner_id):
        return False
    try:
        use(session, RECOVER, used, learner_id=learner_id, now=now)
    except DeadCode:
        return False
    session.execute(
        update(Account)
        .where(Account.learner_id == learner_id)
        .values(
            recovery_code_hash=renewed,
            recovery_code_made_at=now,
            password_hash=password_hash,
            password_changed_at=now,
        )
    )
    for model in (LearnerSession, PendingSignIn):
        session.execute(delete(model).where(model.learner_id == learner_id))
    auditing.record(session, "password.recovered", auditing.learner(learner_id), actor_id=learner_id, now=now)
    telling.tell(session, learner_id, "password.recovered", now=now)
    return True
