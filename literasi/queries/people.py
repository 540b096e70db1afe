"""Who is signed in, what they may do, and from where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from literasi.database import Prepared, Reader
from literasi.domain.people import GRANTED, Role
from literasi.models import (
    Account,
    Attempt,
    Completion,
    LearnerSession,
    Membership,
    OneTimeLink,
    Response,
    RoleGrant,
    SecondFactor,
)


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in on the browser that asks."""

    learner_id: int
    login_name: str
    age_band: str
    roles: frozenset[Role]
    signed_in_at: datetime
    expires_at: datetime
    is_shared: bool
    recovery_code_hash: bytes
    recovery_code_made_at: datetime
    confirmed_at: datetime | None
    has_second_factor: bool


@dataclass(frozen=True)
class Credentials:
    """What a password or a recovery code is compared with."""

    learner_id: int
    password_hash: str
    recovery_code_hash: bytes


@dataclass(frozen=True)
class OwnSession:
    """One browser on which somebody is signed in. The id says nothing about its cookie."""

    id: str
    signed_in_at: datetime
    last_used_at: datetime
    is_shared: bool
    is_this_one: bool


@dataclass(frozen=True)
class GuestProgress:
    """What a guest did on this phone, in numbers."""

    learner_id: int
    lessons: int
    answers: int


@dataclass(frozen=True)
class FoundPerson:
    """Somebody with an account, as an operator sees them."""

    learner_id: int
    login_name: str
    created_at: datetime
    roles: tuple[Role, ...]


_SUPERVISES = (Membership.role == "supervisor") & (Membership.state == "active")
_PERSON = Prepared(
    select(
        Account.learner_id,
        Account.login_name,
        Account.age_band,
        Account.recovery_code_hash,
        Account.recovery_code_made_at,
        LearnerSession.signed_in_at,
        LearnerSession.expires_at,
        LearnerSession.is_shared,
        LearnerSession.confirmed_at,
        RoleGrant.role,
        exists()
        .where(Membership.learner_id == LearnerSession.learner_id, _SUPERVISES)
        .correlate(LearnerSession)
        .label("supervises"),
        exists()
        .where(SecondFactor.learner_id == LearnerSession.learner_id, SecondFactor.confirmed_at.is_not(None))
        .correlate(LearnerSession)
        .label("has_second_factor"),
    )
    .select_from(LearnerSession)
    .join(Account, Account.learner_id == LearnerSession.learner_id)
    .outerjoin(
        RoleGrant, (RoleGrant.learner_id == LearnerSession.learner_id) & RoleGrant.withdrawn_at.is_(None)
    )
    .where(
        LearnerSession.token_hash == bindparam("token_hash"),
        LearnerSession.expires_at > bindparam("now"),
        LearnerSession.signed_in_at.is_not(None),
        Account.disabled_at.is_(None),
    )
)


def person_behind(reader: Reader, token_hash: bytes, now: datetime) -> Person | None:
    """Who is signed in behind *token_hash*, with the roles they hold now; None for everybody else."""
    rows = reader.all(_PERSON, {"token_hash": token_hash, "now": now})
    if not rows:
        return None
    first = rows[0]
    return Person(
        learner_id=first.learner_id,
        login_name=first.login_name,
        age_band=first.age_band,
        roles=frozenset(_roles(rows)),
        signed_in_at=first.signed_in_at,
        expires_at=first.expires_at,
        is_shared=bool(first.is_shared),
        recovery_code_hash=first.recovery_code_hash,
        recovery_code_made_at=first.recovery_code_made_at,
        confirmed_at=first.confirmed_at,
        has_second_factor=bool(first.has_second_factor),
    )


def _roles(rows: Sequence[Any]) -> set[Role]:
    """The granted roles, and what a membership makes of the person."""
    granted = {role for role in GRANTED for row in rows if row.role == role.value}
    return granted | {Role.SUPERVISOR} if rows[0].supervises else granted


_CREDENTIALS = Prepared(
    select(Account.learner_id, Account.password_hash, Account.recovery_code_hash).where(
        Account.login_name == bindparam("login_name"), Account.disabled_at.is_(None)
    )
)


