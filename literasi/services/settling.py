"""Where an obligation stands is a function of what is stored: finishes, places and exemptions."""

from typing import Any

from sqlalchemy import ColumnElement, case, exists, select, update
from sqlalchemy.orm import Session

from literasi.models import Assignment, CourseFinish, Exemption, Membership, Obligation
from literasi.queries.scopes import is_member, reaches


def settle(session: Session, which: ColumnElement[bool]) -> None:
    """Let the obligations of *which* (a condition on them) be what finishes, places and exemptions make them.

    Nobody else may change them meanwhile: see ``standings.hold``.
    """
    session.execute(
        update(Obligation)
        .where(which, Obligation.state != "done", Obligation.state != settled_state())
        .values(
            state=settled_state(),
            finish_id=case((covered(), _first_finish(CourseFinish.id))),
            completed_at=case((covered(), _first_finish(CourseFinish.finished_at))),
        )
        .execution_options(synchronize_session=False)
    )


def covered() -> ColumnElement[bool]:
    """Whether somebody has a place in the scope of what they owe, and it still holds."""
    return exists(
        select(1)
        .select_from(Membership)
        .join(Assignment, Assignment.id == Obligation.assignment_id)
        .where(
            Membership.learner_id == Obligation.learner_id,
            is_member(),
            reaches(),
            Assignment.withdrawn_at.is_(None),
        )
        .correlate(Obligation)
    )


def settled_state() -> ColumnElement[str]:
    """The state of an obligation that is not done yet, from what is stored."""
    exempt = exists().where(
        Exemption.assignment_id == Obligation.assignment_id,
        Exemption.learner_id == Obligation.learner_id,
        Exemption.ended_at.is_(None),
    )
    return case(
        (~covered(), "left"),
        (_first_finish(CourseFinish.id).is_not(None), "done"),
        (exempt.correlate(Obligation), "exempt"),
        else_="open",
    )


def _first_finish(column: Any) -> Any:
    """A column of the first finish in an obligation's window."""
    return (
        select(column)
        .where(
            CourseFinish.learner_id == Obligation.learner_id,
            CourseFinish.course_id == Obligation.course_id,
            CourseFinish.finished_at >= Obligation.counts_from,
        )
        .order_by(CourseFinish.finished_at, CourseFinish.id)
        .limit(1)
        .correlate(Obligation)
        .scalar_subquery()
    )
