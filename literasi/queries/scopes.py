"""Whom an assignment reaches, as conditions of a statement in which both stand."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, exists, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.functions import FunctionElement

from literasi.models import Assignment, CohortMember, Membership, OrganisationAncestor

VALID = ("invited", "active")  # the states in which somebody is a member
HELD = ("waiting", *VALID)  # and those in which they have the place, or asked for it


def is_member() -> ColumnElement[bool]:
    """Whether the membership holds, and its holder may owe something."""
    return and_(Membership.role == "member", Membership.state.in_(VALID))


def reaches() -> ColumnElement[bool]:
    """Whether the assignment is for the membership: by its organisation, or by its cohort."""
    above = aliased(OrganisationAncestor)
    below_it = exists().where(
        above.organisation_id == Membership.organisation_id, above.ancestor_id == Assignment.organisation_id
    )
    in_cohort = exists().where(
        CohortMember.cohort_id == Assignment.cohort_id, CohortMember.membership_id == Membership.id
    )
    return or_(
        and_(Assignment.cohort_id.is_(None), below_it.correlate(Membership, Assignment)),
        in_cohort.correlate(Membership, Assignment),
    )


def reached_by(organisation_id: int, cohort_id: int | None) -> ColumnElement[bool]:
    """The same for an assignment whose organisation and cohort are known, with the help of an index."""
    if cohort_id is not None:
        return Membership.id.in_(
            select(CohortMember.membership_id).where(CohortMember.cohort_id == cohort_id)
        )
    return Membership.organisation_id.in_(below(organisation_id))


def below(organisation_id: int) -> Any:
    """The ids of an organisation and of everything below it, as a part of a statement."""
    return select(OrganisationAncestor.organisation_id).where(
        OrganisationAncestor.ancestor_id == organisation_id
    )


class week(FunctionElement[date]):  # noqa: N801  (it reads as a function of SQL)
    """The Monday of the week in Samarinda of a moment; what ``scheduling.week_of`` says in Python."""

    type = Date()
    inherit_cache = True
    name = "week"


@compiles(week, "sqlite")
def _week_on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    moment = compiler.process(element.clauses, **options)
    return f"date({moment}, '+8 hours', 'weekday 0', '-6 days')"


@compiles(week, "postgresql")
def _week_on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    moment = compiler.process(element.clauses, **options)
    return f"cast(date_trunc('week', ({moment}) at time zone 'UTC' + interval '8 hours') as date)"
