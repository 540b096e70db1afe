"""Roles are given and withdrawn; both show at the person's next request."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.domain.people import STAFF_LASTS, Role
from literasi.models import Account, LearnerSession, OneTimeLink, RoleGrant
from literasi.services import auditing, telling


class NoAccount(Exception):
    """Roles belong to people who sign in."""


class LastOperator(Exception):
    """Without this operator there would be none."""


def grant(session: Session, learner_id: int, role: Role, *, by: int | None, now: datetime) -> bool:
    """Give the role; whether it was not held before. Raises NoAccount.

    *by* is the operator, None for the command line. Sessions of staff end within twelve hours.
    """
    if session.scalar(select(Account.learner_id).where(Account.learner_id == learner_id)) is None:
        raise NoAccount
    given = session.scalar(
        insert_into(session, RoleGrant)
        .values(learner_id=learner_id, role=role.value, granted_at=now, granted_by=by)
        .on_conflict_do_nothing()
        .returning(RoleGrant.id)
    )
    if given is None:
        return False
    shorten_sessions(session, learner_id, now=now)
    if role is Role.OPERATOR:  # whoever holds a link for the first operator comes too late
        session.execute(
            delete(OneTimeLink).where(
                OneTimeLink.purpose == Role.OPERATOR.value, OneTimeLink.used_at.is_(None)
            )
        )
    auditing.record(
        session, "role.granted", auditing.learner(learner_id), actor_id=by, now=now, role=role.value
    )
    telling.tell(session, learner_id, "role.granted", now=now)
    return True


def shorten_sessions(session: Session, learner_id: int, *, now: datetime) -> None:
    """Who may do more than learn is signed in for twelve hours at most, from *now* on."""
    session.execute(
        update(LearnerSession)
        .where(LearnerSession.learner_id == learner_id, LearnerSession.expires_at > now + STAFF_LASTS)
        .values(expires_at=now + STAFF_LASTS)
    )


def withdraw(session: Session, learner_id: int, role: Role, *, by: int | None, now: datetime) -> bool:
    """Take the role back; whether it was held. Raises LastOperator."""
    if role is Role.OPERATOR:
        must_not_be_last(session, learner_id)
    taken = session.scalar(
        update(RoleGrant)
        .where(
            RoleGrant.learner_id == learner_id,
            RoleGrant.role == role.value,
            RoleGrant.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
        .returning(RoleGrant.id)
    )
    if taken is None:
        return False
    auditing.record(
        session, "role.withdrawn", auditing.learner(learner_id), actor_id=by, now=now, role=role.value
    )
    telling.tell(session, learner_id, "role.withdrawn", now=now)
    return True


def must_not_be_last(session: Session, learner_id: int) -> None:
    """Raise LastOperator if nobody else could run the site; operators are held until the transaction ends."""
    if _operators(session) == {learner_id}:
        raise LastOperator


def has_operator(session: Session) -> bool:
    """Whether anybody is an operator who can sign in."""
    return bool(_operators(session))


def _operators(session: Session) -> set[int]:
    """Every operator who can sign in. They are held first, so that what is read then stays so."""
    held = session.scalars(
        select(RoleGrant.learner_id)
        .where(RoleGrant.role == Role.OPERATOR.value, RoleGrant.withdrawn_at.is_(None))
        .order_by(RoleGrant.id)
        .with_for_update()
    ).all()
    return set(
        session.scalars(
            select(Account.learner_id).where(Account.learner_id.in_(held), Account.disabled_at.is_(None))
        )
    )
