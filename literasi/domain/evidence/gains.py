"""Effect sizes of a counterbalanced gain, and how much of it is left, with intervals over learners."""

import math
from collections.abc import Sequence
from functools import lru_cache
from random import Random
from statistics import NormalDist
from typing import TypeAlias

from literasi.domain.bootstrapping import bca
from literasi.domain.effects import hedges_factor
from literasi.domain.evidence.estimating import Strata, differences, estimate, spread_within, weight
from literasi.domain.evidence.figures import Estimate, Gain
from literasi.domain.evidence.method import MOST_RESAMPLED
from literasi.domain.retention import retained

Twos: TypeAlias = Sequence[tuple[float, float]]  # two numbers of each person
_Z95 = NormalDist().inv_cdf(0.975)
_hedges_factor = lru_cache(maxsize=1024)(hedges_factor)


def gain(before: Strata, after: Strata, randomness: Random, rounds: int) -> Gain:
    """d_av and g_av of the counterbalanced gain.

    d_av = gain / ((s_1 + s_2)/2), s_1 and s_2 being the standard deviations before and after within the
    orders, so that forms of different difficulty do not make them larger; g_av = J(N - k) d_av with Hedges'
    J (Lakens 2013; for one order the usual formula). Interval: BCa over learners within each order, and
    from normal theory beyond 2,000 pairs. None where there is no gain or no spread, and no interval of fewer
    than eight.
    """
    samples = [list(zip(before[order], after[order], strict=True)) for order in before]
    people = sum(len(sample) for sample in samples)
    value, factor = corrected(*samples), hedges_factor(people - len(samples))
    if value is None or factor is None:
        return Gain(None, Estimate(None, None, None, people))
    plain = value / factor
    if people > MOST_RESAMPLED:
        half = _Z95 * _error(before, after, plain)
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


def ratio(first: Strata, later: Strata, randomness: Random, rounds: int) -> Estimate:
    """The share of the gain of *first* that is left in *later*, of the same people in the same places.

    Retention = gain later / gain first, both counterbalanced. None where the interval of the first gain
    holds 0 or lies below: a share of nothing is nothing. Interval: BCa over learners within each order
    (``retention.retained``); from the delta method beyond 2,000 people.
    """
    start = estimate(first)
    if start.lower is None or start.lower <= 0:
        return Estimate(None, None, None, start.n)
    if start.n > MOST_RESAMPLED:
        return _by_delta(first, later, start)
    found = retained(list(first.values()), list(later.values()), randomness=randomness, rounds=rounds)
    if found is None:
        return Estimate(None, None, None, start.n)
    return Estimate(found.share, *found.interval, start.n)


def _by_delta(first: Strata, later: Strata, start: Estimate) -> Estimate:
    """The same from normal theory: the mean of (later - share first)/gain has the error of the share."""
    left = estimate(later).value
    if start.value is None or left is None:
        return Estimate(None, None, None, start.n)
    share = left / start.value
    errors = {
        order: [(y - share * x) / start.value for x, y in zip(first[order], later[order], strict=True)]
        for order in first
    }
    off = estimate(errors)
    half = 0.0 if off.interval is None else (off.interval[1] - off.interval[0]) / 2
    return Estimate(share, share - half, share + half, start.n)


def _error(before: Strata, after: Strata, d_av: float) -> float:
    """The standard error of d_av by the delta method for two correlated normal scores."""
    first, second = spread_within(before) or 0.0, spread_within(after) or 0.0
    apart = differences(before, after)
    between = spread_within(apart) or 0.0
    people = sum(len(some) for some in before.values())
    together = (first**2 + second**2 - between**2) / 2  # the covariance
    middle = (first + second) / 2
    of_mean = (between * weight(apart) / middle) ** 2
    squares = first**2 + second**2 + 2 * together**2 / (first * second)
    return math.sqrt(of_mean + d_av**2 * squares / (8 * people * middle**2))
