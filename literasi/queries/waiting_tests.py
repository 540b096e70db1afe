"""Closed tests that wait until enough people of their cell can enter the figures together."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from literasi.domain.batches import ORDERS, Cell, Lot, Taken
from literasi.domain.sittings import Phase, SetAside
from literasi.models import EvidenceBatch, FormPlan, Sitting

_before, _after, _later = aliased(Sitting), aliased(Sitting), aliased(Sitting)


@dataclass(frozen=True)
class Begun:
    """The first test of a learner that is in no lot, and the second as far as there is one."""

    cell: Cell
    before_id: uuid.UUID
    before: Taken
    after_id: uuid.UUID | None
    after: Taken | None


@dataclass(frozen=True)
class PairLot:
    """A lot of pairs whose returned are not settled: its people's third tests that count, and its size."""

    id: int
    cell: Cell
    kind: str
    size: int
    made_at: datetime
    back: tuple[uuid.UUID, ...]


def begun(session: Session) -> Iterator[Begun]:
    """Everybody whose first test counts, is closed and in no lot; in an order of its own. One statement."""
    rows = session.execute(
        select(
            FormPlan.course_id,
            FormPlan.organisation_id,
            *(
                getattr(table, name).label(f"{phase}_{name}")
                for phase, table in (("before", _before), ("after", _after))
                for name in ("id", "form", "closed_at", "set_aside")
            ),
        )
        .select_from(_before)
        .join(FormPlan, FormPlan.learner_id == _before.learner_id)
        .outerjoin(
            _after,
            and_(
                _after.learner_id == _before.learner_id,
                _after.phase == Phase.AFTER.value,
                _after.counts,
                _after.state != "abandoned",
            ),
        )
        .where(
            _before.phase == Phase.BEFORE.value,
            _before.batch_id.is_(None),
            _before.counts,
            _before.state == "closed",
            or_(_before.set_aside.is_(None), _before.set_aside == SetAside.SAME.value),
            _after.batch_id.is_(None),
        )
        .order_by(_before.closed_at, _before.id)
    )
    for row in rows:
        yield Begun(
            Cell(row.course_id, row.organisation_id),
            row.before_id,
            Taken(row.before_form, row.before_closed_at, row.before_set_aside),
            row.after_id,
            row.after_id and Taken(row.after_form, row.after_closed_at, row.after_set_aside),
        )


def pair_lots(session: Session, made_until: datetime) -> list[PairLot]:
    """Lots of pairs made until then, in the order in which they were made, with the third tests of each.

    A third test is of one lot only: of two pairs of one person, from two phones, that of the second test
    that counts.
    """
    rows = session.execute(
        select(EvidenceBatch, _later.id.label("later_id"))
        .join(_after, and_(_after.batch_id == EvidenceBatch.id, _after.phase == Phase.AFTER.value))
        .join(_before, and_(_before.batch_id == EvidenceBatch.id, _is_same_learner(_before)))
        .outerjoin(_later, _counting_later())
        .where(
            EvidenceBatch.phase == Lot.PAIRS.value,
            EvidenceBatch.made_at <= made_until,
            _before.phase == Phase.BEFORE.value,
        )
        .order_by(EvidenceBatch.id, _later.id)
    )
    lots: dict[int, list[Any]] = {}
    for lot, later_id in rows:
        found = lots.setdefault(lot.id, [lot, []])
        found[1] += [later_id] if later_id else []
    return [
        PairLot(
            lot.id,
            Cell(lot.course_id, lot.organisation_id),
            lot.cell,
            lot.size,
            lot.made_at,
            tuple(dict.fromkeys(back)),
        )
        for lot, back in lots.values()
    ]


def newest_returns(session: Session) -> dict[tuple[int, str, int | None], datetime]:
    """When those who came back were settled last, by course and cell."""
    rows = session.execute(
        select(
            EvidenceBatch.course_id,
            EvidenceBatch.cell,
            EvidenceBatch.organisation_id,
            func.max(EvidenceBatch.made_at).label("made_at"),
        )
        .where(EvidenceBatch.phase == Lot.RETURNED.value)
        .group_by(EvidenceBatch.course_id, EvidenceBatch.cell, EvidenceBatch.organisation_id)
    )
    return {(row.course_id, row.cell, row.organisation_id): row.made_at for row in rows}


def _is_same_learner(table: Any) -> Any:
    return table.learner_id == _after.learner_id


def _counting_later() -> Any:
    """A third test that counts, of the pair whose second test counts, on the form that was left."""
    return and_(
        _is_same_learner(_later),
        _after.counts,
        (_before.form + _after.form).in_(ORDERS),
        _later.phase == Phase.LATER.value,
        _later.counts,
        _later.state == "closed",
        _later.set_aside.is_(None),
        _later.batch_id.is_(None),
        _later.form.not_in([_before.form, _after.form]),
    )
