"""The tests that have entered the figures of a course, person by person, as the statistics want them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.domain.batches import ORDERS, Lot, is_settled
from literasi.domain.discernment import read_ratings
from literasi.domain.evidence import LearnerRecord, TakenTest, TechniqueCount
from literasi.domain.sittings import SQUARE, Phase
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


@dataclass(frozen=True)
class _Pair:
    """The tests with which somebody is in one lot, with their rows."""

    row: Any
    before: TakenTest
    after_row: Any = None
    after: TakenTest | None = None


class _Returns:
    """The lots of those who came back, and the third tests in them that no pair has got yet."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._lots: dict[tuple[str, int | None], dict[int, datetime]] = {}
        self._tests: dict[tuple[int, int, str], list[TakenTest]] = {}
        for row in rows:
            self._lots.setdefault((row.cell, row.organisation_id), {})[row.batch_id] = row.made_at
            self._tests.setdefault((row.batch_id, row.learner_id, row.form), []).append(_test(row))

    def settling(self, pair: _Pair) -> int | None:
        """The lot with which it was settled whether this pair came back: the first of its cell in time."""
        lots = self._lots.get((pair.row.cell, pair.row.organisation_id), {})
        settled = (number for number, at in lots.items() if is_settled(pair.row.made_at, at))
        return next(settled, None) if pair.row.lot == Lot.PAIRS else None

    def take(self, pair: _Pair, lot_id: int) -> TakenTest | None:
        """The third test of this pair, which no other pair gets then."""
        assert pair.after is not None
        order = pair.before.form + pair.after.form
        form = next(row[2] for row in SQUARE if row.startswith(order))
        tests = self._tests.get((lot_id, pair.row.learner_id, form))
        return tests.pop(0) if tests else None


def people(session: Session, course_id: int) -> list[Person]:
    """Everybody in the lots of a course. One statement, whose rows are streamed.

    Whoever entered lots as two, before two phones became one, stays two here: lots never change.
    """
    tests: dict[tuple[int, int], list[Any]] = {}
    back = []
    for row in _tests(session, course_id):
        if row.lot == Lot.RETURNED:
            back.append(row)
        else:
            tests.setdefault((row.batch_id, row.learner_id), []).append(row)
    pairs = [pair for rows in tests.values() for pair in _pairs(rows)]
    returns, found = _Returns(back), dict[int, Person]()
    for place in sorted(range(len(pairs)), key=lambda place: _began(pairs[place])):
        found[place] = _person(pairs[place], returns)
    return [found[place] for place in range(len(pairs))]


def _pairs(rows: Sequence[Any]) -> Iterator[_Pair]:
    """Of the tests of one learner in one lot each first, with the second that follows it in the square."""
    afters = [row for row in rows if row.phase == Phase.AFTER]
    for row in rows:
        if row.phase == Phase.BEFORE:
            after = next((one for one in afters if row.form + one.form in ORDERS), None)
            if after is None:
                yield _Pair(row, _test(row))
            else:
                afters.remove(after)
                yield _Pair(row, _test(row), after, _test(after))


def _began(pair: _Pair) -> datetime:
    """When the last test of a pair was begun: of the pairs of one person the first counts."""
    began: datetime = (pair.after_row or pair.row).started_at
    return began


def _person(pair: _Pair, returns: _Returns) -> Person:
    row, settling = pair.row, returns.settling(pair)
    record = LearnerRecord(
        before=pair.before,
        after=pair.after,
        later=None if settling is None else returns.take(pair, settling),
        due=settling is not None,
    )
    return Person(row.learner_id, record, Lot(row.lot), row.cell, row.organisation_id, row.made_at)


def _tests(session: Session, course_id: int) -> Any:
    return session.execute(
        select(
            Sitting.learner_id,
            Sitting.phase,
            Sitting.started_at,
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
