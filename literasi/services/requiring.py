"""Who owes what: assignments, memberships and finishes come and go, and obligations follow.

Where an obligation stands is a function of what is stored (``settling``), so every event is the same:
make the obligations that are missing, let the others settle, and show both where they stand.
"""

import uuid
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, exists, literal, or_, select, update
from sqlalchemy.orm import Session

from literasi.database import UTCDateTime, insert_into
from literasi.domain.scheduling import Round, Schedule
from literasi.domain.wita import day_of
from literasi.models import (
    AssignedCourse,
    Assignment,
    CohortMember,
    CourseFinish,
    Membership,
    Obligation,
    OrganisationAncestor,
    Standing,
)
from literasi.queries.scopes import below, is_member, reached_by
from literasi.services import certifying, finishing, settling, standings

AT_ONCE = 500


def members_came(session: Session, membership_ids: Collection[int], *, now: datetime) -> None:
    """These are members now: they owe what is assigned to where they are, and what they left is open again.

    Somebody who finished a course since the assignment counts has done it at once.
    """
    standings.hold(session)
    for some in _batches(membership_ids):
        came = Membership.id.in_(some)
        at = select(Membership.organisation_id).where(came)
        above = select(OrganisationAncestor.ancestor_id).where(OrganisationAncestor.organisation_id.in_(at))
        cohorts = select(CohortMember.cohort_id).where(CohortMember.membership_id.in_(some))
        reaching = or_(
            Assignment.cohort_id.is_(None) & Assignment.organisation_id.in_(above),
            Assignment.cohort_id.in_(cohorts),
        )
        _come(session, reaching, came, now)


def members_left(session: Session, membership_ids: Collection[int], *, now: datetime) -> None:
    """No longer members there: what is open is left, unless they hold another place in its scope."""
    standings.hold(session)
    for some in _batches(membership_ids):
        _settle(session, Obligation.learner_id.in_(_holders(Membership.id.in_(some))))


def member_renamed(session: Session, membership_id: int) -> None:
    """The organisation writes the person in another way: lists are sorted by it."""
    key = select(Membership.name_key).where(Membership.id == membership_id).scalar_subquery()
    session.execute(
        update(Standing)
        .where(Standing.membership_id == membership_id)
        .values(name_key=key)
        .execution_options(synchronize_session=False)
    )


def cohort_joined(
    session: Session, cohort_id: int, membership_ids: Collection[int], *, now: datetime
) -> None:
    """These members are in the cohort now and owe what it owes."""
    standings.hold(session)
    for some in _batches(membership_ids):
        _come(session, Assignment.cohort_id == cohort_id, Membership.id.in_(some), now)


def cohort_left(session: Session, cohort_id: int, membership_ids: Collection[int], *, now: datetime) -> None:
    """These members are no longer in the cohort; what they owed as part of it is left."""
    standings.hold(session)
    of_cohort = Obligation.assignment_id.in_(select(Assignment.id).where(Assignment.cohort_id == cohort_id))
    for some in _batches(membership_ids):
        _settle(session, of_cohort & Obligation.learner_id.in_(_holders(Membership.id.in_(some))))


def assigned(session: Session, assignment_id: int, *, now: datetime) -> None:
    """Everybody in the scope of a new assignment owes its courses."""
    standings.hold(session)
    assignment = session.execute(_ASSIGNMENTS.where(Assignment.id == assignment_id)).one()
    _open(session, assignment, assignment.rounds - 1, now)


def withdrawn(session: Session, assignment_id: int, *, now: datetime) -> None:
    """The assignment is withdrawn: what is open is left. What was done stays done."""
    standings.hold(session)
    _settle(session, Obligation.assignment_id == assignment_id)


def exempted(session: Session, assignment_id: int, learner_id: int, *, now: datetime) -> None:
    """The learner was exempted from an assignment, or is so no longer."""
    standings.hold(session)
    _settle(session, (Obligation.assignment_id == assignment_id) & (Obligation.learner_id == learner_id))


unexempted = exempted


def organisation_moved(session: Session, organisation_id: int, *, now: datetime) -> None:
    """An organisation stands elsewhere in the tree, or has taken in the members of another.

    Its people, and all below it, owe what those above it have assigned; what they owed elsewhere is left.
    """
    standings.hold(session)
    its = Membership.organisation_id.in_(below(organisation_id))
    above = select(OrganisationAncestor.ancestor_id).where(
        OrganisationAncestor.organisation_id.in_(below(organisation_id))
    )
    reaching = Assignment.cohort_id.is_(None) & Assignment.organisation_id.in_(above)
    _come(session, reaching, its, now)


