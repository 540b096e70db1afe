"""What agencies know of a guest, and what they owe and finished, becomes the account's.

The guest may be somebody who was invited: a learner with places in organisations, but without an account.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, tuple_, update
from sqlalchemy.orm import Session, aliased

from literasi.database import Base
from literasi.models import (
    CalendarFeed,
    CourseFinish,
    Exemption,
    MailChoice,
    Obligation,
    OneTimeCode,
    OutboxMessage,
    Reminder,
    Standing,
)
from literasi.services import settling, standings, taking_places, tallying

_QUIETLY = {"synchronize_session": False}


def take_over(session: Session, guest_id: int, learner_id: int, *, now: datetime) -> None:
    """Give it all to the learner. Hold both learners' rows, and call it when attempts have moved.

    Of two places in one organisation one goes on; of two obligations that are the same the done one stays;
    of two first finishes the earlier is the first.
    """
    standings.hold(session)
    both = (guest_id, learner_id)
    with (
        tallying.finishes_counted(session, CourseFinish.learner_id.in_(both)),
        standings.kept(session, Obligation.learner_id.in_(both)),
    ):
        taking_places.take_places(session, guest_id, learner_id, now=now)
        _take_exemptions(session, guest_id, learner_id, now)
        _take_finishes(session, guest_id, learner_id)
        _take_obligations(session, guest_id, learner_id)
        settling.settle(session, Obligation.learner_id == learner_id)
    _take_messages(session, guest_id, learner_id)
    for model in (MailChoice, CalendarFeed):
        _take_only_one(session, model, guest_id, learner_id)
    _take_codes(session, guest_id, learner_id, now)


def _take_exemptions(session: Session, guest_id: int, learner_id: int, now: datetime) -> None:
    other = aliased(Exemption)
    held_by_both = exists().where(
        other.learner_id == learner_id,
        other.assignment_id == Exemption.assignment_id,
        other.ended_at.is_(None),
    )
    own = Exemption.learner_id == guest_id
    _set(session, Exemption, and_(own, Exemption.ended_at.is_(None), held_by_both), ended_at=now)
    _set(session, Exemption, own, learner_id=learner_id)


def _take_finishes(session: Session, guest_id: int, learner_id: int) -> None:
    _set(session, CourseFinish, CourseFinish.learner_id == guest_id, learner_id=learner_id)
    other = aliased(CourseFinish)
    is_later = exists().where(
        other.learner_id == learner_id,
        other.course_id == CourseFinish.course_id,
        other.is_first.is_(True),
        tuple_(other.finished_at, other.id) < tuple_(CourseFinish.finished_at, CourseFinish.id),
    )
    _set(session, CourseFinish, and_(CourseFinish.learner_id == learner_id, is_later), is_first=False)


def _take_obligations(session: Session, guest_id: int, learner_id: int) -> None:
    other = aliased(Obligation)
    same = and_(
        other.learner_id == learner_id,
        other.assignment_id == Obligation.assignment_id,
        other.round == Obligation.round,
        other.course_id == Obligation.course_id,
    )
    theirs, own = (Obligation.state, Obligation.completed_at), (other.state, other.completed_at)
    pairs = session.execute(
        select(Obligation.id, *theirs, other.id, *own)
        .join(other, same)
        .where(Obligation.learner_id == guest_id)
        .order_by(Obligation.id)
    ).all()
    lost = [_lost_and_kept(row) for row in pairs]
    for lost_id, kept_id in lost:
        _take_reminders(session, lost_id, kept_id)
    ids = [lost_id for lost_id, _ in lost]
    for model, column in ((Standing, Standing.obligation_id), (Obligation, Obligation.id)):
        session.execute(delete(model).where(column.in_(ids)).execution_options(**_QUIETLY))
    _set(session, Obligation, Obligation.learner_id == guest_id, learner_id=learner_id)


def _lost_and_kept(pair: Sequence[Any]) -> tuple[int, int]:
    """Of the guest's and the learner's own: the done one is kept, of two the earlier, else their own."""
    guest_id, guest_state, guest_done_at, own_id, own_state, own_done_at = pair
    is_guests = guest_state == "done" and (own_state != "done" or guest_done_at < own_done_at)
    return (own_id, guest_id) if is_guests else (guest_id, own_id)


def _take_reminders(session: Session, lost_id: int, kept_id: int) -> None:
    """Nobody was reminded twice of one thing on one day, or twice for one reason."""
    other = aliased(Reminder)
    same = exists().where(
        other.obligation_id == kept_id,
        other.kind == Reminder.kind,
        or_(other.kind != "tap", other.day == Reminder.day),
    )
    its = Reminder.obligation_id == lost_id
    session.execute(delete(Reminder).where(its, same).execution_options(**_QUIETLY))
    _set(session, Reminder, its, obligation_id=kept_id)


def _take_messages(session: Session, guest_id: int, learner_id: int) -> None:
    """Reminders move, and of two messages of one day the guest's goes. Who has joined needs no invitation."""
    _set(session, Reminder, Reminder.learner_id == guest_id, learner_id=learner_id)
    other = aliased(OutboxMessage)
    same = and_(
        other.learner_id == learner_id, other.kind == OutboxMessage.kind, other.day == OutboxMessage.day
    )
    theirs = OutboxMessage.learner_id == guest_id
    doubled = session.execute(
        select(OutboxMessage.id, other.id).join(other, same).where(theirs, OutboxMessage.kind == "reminders")
    ).all()
    for lost_id, kept_id in doubled:
        _set(session, Reminder, Reminder.message_id == lost_id, message_id=kept_id)
        session.execute(
            delete(OutboxMessage).where(OutboxMessage.id == lost_id).execution_options(**_QUIETLY)
        )
    waits = and_(theirs, OutboxMessage.kind == "invitation", OutboxMessage.state == "waiting")
    _set(session, OutboxMessage, waits, state="dropped", subject="", body="", lease=None, leased_until=None)
    _set(session, OutboxMessage, theirs, learner_id=learner_id)


def _take_only_one(
    session: Session, model: type[MailChoice] | type[CalendarFeed], guest_id: int, learner_id: int
) -> None:
    """Somebody has one of these: their own stays."""
    own = aliased(model)
    theirs = model.learner_id == guest_id
    has_own = exists().where(own.learner_id == learner_id)
    session.execute(delete(model).where(theirs, has_own).execution_options(**_QUIETLY))
    _set(session, model, theirs, learner_id=learner_id)


def _take_codes(session: Session, guest_id: int, learner_id: int, now: datetime) -> None:
    """Nobody else joins as this person."""
    theirs = OneTimeCode.learner_id == guest_id
    is_open = and_(OneTimeCode.used_at.is_(None), OneTimeCode.voided_at.is_(None))
    _set(session, OneTimeCode, and_(theirs, is_open), voided_at=now)
    _set(session, OneTimeCode, theirs, learner_id=learner_id)


def _set(session: Session, model: type[Base], where: ColumnElement[bool], **values: Any) -> None:
    session.execute(update(model).where(where).values(**values).execution_options(**_QUIETLY))
