"""What is left after a month, and whether those who came back were like those who began."""

from collections.abc import Sequence

from literasi.domain.evidence.estimating import estimate, plain
from literasi.domain.evidence.figures import Retention
from literasi.domain.evidence.gains import ratio
from literasi.domain.evidence.measures import measure
from literasi.domain.evidence.pairing import Pair, Pairs, values
from literasi.domain.evidence.records import LearnerRecord


def retention(people: Pairs, starters: Sequence[LearnerRecord]) -> Retention:
    """Retention of the pairs who came back, beside all whose thirty days have passed and all who began."""
    due = [pair for some in people.values() for pair in some if pair.record.due]
    back = {order: [pair for pair in some if _returned(pair)] for order, some in people.items()}
    first = values(back, lambda pair: pair.gained)
    later = values(back, _left)
    return Retention(
        eligible=len(due),
        returned=sum(len(some) for some in back.values()),
        share=ratio(first, later),
        gain_after=estimate(first),
        gain_later=estimate(later),
        returned_before=plain([pair.before.sensitivity for some in back.values() for pair in some]),
        starters_before=plain([measure(record.before.ratings).sensitivity for record in starters]),
    )


def _returned(pair: Pair) -> bool:
    return pair.record.due and pair.later is not None


def _left(pair: Pair) -> float:
    assert pair.later is not None  # only those who returned are asked
    return pair.later.sensitivity - pair.before.sensitivity
