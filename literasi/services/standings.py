"""How each obligation stands in every organisation above the person, and how many of them there are.

These are copies for reading. Whatever changes what they copy does so within ``kept``, which writes them in
the same transaction; ``services.inspecting_standings`` recounts them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal_column, or_, select, text, update
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.models import Assignment, Membership, Obligation, OrganisationAncestor, Standing
from literasi.queries.scopes import is_member, reaches
from literasi.services import tallying

_LOCK = 7_316_005


def hold(session: Session, *, shared: bool = False) -> None:
    """Wait until nobody else changes who owes what, until the transaction ends.

    People finish courses beside each other (*shared*); whatever changes memberships or assignments is alone,
    so that no finish is missed by an obligation that is made at the same moment. Lock learners before this,
    and never take it shared first. On SQLite there is one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        kind = "_shared" if shared else ""
        session.execute(text(f"select pg_advisory_xact_lock{kind}({_LOCK})"))


@contextmanager
def kept(session: Session, which: ColumnElement[bool], *, are_new: bool = False) -> Iterator[None]:
    """What happens within to the obligations of *which* (a condition on them) shows wherever they stand.

    Of those that *are_new* nobody can have left.
    """
    with tallying.standings_counted(session, which):
        yield
        _stand(session, which)
        if not are_new:
            _leave(session, which)


def covering(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Where each obligation of *which* stands now: organisation, obligation, and the membership to show."""
    return (
        select(
            OrganisationAncestor.ancestor_id.label("organisation_id"),
            Obligation.id.label("obligation_id"),
            func.min(Membership.id).label("membership_id"),
        )
        .select_from(Obligation)
        .join(Assignment, Assignment.id == Obligation.assignment_id)
        .join(Membership, Membership.learner_id == Obligation.learner_id)
        .join(OrganisationAncestor, OrganisationAncestor.organisation_id == Membership.organisation_id)
        .where(which, is_member(), reaches())
        .group_by(OrganisationAncestor.ancestor_id, Obligation.id)
    )


def _stand(session: Session, which: ColumnElement[bool]) -> None:
    found = covering(which).subquery()
    standing = (
        select(
            found.c.organisation_id,
            found.c.obligation_id,
            found.c.membership_id,
            Obligation.course_id,
            Obligation.state,
            Obligation.due_on,
            Obligation.late_from,
            Membership.name_key,
        )
        .join(Obligation, Obligation.id == found.c.obligation_id)
        .join(Membership, Membership.id == found.c.membership_id)
        .where(literal_column("1") == literal_column("1"))  # else SQLite takes ON CONFLICT for a join's ON
    )
    insertion = insert_into(session, Standing).from_select([*Standing.__table__.columns.keys()], standing)
    changing = ("membership_id", "state", "due_on", "late_from", "name_key")
    session.execute(
        insertion.on_conflict_do_update(
            index_elements=["organisation_id", "obligation_id"],
            set_={name: insertion.excluded[name] for name in changing},
            where=or_(*(getattr(Standing, name) != insertion.excluded[name] for name in changing)),
        )
    )


def _leave(session: Session, which: ColumnElement[bool]) -> None:
    """Where somebody no longer is, what they owed there has left; it stays as history."""
    still_there = exists(
        select(1)
        .select_from(Obligation)
        .join(Assignment, Assignment.id == Obligation.assignment_id)
        .join(Membership, Membership.learner_id == Obligation.learner_id)
        .join(OrganisationAncestor, OrganisationAncestor.organisation_id == Membership.organisation_id)
        .where(
            Obligation.id == Standing.obligation_id,
            OrganisationAncestor.ancestor_id == Standing.organisation_id,
            is_member(),
            reaches(),
        )
        .correlate(Standing)
    )
    session.execute(
        update(Standing)
        .where(
            Standing.obligation_id.in_(select(Obligation.id).where(which)),
            Standing.state != "left",
            ~still_there,
        )
        .values(state="left")
        .execution_options(synchronize_session=False)
    )
