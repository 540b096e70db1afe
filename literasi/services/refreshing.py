"""Learners meet techniques again: cards are made by quizzes, and moved on by refreshers."""

import random
import uuid
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.domain import refreshing
from literasi.domain.attempts import Drawn, Outcome
from literasi.domain.exhibits import Technique, Verdict
from literasi.domain.questions.judgement import STEPS, verdict_of
from literasi.domain.refreshing import Card
from literasi.domain.sittings import Phase
from literasi.domain.wita import day_of
from literasi.models import Learner, Refresher, Sitting
from literasi.queries import bank
from literasi.services import sitting
from literasi.services.sitting import Browser, Given, Opening, Saved


class NothingToPractise(Exception):
    """The bank offers no true or no false message today."""


def make_cards(
    session: Session, learner_id: int, techniques: Collection[Technique], *, now: datetime
) -> None:
    """A card for each of the *techniques* that the learner has none of yet. One statement, or none."""
    if not techniques:
        return
    today = day_of(now)
    cards = [refreshing.new_card(technique, today) for technique in sorted(techniques)]
    rows = [
        {
            "learner_id": learner_id,
            "technique": card.technique.value,
            "step": card.step,
            "due_on": card.due_on,
            "made_at": now,
        }
        for card in cards
    ]
    session.execute(insert_into(session, Refresher).values(rows).on_conflict_do_nothing())


def begin_refresher(
    session: Session,
    learner_id: int,
    technique: Technique | None,
    *,
    browser: Browser,
    now: datetime,
    randomness: random.Random,
) -> uuid.UUID:
    """The id of the learner's open refresher, drawn and pinned now if there is none.

    Without a *technique* it is the one that has waited longest; whoever has no cards gets the one of which
    most is new to them. Raises NothingToPractise.
    """
    session.execute(select(Learner.id).where(Learner.id == learner_id).with_for_update(key_share=True)).one()
    going_on = sitting.going_on(session, learner_id, is_refresher=True, now=now)
    if going_on is not None:
        return going_on
    offered = bank.candidates(session, learner_id, day_of(now))
    technique = technique or _first_due(session, learner_id) or refreshing.freshest(offered, randomness)
    items = refreshing.exemplars(offered, technique, randomness) if technique else []
    if technique is None or {one.verdict for one in items} != {*Verdict}:
        raise NothingToPractise
    drawn = [Drawn(item.key, (), item.revision_id, item.seen) for item in items]
    opening = Opening(Phase.REFRESHER, drawn, technique=technique.value)
    return sitting.begin(session, learner_id, opening, browser=browser, now=now, randomness=randomness)


def record_answer(
    session: Session, sitting_id: uuid.UUID, item_key: str, given: Given, *, now: datetime
) -> Saved:
    """Save an answer of a refresher once; the first is final, and the last one moves its card.

    Raises what ``sitting.record_judgement`` raises.
    """
    saved = sitting.record_judgement(session, sitting_id, item_key, given, now=now)
    if saved.finished and saved.outcome is Outcome.SAVE:
        _move_card(session, sitting_id, day_of(now), now)
    return saved


def _first_due(session: Session, learner_id: int) -> Technique | None:
    found = session.scalar(
        select(Refresher.technique)
        .where(Refresher.learner_id == learner_id)
        .order_by(Refresher.due_on, Refresher.technique)
        .limit(1)
    )
    return Technique(found) if found else None


def _move_card(session: Session, sitting_id: uuid.UUID, today: date, now: datetime) -> None:
    """The card of a refresher's technique, by what was answered; made now where there is none."""
    done = session.execute(
        select(Sitting.learner_id, Sitting.technique, Sitting.ratings).where(Sitting.id == sitting_id)
    ).one()
    technique = Technique(done.technique)
    mine = (Refresher.learner_id == done.learner_id) & (Refresher.technique == technique.value)
    found = session.execute(
        select(Refresher.step, Refresher.due_on).where(mine).with_for_update()
    ).one_or_none()
    if found is None:
        make_cards(session, done.learner_id, [technique], now=now)
        return
    card = refreshing.after(Card(technique, found.step, found.due_on), *_right(done.ratings), today)
    session.execute(
        update(Refresher)
        .where(mine)
        .values(step=card.step, due_on=card.due_on)
        .execution_options(synchronize_session=False)
    )


def _right(ratings: dict[str, list[int]]) -> tuple[int, int]:
    """How many of the answers were right, and how many there are."""
    is_true = [verdict_of(step) is Verdict.TRUE for step in STEPS]
    right = sum(
        true if said_true else false
        for said_true, true, false in zip(is_true, ratings["true"], ratings["false"], strict=True)
    )
    return right, sum(ratings["true"]) + sum(ratings["false"])
