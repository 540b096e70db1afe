"""The second factor of an account, and whoever has given the password and not yet the code."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from literasi.database import Prepared, Reader
from literasi.models import Account, PendingSignIn, SecondFactor, SecondFactorCode


@dataclass(frozen=True)
class KeptFactor:
    """What a code is compared with, and how the paper stands."""

    learner_id: int
    sealed_secret: bytes
    confirmed_at: datetime
    last_step: int
    codes_left: int
    code_last_used_at: datetime | None


@dataclass(frozen=True)
class PaperCode:
    """One code of the paper, by its fingerprint."""

    code_hash: bytes
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Waiting:
    """Somebody whose password was right and whose code is missing."""

    learner_id: int
    login_name: str
    is_shared: bool
    expires_at: datetime
    tries: int


_LEFT = (
    select(func.count())
    .where(SecondFactorCode.learner_id == SecondFactor.learner_id, SecondFactorCode.used_at.is_(None))
    .correlate(SecondFactor)
    .scalar_subquery()
)
_LAST_USED = (
    select(func.max(SecondFactorCode.used_at))
    .where(SecondFactorCode.learner_id == SecondFactor.learner_id)
    .correlate(SecondFactor)
    .scalar_subquery()
)
_FACTOR = Prepared(
    select(
        SecondFactor.learner_id,
        SecondFactor.sealed_secret,
        SecondFactor.confirmed_at,
        SecondFactor.last_step,
        _LEFT.label("codes_left"),
        _LAST_USED.label("code_last_used_at"),
    ).where(SecondFactor.learner_id == bindparam("learner_id"), SecondFactor.confirmed_at.is_not(None))
)


def second_factor(reader: Reader, learner_id: int) -> KeptFactor | None:
    """The account's second factor; None as long as none is confirmed."""
    rows = reader.all(_FACTOR, {"learner_id": learner_id})
    return KeptFactor(*rows[0]) if rows else None


_CODES = Prepared(
    select(SecondFactorCode.code_hash, SecondFactorCode.made_at, SecondFactorCode.used_at).where(
        SecondFactorCode.learner_id == bindparam("learner_id")
    )
)


def paper_codes(reader: Reader, learner_id: int) -> list[PaperCode]:
    """The ten codes of the newest paper."""
    return [PaperCode(*row) for row in reader.all(_CODES, {"learner_id": learner_id})]


_WAITING = Prepared(
    select(
        PendingSignIn.learner_id,
        Account.login_name,
        PendingSignIn.is_shared,
        PendingSignIn.expires_at,
        PendingSignIn.tries,
    )
    .join(Account, Account.learner_id == PendingSignIn.learner_id)
    .where(
        PendingSignIn.token_hash == bindparam("token_hash"),
        PendingSignIn.expires_at > bindparam("now"),
        Account.disabled_at.is_(None),
    )
)


def waiting(reader: Reader, token_hash: bytes, now: datetime) -> Waiting | None:
    """Who waits for the page of the code behind this cookie; None for everybody else."""
    rows = reader.all(_WAITING, {"token_hash": token_hash, "now": now})
    return Waiting(*rows[0]) if rows else None
