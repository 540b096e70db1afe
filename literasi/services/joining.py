"""People come into organisations, and go: every change of a membership that somebody decides on."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, insert, select, update
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.domain.names import name_key
from literasi.domain.organisations import OrganisationKind
from literasi.models import Account, CohortMember, Learner, Membership, Organisation
from literasi.queries.memberships import has_number
from literasi.services import auditing, coding, granting, requiring, standings, throttling

MEMBER, SUPERVISOR = "member", "supervisor"
STANDING = ("waiting", "invited", "active")
VALID = ("invited", "active")
# Wrong join codes of one person, and of everybody behind one address: a whole class may sit there.
GUESSES, GUESS_WINDOW = 10, timedelta(minutes=15)
ADDRESS_GUESSES = 300
ASKS, ASK_WINDOW = 10, timedelta(days=1)


class ClosedOrganisation(Exception):
    """The organisation is retired: it takes nobody any more."""


class AlreadyThere(Exception):
    """The person is in that organisation already, or waits there."""


class NumberTaken(Exception):
    """Another member of the organisation has this number."""


class MayNotLeave(Exception):
    """Only whoever waits, or is in a community, leaves by themselves."""


@dataclass(frozen=True)
class Guest:
    """Somebody who is invited, as the organisation knows them; two clicks with one ``public_id`` are one."""

    public_id: uuid.UUID
    name: str
    external_id: str | None = None
    contact: str | None = None
    cohort_id: int | None = None


def set_join_code(
    session: Session, organisation_id: int, code: str | None, *, by_id: int, now: datetime
) -> None:
    """Let people ask to join by *code*, which replaces the one before; None: by none at all."""
    must_be_open(session, organisation_id)
    session.execute(
        update(Organisation)
        .where(Organisation.id == organisation_id)
        .values(join_code=code, join_code_made_at=now if code else None)
    )
    action = "join-code.made" if code else "join-code.switched-off"
    auditing.record(session, action, f"organisation:{organisation_id}", actor_id=by_id, now=now)


def count_guess(session: Session, learner_id: int, address: str, *, now: datetime) -> None:
    """Count one join code before it is looked up. Raises throttling.TooOften."""
    throttling.count(session, "join-address", address, limit=ADDRESS_GUESSES, window=GUESS_WINDOW, now=now)
    throttling.count(session, "join", str(learner_id), limit=GUESSES, window=GUESS_WINDOW, now=now)


def forgive_guess(session: Session, learner_id: int, address: str, *, now: datetime) -> None:
    """It was right: it counts for nobody."""
    throttling.uncount(session, "join-address", address, window=GUESS_WINDOW, now=now)
    throttling.forget(session, "join", str(learner_id))


def ask(session: Session, learner_id: int, organisation_id: int, name: str, *, now: datetime) -> None:
    """Somebody with an account asks to join; a supervisor decides.

    Raises AlreadyThere, ClosedOrganisation and throttling.TooOften.
    """
    must_be_open(session, organisation_id)
    throttling.count(session, "ask-to-join", str(learner_id), limit=ASKS, window=ASK_WINDOW, now=now)
    made = session.scalar(
        insert_into(session, Membership)
        .values(
            **_place(learner_id, organisation_id, name, now),
            role=MEMBER,
            state="waiting",
            public_id=uuid.uuid4(),
        )
        .on_conflict_do_nothing()
        .returning(Membership.id)
    )
    if made is None:
        raise AlreadyThere
    _record(session, "membership.asked", learner_id, organisation_id, learner_id, now)


def decide(session: Session, waiting: Sequence[int], *, is_approved: bool, by_id: int, now: datetime) -> int:
    """Approve or refuse those of these memberships that still wait; how many there were.

    Raises ClosedOrganisation.
    """
    standings.hold(session)
    decided = session.execute(
        update(Membership)
        .where(Membership.id.in_(waiting), Membership.state == "waiting")
        .values(
            state="active" if is_approved else "refused",
            joined_at=now if is_approved else None,
            ended_at=None if is_approved else now,
            decided_by_id=by_id,
        )
        .returning(Membership.id, Membership.learner_id, Membership.organisation_id)
        .execution_options(synchronize_session=False)
    ).all()
    if is_approved:
        for organisation_id in sorted({row.organisation_id for row in decided}):
            must_be_open(session, organisation_id)
        requiring.members_came(session, [row.id for row in decided], now=now)
    action = "membership.approved" if is_approved else "membership.refused"
    for row in decided:
        _record(session, action, row.learner_id, row.organisation_id, by_id, now)
    return len(decided)


def invite(session: Session, organisation_id: int, guest: Guest, *, by_id: int, now: datetime) -> int:
    """Make a member of somebody who has no account here yet; the id of their learner.

    A code (``coding.issue``) lets them come. Raises ClosedOrganisation, NumberTaken, and AlreadyThere when
    this very invitation was made a moment ago.
    """
    standings.hold(session)
    must_be_open(session, organisation_id)
    if session.scalar(select(exists().where(Membership.public_id == guest.public_id))):
        raise AlreadyThere
    if guest.external_id is not None and has_number(session, organisation_id, guest.external_id):
        raise NumberTaken
    learner_id = session.scalars(insert(Learner).values(created_at=now).returning(Learner.id)).one()
    membership_id: int | None = session.scalar(
        insert_into(session, Membership)
        .values(
            **_place(learner_id, organisation_id, guest.name, now),
            public_id=guest.public_id,
            role=MEMBER,
            state="invited",
            external_id=guest.external_id,
            contact=guest.contact,
            joined_at=now,
            decided_by_id=by_id,
        )
        .on_conflict_do_nothing()
        .returning(Membership.id)
    )
    if membership_id is None:
        made = session.scalar(select(Membership.id).where(Membership.public_id == guest.public_id))
        raise NumberTaken if made is None else AlreadyThere
    if guest.cohort_id is not None:
        session.add(CohortMember(cohort_id=guest.cohort_id, membership_id=membership_id))
        session.flush()
    requiring.members_came(session, [membership_id], now=now)
    _record(session, "membership.invited", learner_id, organisation_id, by_id, now)
    return learner_id


def end(session: Session, membership_ids: Sequence[int], *, by_id: int, now: datetime) -> int:
    """End these places of members, from now on; how many were still held. What happened in them stays."""
    standings.hold(session)
    ended = session.execute(
        update(Membership)
        .where(Membership.id.in_(membership_ids), Membership.role == MEMBER, Membership.state.in_(STANDING))
        .values(state="ended", ended_at=now, contact=None, decided_by_id=by_id)
        .returning(Membership.id, Membership.learner_id, Membership.organisation_id)
        .execution_options(synchronize_session=False)
    ).all()
    requiring.members_left(session, [row.id for row in ended], now=now)
    _void_codes_of_nobody(session, [row.learner_id for row in ended], now=now)
    coding.void_help(session, [row.learner_id for row in ended], now=now)
    for row in ended:
        _record(session, "membership.ended", row.learner_id, row.organisation_id, by_id, now)
    return len(ended)


def leave(session: Session, membership_id: int, *, now: datetime) -> None:
    """Somebody takes back that they asked, or leaves a community. Raises MayNotLeave."""
    place = session.execute(
        select(Membership.learner_id, Membership.state, Organisation.kind)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.id == membership_id)
    ).one()
    if place.state != "waiting" and place.kind != OrganisationKind.COMMUNITY:
        raise MayNotLeave
    end(session, [membership_id], by_id=place.learner_id, now=now)


def _void_codes_of_nobody(session: Session, learner_ids: Sequence[int], *, now: datetime) -> None:
    """Who is invited nowhere any more comes by no code."""
    invited = select(Membership.learner_id).where(
        Membership.learner_id.in_(learner_ids), Membership.state == "invited"
    )
    still = set(session.scalars(invited))
    coding.void(session, coding.JOIN, [one for one in learner_ids if one not in still], now=now)


def appoint_supervisor(
    session: Session, organisation_id: int, learner_id: int, name: str, *, by_id: int | None, now: datetime
) -> bool:
    """Let somebody supervise an organisation and what is below it; whether they did not yet.

    *name* is how the organisation writes them. Their sessions end within twelve hours, like all staff's.
    Raises granting.NoAccount and ClosedOrganisation.
    """
    if session.scalar(select(Account.learner_id).where(Account.learner_id == learner_id)) is None:
        raise granting.NoAccount
    must_be_open(session, organisation_id)
    made = session.scalar(
        insert_into(session, Membership)
        .values(
            **_place(learner_id, organisation_id, name, now),
            public_id=uuid.uuid4(),
            role=SUPERVISOR,
            state="active",
            joined_at=now,
            decided_by_id=by_id,
        )
        .on_conflict_do_nothing()
        .returning(Membership.id)
    )
    if made is None:
        return False
    granting.shorten_sessions(session, learner_id, now=now)
    _record(session, "supervisor.appointed", learner_id, organisation_id, by_id, now)
    return True


def withdraw_supervisor(
    session: Session, organisation_id: int, learner_id: int, *, by_id: int | None, now: datetime
) -> bool:
    """Let somebody supervise the organisation no more; whether they did. It shows at their next request."""
    ended = session.scalar(
        update(Membership)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.learner_id == learner_id,
            Membership.role == SUPERVISOR,
            Membership.state.in_(STANDING),
        )
        .values(state="ended", ended_at=now, decided_by_id=by_id)
        .returning(Membership.id)
        .execution_options(synchronize_session=False)
    )
    if ended is None:
        return False
    coding.void_help_by(session, learner_id, organisation_id, now=now)
    _record(session, "supervisor.withdrawn", learner_id, organisation_id, by_id, now)
    return True


def must_be_open(session: Session, organisation_id: int) -> None:
    """Hold the organisation until the transaction ends. Raises ClosedOrganisation if it is retired."""
    retired_at = session.execute(
        select(Organisation.retired_at).where(Organisation.id == organisation_id).with_for_update(read=True)
    ).scalar_one()
    if retired_at is not None:
        raise ClosedOrganisation


def _place(learner_id: int, organisation_id: int, name: str, now: datetime) -> dict[str, object]:
    return {
        "learner_id": learner_id,
        "organisation_id": organisation_id,
        "name": name,
        "name_key": name_key(name),
        "asked_at": now,
    }


def _record(
    session: Session, action: str, learner_id: int, organisation_id: int, by_id: int | None, now: datetime
) -> None:
    auditing.record(
        session, action, auditing.learner(learner_id), actor_id=by_id, now=now, organisation=organisation_id
    )
