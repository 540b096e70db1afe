"""People come into organisations, and go: every change of a membership that somebody decides on."""

import uuid
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.domain.names import name_key
from literasi.models import Account, Membership, Organisation
from literasi.services import auditing, granting

STANDING = ("waiting", "invited", "active")
SUPERVISOR = "supervisor"


class ClosedOrganisation(Exception):
    """The organisation is retired: it takes nobody any more."""


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
            public_id=uuid.uuid4(),
            learner_id=learner_id,
            organisation_id=organisation_id,
            role=SUPERVISOR,
            state="active",
            name=name,
            name_key=name_key(name),
            asked_at=now,
            joined_at=now,
            decided_by_id=by_id,
        )
        .on_conflict_do_nothing()
        .returning(Membership.id)
    )
    if made is None:
        return False
    granting.shorten_sessions(session, learner_id, now=now)
    _record_supervisor(session, "supervisor.appointed", organisation_id, learner_id, by_id, now)
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
    _record_supervisor(session, "supervisor.withdrawn", organisation_id, learner_id, by_id, now)
    return True


def must_be_open(session: Session, organisation_id: int) -> None:
    """Hold the organisation until the transaction ends. Raises ClosedOrganisation if it is retired."""
    retired_at = session.execute(
        select(Organisation.retired_at).where(Organisation.id == organisation_id).with_for_update(read=True)
    ).scalar_one()
    if retired_at is not None:
        raise ClosedOrganisation


def _record_supervisor(
    session: Session, action: str, organisation_id: int, learner_id: int, by_id: int | None, now: datetime
) -> None:
    auditing.record(
        session,
        action,
        auditing.learner(learner_id),
        actor_id=by_id,
        now=now,
        organisation=organisation_id,
    )
