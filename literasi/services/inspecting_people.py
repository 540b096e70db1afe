"""Whether those who were erased stay erased, and messages are in a state that they can be in."""

from collections.abc import Callable, Iterator

from sqlalchemy import ColumnElement, exists, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from literasi.domain.second_factors import PAPER_CODES
from literasi.models import (
    Account,
    CalendarFeed,
    Erasure,
    Exemption,
    ImportBatch,
    Learner,
    LearnerSession,
    MailChoice,
    Media,
    Membership,
    OneTimeCode,
    OutboxMessage,
    PendingSignIn,
    ProblemReport,
    Refresher,
    Reminder,
    ResearchConsent,
    RoleGrant,
    SecondFactor,
    SecondFactorCode,
)
from literasi.services.taking_places import HELD

Left = tuple[str, InstrumentedAttribute[int] | InstrumentedAttribute[int | None], ColumnElement[bool]]

# What erasing removes or blanks (services.erasing and forgetting): whose it is, and what must not be left.
_LEFT: tuple[Left, ...] = (
    ("an account", Account.learner_id, true()),
    ("a session", LearnerSession.learner_id, true()),
    ("a role", RoleGrant.learner_id, true()),
    ("a card of a refresher", Refresher.learner_id, true()),
    ("a choice about e-mail", MailChoice.learner_id, true()),
    ("a calendar", CalendarFeed.learner_id, true()),
    ("a message", OutboxMessage.learner_id, true()),
    ("a one-time code", OneTimeCode.learner_id, true()),
    ("a second factor", SecondFactor.learner_id, true()),
    ("a spare code", SecondFactorCode.learner_id, true()),
    ("a half sign-in", PendingSignIn.learner_id, true()),
    ("an upload", ImportBatch.author_id, true()),
    ("a report of a problem", ProblemReport.learner_id, true()),
    ("a picture under their name", Media.uploaded_by_id, true()),
    ("a consent to research", ResearchConsent.learner_id, ResearchConsent.withdrawn_at.is_(None)),
    ("a reason for an exemption", Exemption.learner_id, Exemption.reason != ""),
    (
        "a name or number in an organisation",
        Membership.learner_id,
        or_(
            Membership.name != "",
            Membership.name_key != "",
            Membership.external_id.is_not(None),
            Membership.contact.is_not(None),
            Membership.state.in_(HELD),
        ),
    ),
)


def remembered_people(session: Session) -> Iterator[str]:
    """Whoever was erased left nothing that leads to them, and has a tombstone; nobody else has one."""
    without = select(Learner.id).where(
        Learner.erased_at.is_not(None), ~exists().where(Erasure.learner_id == Learner.id)
    )
    for learner_id in session.scalars(without.order_by(Learner.id)):
        yield f"learner {learner_id}: erased, but there is no tombstone"
    alive = (
        select(Erasure.learner_id)
        .join(Learner, Learner.id == Erasure.learner_id)
        .where(Learner.erased_at.is_(None))
    )
    for learner_id in session.scalars(alive.order_by(Erasure.learner_id)):
        yield f"learner {learner_id}: there is a tombstone, but they were not erased"
    yield from _left_of_erased(session)


def _left_of_erased(session: Session) -> Iterator[str]:
    for what, whose, is_left in _LEFT:
        found = select(whose, func.count()).join(Erasure, Erasure.learner_id == whose).where(is_left)
        for learner_id, count in session.execute(found.group_by(whose).order_by(whose)):
            yield f"learner {learner_id}: erased, but {what} is left ({count})"


def second_factors(session: Session) -> Iterator[str]:
    """A second factor and its spare codes belong to an account; there are at most ten codes."""
    accounts = select(Account.learner_id)
    for what, whose in (
        ("a second factor", SecondFactor.learner_id),
        ("a spare code", SecondFactorCode.learner_id),
    ):
        for learner_id in session.scalars(select(whose).where(whose.not_in(accounts)).distinct()):
            yield f"learner {learner_id}: {what}, but no account"
    owner = SecondFactorCode.learner_id
    crowded = select(owner, func.count()).group_by(owner).having(func.count() > PAPER_CODES)
    for learner_id, count in session.execute(crowded):
        yield f"learner {learner_id}: {count} spare codes"
    unowned = select(owner).where(owner.not_in(select(SecondFactor.learner_id))).distinct()
    for learner_id in session.scalars(unowned):
        yield f"learner {learner_id}: spare codes, but no second factor"


def stray_messages(session: Session) -> Iterator[str]:
    """A message waits with its words, or is done and has forgotten them; a lease has its end."""
    is_closed = OutboxMessage.state.in_(("sent", "dropped"))
    faults: tuple[tuple[str, ColumnElement[bool]], ...] = (
        ("sent, but nobody knows when", (OutboxMessage.state == "sent") & OutboxMessage.sent_at.is_(None)),
        ("not sent, but it says when", (OutboxMessage.state != "sent") & OutboxMessage.sent_at.is_not(None)),
        ("done, but it still has its words", is_closed & (OutboxMessage.body != "")),
        (
            "done, but somebody holds it",
            (OutboxMessage.state != "waiting") & OutboxMessage.lease.is_not(None),
        ),
        ("half a lease", OutboxMessage.lease.is_(None) != OutboxMessage.leased_until.is_(None)),
        ("tried less than never", OutboxMessage.attempts < 0),
    )
    for said, is_wrong in faults:
        for message_id in session.scalars(
            select(OutboxMessage.id).where(is_wrong).order_by(OutboxMessage.id)
        ):
            yield f"message {message_id}: {said}"
    others = (
        select(Reminder.id)
        .join(OutboxMessage, OutboxMessage.id == Reminder.message_id)
        .where(or_(OutboxMessage.learner_id != Reminder.learner_id, OutboxMessage.kind != "reminders"))
    )
    for reminder_id in session.scalars(others.order_by(Reminder.id)):
        yield f"reminder {reminder_id}: its message goes to somebody else"


CHECKS: dict[str, Callable[[Session], Iterator[str]]] = {
    "erased people stay erased": remembered_people,
    "second factors belong to accounts": second_factors,
    "messages are waiting, done or given up": stray_messages,
}
