"""Required learning in tests: assign, finish, and count again in plain Python what the site keeps in sums."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from types import SimpleNamespace

from sqlalchemy import select

from literasi.domain import markup
from literasi.domain.courses import parse_course
from literasi.domain.scheduling import week_of
from literasi.models import (
    AssignedCourse,
    Assignment,
    CohortMember,
    CourseCompletion,
    CourseFinish,
    Exemption,
    FinishTally,
    FinishWeek,
    Membership,
    Obligation,
    OrganisationAncestor,
    Standing,
    Tally,
)
from literasi.services import publishing, requiring
from literasi.services.publishing import Text
from literasi.services.rendering import Rendered
from tests import make

DUE = date(2026, 12, 31)
VALID = {"invited", "active"}


def course(session, slug="fondasi", *, now=make.NOW):
    """A course without lessons, for what does not look into it; its id."""
    document = parse_course(make.COURSE)[0]
    text = Text(make.COURSE, Rendered(markup.render_course(document), markup.RENDERER_VERSION), "uji")
    return publishing.publish_course(session, slug, document, text, now=now).id


def assign(session, organisation_id, courses, *, cohort_id=None, now=make.NOW, **fields):
    """An assignment of *courses* that everybody in scope owes from now on; its id."""
    values = {"title": "Fondasi", "reason": "Surat edaran", "counts_from": date(2026, 11, 1), "due_on": DUE}
    assignment = Assignment(
        organisation_id=organisation_id, cohort_id=cohort_id, made_at=now, **{**values, **fields}
    )
    session.add(assignment)
    session.flush()
    session.add_all(AssignedCourse(assignment_id=assignment.id, course_id=one) for one in courses)
    session.flush()
    requiring.assigned(session, assignment.id, now=now)
    return assignment.id


def withdraw(session, assignment_id, *, now=make.NOW):
    """Withdraw an assignment."""
    session.get(Assignment, assignment_id).withdrawn_at = now
    session.flush()
    requiring.withdrawn(session, assignment_id, now=now)


def come(session, organisation_id, name="Ani", *, now=make.NOW, **options):
    """Somebody becomes a member; their membership."""
    membership_id = make.member(session, organisation_id, name, now=now, **options)
    requiring.members_came(session, [membership_id], now=now)
    return session.get(Membership, membership_id)


def come_together(session, organisation_id, names, *, now=make.NOW, **options):
    """People become members in one go, as from a roster; their memberships."""
    ids = [make.member(session, organisation_id, name, now=now, **options) for name in names]
    requiring.members_came(session, ids, now=now)
    return [session.get(Membership, one) for one in ids]


def leave(session, membership, *, now=make.NOW):
    """A member leaves."""
    membership.state, membership.ended_at = "ended", now
    session.flush()
    requiring.members_left(session, [membership.id], now=now)


def exempt(session, assignment_id, learner_id, *, now=make.NOW):
    """Exempt somebody."""
    session.add(
        Exemption(assignment_id=assignment_id, learner_id=learner_id, reason="Cuti melahirkan", made_at=now)
    )
    session.flush()
    requiring.exempted(session, assignment_id, learner_id, now=now)


def unexempt(session, assignment_id, learner_id, *, now=make.NOW):
    """Take the exemption back."""
    held = select(Exemption).where(
        Exemption.assignment_id == assignment_id,
        Exemption.learner_id == learner_id,
        Exemption.ended_at.is_(None),
    )
    session.scalars(held).one().ended_at = now
    session.flush()
    requiring.unexempted(session, assignment_id, learner_id, now=now)


def finish(session, learner_id, course_id, *, now=make.NOW):
    """Somebody finishes a course, or finishes it again."""
    if session.get(CourseCompletion, (learner_id, course_id)) is None:
        session.add(CourseCompletion(learner_id=learner_id, course_id=course_id, completed_at=now))
        session.flush()
    requiring.finished(session, learner_id, course_id, attempt_id=None, now=now)


def state(session, learner_id, assignment_id=None):
    """The states of what somebody owes, oldest first."""
    statement = select(Obligation.state).where(Obligation.learner_id == learner_id).order_by(Obligation.id)
    if assignment_id is not None:
        statement = statement.where(Obligation.assignment_id == assignment_id)
    return session.scalars(statement).all()


def sums(session, organisation_id):
    """How many must, have and need not, in an organisation."""
    rows = rows_of(session, Tally)
    mine = [row for row in rows if row.organisation_id == organisation_id]
    return tuple(sum(getattr(row, name) for row in mine) for name in ("owed", "done", "exempt"))


def rows_of(session, model):
    """Every row of a table, past what the session remembers."""
    names = model.__table__.columns.keys()
    rows = session.execute(select(*(getattr(model, name) for name in names))).all()
    return [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in rows]


def differences(session):
    """Where what is stored differs from what this module counts by itself; empty if all is well."""
    return [
        *_different("obligation", _expected_states(session), _stored_states(session)),
        *_different("standing", _expected_standings(session), _stored_standings(session)),
        *_different("tally", _expected_tallies(session), _stored_tallies(session)),
        *_different("finish_week", _expected_weeks(session), _stored_weeks(session)),
        *_different("finish_tally", _expected_people(session), _stored_people(session)),
    ]


def _different(name, expected, stored):
    for key in sorted({*expected, *stored}, key=repr):
        if expected.get(key) != stored.get(key):
            yield f"{name} {key}: should be {expected.get(key)}, is {stored.get(key)}"


def _scope(session):
    """By assignment and learner: the memberships that hold in its scope."""
    above = defaultdict(set)
    for row in rows_of(session, OrganisationAncestor):
        above[row.organisation_id].add(row.ancestor_id)
    cohorts = {(row.cohort_id, row.membership_id) for row in rows_of(session, CohortMember)}
    found = defaultdict(list)
    for member in rows_of(session, Membership):
        if member.role != "member" or member.state not in VALID:
            continue
        for one in rows_of(session, Assignment):
            inside = (
                (one.cohort_id, member.id) in cohorts
                if one.cohort_id
                else one.organisation_id in above[member.organisation_id]
            )
            if inside:
                found[one.id, member.learner_id].append(member)
    return found, above


def _expected_states(session):
    scope, _ = _scope(session)
    live = {row.id: row for row in rows_of(session, Assignment) if row.withdrawn_at is None}
    exempted = {(r.assignment_id, r.learner_id) for r in rows_of(session, Exemption) if r.ended_at is None}
    finishes = rows_of(session, CourseFinish)
    expected = dict(_owed_now(session, scope, live))
    for one in rows_of(session, Obligation):
        who = one.assignment_id, one.learner_id
        is_covered = one.assignment_id in live and bool(scope.get(who))
        expected[_key(one)] = _settled(one, is_covered, who in exempted, finishes)
    return expected


def _owed_now(session, scope, live):
    """Whoever is in scope has an obligation in the newest round; which state, its own row says."""
    for row in rows_of(session, AssignedCourse):
        for assignment_id, learner_id in scope:
            if row.assignment_id == assignment_id and assignment_id in live:
                yield (assignment_id, live[assignment_id].rounds - 1, learner_id, row.course_id), "owed"


def _settled(one, is_covered, is_exempt, finishes):
    if one.state == "done":
        return "done"
    if not is_covered:
        return "left"
    for finish in finishes:
        is_its = (finish.learner_id, finish.course_id) == (one.learner_id, one.course_id)
        if is_its and finish.finished_at >= one.counts_from:
            return "done"
    return "exempt" if is_exempt else "open"


def _key(one):
    return one.assignment_id, one.round, one.learner_id, one.course_id


def _stored_states(session):
    return {_key(one): one.state for one in rows_of(session, Obligation)}


def _expected_standings(session):
    scope, above = _scope(session)
    expected = {}
    for one in rows_of(session, Obligation):
        for member in sorted(scope.get((one.assignment_id, one.learner_id), ()), key=lambda row: row.id):
            for organisation_id in above[member.organisation_id]:
                row = (one.state, member.id, member.name_key, one.course_id, one.due_on, one.late_from)
                expected.setdefault((organisation_id, one.id), row)
    for row in rows_of(session, Standing):  # where somebody was once, they have left
        shown = session.get(Membership, row.membership_id, populate_existing=True)
        left = ("left", shown.id, shown.name_key, row.course_id, row.due_on, row.late_from)
        expected.setdefault((row.organisation_id, row.obligation_id), left)
    return expected


def _stored_standings(session):
    return {
        (row.organisation_id, row.obligation_id): (
            row.state,
            row.membership_id,
            row.name_key,
            row.course_id,
            row.due_on,
            row.late_from,
        )
        for row in rows_of(session, Standing)
    }


def _expected_tallies(session):
    obligations = {one.id: one for one in rows_of(session, Obligation)}
    counts = defaultdict(Counter)
    for row in rows_of(session, Standing):
        one = obligations[row.obligation_id]
        key = (row.organisation_id, one.assignment_id, one.round, one.course_id, one.due_on, one.late_from)
        counts[key][row.state] += 1
    found = {key: (c["open"] + c["done"], c["done"], c["exempt"]) for key, c in counts.items()}
    return {key: value for key, value in found.items() if any(value)}


def _stored_tallies(session):
    found = {
        (row.organisation_id, row.assignment_id, row.round, row.course_id, row.due_on, row.late_from): (
            row.owed,
            row.done,
            row.exempt,
        )
        for row in rows_of(session, Tally)
    }
    return {key: value for key, value in found.items() if any(value)}


def _expected_weeks(session):
    done = {one.id: one for one in rows_of(session, Obligation) if one.state == "done"}
    return Counter(
        (row.organisation_id, row.course_id, week_of(done[row.obligation_id].completed_at))
        for row in rows_of(session, Standing)
        if row.obligation_id in done
    )


def _stored_weeks(session):
    rows = rows_of(session, FinishWeek)
    return {(row.organisation_id, row.course_id, row.week): row.done for row in rows if row.done}


def _expected_people(session):
    first = {}
    for row in sorted(rows_of(session, CourseFinish), key=lambda row: (row.finished_at, row.id)):
        first.setdefault((row.learner_id, row.course_id), row)
    return Counter((row.course_id, row.place, week_of(row.finished_at)) for row in first.values())


def _stored_people(session):
    rows = rows_of(session, FinishTally)
    return {(row.course_id, row.place, row.week): row.people for row in rows if row.people}


def later(days):
    """So many days after the moment at which tests happen."""
    return make.NOW + timedelta(days=days)
