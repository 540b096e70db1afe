"""Intervals for figures that have no formula of their own: draw the same people again, many times.

People are drawn, never answers: answers of one person are no independent witnesses.
"""

import math
from collections.abc import Callable, Sequence
from random import Random
from statistics import NormalDist, fmean
from typing import TypeVar

T = TypeVar("T")

LEAST_PEOPLE = 8  # fewer hardly differ when drawn again, and the interval comes out far too narrow
_LEAST_DEFINED = 0.95  # share of the rounds that must have a value
_SAME = 1e-12  # two values this close differ by rounding alone
_NORMAL = NormalDist()


def bca(
    samples: Sequence[Sequence[T]],
    statistic: Callable[..., float | None],
    *,
    randomness: Random,
    rounds: int = 2000,
    confidence: float = 0.95,
) -> tuple[float, float] | None:
    """The bias-corrected and accelerated bootstrap interval of *statistic*, in its unit (Efron 1987).

    *samples* are strata of people, such as those who had one order of forms: each is drawn from by itself,
    with replacement, and *statistic* is called with one sequence for each. With z0 the normal quantile of the
    share of rounds below the value, ties counting half, and a = sum U^3/(6 (sum U^2)^1.5) of the jackknife
    (Efron and Tibshirani 1993; several strata as in scipy.stats.bootstrap), the ends are the quantiles
    Phi(z0 + (z0 + z)/(1 - a (z0 + z))) of the rounds, z being that of (1 -+ confidence)/2.

    None with fewer than eight people in all, with fewer than two in a stratum, where the statistic is None
    for the people themselves, for somebody left out or in more than 5 % of the rounds (the others are left
    out), and where nearly all rounds fall on one side of the value. (v, v) where all rounds give v.

    Costs rounds x people draws and as many people's calls of *statistic*, plus people^2 for the jackknife:
    2,000 rounds of 300 people and a mean take 0.1 s. So give what each person adds up to, not their answers.
    """
    if not samples or sum(map(len, samples)) < LEAST_PEOPLE or min(map(len, samples)) < 2:
        return None
    value = statistic(*samples)
    if value is None:
        return None
    drawn = sorted(_rounds(samples, statistic, randomness, rounds))
    if len(drawn) < _LEAST_DEFINED * rounds:
        return None
    if _same(drawn[0], drawn[-1]):
        return value, value
    bend, pull = _bias(drawn, value), _acceleration(samples, statistic)
    if bend is None or pull is None:
        return None
    z = _NORMAL.inv_cdf((1 + confidence) / 2)
    low, high = (_corrected_level(bend, pull, side) for side in (-z, z))
    return quantile(drawn, low), quantile(drawn, high)


def quantile(ranked: Sequence[float], level: float) -> float:
    """The value below which a share *level* (0 to 1) of the *ranked* values lies.

    Between two of them by a straight line: type 7 of Hyndman and Fan (1996), numpy's own.
    """
    place = level * (len(ranked) - 1)
    before = min(int(place), len(ranked) - 1)
    after = min(before + 1, len(ranked) - 1)
    return ranked[before] + (ranked[after] - ranked[before]) * (place - before)


def _rounds(
    samples: Sequence[Sequence[T]], statistic: Callable[..., float | None], randomness: Random, rounds: int
) -> list[float]:
    """What *statistic* gives for people drawn again, *rounds* times; less where it is undefined."""
    found = (
        statistic(*[randomness.choices(sample, k=len(sample)) for sample in samples]) for _ in range(rounds)
    )
    return [value for value in found if value is not None]


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME * max(1, abs(one), abs(other))


def _bias(drawn: Sequence[float], value: float) -> float | None:
    """z0: how far the middle of the rounds lies from the value. None where it lies beyond all of them."""
    ties = sum(_same(one, value) for one in drawn)
    below = sum(one < value and not _same(one, value) for one in drawn)
    share = (below + ties / 2) / len(drawn)
    return _NORMAL.inv_cdf(share) if 0 < share < 1 else None


def _acceleration(samples: Sequence[Sequence[T]], statistic: Callable[..., float | None]) -> float | None:
    """a: how fast the error changes with the value, from leaving out one person after the other."""
    cubes = squares = 0.0
    for place, sample in enumerate(samples):
        n = len(sample)
        left = [
            statistic(*samples[:place], [*sample[:one], *sample[one + 1 :]], *samples[place + 1 :])
            for one in range(n)
        ]
        known = [value for value in left if value is not None]
        if len(known) < n:
            return None
        mean = fmean(known)
        influence = [(n - 1) * (mean - one) / n for one in known]
        cubes += sum(one**3 for one in influence)
        squares += sum(one**2 for one in influence)
    return cubes / (6 * squares**1.5) if squares else 0.0


def _corrected_level(bend: float, pull: float, z: float) -> float:
    """Which quantile of the rounds to take. Beyond the pole of the formula it is the outermost."""
    moved = bend + z
    shrinking = 1 - pull * moved
    if shrinking <= 0:
        return 1.0 if moved > 0 else 0.0
    level = _NORMAL.cdf(bend + moved / shrinking)
    return min(1.0, max(0.0, level)) if math.isfinite(level) else 0.5
