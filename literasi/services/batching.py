"""Tests enter the figures of groups in lots of ten people and more that never change again.

``domain/batches`` has the rules and why they are needed.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.domain import batches
from literasi.domain.batches import Cell, Lot, Share, Waiting
from literasi.domain.wita import day_of
from literasi.models import EvidenceBatch, JobRun, Sitting
from literasi.queries import waiting_tests
from literasi.queries.waiting_tests import Begun, PairLot

JOB = "evidence"
AT_ONCE = 400  # ids; databases take so many values in one statement


class LotChanged(Exception):
    """Fewer tests entered a lot than it was to have; it must not be kept."""


@dataclass(frozen=True)
class _One:
    """Somebody who waits, with the tests that would enter."""

    cell: Cell
    waiting: Waiting
    sittings: tuple[uuid.UUID, ...]


def make_batches(session: Session, *, now: datetime) -> int:
    """Make the lots that are due, once a day; how many. Two jobs at once make each lot once."""
    run = claim(session, JOB, now)
    if run.done_for >= day_of(now):
        return 0
    run.done_for, run.seen_until = day_of(now), now
    session.flush()
    return _of_begun(session, now) + _of_returned(session, now)


def claim(session: Session, name: str, now: datetime) -> JobRun:
    """How far a job got; nobody else looks at it until this transaction ends."""
    beginning = now - timedelta(days=366)
    session.execute(
        insert_into(session, JobRun)
        .values(name=name, seen_until=beginning, done_for=day_of(beginning))
        .on_conflict_do_nothing()
    )
    return session.scalars(
        select(JobRun).where(JobRun.name == name).with_for_update().execution_options(populate_existing=True)
    ).one()


def _of_begun(session: Session, now: datetime) -> int:
    """Lots of those who waited in their own cell, then of those of small agencies together."""
    cells: dict[tuple[Cell, Lot], list[_One]] = {}
    for one in filter(None, (_one(begun, now) for begun in waiting_tests.begun(session))):
        cells.setdefault((one.cell, one.waiting.lot), []).append(one)
    made, pools = 0, dict[tuple[int, Lot], list[_One]]()
    for (cell, lot), people in cells.items():
        if batches.is_enough(people):
            kind = "citizen" if cell.organisation_id is None else "agency"
            made += _make(session, cell, kind, lot, people, now)
        elif cell.organisation_id is not None:
            pools.setdefault((cell.course_id, lot), []).extend(
                one for one in people if batches.is_pooled(one.waiting.since, now)
            )
    for (course_id, lot), people in pools.items():
        if batches.is_enough(people):
            made += _make(session, Cell(course_id, None), "pooled", lot, people, now)
    return made


def _one(begun: Begun, now: datetime) -> _One | None:
    waiting = batches.waits_for(begun.before, begun.after, now)
    if waiting is None:
        return None
    both = waiting.lot is not Lot.STARTERS and begun.after_id is not None
    sittings = (begun.before_id, begun.after_id) if both and begun.after_id else (begun.before_id,)
    return _One(begun.cell, waiting, sittings)


def _of_returned(session: Session, now: datetime) -> int:
    """Lots of those who came back, of all lots of pairs of a cell that are settled and not told yet."""
    told = waiting_tests.newest_returns(session)
    cells: dict[tuple[Cell, str], list[PairLot]] = {}
    for lot in waiting_tests.pair_lots(session, now - batches.BACK_WITHIN):
        before = told.get((lot.cell.course_id, lot.kind, lot.cell.organisation_id))
        if before is None or not batches.is_settled(lot.made_at, before):
            cells.setdefault((lot.cell, lot.kind), []).append(lot)
    made = 0
    for (cell, kind), lots in cells.items():
        if batches.may_be_told_apart(Share(len(lot.back), lot.size - len(lot.back)) for lot in lots):
            back = [sitting for lot in lots for sitting in lot.back]
            made += _enter(session, _batch(cell, kind, Lot.RETURNED, len(back), now), back)
    return made


def _make(session: Session, cell: Cell, kind: str, lot: Lot, people: Sequence[_One], now: datetime) -> int:
    """Let people enter as one lot."""
    batch = _batch(cell, kind, lot, len(people), now)
    return _enter(session, batch, [sitting for one in people for sitting in one.sittings])


def _batch(cell: Cell, kind: str, lot: Lot, size: int, now: datetime) -> EvidenceBatch:
    return EvidenceBatch(
        course_id=cell.course_id,
        cell=kind,
        organisation_id=cell.organisation_id,
        phase=lot.value,
        size=size,
        made_at=now,
    )


def _enter(session: Session, batch: EvidenceBatch, sittings: Sequence[uuid.UUID]) -> int:
    """Mark the tests that enter with the lot; one lot. Raises LotChanged unless each of them enters."""
    session.add(batch)
    session.flush()
    entered = 0
    for start in range(0, len(sittings), AT_ONCE):
        marked = session.execute(
            update(Sitting)
            .where(Sitting.id.in_(sittings[start : start + AT_ONCE]), Sitting.batch_id.is_(None))
            .values(batch_id=batch.id)
            .execution_options(synchronize_session=False)
        )
        entered += cast(CursorResult[Any], marked).rowcount
    if entered != len(sittings):
        raise LotChanged(f"{entered} of {len(sittings)} tests entered a lot of {batch.size}")
    return 1
