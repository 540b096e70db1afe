"""How sure somebody is, and how rightly so.

Each of the six steps stands for a probability that the item is true. What cannot be computed is None.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from literasi.domain.discernment import Ratings

PROBABILITY: Mapping[int, float] = {1: 0.05, 2: 0.25, 3: 0.45, 4: 0.55, 5: 0.75, 6: 0.95}


@dataclass(frozen=True)
class Forecast:
    """One probability of being true, from 0 to 1, given to *n_true* true and *n_false* false items."""

    probability: float
    n_true: int
    n_false: int

    @property
    def n(self) -> int:
        """How many items got this probability."""
        return self.n_true + self.n_false

    @property
    def right(self) -> int:
        """On how many of them the likelier side was right; 0.5 counts as "true"."""
        return self.n_true if self.probability >= 0.5 else self.n_false

    @property
    def confidence(self) -> float:
        """How sure of its side: from 0.5 to 1."""
        return max(self.probability, 1 - self.probability)


@dataclass(frozen=True)
class Decomposition:
    """The parts of a Brier score: reliability - resolution + uncertainty; each from 0 to 1.

    *reliability* is how far the probabilities lie from what came true (0 is perfect), *resolution* how far
    what came true differs between them (more is better), *uncertainty* what the mix of items alone makes.
    """

    reliability: float
    resolution: float
    uncertainty: float


@dataclass(frozen=True)
class ConfidencePoint:
    """Of *n* answers given with this *confidence* (0.55, 0.75 or 0.95), *right* were right."""

    confidence: float
    right: int
    n: int

    @property
    def share(self) -> float | None:
        """The share of right answers, from 0 to 1; None where nobody was this sure."""
        return self.right / self.n if self.n else None


def forecasts(ratings: Ratings) -> list[Forecast]:
    """The six steps as probabilities."""
    return [
        Forecast(PROBABILITY[step], n_true, n_false)
        for step, (n_true, n_false) in enumerate(zip(ratings.true, ratings.false, strict=True), 1)
    ]


def brier(ratings: Ratings) -> float | None:
    """The Brier score of *ratings*, see ``brier_of``."""
    return brier_of(forecasts(ratings))


def brier_of(given: Iterable[Forecast]) -> float | None:
    """The mean of (p - y)^2, y being 1 for a true item and 0 for a false one (Brier 1950).

    From 0, the best, to 1; 0.5 for everything gives 0.25. None without any answer.
    """
    used = [one for one in given if one.n]
    if not used:
        return None
    squares = sum(one.n_true * (1 - one.probability) ** 2 + one.n_false * one.probability**2 for one in used)
    return squares / sum(one.n for one in used)


def decomposition(ratings: Ratings) -> Decomposition | None:
    """The parts of the Brier score of *ratings*, see ``decompose``."""
    return decompose(forecasts(ratings))


def decompose(given: Iterable[Forecast]) -> Decomposition | None:
    """Reliability, resolution and uncertainty (Murphy 1973).

    o_k is the share of true items among the n_k that got p_k, o that among all N. Reliability is
    sum n_k (p_k - o_k)^2 / N, resolution sum n_k (o_k - o)^2 / N, uncertainty o (1 - o). Exact, because every
    probability has a bin of its own. None without answers.
    """
    used = [one for one in given if one.n]
    if not used:
        return None
    n = sum(one.n for one in used)
    base = sum(one.n_true for one in used) / n
    return Decomposition(
        reliability=sum(one.n * (one.probability - one.n_true / one.n) ** 2 for one in used) / n,
        resolution=sum(one.n * (one.n_true / one.n - base) ** 2 for one in used) / n,
        uncertainty=base * (1 - base),
    )


def overconfidence(ratings: Ratings) -> float | None:
    """The overconfidence of *ratings*, see ``overconfidence_of``."""
    return overconfidence_of(forecasts(ratings))


def overconfidence_of(given: Iterable[Forecast]) -> float | None:
    """Mean confidence minus share right (Lichtenstein and others 1982), from -0.5 to 1.

    Above 0: surer than right; below 0: righter than sure. Harder items raise it, so compare only on forms of
    one difficulty. None without any answer.
    """
    used = [one for one in given if one.n]
    if not used:
        return None
    n = sum(one.n for one in used)
    return sum(one.n * one.confidence - one.right for one in used) / n


def curve(ratings: Ratings) -> tuple[ConfidencePoint, ConfidencePoint, ConfidencePoint]:
    """How many answers were right when given as "leaning", "probably" and "certainly", in this order.

    A point says nothing of its own uncertainty: draw it with ``intervals.wilson(right, n)`` and only where
    the gate allows that many answers.
    """
    steps = forecasts(ratings)
    return _point(steps[2:4]), _point(steps[1::3]), _point(steps[0::5])


def _point(pair: Sequence[Forecast]) -> ConfidencePoint:
    """The step on the hoax side and that on the true side, which are equally sure."""
    return ConfidencePoint(pair[1].confidence, sum(one.right for one in pair), sum(one.n for one in pair))
