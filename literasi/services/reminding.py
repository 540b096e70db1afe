"""People are reminded of what they owe: when it is given, before it is due, when it is late, by a tap.

On the site a reminder shows at once. By e-mail the reminders of a day go in one message; what comes after
it was sent goes in tomorrow's.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Date, String, exists, func, literal, null, select, update
from sqlalchemy.orm import Session

from literasi.database import UTCDateTime, insert_into
from literasi.domain.reminders import BEFORE_DUE, due_days, send_moment
from literasi.domain.reminders import Reminder as Kind
from literasi.domain.wita import day_of, start_of
from literasi.models import Account, JobRun, Obligation, OutboxMessage, Reminder, Standing

JOB = "reminders"
# An obligation is dated by its request's clock and seen when its transaction ends.
OVERLAP = timedelta(hours=1)
AT_ONCE = 400  # people; databases take so many values in one statement
_NAMESPACE = uuid.UUID("6d2b4e0c-7f6a-4d1e-9a54-2f0c6c1f8b13")


def remind_due(session: Session, *, now: datetime) -> int:
    """Make every reminder that is due and was not made; how many. Doing it again makes none.

    New obligations are looked at each time; what depends on the calendar once a day, from then on when
    messages may be sent.
    """
    run = _claim(session, now)
    today = day_of(now)
    made = _remind(session, Kind.ASSIGNED, Obligation.made_at > run.seen_until - OVERLAP, now=now)
    if run.done_for < today and send_moment(now) == now:
        for kind in BEFORE_DUE:
            first, last = due_days(kind, today)
            made += _remind(session, kind, Obligation.due_on.between(first, last), now=now)
        made += _remind(session, Kind.LATE, Obligation.late_from <= today, now=now)
        run.done_for = today
    run.seen_until = now
    session.flush()
    if made:
        _write_messages(session, now=now)
    return made


def tap(session: Session, obligation_ids: list[int], *, by_id: int, now: datetime) -> int:
    """A supervisor reminds the people of these open obligations; of how many. At most once a day each."""
    chosen = Obligation.id.in_(obligation_ids)
    made = _remind(session, Kind.TAP, chosen, now=now, by_id=by_id)
    if made:
        _write_messages(session, now=now)
    return made


@dataclass(frozen=True)
class Tapped:
    """Whom one tap reached: how many people, how many of them by e-mail too, and how many earlier today."""

    people: int
    by_mail: int
    already: int


def tap_standing(
    session: Session, organisation_id: int, which: Sequence[ColumnElement[bool]], *, by_id: int, now: datetime
) -> Tapped:
    """A supervisor reminds whoever owes something open that stands in the organisation as *which* says.

    *which* are conditions on standings. At most once a day for each obligation, whoever taps.
    """
    chosen = Obligation.id.in_(
        select(Standing.obligation_id).where(
            Standing.organisation_id == organisation_id, Standing.state == "open", *which
        )
    )
    today = (Reminder.kind == Kind.TAP.value, Reminder.day == day_of(now))
    already, seen = _people(session, chosen, *today), session.scalar(select(func.max(Reminder.id))) or 0
    if _remind(session, Kind.TAP, chosen, now=now, by_id=by_id):
        _write_messages(session, now=now)
    mine = (chosen, *today, Reminder.id > seen, Reminder.made_at == now, Reminder.made_by_id == by_id)
    by_mail = _people(session, *mine, Reminder.message_id.is_not(None))
    return Tapped(_people(session, *mine), by_mail, already)


def _people(session: Session, *which: ColumnElement[bool]) -> int:
    """Of how many people there are such reminders of what is open still."""
    return session.scalars(
        select(func.count(Reminder.learner_id.distinct()))
        .join(Obligation, Obligation.id == Reminder.obligation_id)
        .where(Obligation.state == "open", *which)
    ).one()


def _claim(session: Session, now: datetime) -> JobRun:
    """How far the reminders got; nobody else looks at it until this transaction ends."""
    beginning = now - timedelta(days=366)
    session.execute(
        insert_into(session, JobRun)
        .values(name=JOB, seen_until=beginning, done_for=day_of(beginning))
        .on_conflict_do_nothing()
    )
    return session.scalars(
        select(JobRun).where(JobRun.name == JOB).with_for_update().execution_options(populate_existing=True)
    ).one()


def _remind(
    session: Session, kind: Kind, which: ColumnElement[bool], *, now: datetime, by_id: int | None = None
) -> int:
    """Note one reminder for each open obligation that has none of this kind yet."""
    same = exists().where(Reminder.obligation_id == Obligation.id, Reminder.kind == kind.value)
    if kind is Kind.TAP:
        same = same.where(Reminder.day == day_of(now))
    due = select(
        Obligation.learner_id,
        Obligation.id,
        literal(kind.value, String),
        literal(day_of(now), Date),
        literal(now, UTCDateTime()),
        null() if by_id is None else literal(by_id),
    ).where(Obligation.state == "open", which, ~same)
    columns = ["learner_id", "obligation_id", "kind", "day", "made_at", "made_by_id"]
    made = session.execute(
        insert_into(session, Reminder)
        .from_select(columns, due)
        .on_conflict_do_nothing()
        .execution_options(preserve_rowcount=True)
    )
    return cast(CursorResult[Any], made).rowcount


def _write_messages(session: Session, *, now: datetime) -> None:
    """Let this moment's reminders of people with an e-mail address go in one message a day and person."""
    when = send_moment(now)
    tomorrow = send_moment(start_of(day_of(when) + timedelta(days=1)))
    for moment in (when, tomorrow):  # tomorrow's for those whose message of today is on its way already
        waiting = session.execute(
            select(Reminder.learner_id, Account.login_name)
            .join(Account, Account.learner_id == Reminder.learner_id)
            .where(
                Reminder.made_at == now,
                Reminder.message_id.is_(None),
                Account.login_kind == "email",
                Account.disabled_at.is_(None),
            )
            .distinct()
            .order_by(Reminder.learner_id)
        ).all()
        for start in range(0, len(waiting), AT_ONCE):
            addresses = {row.learner_id: row.login_name for row in waiting[start : start + AT_ONCE]}
            _write_day(session, addresses, moment, now=now)


