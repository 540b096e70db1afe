"""A roster is kept until its supervisor has seen what it would do; then it is applied, and can be undone.

Applying and undoing are claimed by a conditional UPDATE, so that of two at once one does it. People are added
as learners without an account: each has a place from that day on, and makes an account with a code.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from literasi.domain.rosters import Roster
from literasi.domain.rosters.planning import RosterPlan, Unit, plan_roster
from literasi.models import Organisation, RosterBatch
from literasi.queries import rosters
from literasi.services import auditing, organising, placing, requiring, standings

KEPT_FOR = timedelta(days=7)  # what nobody applied
PROBLEMS_KEPT_FOR = timedelta(days=30)  # what was wrong in it, for whoever mends the file
MOST_KEPT = 5  # unapplied, of one organisation; the oldest goes first


class UnknownRoster(Exception):
    """There is no such roster in this organisation any more, or somebody was faster."""


class ChangedPlan(Exception):
    """Members came or changed since the dry run was shown: it would do something else now."""


class ClosedOrganisation(Exception):
    """A retired organisation takes nobody."""


def plan(session: Session, home: Unit, roster: Roster) -> RosterPlan:
    """What applying *roster* to *home* would do now; writes nothing."""
    units = rosters.units_below(session, home.id)
    return plan_roster(roster, home, units, rosters.held_by(session, home.id, roster.rows))


def keep(
    session: Session,
    organisation_id: int,
    roster: Roster,
    *,
    file_name: str,
    batch_id: uuid.UUID,
    by_id: int,
    now: datetime,
) -> None:
    """Keep what was read under *batch_id*, drawn by the caller, and let go of what nobody came back for."""
    _home(session, organisation_id)
    _tidy(session, organisation_id, now)
    session.add(
        RosterBatch(
            id=batch_id,
            organisation_id=organisation_id,
            made_by_id=by_id,
            state="read",
            file_name=file_name[:120],
            made_at=now,
            found={
                "rows": [asdict(row) for row in roster.rows],
                "problems": [asdict(problem) for problem in roster.problems],
                "ignored": list(roster.ignored),
                "columns": {name: list(place) for name, place in roster.columns.items()},
            },
        )
    )
    session.flush()


def _tidy(session: Session, organisation_id: int, now: datetime) -> None:
    """Forget people who were read and never taken over, and what was wrong in old rosters."""
    unapplied = RosterBatch.state == "read"
    session.execute(delete(RosterBatch).where(unapplied, RosterBatch.made_at < now - KEPT_FOR))
    newest = (
        select(RosterBatch.id)
        .where(unapplied, RosterBatch.organisation_id == organisation_id)
        .order_by(RosterBatch.made_at.desc())
        .limit(MOST_KEPT - 1)
    )
    kept = session.scalars(newest).all()
    session.execute(
        delete(RosterBatch).where(
            unapplied, RosterBatch.organisation_id == organisation_id, RosterBatch.id.not_in(kept)
        )
    )
    old = session.scalars(
        select(RosterBatch).where(
            RosterBatch.state != "read",
            RosterBatch.organisation_id == organisation_id,
            RosterBatch.applied_at < now - PROBLEMS_KEPT_FOR,
        )
    )
    for one in old:
        one.found = {**one.found, "problems": []}


def discard(session: Session, organisation_id: int, batch_id: uuid.UUID) -> None:
    """Forget a roster that was not applied. Raises UnknownRoster."""
    gone = session.scalar(
        delete(RosterBatch)
        .where(
            RosterBatch.id == batch_id,
            RosterBatch.organisation_id == organisation_id,
            RosterBatch.state == "read",
        )
        .returning(RosterBatch.id)
    )
    if gone is None:
        raise UnknownRoster(batch_id)


def apply(
    session: Session,
    organisation_id: int,
    batch_id: uuid.UUID,
    *,
    shown: str,
    by_id: int,
    now: datetime,
) -> Mapping[str, int]:
    """Add and change whom the roster says; faulty rows are left out. Returns how many of each.

    *shown* is the fingerprint of the plan that was shown. Raises UnknownRoster (also when it was applied
    already), ChangedPlan, ClosedOrganisation.
    """
    home = _home(session, organisation_id)
    found = _claim(session, organisation_id, batch_id, "read", state="applied", applied_at=now)
    roster = rosters.as_roster(found)
    standings.hold(session)  # of two rosters at once the second is planned with the people of the first
    decided = plan(session, home, roster)
    if decided.fingerprint != shown:
        raise ChangedPlan(batch_id)
    made = placing.place(session, batch_id, decided, by_id=by_id, now=now)
    requiring.members_came(session, made.membership_ids, now=now)
    _rename(session, made.renamed)
    counts = {action: len(decided.of(action)) for action in ("new", "changed", "unchanged")}
    counts["faulty"] = decided.faulty
    _forget_people(session, batch_id, decided, counts, made.cohort_ids)
    subject, new, changed = organising.subject(organisation_id), counts["new"], counts["changed"]
    auditing.record(session, "roster.applied", subject, actor_id=by_id, now=now, new=new, changed=changed)
    return counts


def undo(
    session: Session, organisation_id: int, batch_id: uuid.UUID, *, by_id: int, now: datetime
) -> Mapping[str, int]:
    """Take back what the roster did: whom it added leaves, what it changed is as before.

    What somebody changed by hand since then stays. Who has an account keeps it, and what they learned; the
    place in this organisation has ended. Returns how many places ended and how many are as before.
    Raises UnknownRoster.
    """
    found = _claim(session, organisation_id, batch_id, "applied", state="undone", undone_at=now)
    standings.hold(session)
    left = placing.take_back(session, batch_id, made_cohorts=found.get("cohorts", ()), now=now)
    requiring.members_left(session, [*left.ended, *left.without_cohort], now=now)
    _rename(session, left.renamed)
    subject, ended = organising.subject(organisation_id), len(left.ended)
    auditing.record(session, "roster.undone", subject, actor_id=by_id, now=now, ended=ended)
    return {"ended": ended, "restored": len(left.restored)}


def _home(session: Session, organisation_id: int) -> Unit:
    row = session.execute(
        select(Organisation.id, Organisation.slug, Organisation.name).where(
            Organisation.id == organisation_id, Organisation.retired_at.is_(None)
        )
    ).first()
    if row is None:
        raise ClosedOrganisation(organisation_id)
    return Unit(*row)


def _claim(
    session: Session, organisation_id: int, batch_id: uuid.UUID, before: str, **after: Any
) -> dict[str, Any]:
    """Take the batch from one state to the next, once; what it keeps. Raises UnknownRoster."""
    found = session.scalar(
        update(RosterBatch)
        .where(
            RosterBatch.id == batch_id,
            RosterBatch.organisation_id == organisation_id,
            RosterBatch.state == before,
        )
        .values(**after)
        .returning(RosterBatch.found)
        .execution_options(synchronize_session=False)
    )
    if found is None:
        raise UnknownRoster(batch_id)
    return dict(found)


def _rename(session: Session, membership_ids: Iterable[int]) -> None:
    for membership_id in membership_ids:
        requiring.member_renamed(session, membership_id)


def _forget_people(
    session: Session,
    batch_id: uuid.UUID,
    decided: RosterPlan,
    counts: Mapping[str, int],
    made: Sequence[int],
) -> None:
    """The people stand in their memberships now; the batch keeps the counts and what was wrong."""
    kept = {
        "counts": dict(counts),
        "problems": [asdict(problem) for problem in decided.problems],
        "cohorts": list(made),
    }
    session.execute(
        update(RosterBatch)
        .where(RosterBatch.id == batch_id)
        .values(found=kept)
        .execution_options(synchronize_session=False)
    )
