"""Progress of a guest becomes part of an account, once its owner says that it is theirs."""

from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session, aliased

from literasi.models import Account, Attempt, Certificate, Completion, Learner, LearnerSession, ProblemReport
from literasi.services import auditing, banking, certifying, completing, taking_over, taking_sittings


class NotAGuest(Exception):
    """This learner has an account or is gone, so their progress is not to be given away."""


def merge_guest(session: Session, guest_id: int, learner_id: int, *, now: datetime) -> None:
    """Give everything of the guest to the learner. Doing it again changes nothing.

    All responses are kept, a lesson that both finished has the earlier date, and of two open attempts
    at one quiz the older is abandoned. Places in organisations, and what is owed there, go along. The
    guest's browsers are forgotten. Raises NotAGuest.
    """
    hold_still(session, guest_id, learner_id)
    guest = session.execute(
        select(Learner.merged_into_id, Learner.erased_at, Account.learner_id)
        .outerjoin(Account, Account.learner_id == Learner.id)
        .where(Learner.id == guest_id)
    ).one()
    if guest.merged_into_id == learner_id:
        return
    if guest_id == learner_id or any(value is not None for value in guest):
        raise NotAGuest(f"learner {guest_id}")
    for move in MOVES:
        move(session, guest_id, learner_id)
    banking.take_over_exposures(session, guest_id, learner_id)
    taking_over.take_over(session, guest_id, learner_id, now=now)
    completing.take_over_courses(session, guest_id, learner_id, now=now)
    session.execute(update(Learner).where(Learner.id == guest_id).values(merged_into_id=learner_id))
    auditing.record(
        session, "guest.merged", auditing.learner(guest_id), actor_id=learner_id, now=now, into=learner_id
    )


def hold_still(session: Session, guest_id: int, learner_id: int) -> None:
    """Wait for what both are doing just now: whoever starts an attempt holds their browser's row.

    Come here before ``standings.hold``.
    """
    both = (guest_id, learner_id)
    session.execute(
        select(LearnerSession.token_hash)
        .where(LearnerSession.learner_id.in_(both))
        .order_by(LearnerSession.token_hash)
        .with_for_update()
    ).all()
    session.execute(
        select(Learner.id).where(Learner.id.in_(both)).order_by(Learner.id).with_for_update(key_share=True)
    ).all()


def _end_sessions(session: Session, guest_id: int, _learner_id: int) -> None:
    session.execute(delete(LearnerSession).where(LearnerSession.learner_id == guest_id))


def _move_attempts(session: Session, guest_id: int, learner_id: int) -> None:
    """Every attempt moves. Of two open ones at a quiz the older is left behind, with all its answers."""
    other = aliased(Attempt)
    for mine, theirs in ((guest_id, learner_id), (learner_id, guest_id)):
        # On a tie the guest's stays open: it is what this person did last on this phone.
        older = (
            Attempt.started_at < other.started_at
            if mine == guest_id
            else (Attempt.started_at <= other.started_at)
        )
        session.execute(
            update(Attempt)
            .where(
                Attempt.learner_id == mine,
                Attempt.state == "open",
                exists().where(
                    other.learner_id == theirs,
                    other.quiz_id == Attempt.quiz_id,
                    other.state == "open",
                    older,
                ),
            )
            .values(state="abandoned")
            .execution_options(synchronize_session=False)
        )
    session.execute(
        update(Attempt)
        .where(Attempt.learner_id == guest_id)
        .values(learner_id=learner_id)
        .execution_options(synchronize_session=False)
    )


def _move_completions(session: Session, guest_id: int, learner_id: int) -> None:
    """Of two completions of one lesson the later goes, the earlier stays or moves."""
    other = aliased(Completion)
    for mine, theirs in ((guest_id, learner_id), (learner_id, guest_id)):
        later = (
            Completion.completed_at >= other.completed_at
            if mine == guest_id
            else (Completion.completed_at > other.completed_at)
        )
        session.execute(
            delete(Completion)
            .where(
                Completion.learner_id == mine,
                exists().where(other.learner_id == theirs, other.lesson_id == Completion.lesson_id, later),
            )
            .execution_options(synchronize_session=False)
        )
    session.execute(
        update(Completion)
        .where(Completion.learner_id == guest_id)
        .values(learner_id=learner_id)
        .execution_options(synchronize_session=False)
    )


def _move_reports(session: Session, guest_id: int, learner_id: int) -> None:
    session.execute(
        update(ProblemReport)
        .where(ProblemReport.learner_id == guest_id)
        .values(learner_id=learner_id)
        .execution_options(synchronize_session=False)
    )


def _move_certificates(session: Session, guest_id: int, learner_id: int) -> None:
    session.execute(
        update(Certificate)
        .where(Certificate.learner_id == guest_id)
        .values(learner_id=learner_id)
        .execution_options(synchronize_session=False)
    )
    certifying.hide_name_of_child(session, learner_id)


# One step for each table that knows a learner (those of agencies are in services.taking_over); a test names
# the table that was forgotten.
# Sessions first: nothing new can begin behind them. Attempts before what depends on them.
MOVES = (
    _end_sessions,
    _move_attempts,
    _move_completions,
    _move_reports,
    _move_certificates,
    taking_sittings.take_sittings,
)
