"""The second factor: set up, its codes taken once each, and removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.domain import letters
from literasi.domain import second_factors as codes
from literasi.domain.people import Role
from literasi.domain.second_factors import NoSecondCode
from literasi.models import (
    Account,
    LearnerSession,
    PendingSignIn,
    RoleGrant,
    SecondFactor,
    SecondFactorCode,
)
from literasi.queries.second_factors import KeptFactor
from literasi.services import auditing, outboxing, sealing, throttling
from literasi.services.registering import code_fingerprint
from literasi.services.sealing import SealedByAnotherKey

PURPOSE = "second-factor"
# Of whoever knows the password: at most 240 tries a day of a code that fits once in 330,000 times.
TRIES = (
    ("second-code", 10, timedelta(minutes=15)),
    ("second-code-more", 20, timedelta(hours=1)),
    ("second-code-most", 40, timedelta(hours=4)),
)


class WrongCode(Exception):
    """The code is not this account's, was used already, or is too old."""


class StillRequired(Exception):
    """An operator has no session without it, so nobody takes off their own."""


@dataclass(frozen=True)
class Proof:
    """A code that fits: of this step of the app, or this one of the paper."""

    step: int | None = None
    code_hash: bytes | None = None


def seal(site_key: str, learner_id: int, secret: str) -> bytes:
    """What is kept of the secret."""
    return sealing.seal(site_key, PURPOSE, auditing.learner(learner_id), secret.encode())


def is_readable(kept: KeptFactor, site_key: str) -> bool:
    """Whether codes of the app can still be checked: not after the site got another key."""
    try:
        return bool(_secret(kept, site_key))
    except SealedByAnotherKey:
        return False


def read(kept: KeptFactor, typed: str, *, site_key: str, now: datetime) -> Proof:
    """What the typed code proves, before it is taken. Raises WrongCode."""
    app_code = codes.read_app_code(typed)
    try:
        if app_code is None:
            return Proof(code_hash=code_fingerprint(codes.read_paper_code(typed)))
        step = codes.matching_step(_secret(kept, site_key), app_code, now)
    except (NoSecondCode, SealedByAnotherKey):
        raise WrongCode from None
    if step is None:
        raise WrongCode
    return Proof(step=step)


def take(session: Session, kept: KeptFactor, proof: Proof, *, now: datetime) -> None:
    """Use the code up; of two who come with the same one, one is refused. Raises WrongCode."""
    taken = (
        _take_step(session, kept, proof.step)
        if proof.step is not None
        else _take_paper_code(session, kept.learner_id, proof.code_hash, now)
    )
    if not taken:
        raise WrongCode


def set_up(
    session: Session,
    learner_id: int,
    sealed: bytes,
    code_hashes: Sequence[bytes],
    *,
    step: int,
    now: datetime,
) -> None:
    """Keep a new secret, whose code of this *step* was just typed, and the fingerprints of a new paper.

    An older secret and an older paper are worth nothing from now on.
    """
    values = {"sealed_secret": sealed, "made_at": now, "confirmed_at": now, "last_step": step}
    session.execute(
        insert_into(session, SecondFactor)
        .values(learner_id=learner_id, **values)
        .on_conflict_do_update(index_elements=["learner_id"], set_=values)
    )
    _replace_codes(session, learner_id, code_hashes, now)
    session.execute(delete(PendingSignIn).where(PendingSignIn.learner_id == learner_id))
    auditing.record(
        session, "second-factor.set-up", auditing.learner(learner_id), actor_id=learner_id, now=now
    )
    _tell(session, learner_id, letters.second_factor_set_up(), now)


def renew_codes(session: Session, learner_id: int, code_hashes: Sequence[bytes], *, now: datetime) -> None:
    """A new paper; the old one is worth nothing."""
    _replace_codes(session, learner_id, code_hashes, now)
    auditing.record(
        session, "second-factor.codes-made", auditing.learner(learner_id), actor_id=learner_id, now=now
    )


