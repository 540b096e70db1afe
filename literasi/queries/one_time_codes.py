"""One-time codes: what they open, and which were made just now."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from literasi.models import Account, Learner, Membership, OneTimeCode, Organisation
from literasi.queries.memberships import in_cohort, invited_batch, scope_ids
from literasi.queries.organisations import supervises
from literasi.queries.people import is_staff
from literasi.queries.scopes import HELD, below

MOST_SLIPS = 2_000  # at once, as many as a roster has rows


@dataclass(frozen=True)
class Invitation:
    """Who invites, and as whom."""

    organisation: str
    name: str
    contact: str | None
    expires_at: datetime


@dataclass(frozen=True)
class MadeCode:
    """A code that somebody made for a slip; the code itself is known to their browser alone."""

    learner_id: int
    code_hash: bytes
    made_at: datetime
    expires_at: datetime
    name: str
    external_id: str | None
    organisation: str


@dataclass(frozen=True)
class FreshCode:
    """The newest code of one person."""

    purpose: str
    code_hash: bytes
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class PasswordCode:
    """A live code for somebody's own new password; ``organisation`` is None when an operator made it."""

    made_at: datetime
    expires_at: datetime
    organisation: str | None


@dataclass(frozen=True)
class Slips:
    """For whom slips are wanted: all, a cohort, a roster, or the ticked ones."""

    cohort_id: int | None = None
    batch_id: uuid.UUID | None = None
    public_ids: Sequence[uuid.UUID] | None = None


@dataclass(frozen=True)
class Wanted:
    """Somebody without an account, for whom a code is to be made."""

    learner_id: int
    organisation_id: int
    public_id: uuid.UUID
    name: str
    organisation: str
    contact: str | None


def invitation(session: Session, code_hash: bytes, now: datetime) -> Invitation | None:
    """What the code opens, as long as it is good."""
    row = session.execute(
        select(Organisation.name, Membership.name.label("person"), Membership.contact, OneTimeCode.expires_at)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .join(OneTimeCode, OneTimeCode.learner_id == Membership.learner_id)
        .where(
            OneTimeCode.code_hash == code_hash,
            OneTimeCode.purpose == "join",
            *_is_good(now),
            Membership.state == "invited",
        )
        .order_by(Membership.asked_at, Membership.id)
        .limit(1)
    ).first()
    return Invitation(*row) if row else None


def was_taken_by(session: Session, code_hash: bytes, learner_id: int) -> bool:
    """Whether this learner used the invitation: a second click, another tab."""
    theirs = exists().where(
        OneTimeCode.code_hash == code_hash,
        OneTimeCode.purpose == "join",
        OneTimeCode.used_at.is_not(None),
        Learner.id == OneTimeCode.learner_id,
        or_(Learner.id == learner_id, Learner.merged_into_id == learner_id),
    )
    return bool(session.scalar(select(theirs)))


def opens_account(session: Session, code_hash: bytes, learner_id: int, now: datetime) -> bool:
    """Whether this is a good code for a new password of the learner."""
    good = exists().where(
        OneTimeCode.code_hash == code_hash,
        OneTimeCode.purpose == "recover",
        OneTimeCode.learner_id == learner_id,
        *_is_good(now),
    )
    return bool(session.scalar(select(good)))


def password_code(session: Session, learner_id: int, now: datetime) -> PasswordCode | None:
    """The live code that somebody made for this person's password, if there is one."""
    row = session.execute(
        select(OneTimeCode.made_at, OneTimeCode.expires_at, Organisation.name)
        .outerjoin(Organisation, Organisation.id == OneTimeCode.organisation_id)
        .where(OneTimeCode.learner_id == learner_id, OneTimeCode.purpose == "recover", *_is_good(now))
        .order_by(OneTimeCode.made_at.desc())
        .limit(1)
    ).first()
    return PasswordCode(*row) if row else None


def made_codes(session: Session, organisation_id: int, by_id: int, since: datetime) -> list[MadeCode]:
    """The live codes for slips that *by_id* made since then for people here or below, by unit and name."""
    rows = session.execute(
        select(
            OneTimeCode.learner_id,
            OneTimeCode.code_hash,
            OneTimeCode.made_at,
            OneTimeCode.expires_at,
            Membership.name,
            Membership.external_id,
            Organisation.name.label("organisation"),
        )
        .join(Membership, Membership.learner_id == OneTimeCode.learner_id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            OneTimeCode.made_by_id == by_id,
            OneTimeCode.made_at >= since,
            OneTimeCode.purpose == "join",
            OneTimeCode.used_at.is_(None),
            OneTimeCode.voided_at.is_(None),
            Membership.organisation_id.in_(below(organisation_id)),
            Membership.role == "member",
            Membership.state == "invited",
        )
        .order_by(Organisation.name, Membership.name_key, Membership.id)
        .limit(MOST_SLIPS)
    )
    return [MadeCode(*row) for row in rows]


