"""Who allows researchers to use their answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from literasi.models import Learner, LearnerSession, ResearchConsent
from literasi.queries.ages import is_of_a_child

_person = aliased(Learner)
_earlier = aliased(ResearchConsent)
_withdrawn_at = (
    select(func.max(_earlier.withdrawn_at)).where(_earlier.learner_id == Learner.id).scalar_subquery()
)
_OWN = (
    select(
        is_of_a_child(Learner.id).label("is_child"),
        ResearchConsent.given_at,
        ResearchConsent.text_version,
        _withdrawn_at.label("withdrawn_at"),
    )
    .select_from(Learner)
    .outerjoin(
        ResearchConsent, (ResearchConsent.learner_id == Learner.id) & ResearchConsent.withdrawn_at.is_(None)
    )
    .order_by(ResearchConsent.given_at.desc())
    .limit(1)
)


@dataclass(frozen=True)
class OwnConsent:
    """What somebody decided: since when and by which text they allow it, if they do.

    ``withdrawn_at`` is when they last took it back, or replaced it by the words of a newer text.
    """

    is_child: bool
    given_at: datetime | None
    text_version: int | None
    withdrawn_at: datetime | None


def own_consent(session: Session, learner_id: int) -> OwnConsent:
    """The decision of one learner. One statement."""
    row = session.execute(_OWN.where(Learner.id == learner_id)).one()
    return _own(row)


def consent_behind(session: Session, token_hash: bytes, now: datetime) -> OwnConsent | None:
    """The decision of whoever is behind the cookie; None for a visitor who did nothing yet. One statement."""
    behind = select(LearnerSession.learner_id).where(
        LearnerSession.token_hash == token_hash, LearnerSession.expires_at > now
    )
    row = session.execute(_OWN.where(Learner.id.in_(behind))).one_or_none()
    return _own(row) if row else None


def _own(row: Any) -> OwnConsent:
    if row.is_child:
        return OwnConsent(is_child=True, given_at=None, text_version=None, withdrawn_at=None)
    return OwnConsent(
        is_child=False,
        given_at=row.given_at,
        text_version=row.text_version,
        withdrawn_at=row.withdrawn_at,
    )


def allows_research(learner_id: Any) -> ColumnElement[bool]:
    """Whether the learner in this column allows it now, is no child, and is not forgotten."""
    return (
        exists().where(ResearchConsent.learner_id == learner_id, ResearchConsent.withdrawn_at.is_(None))
        & ~is_of_a_child(learner_id)
        & exists().where(_person.id == learner_id, _person.erased_at.is_(None))
    )


def count_allowing(session: Session) -> int:
    """How many people allow it now; no page tells this without asking the gate."""
    statement = select(func.count()).select_from(Learner).where(allows_research(Learner.id))
    return session.execute(statement).scalar_one()