def open_rounds(session: Session, *, now: datetime) -> int:
    """Open every round that is due to open; how many were.

    Several processes may do so at once: each round is opened by the one that counted it.
    """
    standings.hold(session)
    today, opened = day_of(now), 0
    repeating = _ASSIGNMENTS.where(_IS_LIVE, Assignment.repeat_months.is_not(None)).order_by(Assignment.id)
    for assignment in session.execute(repeating).all():
        number = assignment.rounds
        opens_on = _schedule(assignment).next_opens_on(number)
        while opens_on is not None and opens_on <= today and _claim(session, assignment.id, number):
            _open(session, assignment, number, now)
            opened, number = opened + 1, number + 1
            opens_on = _schedule(assignment).next_opens_on(number)
    return opened


def finished(
    session: Session, learner_id: int, course_id: int, *, attempt_id: uuid.UUID | None, now: datetime
) -> None:
    """The learner finished the course, for the first time or (by passing its final quiz) again.

    Their row must be locked. What they owe of it is done, and a member gets the certificate that it earns.
    """
    standings.hold(session, shared=True)
    finish_id = finishing.note(session, learner_id, course_id, attempt_id=attempt_id, now=now)
    owes = (Obligation.learner_id == learner_id) & (Obligation.course_id == course_id)
    if session.scalar(select(exists().where(owes, Obligation.state.in_(("open", "exempt"))))):
        _settle(session, owes)
    if finish_id is not None:
        certifying.finish_earned(session, learner_id, finish_id, now=now)


def finished_by_all(session: Session, course_id: int) -> None:
    """Everybody whose course completion is not yet known as a finish has finished the course then."""
    standings.hold(session)
    new = finishing.note_all(session, course_id)
    if new:
        is_new = CourseFinish.id >= min(new)
        finishers = select(CourseFinish.learner_id).where(CourseFinish.course_id == course_id, is_new)
        _settle(session, (Obligation.course_id == course_id) & Obligation.learner_id.in_(finishers))


_IS_LIVE = Assignment.withdrawn_at.is_(None)
_ASSIGNMENTS = select(
    Assignment.id,
    Assignment.organisation_id,
    Assignment.cohort_id,
    Assignment.counts_from,
    Assignment.due_on,
    Assignment.grace_days,
    Assignment.repeat_months,
    Assignment.days_for_new,
    Assignment.rounds,
)


def _schedule(assignment: Any) -> Schedule:
    return Schedule(
        assignment.counts_from,
        assignment.due_on,
        assignment.grace_days,
        assignment.repeat_months,
        assignment.days_for_new,
    )


def _settle(session: Session, which: ColumnElement[bool]) -> None:
    with standings.kept(session, which):
        settling.settle(session, which)


def _come(
    session: Session, reaching: ColumnElement[bool], members: ColumnElement[bool], now: datetime
) -> None:
    """The *members* owe the newest round of each live assignment of *reaching*; all that they owe settles."""
    their_own = Obligation.learner_id.in_(_holders(members))
    with standings.kept(session, their_own):
        for assignment in session.execute(_ASSIGNMENTS.where(_IS_LIVE, reaching).order_by(Assignment.id)):
            newest = _schedule(assignment).round_for_new(assignment.rounds - 1, day_of(now))
            _owe(session, assignment, newest, members, now)
        settling.settle(session, their_own)


def _open(session: Session, assignment: Any, number: int, now: datetime) -> None:
    """Everybody in scope owes this round."""
    which = (Obligation.assignment_id == assignment.id) & (Obligation.round == number)
    with standings.kept(session, which, are_new=True):
        _owe(session, assignment, _schedule(assignment).round(number), is_member(), now)
        settling.settle(session, which)


def _owe(session: Session, assignment: Any, due: Round, members: ColumnElement[bool], now: datetime) -> None:
    """Those of the *members* whom the assignment reaches owe the round; who does already is left alone."""
    owed = (
        select(
            literal(assignment.id),
            literal(due.number),
            Membership.learner_id,
            AssignedCourse.course_id,
            literal(due.counts_from, UTCDateTime()),
            literal(due.due_on, Date()),
            literal(due.late_from, Date()),
            literal("open"),
            literal(now, UTCDateTime()),
        )
        .select_from(Membership)
        .join(AssignedCourse, AssignedCourse.assignment_id == assignment.id)
        .where(members, is_member(), reached_by(assignment.organisation_id, assignment.cohort_id))
        .distinct()
    )
    session.execute(insert_into(session, Obligation).from_select(_OWED, owed).on_conflict_do_nothing())


_OWED = [
    "assignment_id",
    "round",
    "learner_id",
    "course_id",
    "counts_from",
    "due_on",
    "late_from",
    "state",
    "made_at",
]


def _claim(session: Session, assignment_id: int, number: int) -> bool:
    """Count the round; whether nobody else did."""
    claimed = session.scalar(
        update(Assignment)
        .where(Assignment.id == assignment_id, Assignment.rounds == number, _IS_LIVE)
        .values(rounds=number + 1)
        .returning(Assignment.id)
        .execution_options(synchronize_session=False)
    )
    return claimed is not None


def _holders(members: ColumnElement[bool]) -> Any:
    return select(Membership.learner_id).where(members)


def _batches(ids: Collection[int]) -> Iterator[Sequence[int]]:
    ordered = sorted(set(ids))
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))
