"""Every published figure of a group, as raw numbers: nothing here has passed the gate.

They can be written as JSON and read again, so that a job computes them once and a page reads them.
"""

import types
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval from *n* people; what cannot be computed is None, never 0."""

    value: float | None
    lower: float | None
    upper: float | None
    n: int

    @property
    def interval(self) -> tuple[float, float] | None:
        """Both ends, or None."""
        return None if self.lower is None or self.upper is None else (self.lower, self.upper)


@dataclass(frozen=True)
class Change:
    """One measure of the same people before and after; *change* is the mean of the differences."""

    before: Estimate
    after: Estimate
    change: Estimate


@dataclass(frozen=True)
class Gain:
    """The change of d' in units of its spread: d_av, and g_av, which does not exaggerate in small groups."""

    d_av: float | None
    g_av: Estimate


@dataclass(frozen=True)
class CurvePoint:
    """One step of confidence (0.55, 0.75, 0.95): the share that was right of *answers* by *n* people."""

    confidence: float
    right: float | None
    answers: int
    n: int


@dataclass(frozen=True)
class Retention:
    """What is left after thirty days: *share* = gain that is left / gain right after, of those who returned.

    *eligible* are the pairs whose thirty days have passed, *returned* those of them with a third test that
    counts. *returned_before* is the first d' of those who returned, *starters_before* that of all who began.
    """

    eligible: int
    returned: int
    share: Estimate
    gain_after: Estimate
    gain_later: Estimate
    returned_before: Estimate
    starters_before: Estimate


@dataclass(frozen=True)
class FormReliability:
    """One form, of *n* learners who answered all of it: KR-20 within each truth, split-half of d'."""

    form: str
    n: int
    kr20_true: float | None
    kr20_false: float | None
    split_half: float | None


@dataclass(frozen=True)
class Cell:
    """The share right of *answers* to items of one kind; *right* is their number.

    *n* people had a form with such items, also those who left them open.
    """

    right: int
    answers: int
    n: int


@dataclass(frozen=True)
class TechniqueRow:
    """One technique and one truth, before and after, of the pairs."""

    technique: str
    true: bool
    before: Cell
    after: Cell


@dataclass(frozen=True)
class Evidence:
    """Every figure of one group. The sums of *set_aside* are learners left out, by why.

    *starters* have a first test that counts, *pairs* a second one too; *orders* are the pairs by the forms
    they had, such as "AB". *balanced* if each order of the design has pairs: without, no mean is computed.
    *form_effects* say how much easier (d' above the mean of the forms) a form is. *without_seen* is the
    change of d' without the answers to items that the learner had met elsewhere.
    """

    method: str
    version: str
    method_hash: str
    seed: int
    starters: int
    pairs: int
    orders: Mapping[str, int]
    balanced: bool
    set_aside: Mapping[str, int]
    sensitivity: Change
    bias: Change
    hoaxes_rejected: Change
    trues_accepted: Change
    area: Change
    overconfidence: Change
    brier: Change
    gain: Gain
    curve_before: tuple[CurvePoint, ...]
    curve_after: tuple[CurvePoint, ...]
    retention: Retention
    form_effects: Mapping[str, float]
    reliability: tuple[FormReliability, ...]
    techniques: tuple[TechniqueRow, ...]
    with_set_aside: Estimate
    without_seen: Estimate

    def to_json(self) -> dict[str, Any]:
        """Everything as words, numbers, lists and mappings."""
        return asdict(self)


def from_json(stored: Mapping[str, Any]) -> Evidence:
    """What ``to_json`` wrote, also after a database or a file kept it."""
    return read_stored(Evidence, stored)


def read_stored(kind: type[T], stored: Mapping[str, Any]) -> T:
    """A dataclass of figures from what ``asdict`` made of it; what it has no field for is left out."""
    hints = get_type_hints(kind)
    known = {one.name: _value(hints[one.name], stored[one.name]) for one in fields(kind)}  # type: ignore[arg-type]
    return kind(**known)


def _value(hint: Any, stored: Any) -> Any:
    if is_dataclass(hint) and isinstance(hint, type):
        return read_stored(hint, stored)
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], one) for one in stored)
    if get_origin(hint) is types.UnionType or stored is None:
        return stored
    return dict(stored) if isinstance(stored, Mapping) else stored
