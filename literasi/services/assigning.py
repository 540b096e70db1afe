"""What organisations require of their people: made, changed, withdrawn; and who need not do it."""

from datetime import date, datetime

from sqlalchemy import exists, insert, select, update
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.domain.assignments import Plan
from literasi.domain.organisations import OrganisationKind
from literasi.domain.scheduling import Schedule
from literasi.models import (
    AssignedCourse,
    Assignment,
    Cohort,
    Course,
    Exemption,
    Lesson,
    Membership,
    Obligation,
    Organisation,
    Standing,
    Tally,
)
from literasi.queries.scopes import is_member, reached_by
from literasi.services import auditing, joining, requiring, standings


class CommunityOwesNothing(Exception):
    """Nobody is obliged in a community account."""


class NothingToLearn(Exception):
    """One of the courses is not offered, or has no lesson."""


class UnknownCohort(Exception):
    """The organisation has no such cohort, or it is retired."""


class NotInScope(Exception):
    """The assignment is not for this person."""


def create(session: Session, organisation_id: int, plan: Plan, *, by_id: int, now: datetime) -> int:
    """Require what a sound *plan* says; the assignment's id.

    Everybody in scope owes it from this moment on. Raises joining.ClosedOrganisation,
    CommunityOwesNothing, NothingToLearn, UnknownCohort.
    """
    standings.hold(session)
    joining.must_be_open(session, organisation_id)
    _check(session, organisation_id, plan)
    assert plan.counts_from
    assert plan.due_on
    assignment_id = session.scalars(
        insert(Assignment)
        .values(
            organisation_id=organisation_id,
            cohort_id=plan.cohort_id,
            title=plan.title or _title(session, plan),
            reason=plan.reason,
            counts_from=plan.counts_from,
            due_on=plan.due_on,
            repeat_months=plan.repeat_months,
            grace_days=plan.grace_days or 0,
            days_for_new=plan.days_for_new or 0,
            made_by_id=by_id,
            made_at=now,
        )
        .returning(Assignment.id)
    ).one()
    session.execute(
        insert(AssignedCourse),
        [{"assignment_id": assignment_id, "course_id": one} for one in sorted(set(plan.course_ids))],
    )
    requiring.assigned(session, assignment_id, now=now)
    auditing.record(
        session,
        "assignment.made",
        subject(assignment_id),
        actor_id=by_id,
        now=now,
        organisation=organisation_id,
    )
    return assignment_id


def change(
    session: Session,
    assignment_id: int,
    *,
    title: str,
    reason: str,
    grace_days: int,
    by_id: int,
    now: datetime,
) -> None:
    """Give it other words, or another time of grace: then it is late from another day on, for everybody."""
    standings.hold(session)
    found = _locked(session, assignment_id)
    if (found.title, found.reason, found.grace_days) == (title, reason, grace_days):
        return
    before = found.grace_days
    found.title, found.reason, found.grace_days = title, reason, grace_days
    session.flush()
    if before != grace_days:
        _change_lateness(session, found)
    auditing.record(
        session,
        "assignment.changed",
        subject(assignment_id),
        actor_id=by_id,
        now=now,
        grace_before=before,
        grace=grace_days,
    )


