"""The same change of d' with other people or answers left out, to see whether the choice matters."""

from collections.abc import Callable
from dataclasses import replace

from literasi.domain.evidence.figures import Estimate
from literasi.domain.evidence.pairing import gained, ordered, pairs
from literasi.domain.evidence.records import LearnerRecord, Records, TakenTest
from literasi.domain.sittings import SetAside

FEWEST_UNSEEN = 4  # answers of either truth that are left; of fewer, d' is mostly its own correction


def with_set_aside(records: Records) -> Estimate:
    """With those too who answered fast or all alike."""
    return _of(records, including(SetAside.FAST, SetAside.SAME))


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
    if test.unseen is None:
        return test
    few = min(test.unseen.n_true, test.unseen.n_false) < FEWEST_UNSEEN
    reason = test.set_aside or (SetAside.UNFINISHED if few else None)
    return replace(test, ratings=test.unseen, set_aside=reason)
