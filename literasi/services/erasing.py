"""A person is forgotten: identity and free text go, the answers stay without an owner."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.models import (
    Account,
    Erasure,
    ImportBatch,
    Learner,
    LearnerSession,
    Media,
    ProblemReport,
    Refresher,
    ResearchConsent,
    RoleGrant,
)
from literasi.services import auditing, certifying, forgetting, second_factors


def erase(session: Session, learner_id: int, *, by_id: int | None = None, now: datetime) -> None:
    """Forget who the learner is. Doing it again changes nothing. *by_id* is an operator who was asked to.

    Account, sessions, roles, uploads and cards of refreshers are deleted, the text of their reports is
    blanked, their certificates name nobody and hold no longer, researchers get their answers no longer, and
    pictures do not say who brought them; agencies forget them too (services.forgetting). Attempts, tests,
    answers and completions stay under the learner's number, which leads to nobody any more; a tombstone lets
    a restored backup forget them too.
    """
    session.execute(
        update(ProblemReport).where(ProblemReport.learner_id == learner_id).values(text="", learner_id=None)
    )
    certifying.forget_holder(session, learner_id, now=now)
    session.execute(update(Media).where(Media.uploaded_by_id == learner_id).values(uploaded_by_id=None))
    session.execute(delete(ImportBatch).where(ImportBatch.author_id == learner_id))
    session.execute(
        update(ResearchConsent)
        .where(ResearchConsent.learner_id == learner_id, ResearchConsent.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )
    second_factors.forget(session, learner_id)
    for model in (LearnerSession, RoleGrant, Account, Refresher):
        session.execute(delete(model).where(model.learner_id == learner_id))
    session.execute(
        update(Learner).where(Learner.id == learner_id, Learner.erased_at.is_(None)).values(erased_at=now)
    )
    forgetting.forget(session, learner_id, now=now)
    made = session.scalar(
        insert_into(session, Erasure)
        .values(learner_id=learner_id, erased_at=now)
        .on_conflict_do_nothing()
        .returning(Erasure.learner_id)
    )
    if made is not None:
        auditing.record(session, "account.erased", auditing.learner(learner_id), actor_id=by_id, now=now)
