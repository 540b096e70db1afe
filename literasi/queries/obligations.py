"""What one person must finish: by when, why and for whom."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, or_, select

from literasi.database import Prepared, Reader
from literasi.models import Assignment, Course, Exemption, Obligation, Organisation


@dataclass(frozen=True)
class Duty:
    """One course that somebody must finish, has, or need not, in the newest round of an assignment.

    ``first_due_on`` and ``repeat_months`` say when the next round is due. Open ones of earlier rounds stay.
    """

    id: int
    course: str
    course_title: str
    title: str
    reason: str
    organisation: str
    state: str
    due_on: date
    late_from: date
    completed_at: datetime | None
    round: int
    first_due_on: date
    repeat_months: int | None
    made_at: datetime
    exempt_because: str | None


_DUTIES = Prepared(
    select(
        Obligation.id,
        Course.slug.label("course"),
        Course.title.label("course_title"),
        Assignment.title,
        Assignment.reason,
        Organisation.name.label("organisation"),
        Obligation.state,
        Obligation.due_on,
        Obligation.late_from,
        Obligation.completed_at,
        Obligation.round,
        Assignment.due_on.label("first_due_on"),
        Assignment.repeat_months,
        Obligation.made_at,
        Exemption.reason.label("exempt_because"),
    )
    .join(Assignment, Assignment.id == Obligation.assignment_id)
    .join(Organisation, Organisation.id == Assignment.organisation_id)
    .join(Course, Course.id == Obligation.course_id)
    .outerjoin(
        Exemption,
        and_(
            Exemption.assignment_id == Obligation.assignment_id,
            Exemption.learner_id == Obligation.learner_id,
            Exemption.ended_at.is_(None),
        ),
    )
    .where(
        Obligation.learner_id == bindparam("learner_id"),
        Assignment.withdrawn_at.is_(None),
        Obligation.state != "left",
        or_(Obligation.state == "open", Obligation.round == Assignment.rounds - 1),
    )
    .order_by(Obligation.due_on, Course.position, Obligation.id)
)


def duties(reader: Reader, learner_id: int) -> list[Duty]:
    """What the learner must finish, the soonest first; what was done and what need not stand among it.

    One statement.
    """
    return [Duty(*row) for row in reader.all(_DUTIES, {"learner_id": learner_id})]
