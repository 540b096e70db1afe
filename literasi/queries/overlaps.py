"""What is required already of people of whom a new assignment would require it again."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from literasi.domain.assignments import Plan
from literasi.models import (
    AssignedCourse,
    Assignment,
    CohortMember,
    Membership,
    Organisation,
    OrganisationAncestor,
)
from literasi.queries.scopes import below, is_member, reached_by, reaches

FEW = 5


@dataclass(frozen=True)
class Overlap:
    """An assignment that asks the same course of some of the same people."""

    id: int
    title: str
    due_on: date
    organisation: str


def overlaps(session: Session, organisation_id: int, plan: Plan) -> list[Overlap]:
    """Those in force that have a course and a person in common with *plan*; the newest five. One statement.

    They are the organisation's own, from above, or of a unit below: whoever asks may know of each.
    """
    same_course = exists().where(
        AssignedCourse.assignment_id == Assignment.id, AssignedCourse.course_id.in_(plan.course_ids)
    )
    rows = session.execute(
        select(Assignment.id, Assignment.title, Assignment.due_on, Organisation.name)
        .join(Organisation, Organisation.id == Assignment.organisation_id)
        .where(
            Assignment.withdrawn_at.is_(None),
            same_course,
            _in_line(organisation_id),
            _same_people(organisation_id, plan.cohort_id),
        )
        .order_by(Assignment.made_at.desc(), Assignment.id.desc())
        .limit(FEW)
    )
    return [Overlap(*row) for row in rows]


def _in_line(organisation_id: int) -> ColumnElement[bool]:
    """Whether the assignment is of the organisation, of one above it, or of one below it."""
    above = select(OrganisationAncestor.ancestor_id).where(
        OrganisationAncestor.organisation_id == organisation_id
    )
    return or_(Assignment.organisation_id.in_(above), Assignment.organisation_id.in_(below(organisation_id)))


def _same_people(organisation_id: int, cohort_id: int | None) -> ColumnElement[bool]:
    """Whether an assignment reaches somebody of them. Only cohorts, which are small, are looked through."""
    if cohort_id is not None:
        return exists().where(is_member(), reached_by(organisation_id, cohort_id), reaches())
    of_cohort = exists().where(
        CohortMember.cohort_id == Assignment.cohort_id,
        Membership.id == CohortMember.membership_id,
        Membership.organisation_id.in_(below(organisation_id)),
        is_member(),
    )
    return or_(Assignment.cohort_id.is_(None), of_cohort)
