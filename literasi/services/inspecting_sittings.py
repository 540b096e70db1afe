"""Whether tests and refreshers agree with their answers."""

from collections.abc import Callable, Iterator

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from literasi.domain.attempts import read_drawn
from literasi.domain.batches import Lot
from literasi.domain.exhibits import Technique
from literasi.domain.refreshing import LAST_STEP
from literasi.domain.sittings import TESTS, Phase
from literasi.models import EvidenceBatch, Exposure, Judgement, Refresher, Sitting
from literasi.services.summing_up import Summary, summary

ROWS_AT_ONCE = 500
_BOTH = (Phase.BEFORE, Phase.AFTER)
_TESTS_OF = {  # which tests of its people are marked with a batch
    Lot.PAIRS.value: _BOTH,
    Lot.ALIKE.value: _BOTH,
    Lot.STARTERS.value: (Phase.BEFORE,),
    Lot.RETURNED.value: (Phase.LATER,),
}


def stray_judgements(session: Session) -> Iterator[str]:
    """An answer is to an item that its sitting showed, while it was open; answers are numbered from 0."""
    rows = session.execute(
        select(
            Sitting.id,
            Sitting.drawn,
            Sitting.closes_at,
            Judgement.item_key,
            func.count(Judgement.id).label("answers"),
            func.max(Judgement.number).label("highest"),
            func.max(Judgement.answered_at).label("last"),
        )
        .join(Judgement, Judgement.sitting_id == Sitting.id)
        .group_by(Sitting.id, Judgement.item_key)
        .order_by(Sitting.id, Judgement.item_key)
    ).yield_per(ROWS_AT_ONCE)
    for row in rows:
        place = f"sitting {row.id}, {row.item_key}"
        if row.item_key not in {read_drawn(entry).key for entry in row.drawn}:
            yield f"{place}: an answer to what was not shown"
        if row.answers != row.highest + 1:
            yield f"{place}: {row.answers} answers up to number {row.highest}"
        if row.last >= row.closes_at:
            yield f"{place}: an answer after the time was over"


def wrong_summaries(session: Session) -> Iterator[str]:
    """A closed sitting keeps what its answers say."""
    rows = session.execute(
        select(
            Sitting.id, Sitting.ratings, Sitting.unseen_ratings, Sitting.techniques, Sitting.set_aside
        ).where(Sitting.state == "closed")
    ).all()
    for row in rows:
        if summary(session, row.id) != Summary(
            row.ratings, row.unseen_ratings, row.techniques, row.set_aside
        ):
            yield f"sitting {row.id}: its summary is not what its answers say"


def forgotten_exposures(session: Session) -> Iterator[str]:
    """Whoever was shown an item in a sitting is known to have been shown it."""
    shown = {
        (row.learner_id, row.item_key)
        for row in session.execute(select(Exposure.learner_id, Exposure.item_key))
    }
    rows = session.execute(select(Sitting.id, Sitting.learner_id, Sitting.drawn)).yield_per(ROWS_AT_ONCE)
    for row in rows:
        for one in map(read_drawn, row.drawn):
            if (row.learner_id, one.key) not in shown:
                yield f"sitting {row.id}: shows {one.key}, which its learner was never shown"


def wrong_batches(session: Session) -> Iterator[str]:
    """A batch has as many people as it says, each with the tests of what it is a batch of."""
    of_phase = {phase: func.count(case((Sitting.phase == phase, 1))).label(phase) for phase in TESTS}
    rows = session.execute(
        select(EvidenceBatch.id, EvidenceBatch.size, EvidenceBatch.phase.label("lot"), *of_phase.values())
        .outerjoin(Sitting, (Sitting.batch_id == EvidenceBatch.id) & (Sitting.state == "closed"))
        .group_by(EvidenceBatch.id, EvidenceBatch.size, EvidenceBatch.phase)
    ).all()
    for row in rows:
        expected = {phase: row.size if phase in _TESTS_OF[row.lot] else 0 for phase in of_phase}
        found = {phase: getattr(row, phase) for phase in of_phase}
        if found != expected:
            yield f"evidence batch {row.id}: tests {found}, but it says {row.size} of {row.lot}"


def wrong_refreshers(session: Session) -> Iterator[str]:
    """A card waits for the end of one of the pauses, and is about a technique that there is."""
    rows = session.execute(
        select(Refresher.learner_id, Refresher.technique, Refresher.step).where(
            ~Refresher.step.between(0, LAST_STEP) | Refresher.technique.not_in([*Technique])
        )
    ).all()
    for row in rows:
        yield f"refresher of learner {row.learner_id}, {row.technique}: step {row.step}"


CHECKS: dict[str, Callable[[Session], Iterator[str]]] = {
    "judgements belong to their sittings": stray_judgements,
    "closed sittings keep what was answered": wrong_summaries,
    "whoever was shown an item in a sitting is known to have been": forgotten_exposures,
    "refreshers wait for one of their pauses": wrong_refreshers,
    "batches of evidence have their people": wrong_batches,
}
