"""What may be told of a group's evidence: its figures, each through the gate.

Hoaxes rejected and true items accepted are told together or not at all: with the first alone, whoever
doubts everything would look like somebody who learned.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from literasi.domain import gate
from literasi.domain.evidence import (
    Change,
    CurvePoint,
    Estimate,
    Evidence,
    Harm,
    Retention,
    TechniqueRow,
    harms,
)
from literasi.domain.gate import Hidden, Shown
from literasi.domain.gate_rules import Reason
from literasi.domain.suppression import few

KNOWN_SHRINKAGE = 0.12  # of a gain of d': the correction and differing items draw it towards 0


class Direction(StrEnum):
    """Where an interval lies: "naik", "belum bisa dipastikan", "turun"."""

    UP = "up"
    UNSURE = "unsure"
    DOWN = "down"


@dataclass(frozen=True)
class ToldChange:
    """One measure before and after. *direction* is None where not even the interval may be told."""

    before: Shown
    after: Shown
    change: Shown
    direction: Direction | None


@dataclass(frozen=True)
class BothSides:
    """Hoaxes rejected beside true items accepted."""

    hoaxes: ToldChange
    trues: ToldChange


@dataclass(frozen=True)
class ToldPoint:
    """How much was right at one step of confidence (0.55, 0.75 or 0.95)."""

    confidence: float
    before: Shown
    after: Shown


@dataclass(frozen=True)
class ToldTechnique:
    """One technique: the shares right of its hoaxes, and of the true items beside them."""

    technique: str
    hoaxes_before: Shown
    hoaxes_after: Shown
    trues_before: Shown
    trues_after: Shown


@dataclass(frozen=True)
class ToldRetention:
    """What is left after thirty days, with who came back (*returned* of *eligible*) and how they began."""

    share: Shown
    returned: Shown
    eligible: Shown
    returned_before: Shown
    starters_before: Shown


@dataclass(frozen=True)
class Provenance:
    """From where the figures are: the line under each. No group to compare with stands behind any of them."""

    pairs: Shown
    orders: Mapping[str, Shown]
    method: str
    version: str
    method_hash: str
    shrinkage: float = KNOWN_SHRINKAGE


@dataclass(frozen=True)
class ToldEvidence:
    """The evidence of one group as a page tells it.

    *claim* is the gain of d' where a whole programme may claim it. *learned* is the only thing that may look
    like success: d' rose, the share of true items accepted did not fall, no harm is told, and the group's own
    figures are not those of a harm either, so that answering an alarm cannot turn them into a success.
    """

    provenance: Provenance
    starters: Shown
    sensitivity: ToldChange
    claim: Shown
    standardized: Shown
    sides: BothSides
    bias: ToldChange
    area: ToldChange
    overconfidence: ToldChange
    curve: tuple[ToldPoint, ...]
    retention: ToldRetention
    techniques: tuple[ToldTechnique, ...]
    learned: bool


@dataclass(frozen=True)
class ToldHarm:
    """Why the alarm of a course stands: more doubt (*by_bias*), fewer true items believed, or both."""

    pairs: Shown
    bias: ToldChange
    sides: BothSides
    by_bias: bool
    by_trues: bool


def told(evidence: Evidence, *, harmed: bool = False) -> ToldEvidence:
    """*evidence* as it may be told; *harmed* while the harm alarm of its course is raised."""
    orders = tuple(evidence.orders.values())
    sensitivity, sides = _change(evidence.sensitivity, orders), _sides(evidence, orders)
    rose = sensitivity.direction is Direction.UP and sides.trues.direction not in (None, Direction.DOWN)
    gain, standard = evidence.sensitivity.change, evidence.gain.g_av
    return ToldEvidence(
        provenance=_provenance(evidence),
        starters=_larger(evidence.starters, evidence.pairs),
        sensitivity=sensitivity,
        claim=gate.claim(gain.value, gain.interval, evidence.pairs),
        standardized=gate.gain(standard.value, standard.interval, *orders),
        sides=sides,
        bias=_change(evidence.bias, orders),
        area=_change(evidence.area, orders),
        overconfidence=_change(evidence.overconfidence, orders),
        curve=tuple(map(_point, evidence.curve_before, evidence.curve_after)),
        retention=_retention(evidence.retention),
        techniques=_techniques(evidence),
        learned=rose and not harmed and not any(harms(evidence.bias, evidence.trues_accepted)),
    )


def told_harm(found: Harm) -> ToldHarm:
    """The alarm as it may be told."""
    orders = tuple(found.orders.values())
    return ToldHarm(
        pairs=gate.people(found.pairs),
        bias=_change(found.bias, orders),
        sides=_both(found.hoaxes_rejected, found.trues_accepted, orders),
        by_bias=found.by_bias,
        by_trues=found.by_trues,
    )


def compared(one: Evidence, other: Evidence) -> Shown:
    """How much more d' changed in the *one* group than in the *other*; hidden where that is not sure."""
    first, second = one.sensitivity.change, other.sensitivity.change
    if first.value is None or second.value is None or not first.interval or not second.interval:
        return gate.comparison(0, (0, 0), one.pairs, other.pairs)
    value = first.value - second.value
    half = math.hypot(*((each[1] - each[0]) / 2 for each in (first.interval, second.interval)))
    return gate.comparison(value, (value - half, value + half), one.pairs, other.pairs)


