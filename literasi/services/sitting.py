"""Learners take the discernment test and refreshers. An answer is saved as it is given."""

import random
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from literasi.domain import attempts, sittings
from literasi.domain.attempts import Drawn, Outcome
from literasi.domain.questions import Feedback
from literasi.domain.sittings import Phase, Reason, SeenBefore
from literasi.models import FormPlan, Judgement, Learner, Sitting
from literasi.queries import testing
from literasi.services import banking, planning_forms, summing_up

AT_ONCE = 100  # overdue tests that one run of the job closes in one transaction


class SittingClosed(Exception):
    """The test was sent, or its time is over."""


class NoTest(Exception):
    """This test cannot be begun now; *reason* says why, None when another one is due."""

    def __init__(self, reason: Reason | None) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Browser:
    """What a record says of the page that asked: its language, and phone, computer or unknown."""

    language: str
    device: str


@dataclass(frozen=True)
class Opening:
    """What a new sitting shows, in this order: a *form* of the test, or a refresher of one *technique*."""

    phase: Phase
    drawn: Sequence[Drawn]
    form: str | None = None
    technique: str | None = None


@dataclass(frozen=True)
class Given:
    """One answer as it arrives. *number* is how many the item had when it was shown.

    *shown_at* and *away* (not in view) are what the page said; None where it did not.
    """

    rating: int
    seen_before: SeenBefore | None
    number: int
    shown_at: datetime | None = None
    away: timedelta | None = None


@dataclass(frozen=True)
class Saved:
    """What became of an answer, and whether it finished the sitting."""

    outcome: Outcome
    finished: bool


def begin_test(
    session: Session,
    learner_id: int,
    phase: Phase,
    *,
    course_id: int | None,
    browser: Browser,
    now: datetime,
    randomness: random.Random,
) -> uuid.UUID:
    """The id of the learner's open test, begun now if there is none; its items drawn and pinned.

    *course_id* is the course that they chose to be measured on; it matters before the first test alone.
    Raises NoTest.
    """
    session.execute(select(Learner.id).where(Learner.id == learner_id).with_for_update(key_share=True)).one()
    open_test = going_on(session, learner_id, is_refresher=False, now=now)
    if open_test is not None:
        return open_test
    offered = sittings.offer(testing.history(session, learner_id), now)
    if offered.phase is not phase:
        raise NoTest(offered.reason)
    plan = planning_forms.plan(
        session, learner_id, course_id, offered.courses, now=now, randomness=randomness
    )
    if plan is None:
        raise NoTest(None)
    shown, live = testing.shown_forms(session, learner_id), testing.forms(session)
    form = sittings.form_for(plan.square_row, phase, shown | (set(sittings.FORMS) - live.keys()))
    if form is None:
        raise NoTest(Reason.NO_FORM)
    items = randomness.sample(live[form], len(live[form]))
    opening = Opening(phase, [Drawn(item.key, (), item.revision_id) for item in items], form=form)
    return begin(session, learner_id, opening, browser=browser, now=now, randomness=randomness)


def begin(
    session: Session,
    learner_id: int,
    opening: Opening,
    *,
    browser: Browser,
    now: datetime,
    randomness: random.Random,
) -> uuid.UUID:
    """Begin a sitting. Hold the learner's row."""
    sitting_id = uuid.UUID(int=randomness.getrandbits(128), version=4)
    session.execute(
        insert(Sitting).values(
            id=sitting_id,
            learner_id=learner_id,
            phase=opening.phase.value,
            form=opening.form,
            technique=opening.technique,
            drawn=[one.as_stored() for one in opening.drawn],
            state="open",
            started_at=now,
            closes_at=now + sittings.TIME_TO_ANSWER,
            language=browser.language,
            device=browser.device,
            version=sittings.VERSION,
            counts=True,
        )
    )
    banking.remember_shown(session, learner_id, [one.key for one in opening.drawn], now=now)
    return sitting_id


def going_on(session: Session, learner_id: int, *, is_refresher: bool, now: datetime) -> uuid.UUID | None:
    """The learner's open refresher or test; one whose time is over is closed first. Hold their row."""
    found = session.execute(
        select(Sitting.id, Sitting.closes_at).where(
            Sitting.learner_id == learner_id,
            Sitting.state == "open",
            (Sitting.phase == Phase.REFRESHER.value) == is_refresher,
        )
    ).one_or_none()
    if found is not None and found.closes_at <= now:
        _close(session, found.id, is_sent=False, now=now)
        return None
    return found.id if found else None


