"""What a closed sitting says is kept beside it: twelve numbers, and how many of each technique were right."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from literasi.domain import sittings
from literasi.domain.exhibits import Verdict
from literasi.domain.sittings import Phase, SeenBefore
from literasi.models import BankItem, Judgement, Sitting

STEPS = 6


@dataclass(frozen=True)
class Summary:
    """What is kept of a closed sitting, each as its column."""

    ratings: dict[str, list[int]]
    unseen_ratings: dict[str, list[int]]
    techniques: dict[str, dict[str, list[int]]]
    set_aside: str | None


def sum_up(session: Session, sitting_id: uuid.UUID) -> None:
    """Keep the summary of a closed sitting."""
    found = summary(session, sitting_id)
    session.execute(
        update(Sitting)
        .where(Sitting.id == sitting_id)
        .values(
            ratings=found.ratings,
            unseen_ratings=found.unseen_ratings,
            techniques=found.techniques,
            set_aside=found.set_aside,
        )
        .execution_options(synchronize_session=False)
    )


def sum_up_again(session: Session, keys: Collection[str]) -> None:
    """Mend the summaries of all closed sittings that judged one of these items: its verdict was corrected."""
    touched = session.scalars(
        select(Sitting.id)
        .join(Judgement, Judgement.sitting_id == Sitting.id)
        .where(Sitting.state == "closed", Judgement.item_key.in_(sorted(keys)))
        .distinct()
    ).all()
    for sitting_id in sorted(touched):
        sum_up(session, sitting_id)


def summary(session: Session, sitting_id: uuid.UUID) -> Summary:
    """The summary of a sitting, from its answers and from what is true by now."""
    sitting = session.execute(select(Sitting.phase).where(Sitting.id == sitting_id)).one()
    rows = _counting(session, sitting_id, first=sitting.phase == Phase.REFRESHER)
    ratings = _table(rows)
    n_true, n_false = sum(ratings["true"]), sum(ratings["false"])
    aside = None
    if sitting.phase != Phase.REFRESHER:
        aside = sittings.set_aside([row.rating for row in rows], _times(rows), n_true, n_false)
    return Summary(
        ratings=ratings,
        unseen_ratings=_table([row for row in rows if row.seen_before != SeenBefore.YES]),
        techniques=_techniques(rows),
        set_aside=aside.value if aside else None,
    )


def _counting(session: Session, sitting_id: uuid.UUID, *, first: bool) -> list[Any]:
    """The one answer to each item that counts: the first of a refresher, the newest of a test."""
    rows = session.execute(
        select(
            Judgement.item_key,
            Judgement.rating,
            Judgement.seen_before,
            Judgement.shown_at,
            Judgement.answered_at,
            BankItem.verdict,
            BankItem.technique,
        )
        .join(BankItem, BankItem.key == Judgement.item_key)
        .where(Judgement.sitting_id == sitting_id)
        .order_by(Judgement.number.desc() if first else Judgement.number)
    )
    return list({row.item_key: row for row in rows}.values())


def _table(rows: Sequence[Any]) -> dict[str, list[int]]:
    found = {"true": [0] * STEPS, "false": [0] * STEPS}
    for row in rows:
        found["true" if row.verdict == Verdict.TRUE else "false"][row.rating - 1] += 1
    return found


def _techniques(rows: Sequence[Any]) -> dict[str, dict[str, list[int]]]:
    """By technique and truth: how many were right, of how many."""
    found: dict[str, dict[str, list[int]]] = {}
    for row in rows:
        is_true = row.verdict == Verdict.TRUE
        counts = found.setdefault(row.technique, {"true": [0, 0], "false": [0, 0]})
        pair = counts["true" if is_true else "false"]
        pair[0] += (row.rating >= 4) is is_true
        pair[1] += 1
    return found


def _times(rows: Sequence[Any]) -> list[timedelta]:
    return [row.answered_at - row.shown_at for row in rows if row.shown_at is not None]