def direction(change: Estimate) -> Direction:
    """Where the interval of a *change* lies; what has none is unsure."""
    if change.lower is not None and change.lower > 0:
        return Direction.UP
    if change.upper is not None and change.upper < 0:
        return Direction.DOWN
    return Direction.UNSURE


def _change(found: Change, orders: tuple[int, ...]) -> ToldChange:
    change = gate.gain(found.change.value, found.change.interval, *orders)
    return ToldChange(_level(found.before), _level(found.after), change, _direction(found, change))


def _share_change(found: Change, orders: tuple[int, ...]) -> ToldChange:
    change = gate.share_gain(found.change.value, found.change.interval, *orders)
    before, after = (gate.mean_share(one.value, one.interval, one.n) for one in (found.before, found.after))
    return ToldChange(before, after, change, _direction(found, change))


def _direction(found: Change, change: Shown) -> Direction | None:
    return direction(found.change) if change.told else None


def _level(found: Estimate) -> Shown:
    return gate.level(found.value, found.interval, found.n)


def _sides(evidence: Evidence, orders: tuple[int, ...]) -> BothSides:
    return _both(evidence.hoaxes_rejected, evidence.trues_accepted, orders)


def _both(hoaxes_rejected: Change, trues_accepted: Change, orders: tuple[int, ...]) -> BothSides:
    hoaxes = _share_change(hoaxes_rejected, orders)
    trues = _share_change(trues_accepted, orders)
    before = _together(hoaxes.before, trues.before)
    after = _together(hoaxes.after, trues.after)
    return BothSides(
        ToldChange(before[0], after[0], hoaxes.change, hoaxes.direction),
        ToldChange(before[1], after[1], trues.change, trues.direction),
    )


def _together(one: Shown, other: Shown) -> tuple[Shown, Shown]:
    """Both, or neither where one of them is hidden."""
    for hidden in (one, other):
        if isinstance(hidden, Hidden):
            return hidden, hidden
    return one, other


def _larger(count: int, told_inside: int) -> Shown:
    """*count* people, unless those outside the group whose number is told anyway are few."""
    if not few(told_inside) and few(count - told_inside):
        return Hidden(Reason.DIFFERENCE)
    return gate.people(count)


def _provenance(evidence: Evidence) -> Provenance:
    return Provenance(
        pairs=gate.people(evidence.pairs),
        orders=gate.partition(evidence.pairs, evidence.orders),
        method=evidence.method,
        version=evidence.version,
        method_hash=evidence.method_hash,
    )


def _point(before: CurvePoint, after: CurvePoint) -> ToldPoint:
    return ToldPoint(before.confidence, _right(before), _right(after))


def _right(point: CurvePoint) -> Shown:
    """Without how many there are if they are too few: beside the pairs that tells who never was so sure."""
    found = gate.curve_point((point.right or 0) * point.n, point.n)
    return Hidden(found.reason, found.needed) if isinstance(found, Hidden) else found


def _retention(found: Retention) -> ToldRetention:
    share = gate.retained(found.share.value, found.share.interval, found.returned, found.eligible)
    return ToldRetention(
        share=share,
        returned=gate.people(found.returned),
        eligible=_larger(found.eligible, found.returned),
        returned_before=_level(found.returned_before),
        starters_before=_level(found.starters_before),
    )


def _techniques(evidence: Evidence) -> tuple[ToldTechnique, ...]:
    """Techniques of which every form has items: the people of another are a part that grows by few a day."""
    rows = {(row.technique, row.true): row for row in evidence.techniques}
    names = sorted({row.technique for row in evidence.techniques if _asked_all(row, evidence.pairs)})
    hoaxes, trues = (
        {name: _cells(rows.get((name, true)), evidence) for name in names} for true in (False, True)
    )
    return tuple(ToldTechnique(name, *hoaxes[name], *trues[name]) for name in names)


def _asked_all(row: TechniqueRow, pairs: int) -> bool:
    return row.before.n == row.after.n == pairs


def _cells(row: TechniqueRow | None, evidence: Evidence) -> tuple[Shown, Shown]:
    if row is None or not _asked_all(row, evidence.pairs):
        reason = Reason.FEW if few(evidence.pairs) else Reason.DIFFERENCE
        return Hidden(reason), Hidden(reason)
    before, after = (
        gate.technique_share(cell.right, cell.answers, cell.n) for cell in (row.before, row.after)
    )
    return before, after