def record_judgement(
    session: Session, sitting_id: uuid.UUID, item_key: str, given: Given, *, now: datetime
) -> Saved:
    """Save an answer once; the last one of a refresher closes it.

    Raises SittingClosed for a new answer after the closing, and ``attempts.UnknownPage`` for a page that
    was never shown.
    """
    sitting = _claim(session, sitting_id)
    earlier = _answers(session, sitting_id)
    own = earlier.get(item_key, [])
    feedback = Feedback.AT_ONCE if sitting.phase == Phase.REFRESHER else Feedback.AT_END
    outcome = attempts.judge_arrival(own, given.number, _as_text(given.rating, given.seen_before), feedback)
    is_open = _is_open(sitting, now)
    if outcome is not Outcome.SAVE:
        return Saved(outcome, finished=not is_open)
    if not is_open:
        raise SittingClosed
    session.execute(
        insert(Judgement).values(
            sitting_id=sitting_id,
            item_key=item_key,
            number=given.number,
            rating=given.rating,
            seen_before=given.seen_before.value if given.seen_before else None,
            shown_at=given.shown_at,
            answered_at=now,
            away_ms=None if given.away is None else given.away // timedelta(milliseconds=1),
        )
    )
    finished = feedback is Feedback.AT_ONCE and len({*earlier, item_key}) == len(sitting.drawn)
    if finished:
        _close(session, sitting_id, is_sent=True, now=now)
    return Saved(outcome, finished=finished)


def send_test(session: Session, sitting_id: uuid.UUID, *, now: datetime) -> None:
    """The learner is done. Raises SittingClosed when it was closed before."""
    if not _is_open(_claim(session, sitting_id), now):
        raise SittingClosed
    _close(session, sitting_id, is_sent=True, now=now)


def close_before(session: Session, learner_id: int, course_id: int, *, now: datetime) -> None:
    """A lesson of this course was finished: no answer comes "before" it any more. Hold the learner's row."""
    found = session.scalar(
        select(Sitting.id)
        .join(FormPlan, FormPlan.learner_id == Sitting.learner_id)
        .where(
            Sitting.learner_id == learner_id,
            Sitting.state == "open",
            Sitting.phase == Phase.BEFORE.value,
            FormPlan.course_id == course_id,
        )
        .with_for_update(of=Sitting)
    )
    if found is not None:
        _close(session, found, is_sent=False, now=now)


def close_overdue(session: Session, *, now: datetime) -> int:
    """Close sittings whose time is over, the oldest first; how many, at most ``AT_ONCE``."""
    overdue = session.scalars(
        select(Sitting.id)
        .where(Sitting.state == "open", Sitting.closes_at <= now)
        .order_by(Sitting.closes_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for sitting_id in overdue:
        _close(session, sitting_id, is_sent=False, now=now)
    return len(overdue)


def _claim(session: Session, sitting_id: uuid.UUID) -> Any:
    """Lock the sitting. Its answers are read afterwards, by a statement of their own."""
    return session.execute(
        select(Sitting.phase, Sitting.state, Sitting.closes_at, Sitting.drawn)
        .where(Sitting.id == sitting_id)
        .with_for_update()
    ).one()


def _is_open(sitting: Any, now: datetime) -> bool:
    return bool(sitting.state == "open" and now < sitting.closes_at)


def _answers(session: Session, sitting_id: uuid.UUID) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = session.execute(
        select(Judgement.item_key, Judgement.rating, Judgement.seen_before)
        .where(Judgement.sitting_id == sitting_id)
        .order_by(Judgement.number)
    )
    for row in rows:
        seen_before = SeenBefore(row.seen_before) if row.seen_before else None
        found.setdefault(row.item_key, []).append(_as_text(row.rating, seen_before))
    return found


def _as_text(rating: int, seen_before: SeenBefore | None) -> str:
    """An answer as one word, to compare."""
    return f"{rating} {seen_before or ''}"


def _close(session: Session, sitting_id: uuid.UUID, *, is_sent: bool, now: datetime) -> None:
    """Claim the closing in the database, so that of two at once only one counts, and sum up."""
    claimed = session.execute(
        update(Sitting)
        .where(Sitting.id == sitting_id, Sitting.state == "open")
        .values(state="closed", closed_at=now, is_sent=is_sent)
        .returning(Sitting.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if claimed is None:
        raise SittingClosed
    summing_up.sum_up(session, sitting_id)