def remove(session: Session, learner_id: int, *, by: int | None, now: datetime) -> bool:
    """Take the second factor off the account; whether there was one. Raises StillRequired.

    *by* is whoever does it, None for the command line. When it is not the person, all their sessions end:
    the phone may be in other hands.
    """
    if by == learner_id and _is_operator(session, learner_id):
        raise StillRequired
    had = session.scalar(
        delete(SecondFactor).where(SecondFactor.learner_id == learner_id).returning(SecondFactor.learner_id)
    )
    forget(session, learner_id)
    if had is None:
        return False
    if by != learner_id:
        session.execute(delete(LearnerSession).where(LearnerSession.learner_id == learner_id))
    auditing.record(session, "second-factor.removed", auditing.learner(learner_id), actor_id=by, now=now)
    _tell(session, learner_id, letters.second_factor_removed(), now)
    return True


def forget(session: Session, learner_id: int) -> None:
    """Delete everything of it, without a word: the account goes, or what belonged to the factor does."""
    for model in (SecondFactor, SecondFactorCode, PendingSignIn):
        session.execute(delete(model).where(model.learner_id == learner_id))


def count_try(session: Session, learner_id: int, *, now: datetime) -> None:
    """Count one code before it is looked at. Raises throttling.TooOften."""
    for purpose, limit, window in TRIES:
        throttling.count(session, purpose, str(learner_id), limit=limit, window=window, now=now)


def forgive_tries(session: Session, learner_id: int) -> None:
    """The code was right: the tries before are forgotten."""
    for purpose, _, _ in TRIES:
        throttling.forget(session, purpose, str(learner_id))


def _secret(kept: KeptFactor, site_key: str) -> str:
    return sealing.unseal(
        site_key, PURPOSE, auditing.learner(kept.learner_id), bytes(kept.sealed_secret)
    ).decode()


def _take_step(session: Session, kept: KeptFactor, step: int) -> bool:
    taken = session.scalar(
        update(SecondFactor)
        .where(
            SecondFactor.learner_id == kept.learner_id,
            SecondFactor.sealed_secret == kept.sealed_secret,
            SecondFactor.last_step < step,
        )
        .values(last_step=step)
        .returning(SecondFactor.learner_id)
    )
    return taken is not None


def _take_paper_code(session: Session, learner_id: int, code_hash: bytes | None, now: datetime) -> bool:
    taken = session.scalar(
        update(SecondFactorCode)
        .where(
            SecondFactorCode.code_hash == code_hash,
            SecondFactorCode.learner_id == learner_id,
            SecondFactorCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(SecondFactorCode.learner_id)
    )
    if taken is None:
        return False
    subject = auditing.learner(learner_id)
    auditing.record(session, "second-factor.code-used", subject, actor_id=learner_id, now=now)
    _tell(session, learner_id, letters.paper_code_used(), now)
    return True


def _replace_codes(session: Session, learner_id: int, hashes: Sequence[bytes], now: datetime) -> None:
    session.execute(delete(SecondFactorCode).where(SecondFactorCode.learner_id == learner_id))
    rows = [{"code_hash": digest, "learner_id": learner_id, "made_at": now} for digest in hashes]
    session.execute(insert(SecondFactorCode), rows)


def _is_operator(session: Session, learner_id: int) -> bool:
    held = exists().where(
        RoleGrant.learner_id == learner_id,
        RoleGrant.role == Role.OPERATOR.value,
        RoleGrant.withdrawn_at.is_(None),
    )
    return bool(session.scalar(select(held)))


def _tell(session: Session, learner_id: int, letter: letters.Letter, now: datetime) -> None:
    """Write to the account's e-mail address, if it has one; the account's page says it to everybody."""
    address = session.scalar(
        select(Account.login_name).where(Account.learner_id == learner_id, Account.login_kind == "email")
    )
    if address is not None:
        outboxing.write(
            session,
            learner_id,
            "code",
            address=address,
            subject=letter.subject,
            body=letter.body,
            now=now,
        )
