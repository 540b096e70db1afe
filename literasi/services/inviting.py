"""One-time links: who opens one first gets what it gives."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from literasi.domain.people import Role
from literasi.models import OneTimeLink
from literasi.services import granting

OPERATOR = Role.OPERATOR.value
OPERATOR_LASTS = timedelta(days=1)


class DeadLink(Exception):
    """The link was used, replaced or is too old; or there is an operator already."""


def offer_operator_link(session: Session, token: str, *, now: datetime) -> bool:
    """Let *token* make its first user an operator; whether one is needed, because there is none yet.

    Every link offered before is void.
    """
    session.execute(delete(OneTimeLink).where(OneTimeLink.purpose == OPERATOR, OneTimeLink.used_at.is_(None)))
    if granting.has_operator(session):
        return False
    session.execute(
        insert(OneTimeLink).values(
            token_hash=link_hash(token), purpose=OPERATOR, created_at=now, expires_at=now + OPERATOR_LASTS
        )
    )
    return True


def take_operator_link(session: Session, token: str, learner_id: int, *, now: datetime) -> None:
    """Use the link: the learner becomes the operator. Raises DeadLink."""
    taken = session.scalar(
        update(OneTimeLink)
        .where(
            OneTimeLink.token_hash == link_hash(token),
            OneTimeLink.purpose == OPERATOR,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(OneTimeLink.purpose)
    )
    if taken is None or granting.has_operator(session):
        raise DeadLink
    granting.grant(session, learner_id, Role.OPERATOR, by=learner_id, now=now)


def link_hash(token: str) -> bytes:
    """What is kept of a link."""
    return hashlib.sha256(token.encode()).digest()
