"""The same change of d' with other people or answers left out, to see whether the choice matters."""

from collections.abc import Callable
from dataclasses import replace

from literasi.domain.evidence.figures import Estimate
from literasi.domain.evidence.pairing import gained, ordered, pairs
from literasi.domain.evidence.records import (
    FAST,
    SAME,
    UNFINISHED,
    LearnerRecord,
    Records,
    TakenTest,
    count_ratings,
)

FEWEST_UNSEEN = 4  # answers of either truth that are left; of fewer, d' is mostly its own correction


def with_set_aside(records: Records) -> Estimate:
    """With those too who answered fast or all alike."""
    return _of(records, including(FAST, SAME))


def without_seen(records: Records) -> Estimate:
    """Without the answers to items that the learner had met elsewhere.

    A test of which fewer than four answers of either truth are left does not count.
    """
    return _of(records, _unseen)


def including(*reasons: str) -> Callable[[TakenTest], TakenTest]:
    """What makes a test count that is set aside for one of the *reasons*."""
    return lambda test: replace(test, set_aside=None) if test.set_aside in reasons else test


def with_tests(record: LearnerRecord, changed: Callable[[TakenTest], TakenTest]) -> LearnerRecord:
    """The *record* with both of its first tests *changed*."""
    return replace(record, before=changed(record.before), after=record.after and changed(record.after))


def _of(records: Records, changed: Callable[[TakenTest], TakenTest]) -> Estimate:
    return gained(ordered(pairs([with_tests(record, changed) for record in records])))


def _unseen(test: TakenTest) -> TakenTest:
    if not any(answer.seen for answer in test.answers):
        return test
    ratings = count_ratings([answer for answer in test.answers if not answer.seen])
    few = min(ratings.n_true, ratings.n_false) < FEWEST_UNSEEN
    return replace(test, ratings=ratings, set_aside=test.set_aside or (UNFINISHED if few else None))
