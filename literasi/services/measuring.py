"""What groups learned is computed when people have entered, at most once a day, and kept for the pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.domain.batches import Lot
from literasi.domain.evidence import evidence
from literasi.domain.wita import day_of
from literasi.models import Evidence
from literasi.queries import batched_tests
from literasi.queries.batched_tests import Person
from literasi.services import batching

LEAST_PAIRS_OF_AGENCY = 30  # of fewer, its supervisors see nothing, so nothing is computed
COUNTED = (Lot.PAIRS, Lot.STARTERS)
Key = tuple[str, int | None]  # which people, and of which agency


@dataclass(frozen=True)
class Computed:
    """The figures of one group, as ``Evidence`` keeps them."""

    key: Key
    pairs: int
    figures: dict[str, Any]


def due_courses(session: Session) -> list[int]:
    """Courses whose newest lot is newer than their figures. Two statements."""
    computed = {
        row.course_id: row.computed_at
        for row in session.execute(
            select(Evidence.course_id, func.max(Evidence.computed_at).label("computed_at")).group_by(
                Evidence.course_id
            )
        )
    }
    newest = batched_tests.newest_lots(session)
    return sorted(
        course for course, made_at in newest.items() if course not in computed or computed[course] < made_at
    )


def groups(people: Sequence[Person]) -> dict[Key, list[Person]]:
    """Those who count, by the groups of which figures are told: all, citizens, admins, larger agencies."""
    counted = [one for one in people if one.lot in COUNTED]
    found: dict[Key, list[Person]] = {
        ("all", None): counted,
        ("citizen", None): [one for one in counted if one.cell == "citizen"],
        ("admin", None): [one for one in counted if one.cell != "citizen"],
    }
    agencies: dict[Key, list[Person]] = {}
    for one in counted:
        if one.cell == "agency":
            agencies.setdefault(("agency", one.organisation_id), []).append(one)
    return found | {key: some for key, some in agencies.items() if _pairs(some) >= LEAST_PAIRS_OF_AGENCY}


def compute(people: Sequence[Person]) -> list[Computed]:
    """The figures of every group. Takes seconds where many learn: never inside a transaction."""
    return [
        Computed(key, _pairs(some), _figures(some)) for key, some in groups(people).items() if _pairs(some)
    ]


def keep(session: Session, course_id: int, computed: Sequence[Computed], *, now: datetime) -> int:
    """Keep the figures, unless another job has kept newer ones meanwhile; of how many groups."""
    batching.claim(session, batching.JOB, now)
    if course_id not in due_courses(session):
        return 0
    session.add_all(
        Evidence(
            course_id=course_id,
            people=one.key[0],
            organisation_id=one.key[1],
            computed_at=now,
            pairs=one.pairs,
            figures=one.figures,
        )
        for one in computed
    )
    session.flush()
    return len(computed)


def _pairs(people: Sequence[Person]) -> int:
    return sum(1 for one in people if one.lot is Lot.PAIRS)


def _figures(people: Sequence[Person]) -> dict[str, Any]:
    """The evidence, and from which day to which its people were counted."""
    days = [day_of(one.made_at) for one in people]
    return evidence([one.record for one in people]).to_json() | {
        "first_day": min(days).isoformat(),
        "last_day": max(days).isoformat(),
    }
