"""People allow researchers to use their answers, and take that back."""

from datetime import datetime

from sqlalchemy import Select, insert, select, update
from sqlalchemy.orm import Session

from literasi.domain.research import CONSENT_VERSION
from literasi.models import Learner, ResearchConsent
from literasi.queries.ages import is_of_a_child
from literasi.services import auditing


def give(session: Session, learner_id: int, *, now: datetime) -> bool:
    """The learner allows it, by the text of today; whether they had not and may: no child ever does.

    Whoever allowed it by an earlier text allows it anew: the earlier one ends.
    """
    _lock(session, learner_id)
    if session.scalar(select(is_of_a_child(learner_id))):
        return False
    current = session.scalars(_open_ones(learner_id)).all()
    if CONSENT_VERSION in current:
        return False
    _end(session, learner_id, now)
    session.execute(
        insert(ResearchConsent).values(learner_id=learner_id, text_version=CONSENT_VERSION, given_at=now)
    )
    _note(session, "research.allowed", learner_id, now, version=CONSENT_VERSION)
    return True


def withdraw(session: Session, learner_id: int, *, now: datetime) -> bool:
    """The learner takes it back; whether they had allowed it. From now on they are in no new file."""
    _lock(session, learner_id)
    if not session.scalars(_open_ones(learner_id)).all():
        return False
    _end(session, learner_id, now)
    _note(session, "research.withdrawn", learner_id, now)
    return True


def _lock(session: Session, learner_id: int) -> None:
    """Two clicks at once are one after the other."""
    session.execute(select(Learner.id).where(Learner.id == learner_id).with_for_update(key_share=True)).one()


def _open_ones(learner_id: int) -> Select[int]:
    return select(ResearchConsent.text_version).where(
        ResearchConsent.learner_id == learner_id, ResearchConsent.withdrawn_at.is_(None)
    )


def _end(session: Session, learner_id: int, now: datetime) -> None:
    session.execute(
        update(ResearchConsent)
        .where(ResearchConsent.learner_id == learner_id, ResearchConsent.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .execution_options(synchronize_session=False)
    )


def _note(session: Session, action: str, learner_id: int, now: datetime, **details: int) -> None:
    auditing.record(session, action, auditing.learner(learner_id), actor_id=learner_id, now=now, **details)
