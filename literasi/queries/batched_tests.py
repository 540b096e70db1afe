"""The tests that have entered the figures of a course, person by person, as the statistics want them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.domain.batches import Lot, is_settled
from literasi.domain.discernment import read_ratings
from literasi.domain.evidence import LearnerRecord, TakenTest, TechniqueCount
from literasi.domain.sittings import Phase
from literasi.models import EvidenceBatch, Sitting

ROWS_AT_ONCE = 2_000


@dataclass(frozen=True)
class Person:
    """Somebody in a lot: their tests, which lot it is, whose, and since when it is counted."""

    learner_id: int
    record: LearnerRecord
    lot: Lot
    cell: str
    organisation_id: int | None
    made_at: datetime


def people(session: Session, course_id: int) -> list[Person]:
    """Everybody in the lots of a course. One statement, whose rows are streamed."""
    tests: dict[tuple[int, int], dict[str, Any]] = {}
    back: dict[int, TakenTest] = {}
    settled: dict[tuple[str, int | None], datetime] = {}
    for row in _tests(session, course_id):
        test = _test(row)
        if row.lot == Lot.RETURNED:
            back[row.learner_id] = test
            cell = row.cell, row.organisation_id
            settled[cell] = max(settled.get(cell, row.made_at), row.made_at)
        else:
            found = tests.setdefault((row.batch_id, row.learner_id), {"row": row})
            found.setdefault(row.phase, test)  # of one who was two in one lot, the first pair
    return [_person(found, back, settled) for found in tests.values()]


def _person(
    found: Mapping[str, Any],
    back: Mapping[int, TakenTest],
    settled: Mapping[tuple[str, int | None], datetime],
) -> Person:
    row, lot = found["row"], Lot(found["row"].lot)
    until = settled.get((row.cell, row.organisation_id))
    is_due = lot is Lot.PAIRS and until is not None and is_settled(row.made_at, until)
    record = LearnerRecord(
        before=found[Phase.BEFORE],
        after=found.get(Phase.AFTER),
        later=back.get(row.learner_id) if is_due else None,
        due=is_due,
    )
    return Person(row.learner_id, record, lot, row.cell, row.organisation_id, row.made_at)


def _tests(session: Session, course_id: int) -> Any:
    return session.execute(
        select(
            Sitting.learner_id,
            Sitting.phase,
            Sitting.form,
            Sitting.ratings,
            Sitting.unseen_ratings,
            Sitting.techniques,
            Sitting.batch_id,
            EvidenceBatch.phase.label("lot"),
            EvidenceBatch.cell,
            EvidenceBatch.organisation_id,
            EvidenceBatch.made_at,
        )
        .join(EvidenceBatch, EvidenceBatch.id == Sitting.batch_id)
        .where(EvidenceBatch.course_id == course_id)
        .order_by(EvidenceBatch.id, Sitting.started_at, Sitting.id)
    ).yield_per(ROWS_AT_ONCE)


def _test(row: Any) -> TakenTest:
    """A test from what is kept beside it. Why it might be set aside was asked before it entered a lot."""
    return TakenTest(
        row.form,
        read_ratings(row.ratings),
        unseen=None if row.unseen_ratings == row.ratings else read_ratings(row.unseen_ratings),
        techniques=tuple(
            TechniqueCount(technique, truth == "true", right, answers)
            for technique, truths in sorted(row.techniques.items())
            for truth, (right, answers) in sorted(truths.items())
            if answers
        ),
    )


def newest_lots(session: Session, lots: Sequence[Lot] = tuple(Lot)) -> dict[int, datetime]:
    """When each course got its newest lot of these kinds. One statement."""
    rows = session.execute(
        select(EvidenceBatch.course_id, func.max(EvidenceBatch.made_at).label("made_at"))
        .where(EvidenceBatch.phase.in_([lot.value for lot in lots]))
        .group_by(EvidenceBatch.course_id)
    )
    return {row.course_id: row.made_at for row in rows}