def withdraw(session: Session, assignment_id: int, *, by_id: int | None, now: datetime) -> bool:
    """Require it no longer; whether it still was. What people finished stays theirs."""
    standings.hold(session)
    withdrawn = session.scalar(
        update(Assignment)
        .where(Assignment.id == assignment_id, Assignment.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .returning(Assignment.id)
    )
    if withdrawn is None:
        return False
    requiring.withdrawn(session, assignment_id, now=now)
    auditing.record(session, "assignment.withdrawn", subject(assignment_id), actor_id=by_id, now=now)
    return True


def exempt(
    session: Session, assignment_id: int, learner_id: int, reason: str, *, by_id: int, now: datetime
) -> bool:
    """Somebody need not finish it, for a *reason*; whether they had to. Raises NotInScope."""
    standings.hold(session)
    found = _locked(session, assignment_id)
    in_scope = exists().where(
        Membership.learner_id == learner_id,
        is_member(),
        reached_by(found.organisation_id, found.cohort_id),
    )
    if not session.scalar(select(in_scope)):
        raise NotInScope
    made = session.scalar(
        insert_into(session, Exemption)
        .values(
            assignment_id=assignment_id, learner_id=learner_id, reason=reason, made_by_id=by_id, made_at=now
        )
        .on_conflict_do_nothing()
        .returning(Exemption.id)
    )
    if made is None:
        return False
    requiring.exempted(session, assignment_id, learner_id, now=now)
    _record_person(session, "exemption.made", assignment_id, learner_id, by_id, now)
    return True


def end_exemption(
    session: Session, assignment_id: int, exemption_id: int, *, by_id: int, now: datetime
) -> bool:
    """They must finish it after all; whether they need not have."""
    standings.hold(session)
    learner_id = session.scalar(
        update(Exemption)
        .where(
            Exemption.id == exemption_id,
            Exemption.assignment_id == assignment_id,
            Exemption.ended_at.is_(None),
        )
        .values(ended_at=now)
        .returning(Exemption.learner_id)
    )
    if learner_id is None:
        return False
    requiring.unexempted(session, assignment_id, learner_id, now=now)
    _record_person(session, "exemption.ended", assignment_id, learner_id, by_id, now)
    return True


def subject(assignment_id: int) -> str:
    """An assignment as a subject of the audit."""
    return f"assignment:{assignment_id}"


def _check(session: Session, organisation_id: int, plan: Plan) -> None:
    kind = session.scalar(select(Organisation.kind).where(Organisation.id == organisation_id))
    if kind == OrganisationKind.COMMUNITY:
        raise CommunityOwesNothing
    has_lesson = exists().where(
        Lesson.course_id == Course.id, Lesson.retired_at.is_(None), Lesson.current_number > 0
    )
    offered = session.scalars(
        select(Course.id).where(Course.id.in_(plan.course_ids), Course.retired_at.is_(None), has_lesson)
    )
    if not plan.course_ids or set(offered) != set(plan.course_ids):
        raise NothingToLearn
    if plan.cohort_id is not None and not session.scalar(
        select(Cohort.id)
        .where(
            Cohort.id == plan.cohort_id,
            Cohort.organisation_id == organisation_id,
            Cohort.retired_at.is_(None),
        )
        .with_for_update()
    ):
        raise UnknownCohort


def _title(session: Session, plan: Plan) -> str:
    """The titles of the courses, for want of another one."""
    titles = session.scalars(
        select(Course.title).where(Course.id.in_(plan.course_ids)).order_by(Course.position, Course.id)
    ).all()
    joined = ", ".join(titles)
    return joined if len(joined) <= 120 else f"{joined[:119]}…"


def _change_lateness(session: Session, found: Assignment) -> None:
    """Write the new first late day wherever the old one was copied to."""
    schedule = Schedule(found.counts_from, found.due_on, found.grace_days)
    for due_on in session.scalars(
        select(Obligation.due_on).where(Obligation.assignment_id == found.id).distinct()
    ).all():
        _write_lateness(session, found.id, due_on, schedule.late_from(due_on))


def _write_lateness(session: Session, assignment_id: int, due_on: date, late_from: date) -> None:
    of_day = (Obligation.assignment_id == assignment_id) & (Obligation.due_on == due_on)
    for statement in (
        update(Obligation).where(of_day),
        update(Standing).where(Standing.obligation_id.in_(select(Obligation.id).where(of_day))),
        update(Tally).where(Tally.assignment_id == assignment_id, Tally.due_on == due_on),
    ):
        session.execute(statement.values(late_from=late_from).execution_options(synchronize_session=False))


def _locked(session: Session, assignment_id: int) -> Assignment:
    return session.scalars(
        select(Assignment)
        .where(Assignment.id == assignment_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _record_person(
    session: Session, action: str, assignment_id: int, learner_id: int, by_id: int, now: datetime
) -> None:
    auditing.record(
        session,
        action,
        auditing.learner(learner_id),
        actor_id=by_id,
        now=now,
        assignment=assignment_id,
    )
