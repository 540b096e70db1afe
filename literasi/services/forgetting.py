"""What agencies know of somebody is forgotten with them; what they did stays counted, without a name."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, delete, literal, select, update
from sqlalchemy.orm import Session

from literasi.database import Base, UTCDateTime
from literasi.models import (
    CalendarFeed,
    Exemption,
    MailChoice,
    Membership,
    Obligation,
    OneTimeCode,
    OutboxMessage,
    Reminder,
    RosterChange,
    Standing,
)
from literasi.services import settling, standings
from literasi.services.taking_places import HELD

_QUIETLY = {"synchronize_session": False}


def forget(session: Session, learner_id: int, *, now: datetime) -> None:
    """End the learner's places and blank the names, numbers and addresses under which they were known.

    Messages, codes and secret addresses are deleted. What they owed is left; what they finished stays under
    the learner's number. Nothing is left of how lists wrote them.
    """
    standings.hold(session)
    own = Obligation.learner_id == learner_id
    with standings.kept(session, own):
        _empty_lists(session, learner_id)
        _end_places(session, learner_id, now)
        _set(session, Exemption, Exemption.learner_id == learner_id, reason="")
        settling.settle(session, own)
        places = select(Membership.id).where(Membership.learner_id == learner_id)
        _set(session, Standing, Standing.membership_id.in_(places), name_key="")
    _set(session, Reminder, Reminder.learner_id == learner_id, message_id=None)
    for model in (OutboxMessage, OneTimeCode, MailChoice, CalendarFeed):
        session.execute(delete(model).where(model.learner_id == learner_id).execution_options(**_QUIETLY))


def _end_places(session: Session, learner_id: int, now: datetime) -> None:
    is_held = Membership.state.in_(HELD)
    _set(
        session,
        Membership,
        Membership.learner_id == learner_id,
        name="",
        name_key="",
        external_id=None,
        contact=None,
        state=case((is_held, "ended"), else_=Membership.state),
        ended_at=case((is_held, literal(now, UTCDateTime())), else_=Membership.ended_at),
    )


def _empty_lists(session: Session, learner_id: int) -> None:
    """Lists hold no people once they are applied; how somebody was written before one goes here."""
    its = RosterChange.membership_id.in_(select(Membership.id).where(Membership.learner_id == learner_id))
    _set(session, RosterChange, its, before={"fields": {}, "cohorts": []})


def _set(session: Session, model: type[Base], where: ColumnElement[bool], **values: Any) -> None:
    session.execute(update(model).where(where).values(**values).execution_options(**_QUIETLY))
