"""How well somebody tells true from false, apart from how readily they believe.

Everything is computed from twelve counts: how many true and how many false items got each of the six steps,
1 "certainly a hoax" to 6 "certainly true". Steps 4 to 6 say "true". What cannot be computed is None, never 0.
docs/discernment.md lists all formulas.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from statistics import NormalDist, variance
from typing import TypeAlias

Counts: TypeAlias = tuple[int, ...]

STEPS = 6
_SAYS_TRUE = slice(3, STEPS)  # steps 4 to 6
_NORMAL = NormalDist()


@dataclass(frozen=True)
class Ratings:
    """How many true and how many false items got step 1, 2, … 6. ``+`` adds two people or two sittings."""

    true: Counts
    false: Counts

    def __post_init__(self) -> None:
        """Refuse with ValueError what is not six counts for either truth."""
        for counts in (self.true, self.false):
            if len(counts) != STEPS or any(type(count) is not int or count < 0 for count in counts):
                raise ValueError(f"six counts of at least 0 are needed, not {counts!r}")

    def __add__(self, other: "Ratings") -> "Ratings":
        """The ratings of both together."""
        return Ratings(_sums(self.true, other.true), _sums(self.false, other.false))

    @property
    def n_true(self) -> int:
        """How many true items were judged."""
        return sum(self.true)

    @property
    def n_false(self) -> int:
        """How many false items were judged."""
        return sum(self.false)

    @property
    def hits(self) -> int:
        """How many true items were called true."""
        return sum(self.true[_SAYS_TRUE])

    @property
    def false_alarms(self) -> int:
        """How many false items were called true."""
        return sum(self.false[_SAYS_TRUE])

    @property
    def judged(self) -> int:
        """How many items were judged."""
        return self.n_true + self.n_false

    def as_stored(self) -> dict[str, list[int]]:
        """As JSON holds it; ``read_ratings`` reads it back."""
        return {"true": list(self.true), "false": list(self.false)}


NO_RATINGS = Ratings((0,) * STEPS, (0,) * STEPS)


def read_ratings(stored: Mapping[str, Iterable[int]]) -> Ratings:
    """What ``Ratings.as_stored`` wrote. Raises KeyError or ValueError for anything else."""
    return Ratings(tuple(stored["true"]), tuple(stored["false"]))


def count_ratings(answers: Iterable[tuple[bool, int]]) -> Ratings:
    """The ratings of single answers: (whether the item is true, step 1 to 6).

    Raises ValueError for another step.
    """
    counts = {True: [0] * STEPS, False: [0] * STEPS}
    for truth, step in answers:
        if not 1 <= step <= STEPS:
            raise ValueError(f"a step is 1 to {STEPS}, not {step}")
        counts[truth][step - 1] += 1
    return Ratings(tuple(counts[True]), tuple(counts[False]))


@dataclass(frozen=True)
class Detection:
    """Signal detection: skill and leaning, apart.

    *sensitivity* is d', 0 for somebody who guesses, below 0 for somebody who takes hoaxes for true; *bias* is
    c, above 0 for the too sceptical, below 0 for the too trusting. Both are in standard deviations, as are
    their standard errors. *hit_rate* and *false_alarm_rate* are corrected shares, above 0 and below 1.
    """

    sensitivity: float
    bias: float
    hit_rate: float
    false_alarm_rate: float
    sensitivity_error: float
    bias_error: float


def detect(ratings: Ratings) -> Detection | None:
    """Signal detection of *ratings*, see ``detect_counts``."""
    return detect_counts(ratings.hits, ratings.n_true, ratings.false_alarms, ratings.n_false)


def detect_counts(hits: int, n_true: int, false_alarms: int, n_false: int) -> Detection | None:
    """Signal detection of *hits* among *n_true* true items and *false_alarms* among *n_false* false ones.

    H = (hits + 1/2)/(n_true + 1) and F likewise: the log-linear correction, always, so that nothing is
    infinite (Hautus 1995). d' = z(H) - z(F) and c = -(z(H) + z(F))/2, z the normal quantile (Macmillan and
    Creelman 2005). Var(d') = H(1-H)/(n_true phi(zH)^2) + F(1-F)/(n_false phi(zF)^2) (Gourevitch and Galanter
    1967), SE(c) = SE(d')/2.

    None without a true or without a false item. One step for everything gives d' = 0 where there are as many
    true items as false ones; else the correction leaves a trace (0.05 with 10 and 9), ``area`` does not.
    """
    if n_true == 0 or n_false == 0:
        return None
    if not (0 <= hits <= n_true and 0 <= false_alarms <= n_false):
        raise ValueError("more were called true than there were")
    hit_rate = (hits + 0.5) / (n_true + 1)
    false_alarm_rate = (false_alarms + 0.5) / (n_false + 1)
    hit_z, false_alarm_z = _NORMAL.inv_cdf(hit_rate), _NORMAL.inv_cdf(false_alarm_rate)
    error = math.sqrt(_variance_of_z(hit_rate, n_true) + _variance_of_z(false_alarm_rate, n_false))
    return Detection(
        sensitivity=hit_z - false_alarm_z,
        bias=-(hit_z + false_alarm_z) / 2,
        hit_rate=hit_rate,
        false_alarm_rate=false_alarm_rate,
        sensitivity_error=error,
        bias_error=error / 2,
    )


@dataclass(frozen=True)
class Area:
    """The area under the ROC curve of six-step ratings, from 0 to 1, and its standard error.

    *value* is how often a true item gets the higher step than a false one, a tie counting half: 0.5 for
    somebody who guesses. *error* is None where it cannot be estimated.
    """

    value: float
    error: float | None


def area(ratings: Ratings) -> Area | None:
    """The area under the ROC curve (Mann and Whitney 1947) with its error (DeLong and others 1988).

    AUC = U/(n_true n_false), U counting the pairs of a true and a false item in which the true one has the
    higher step, a tie by half. SE = sqrt(Var(V10)/n_true + Var(V01)/n_false): V10 of a true item is the share
    of false items below it, V01 of a false item the share of true items above it, variances with n - 1.

    None without a true or a false item. The error is None with fewer than two of either, and where neither
    V10 nor V01 varies (all ties, or no overlap): the formula would then say 0, which nobody should believe.
    """
    value = area_value(ratings)
    if value is None:
        return None
    below = _shares_below(ratings.false)
    above = _shares_below(ratings.true[::-1])[::-1]
    return Area(value, _area_error(ratings, below, above))


def area_value(ratings: Ratings) -> float | None:
    """The area of ``area`` without its error, which costs far more. None without a true or a false item."""
    if ratings.n_true == 0 or ratings.n_false == 0:
        return None
    below = _shares_below(ratings.false)
    return sum(count * share for count, share in zip(ratings.true, below, strict=True)) / ratings.n_true


def area_sensitivity(ratings: Ratings) -> float | None:
    """d_a = sqrt(2) z(AUC), in standard deviations like d' (Simpson and Fitter 1973).

    An AUC of 0 or 1 is first drawn in to (U + 1/2)/(n_true n_false + 1). None without a true or a false item.
    """
    found = area(ratings)
    if found is None:
        return None
    value, pairs = found.value, ratings.n_true * ratings.n_false
    if round(2 * value * pairs) in (0, 2 * pairs):
        value = (round(value) * pairs + 0.5) / (pairs + 1)
    return math.sqrt(2) * _NORMAL.inv_cdf(value)


def area_of_sensitivity(sensitivity: float) -> float:
    """The area that belongs to a d' where both normal curves are equally wide: Phi(d'/sqrt(2)) (Green 1964).

    From 0 to 1; it turns a shrunk d' into words ("of one true message and one hoax …, 87 times in 100").
    """
    return _NORMAL.cdf(sensitivity / math.sqrt(2))


def hoaxes_rejected(ratings: Ratings) -> float | None:
    """The share of false items that were called a hoax, from 0 to 1, uncorrected. None without any."""
    return 1 - ratings.false_alarms / ratings.n_false if ratings.n_false else None


def trues_accepted(ratings: Ratings) -> float | None:
    """The share of true items that were called true, from 0 to 1, uncorrected. None without any."""
    return ratings.hits / ratings.n_true if ratings.n_true else None


def _sums(one: Counts, other: Counts) -> Counts:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _variance_of_z(rate: float, n: int) -> float:
    """The delta method: the variance of a share, through the slope of its normal quantile."""
    return rate * (1 - rate) / (n * _NORMAL.pdf(_NORMAL.inv_cdf(rate)) ** 2)


def _shares_below(counts: Counts) -> list[float]:
    """For every step, the share of *counts* at lower steps, those at the same step counting half."""
    total = sum(counts)
    return [(upto - own / 2) / total for own, upto in zip(counts, accumulate(counts), strict=True)]


def _area_error(ratings: Ratings, below: list[float], above: list[float]) -> float | None:
    if ratings.n_true < 2 or ratings.n_false < 2:
        return None
    trues, falses = _each(ratings.true, below), _each(ratings.false, above)
    if min(trues) == max(trues) and min(falses) == max(falses):
        return None
    return math.sqrt(variance(trues) / ratings.n_true + variance(falses) / ratings.n_false)


def _each(counts: Counts, values: list[float]) -> list[float]:
    """Every value as often as it was counted."""
    return [value for count, value in zip(counts, values, strict=True) for _ in range(count)]
