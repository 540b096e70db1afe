"""One person as an operator sees them: account, roles, places and sessions. Never what they answered."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session, aliased

from literasi.models import (
    Account,
    Certificate,
    Learner,
    LearnerSession,
    Membership,
    Organisation,
    RoleGrant,
    SecondFactor,
)

MOST_PLACES, MOST_GRANTS, MOST_SESSIONS = 20, 20, 50


@dataclass(frozen=True)
class PersonPage:
    """Who it is; without an account the three fields of one are None."""

    learner_id: int
    since: datetime
    erased_at: datetime | None
    login_name: str | None
    login_kind: str | None
    age_band: str | None
    disabled_at: datetime | None
    password_changed_at: datetime | None
    second_factor_since: datetime | None
    certificates: int

    @property
    def is_open(self) -> bool:
        """Whether somebody can sign in by the account."""
        return self.login_name is not None and self.disabled_at is None


@dataclass(frozen=True)
class Grant:
    """One role that was given; ``granted_by`` is the giver's login name of today, None if there is none."""

    role: str
    granted_at: datetime
    granted_by: str | None
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Place:
    """One place in an organisation, under the name by which it knows the person."""

    public_id: uuid.UUID
    organisation: str
    slug: str
    name: str
    role: str
    state: str
    since: datetime


@dataclass(frozen=True)
class OpenSession:
    """One browser; no address of the network is kept."""

    id: str
    signed_in_at: datetime | None
    last_used_at: datetime
    expires_at: datetime
    is_shared: bool


def person_page(session: Session, learner_id: int) -> PersonPage | None:
    """The person; None for nobody, and for a guest of whom nothing but answers is known. One statement."""
    certificates = select(func.count(Certificate.id)).where(
        Certificate.learner_id == learner_id, Certificate.revoked_at.is_(None)
    )
    has_place = select(func.count(Membership.id)).where(Membership.learner_id == learner_id)
    row = session.execute(
        select(
            Learner.id,
            func.coalesce(Account.created_at, Learner.created_at, type_=Learner.created_at.type),
            Learner.erased_at,
            Account.login_name,
            Account.login_kind,
            Account.age_band,
            Account.disabled_at,
            Account.password_changed_at,
            SecondFactor.confirmed_at,
            certificates.scalar_subquery(),
            has_place.scalar_subquery(),
        )
        .outerjoin(Account, Account.learner_id == Learner.id)
        .outerjoin(SecondFactor, SecondFactor.learner_id == Learner.id)
        .where(Learner.id == learner_id)
    ).one_or_none()
    if row is None:
        return None
    *about, places = row
    found = PersonPage(*about)
    return found if found.login_name or found.erased_at or places else None


def grants(session: Session, learner_id: int) -> list[Grant]:
    """The roles that are held, then the last ones that were withdrawn."""
    giver = aliased(Account)
    rows = session.execute(
        select(RoleGrant.role, RoleGrant.granted_at, giver.login_name, RoleGrant.withdrawn_at)
        .outerjoin(giver, giver.learner_id == RoleGrant.granted_by)
        .where(RoleGrant.learner_id == learner_id)
        .order_by(RoleGrant.withdrawn_at.is_not(None), RoleGrant.granted_at.desc(), RoleGrant.id.desc())
        .limit(MOST_GRANTS)
    )
    return [Grant(*row) for row in rows]


def places(session: Session, learner_id: int) -> list[Place]:
    """The person's places, those first that hold."""
    since = case((Membership.joined_at.is_not(None), Membership.joined_at), else_=Membership.asked_at)
    rows = session.execute(
        select(
            Membership.public_id,
            Organisation.name,
            Organisation.slug,
            Membership.name,
            Membership.role,
            Membership.state,
            since,
        )
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.learner_id == learner_id)
        .order_by(Membership.state.in_(("ended", "refused")), Membership.asked_at.desc(), Membership.id)
        .limit(MOST_PLACES)
    )
    return [Place(*row) for row in rows]


def sessions(session: Session, learner_id: int, now: datetime) -> Sequence[OpenSession]:
    """Where the person is signed in, the last used first."""
    rows = session.execute(
        select(
            LearnerSession.token_hash,
            LearnerSession.signed_in_at,
            LearnerSession.last_used_at,
            LearnerSession.expires_at,
            LearnerSession.is_shared,
        )
        .where(
            and_(
                LearnerSession.learner_id == learner_id,
                LearnerSession.expires_at > now,
                LearnerSession.signed_in_at.is_not(None),
            )
        )
        .order_by(LearnerSession.last_used_at.desc(), LearnerSession.token_hash)
        .limit(MOST_SESSIONS)
    )
    return [
        OpenSession(row.token_hash.hex(), row.signed_in_at, row.last_used_at, row.expires_at, row.is_shared)
        for row in rows
    ]
