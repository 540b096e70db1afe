"""What waits for an operator today, in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from literasi.domain.people import Role
from literasi.models import Account, AuditEvent, Membership, Organisation, OrganisationAncestor, RoleGrant

MOST = 5


@dataclass(frozen=True)
class Unanswered:
    """An organisation in which people ask to join, and nobody is there to answer them."""

    slug: str
    name: str
    waiting: int


def unanswered(session: Session) -> Sequence[Unanswered]:
    """Where people wait and neither the organisation nor one above it has a supervisor; the first few."""
    boss, boss_account = aliased(Membership), aliased(Account)
    has_supervisor = exists().where(
        OrganisationAncestor.organisation_id == Membership.organisation_id,
        boss.organisation_id == OrganisationAncestor.ancestor_id,
        boss.role == "supervisor",
        boss.state == "active",
        boss_account.learner_id == boss.learner_id,
        boss_account.disabled_at.is_(None),
    )
    rows = session.execute(
        select(Organisation.slug, Organisation.name, func.count(Membership.id))
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.state == "waiting", ~has_supervisor.correlate(Membership))
        .group_by(Organisation.id, Organisation.slug, Organisation.name)
        .order_by(func.count(Membership.id).desc(), Organisation.name, Organisation.id)
        .limit(MOST)
    )
    return [Unanswered(*row) for row in rows]


def count_operators(session: Session) -> int:
    """How many people run the site and can sign in."""
    return (
        session.scalar(
            select(func.count())
            .select_from(RoleGrant)
            .join(Account, Account.learner_id == RoleGrant.learner_id)
            .where(
                RoleGrant.role == Role.OPERATOR.value,
                RoleGrant.withdrawn_at.is_(None),
                Account.disabled_at.is_(None),
            )
        )
        or 0
    )


def count_actions(session: Session, action: str, since: datetime) -> int:
    """How often the audit says this since then."""
    return (
        session.scalar(select(func.count()).where(AuditEvent.action == action, AuditEvent.at >= since)) or 0
    )