def _write_day(session: Session, addresses: dict[int, str], when: datetime, *, now: datetime) -> None:
    """Put this moment's reminders of these learners into their message of that day, if it still waits."""
    day = day_of(when)
    messages = {learner_id: uuid.uuid5(_NAMESPACE, f"{learner_id} {day}") for learner_id in addresses}
    rows = [
        {
            "id": messages[learner_id],
            "learner_id": learner_id,
            "kind": "reminders",
            "day": day,
            "address": address,
            "subject": "",
            "body": "",
            "state": "waiting",
            "made_at": now,
            "not_before": when,
            "attempts": 0,
        }
        for learner_id, address in addresses.items()
    ]
    session.execute(insert_into(session, OutboxMessage).on_conflict_do_nothing(), rows)
    # Held until the end: whoever sends one meanwhile has either begun before this, or sends these as well.
    untouched = session.execute(
        select(OutboxMessage.learner_id, OutboxMessage.id)
        .where(
            OutboxMessage.id.in_(messages.values()),
            OutboxMessage.state == "waiting",
            OutboxMessage.attempts == 0,
        )
        .order_by(OutboxMessage.id)
        .with_for_update()
    ).all()
    if untouched:
        _join(session, {row.learner_id: row.id for row in untouched}, now=now)


def _join(session: Session, messages: dict[int, uuid.UUID], *, now: datetime) -> None:
    session.execute(
        update(Reminder)
        .where(
            Reminder.made_at == now,
            Reminder.message_id.is_(None),
            Reminder.learner_id.in_(messages),
        )
        .values(
            message_id=select(OutboxMessage.id)
            .where(OutboxMessage.id.in_(messages.values()), OutboxMessage.learner_id == Reminder.learner_id)
            .correlate(Reminder)
            .scalar_subquery()
        )
        .execution_options(synchronize_session=False)
    )
