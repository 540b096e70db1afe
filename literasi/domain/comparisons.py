"""Whether two groups differ, whether a group changed, and how to ask that more than once."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, stdev, variance

from literasi.domain.discernment import Ratings, trues_accepted
from literasi.domain.intervals import around
from literasi.domain.student import student_distribution


@dataclass(frozen=True)
class Difference:
    """A difference in the unit of what is compared, with its standard error, interval and two-sided p.

    *freedom* is None where the error counts as known.
    """

    value: float
    error: float
    freedom: float | None
    interval: tuple[float, float]
    p: float

    def at(self, confidence: float) -> "Difference":
        """The same with an interval of another *confidence*, from 0 to 1."""
        return _difference(self.value, self.error, self.freedom, confidence)


def difference_of_means(
    one: Sequence[float], other: Sequence[float], *, confidence: float = 0.95
) -> Difference | None:
    """The mean of *one* less that of *other*, of two groups of different people (Welch 1947).

    SE = sqrt(s1^2/n1 + s2^2/n2), degrees of freedom (sum)^2/sum of (s^2/n)^2/(n - 1) (Satterthwaite 1946).
    None with fewer than two people in a group, and where nobody differs within either.
    """
    if min(len(one), len(other)) < 2:
        return None
    parts = [variance(group) / len(group) for group in (one, other)]
    if sum(parts) == 0:
        return None
    freedom = sum(parts) ** 2 / sum(
        part**2 / (len(group) - 1) for part, group in zip(parts, (one, other), strict=True)
    )
    return _difference(fmean(one) - fmean(other), math.sqrt(sum(parts)), freedom, confidence)


def difference_of_estimates(
    one: tuple[float, float], other: tuple[float, float], *, confidence: float = 0.95
) -> Difference | None:
    """Two independent estimates, each (value, standard error), such as counterbalanced gains, by the normal.

    SE = sqrt(SE1^2 + SE2^2). None where that is 0.
    """
    error = math.hypot(one[1], other[1])
    return _difference(one[0] - other[0], error, None, confidence) if error else None


def mean_change(
    before: Sequence[float], after: Sequence[float], *, confidence: float = 0.95
) -> Difference | None:
    """How much the same people changed on average: after less before, with the paired t (Student 1908).

    SE = s_D/sqrt(n), n - 1 degrees of freedom. None with fewer than two people, or where all changed alike.
    Where forms differ, ``counterbalancing.gain`` is the better figure.
    """
    changes = [late - early for early, late in zip(before, after, strict=True)]
    if len(changes) < 2 or min(changes) == max(changes):
        return None
    error = stdev(changes) / math.sqrt(len(changes))
    return _difference(fmean(changes), error, len(changes) - 1, confidence)


def change_in_share(
    pairs: Sequence[tuple[Ratings, Ratings]],
    share: Callable[[Ratings], float | None] = trues_accepted,
    *,
    confidence: float = 0.95,
) -> Difference | None:
    """The mean over people of the change of a share of theirs, from -1 to 1, see ``mean_change``.

    *pairs* are each person's ratings before and after, *share* is ``trues_accepted`` or ``hoaxes_rejected``.
    People weigh alike however many items they judged; whoever lacks the share once is left out.
    """
    found = [(share(before), share(after)) for before, after in pairs]
    known = [(early, late) for early, late in found if early is not None and late is not None]
    return mean_change([early for early, _ in known], [late for _, late in known], confidence=confidence)


def holm(p_values: Sequence[float]) -> list[float]:
    """The p values adjusted for asking several times, in the order given (Holm 1979).

    The k-th smallest of m becomes the largest of (m - j + 1) p_j for j up to k, 1 at most: compare with 0.05
    as before. Nothing gives nothing.
    """
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for rank, place in enumerate(_ranked(p_values)):
        largest = max(largest, (len(p_values) - rank) * p_values[place])
        adjusted[place] = min(1.0, largest)
    return adjusted


def holm_confidences(p_values: Sequence[float], *, confidence: float = 0.95) -> list[float]:
    """How wide to make the interval of each comparison so that it leaves 0 out exactly where Holm rejects.

    The k-th smallest p of m gets 1 - (1 - confidence)/(m - k + 1); from the first that is not rejected on,
    all get the confidence of that one.
    """
    found = [confidence] * len(p_values)
    rejecting, risk = True, 1 - confidence
    for rank, place in enumerate(_ranked(p_values)):
        if rejecting:
            risk = (1 - confidence) / (len(p_values) - rank)
            rejecting = p_values[place] <= risk
        found[place] = 1 - risk
    return found


def widened(differences: Sequence[Difference], *, confidence: float = 0.95) -> list[Difference]:
    """Comparisons that were made together, their intervals widened with ``holm_confidences``; p as it was."""
    levels = holm_confidences([one.p for one in differences], confidence=confidence)
    return [one.at(level) for one, level in zip(differences, levels, strict=True)]


def _difference(value: float, error: float, freedom: float | None, confidence: float) -> Difference:
    ratio = -abs(value) / error
    below = NormalDist().cdf(ratio) if freedom is None else student_distribution(ratio, freedom)
    interval = around(value, error, freedom=freedom, confidence=confidence)
    return Difference(value, error, freedom, interval, min(1.0, 2 * below))


def _ranked(values: Sequence[float]) -> list[int]:
    """The places of *values*, smallest first."""
    return sorted(range(len(values)), key=values.__getitem__)