def newest_code(session: Session, learner_id: int, by_id: int, since: datetime) -> FreshCode | None:
    """The live code that *by_id* made for this person since then."""
    row = session.execute(
        select(OneTimeCode.purpose, OneTimeCode.code_hash, OneTimeCode.made_at, OneTimeCode.expires_at)
        .where(
            OneTimeCode.learner_id == learner_id,
            OneTimeCode.made_by_id == by_id,
            OneTimeCode.made_at >= since,
            OneTimeCode.used_at.is_(None),
            OneTimeCode.voided_at.is_(None),
        )
        .order_by(OneTimeCode.made_at.desc(), OneTimeCode.id.desc())
        .limit(1)
    ).first()
    return FreshCode(*row) if row else None


def may_be_helped(session: Session, learner_id: int, scope_id: int) -> bool:
    """Whether a supervisor of *scope_id* may make a code for this person's new password.

    Only for somebody whose first organisation is one in that scope, who is a member there still, has or asked
    for a place nowhere else, and may do nothing but learn: such an account began with the agency, and opens
    nobody else's work.
    """
    in_scope = below(scope_id)
    is_elsewhere = exists().where(
        Membership.learner_id == Account.learner_id,
        Membership.organisation_id.not_in(in_scope),
        Membership.state.in_(HELD),
    )
    is_member = exists().where(
        Membership.learner_id == Account.learner_id,
        Membership.organisation_id.in_(in_scope),
        Membership.role == "member",
        Membership.state == "active",
    )
    theirs = exists().where(
        Account.learner_id == learner_id,
        Account.disabled_at.is_(None),
        Account.first_organisation_id.in_(in_scope),
        is_member,
        ~is_elsewhere,
    )
    return bool(session.scalar(select(theirs))) and not is_staff(session, learner_id)


def may_still_help(session: Session, code_hash: bytes, learner_id: int) -> bool:
    """Whether whoever made this password code might make it now.

    An operator's code needs no more; a supervisor's needs one who supervises yet, and somebody to be helped.
    """
    made = session.execute(
        select(OneTimeCode.organisation_id, OneTimeCode.made_by_id).where(OneTimeCode.code_hash == code_hash)
    ).first()
    if made is None or made.organisation_id is None:
        return True
    return supervises(session, made.made_by_id, made.organisation_id) and may_be_helped(
        session, learner_id, made.organisation_id
    )


def without_account(session: Session, organisation_id: int, slips: Slips) -> list[Wanted]:
    """Members here and below who have no account yet and are wanted, by name."""
    rows = session.execute(
        _invited(session, organisation_id, slips)
        .order_by(Membership.name_key, Membership.id)
        .limit(MOST_SLIPS)
    )
    return [Wanted(*row) for row in rows]


def count_without_account(session: Session, organisation_id: int, slips: Slips) -> int:
    """How many of them there are; one more than fit on a sheet where they are more."""
    some = _invited(session, organisation_id, slips).limit(MOST_SLIPS + 1).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def _invited(
    session: Session, organisation_id: int, slips: Slips
) -> Select[int, int, uuid.UUID, str, str, str | None]:
    return (
        select(
            Membership.learner_id,
            Membership.organisation_id,
            Membership.public_id,
            Membership.name,
            Organisation.name.label("organisation"),
            Membership.contact,
        )
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.organisation_id.in_(scope_ids(session, organisation_id)),
            Membership.role == "member",
            Membership.state == "invited",
            *_wanted(slips),
        )
    )


def _wanted(slips: Slips) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if slips.cohort_id is not None:
        found.append(in_cohort(slips.cohort_id))
    if slips.batch_id is not None:
        found.append(invited_batch(slips.batch_id))
    if slips.public_ids is not None:
        found.append(Membership.public_id.in_(slips.public_ids))
    return found


def _is_good(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (OneTimeCode.used_at.is_(None), OneTimeCode.voided_at.is_(None), OneTimeCode.expires_at > now)
