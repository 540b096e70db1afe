"""A guest's places in organisations become the account's; nobody holds two of one kind in one of them."""

from datetime import datetime

from sqlalchemy import and_, case, delete, literal, select, update
from sqlalchemy.orm import Session, aliased

from literasi.database import insert_into
from literasi.models import CohortMember, Membership
from literasi.queries.scopes import VALID
from literasi.services import granting

HELD = ("waiting", *VALID)


def take_places(session: Session, guest_id: int, learner_id: int, *, now: datetime) -> None:
    """Every place moves. Where both have one, the one that is valid goes on, else the learner's own.

    Somebody who was invited has an account now; a supervisor's sessions are short.
    """
    for lost, kept in _doubled(session, guest_id, learner_id):
        _unite(session, lost, kept, now)
    session.execute(
        update(Membership)
        .where(Membership.learner_id == guest_id)
        .values(
            learner_id=learner_id,
            state=case((Membership.state == "invited", "active"), else_=Membership.state),
            contact=None,
        )
        .execution_options(synchronize_session=False)
    )
    if _supervises(session, learner_id):
        granting.shorten_sessions(session, learner_id, now=now)


def _doubled(session: Session, guest_id: int, learner_id: int) -> list[tuple[int, int]]:
    """Pairs of places in one organisation: the one that ends, and the one that goes on."""
    own = aliased(Membership)
    rows = session.execute(
        select(Membership.id, Membership.state, own.id.label("own_id"), own.state.label("own_state"))
        .join(
            own,
            and_(own.organisation_id == Membership.organisation_id, own.role == Membership.role),
        )
        .where(
            Membership.learner_id == guest_id,
            Membership.state.in_(HELD),
            own.learner_id == learner_id,
            own.state.in_(HELD),
        )
        .order_by(Membership.id)
    )
    return [
        (row.own_id, row.id)
        if row.own_state == "waiting" and row.state != "waiting"
        else (row.id, row.own_id)
        for row in rows
    ]


def _unite(session: Session, lost_id: int, kept_id: int, now: datetime) -> None:
    """The place ends; its number and its groups go to the other."""
    number = session.scalar(select(Membership.external_id).where(Membership.id == lost_id))
    session.execute(
        update(Membership)
        .where(Membership.id == lost_id)
        .values(state="ended", ended_at=now, contact=None)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Membership)
        .where(Membership.id == kept_id, Membership.external_id.is_(None))
        .values(external_id=number)
        .execution_options(synchronize_session=False)
    )
    groups = select(CohortMember.cohort_id, literal(kept_id)).where(CohortMember.membership_id == lost_id)
    session.execute(
        insert_into(session, CohortMember)
        .from_select(["cohort_id", "membership_id"], groups)
        .on_conflict_do_nothing()
    )
    session.execute(
        delete(CohortMember)
        .where(CohortMember.membership_id == lost_id)
        .execution_options(synchronize_session=False)
    )


def _supervises(session: Session, learner_id: int) -> bool:
    held = select(Membership.id).where(
        Membership.learner_id == learner_id, Membership.role == "supervisor", Membership.state == "active"
    )
    return session.scalar(held.limit(1)) is not None
