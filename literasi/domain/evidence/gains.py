"""Effect sizes of a counterbalanced gain, and how much of it is left, with intervals over learners."""

import math
from collections.abc import Sequence
from functools import lru_cache
from random import Random
from typing import TypeAlias

from literasi.domain.bootstrapping import bca
from literasi.domain.effects import hedges_factor
from literasi.domain.evidence.estimating import (
    Strata,
    differences,
    estimate,
    quantile,
    spread_within,
    weight,
)
from literasi.domain.evidence.figures import Estimate, Gain
from literasi.domain.evidence.method import LEAST_RESAMPLED, MOST_RESAMPLED

Twos: TypeAlias = Sequence[tuple[float, float]]  # two numbers of each person
_hedges_factor = lru_cache(maxsize=1024)(hedges_factor)


def gain(before: Strata, after: Strata, randomness: Random, rounds: int) -> Gain:
    """d_av and g_av of the counterbalanced gain.

    d_av = gain / ((s_1 + s_2)/2), s_1 and s_2 being the standard deviations before and after within the
    orders, so that forms of different difficulty do not make them larger; g_av = J(N - k) d_av with Hedges'
    J (Lakens 2013; for one order the usual formula). Interval: BCa over learners within each order; below 30
    pairs, where it is too narrow, and beyond 2,000, where it takes long, the delta method with Student's t.
    None where there is no gain or no spread.
    """
    samples = [list(zip(before[order], after[order], strict=True)) for order in before]
    people = sum(len(sample) for sample in samples)
    value, factor = corrected(*samples), hedges_factor(people - len(samples))
    if value is None or factor is None:
        return Gain(None, Estimate(None, None, None, people))
    plain = value / factor
    if not LEAST_RESAMPLED <= people <= MOST_RESAMPLED:
        half = quantile(people - len(samples)) * factor * _error(before, after, plain)
        return Gain(plain, Estimate(value, value - half, value + half, people))
    low, high = bca(samples, corrected, randomness=randomness, rounds=rounds) or (None, None)
    return Gain(plain, Estimate(value, low, high, people))


def corrected(*samples: Twos) -> float | None:
    """g_av of *samples* of (before, after), one sample for each order; None where it is undefined."""
    freedom = sum(len(sample) for sample in samples) - len(samples)
    factor = _hedges_factor(freedom)
    if factor is None or not all(samples):
        return None
    squares_before = squares_after = total = 0.0
    for sample in samples:
        first = [one[0] for one in sample]
        second = [one[1] for one in sample]
        n, sum_first, sum_second = len(sample), sum(first), sum(second)
        squares_before += sum(x * x for x in first) - sum_first * sum_first / n
        squares_after += sum(x * x for x in second) - sum_second * sum_second / n
        total += (sum_second - sum_first) / n
    spread = (math.sqrt(max(0.0, squares_before)) + math.sqrt(max(0.0, squares_after))) / 2
    if spread < 1e-9:
        return None
    return factor * total / len(samples) / (spread / math.sqrt(freedom))


def ratio(first: Strata, later: Strata) -> Estimate:
    """The share of the gain of *first* that is left in *later*, of the same people in the same places.

    Retention = gain later / gain first, both counterbalanced. None where the interval of the first gain
    holds 0 or lies below: a share of nothing is nothing. The interval holds every share r for which
    |gain later - r gain first| <= t SE of that difference (Fieller 1954), t with N - k degrees of freedom:
    the values between the roots of a r^2 - 2 b r + c. It is finite, as the first gain is surely not 0.
    """
    start, left = estimate(first), estimate(later)
    if start.lower is None or start.value is None or left.value is None or start.lower <= 0:
        return Estimate(None, None, None, start.n)
    scale = (quantile(start.n - len(first)) * weight(first)) ** 2
    of_first, of_later, together = _spreads(first, later)
    a = start.value**2 - scale * of_first
    b = start.value * left.value - scale * together
    c = left.value**2 - scale * of_later
    half = math.sqrt(max(0.0, b * b - a * c))
    return Estimate(left.value / start.value, (b - half) / a, (b + half) / a, start.n)


def _spreads(first: Strata, second: Strata) -> tuple[float, float, float]:
    """The variance of each within the orders, and their covariance."""
    one, other = spread_within(first) or 0.0, spread_within(second) or 0.0
    between = spread_within(differences(first, second)) or 0.0
    return one**2, other**2, (one**2 + other**2 - between**2) / 2


def _error(before: Strata, after: Strata, d_av: float) -> float:
    """The standard error of d_av by the delta method for two correlated normal scores."""
    of_first, of_second, together = _spreads(before, after)
    people = sum(len(some) for some in before.values())
    middle = (math.sqrt(of_first) + math.sqrt(of_second)) / 2
    of_mean = (of_first + of_second - 2 * together) * weight(before) ** 2
    product = math.sqrt(of_first * of_second)
    squares = of_first + of_second + (2 * together**2 / product if product else 0.0)
    return math.sqrt(of_mean + d_av**2 * squares / (8 * people)) / middle
