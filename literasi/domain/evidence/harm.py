"""The alarm: whether a course makes people doubt what is true."""

from collections.abc import Mapping
from dataclasses import dataclass

from literasi.domain.evidence.alternatives import including, with_tests
from literasi.domain.evidence.figures import Change
from literasi.domain.evidence.pairing import changed, ordered, pairs
from literasi.domain.evidence.records import Records
from literasi.domain.sittings import SetAside
from literasi.domain.suppression import few

MOST_DOUBT = 0.10  # of c; the 95 % interval of its change must not lie above
MOST_LOST = -0.03  # share of true items accepted; the interval of its change must not lie below


@dataclass(frozen=True)
class Harm:
    """Why the alarm is raised: more doubt (*by_bias*), fewer true items believed (*by_trues*), or both."""

    pairs: int
    orders: Mapping[str, int]
    bias: Change
    hoaxes_rejected: Change
    trues_accepted: Change
    by_bias: bool
    by_trues: bool


def harm(records: Records) -> Harm | None:
    """The harm that the *records* of one course show, or None.

    Harm is a 95 % lower bound of the change of c above +0.10, or an upper bound of the change of the share
    of true items accepted below -3 points; of ten pairs at least. Whoever gives nearly everything the same
    step counts here, for calling everything a hoax is what the alarm is for.
    """
    people = ordered(pairs([with_tests(record, including(SetAside.SAME)) for record in records]))
    orders = {order: len(some) for order, some in people.items()}
    count = sum(orders.values())
    bias = changed(people, lambda measures: measures.bias)
    hoaxes = changed(people, lambda measures: measures.hoaxes_rejected)
    trues = changed(people, lambda measures: measures.trues_accepted)
    by_bias, by_trues = harms(bias, trues)
    if few(count) or not (by_bias or by_trues):
        return None
    return Harm(count, orders, bias, hoaxes, trues, by_bias, by_trues)


def harms(bias: Change, trues_accepted: Change) -> tuple[bool, bool]:
    """Whether c rose, and whether the share of true items accepted fell, by more than a course may do."""
    by_bias = bias.change.lower is not None and bias.change.lower > MOST_DOUBT
    by_trues = trues_accepted.change.upper is not None and trues_accepted.change.upper < MOST_LOST
    return by_bias, by_trues
