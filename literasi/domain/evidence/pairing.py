"""Which tests make a pair, and the pairs by the order of their forms."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from literasi.domain.evidence.estimating import change, estimate
from literasi.domain.evidence.figures import Change, Estimate
from literasi.domain.evidence.measures import Measures, measure
from literasi.domain.evidence.records import LearnerRecord, TakenTest
from literasi.domain.sittings import SQUARE


class Pair(NamedTuple):
    """Two tests of one learner that count, measured; *later* is None without a third that counts."""

    record: LearnerRecord
    before: Measures
    after: Measures
    later: Measures | None

    @property
    def gained(self) -> float:
        """The change of d'."""
        return self.after.sensitivity - self.before.sensitivity


Pairs: TypeAlias = Mapping[str, Sequence[Pair]]  # by the forms before and after


def pairs(records: Iterable[LearnerRecord]) -> list[Pair]:
    """Those with a test before and one after, neither set aside, in an order of the design."""
    whole = [record for record in records if record.after and record.set_aside is None]
    orders = design({record.order for record in whole})
    return [
        Pair(record, measure(record.before.ratings), measure(record.after.ratings), _later(record))
        for record in whole
        if record.after and record.order in orders
    ]


def design(orders: set[str]) -> tuple[str, ...]:
    """The orders that balance each other: those of the Latin square.

    Where all *orders* that occur are of two forms, as another study may have had: both ways round.
    """
    forms = sorted({form for order in orders for form in order})
    if len(forms) != 2 or "CA" in orders:
        return tuple(row[:2] for row in SQUARE)
    return "".join(forms), "".join(reversed(forms))


def ordered(found: Sequence[Pair]) -> dict[str, list[Pair]]:
    """The pairs by order; an order of the design that nobody had is there, and empty."""
    orders = design({pair.record.order for pair in found})
    return {order: [pair for pair in found if pair.record.order == order] for order in orders}


def values(people: Pairs, measured: Callable[[Pair], float]) -> dict[str, list[float]]:
    """What *measured* finds in each pair, by order."""
    return {order: [measured(pair) for pair in some] for order, some in people.items()}


def changed(people: Pairs, measured: Callable[[Measures], float]) -> Change:
    """One measure of the pairs before and after."""
    return change(
        values(people, lambda pair: measured(pair.before)), values(people, lambda pair: measured(pair.after))
    )


def gained(people: Pairs) -> Estimate:
    """The change of d' of the pairs."""
    return estimate(values(people, lambda pair: pair.gained))


def _later(record: LearnerRecord) -> Measures | None:
    """The third test, if it is on the form that the learner did not have yet and counts."""
    later: TakenTest | None = record.later
    if later is None or later.set_aside or later.form in record.order:
        return None
    return measure(later.ratings)