def credentials(reader: Reader, login_name: str) -> Credentials | None:
    """What to compare with for the account of this name (in its normal form); None when there is none."""
    rows = reader.all(_CREDENTIALS, {"login_name": login_name})
    return Credentials(*rows[0]) if rows else None


_SESSIONS = Prepared(
    select(
        LearnerSession.token_hash,
        LearnerSession.signed_in_at,
        LearnerSession.last_used_at,
        LearnerSession.is_shared,
    )
    .where(
        LearnerSession.learner_id == bindparam("learner_id"),
        LearnerSession.expires_at > bindparam("now"),
        LearnerSession.signed_in_at.is_not(None),
    )
    .order_by(LearnerSession.last_used_at.desc(), LearnerSession.token_hash)
)


def own_sessions(reader: Reader, person: Person, token_hash: bytes, now: datetime) -> list[OwnSession]:
    """Every browser on which *person* is signed in, this one first."""
    rows = reader.all(_SESSIONS, {"learner_id": person.learner_id, "now": now})
    found = [
        OwnSession(
            id=row.token_hash.hex(),
            signed_in_at=row.signed_in_at,
            last_used_at=row.last_used_at,
            is_shared=bool(row.is_shared),
            is_this_one=row.token_hash == token_hash,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: not one.is_this_one)


_GUEST = Prepared(
    select(
        LearnerSession.learner_id,
        select(func.count())
        .where(Completion.learner_id == LearnerSession.learner_id)
        .correlate(LearnerSession)
        .scalar_subquery()
        .label("lessons"),
        select(func.count(Response.id))
        .join(Attempt, Attempt.id == Response.attempt_id)
        .where(Attempt.learner_id == LearnerSession.learner_id, Response.number == 0)
        .correlate(LearnerSession)
        .scalar_subquery()
        .label("answers"),
    ).where(
        LearnerSession.token_hash == bindparam("token_hash"),
        LearnerSession.expires_at > bindparam("now"),
        LearnerSession.signed_in_at.is_(None),
        exists().where(Attempt.learner_id == LearnerSession.learner_id),
        ~exists().where(Account.learner_id == LearnerSession.learner_id),
    )
)


def guest_progress(reader: Reader, token_hash: bytes, now: datetime) -> GuestProgress | None:
    """What the guest behind *token_hash* did; None when nobody without an account did anything there."""
    rows = reader.all(_GUEST, {"token_hash": token_hash, "now": now})
    return GuestProgress(*rows[0]) if rows else None


_FOUND = Prepared(
    select(Account.learner_id, Account.login_name, Account.created_at, RoleGrant.role)
    .outerjoin(RoleGrant, (RoleGrant.learner_id == Account.learner_id) & RoleGrant.withdrawn_at.is_(None))
    .where(Account.login_name == bindparam("login_name"))
)


def find_person(reader: Reader, login_name: str) -> FoundPerson | None:
    """The account of this name (in its normal form), with the roles it holds; None when there is none."""
    rows = reader.all(_FOUND, {"login_name": login_name})
    if not rows:
        return None
    held = {row.role for row in rows}
    roles = tuple(role for role in GRANTED if role.value in held)
    return FoundPerson(rows[0].learner_id, rows[0].login_name, rows[0].created_at, roles)


_LINK = Prepared(
    select(OneTimeLink.purpose).where(
        OneTimeLink.token_hash == bindparam("token_hash"),
        OneTimeLink.purpose == bindparam("purpose"),
        OneTimeLink.expires_at > bindparam("now"),
        OneTimeLink.used_at.is_(None),
    )
)


def is_live_link(reader: Reader, token_hash: bytes, purpose: str, now: datetime) -> bool:
    """Whether the one-time link still works."""
    return bool(reader.all(_LINK, {"token_hash": token_hash, "purpose": purpose, "now": now}))


def is_staff(session: Session, learner_id: int) -> bool:
    """Whether the learner holds any role now, or supervises."""
    held = exists().where(RoleGrant.learner_id == learner_id, RoleGrant.withdrawn_at.is_(None))
    supervises = exists().where(Membership.learner_id == learner_id, _SUPERVISES)
    return bool(session.scalar(select(or_(held, supervises))))


def learner_named(session: Session, login_name: str) -> int | None:
    """The learner who signs in by this name (in its normal form)."""
    return session.scalar(select(Account.learner_id).where(Account.login_name == login_name))
