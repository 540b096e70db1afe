"""How large a gain is, in standard deviations, so that courses with other tests can be compared."""

import math
from collections.abc import Sequence
from statistics import fmean


def hedges_factor(freedom: float) -> float | None:
    """What a standardized difference is multiplied with, because few people make it too large: below 1.

    J(m) = Gamma(m/2)/(sqrt(m/2) Gamma((m-1)/2)), exact and not the usual approximation (Hedges 1981), m being
    *freedom*, the degrees of freedom of the standard deviation. None for m <= 1.
    """
    if freedom <= 1:
        return None
    return math.exp(math.lgamma(freedom / 2) - math.lgamma((freedom - 1) / 2)) / math.sqrt(freedom / 2)


def standardized_gain(
    before: Sequence[float], after: Sequence[float], *, gain: float | None = None
) -> float | None:
    """d_av = M_D/((s_before + s_after)/2) of the same people twice, in standard deviations (Cumming 2012).

    M_D is the mean difference, after less before, or *gain* where the forms' difficulty was taken out of it
    (``counterbalancing.gain``). s have n - 1. None with fewer than two people, or where all are equal both
    times. Unlike d_z it does not grow with the correlation of the two.
    """
    if len(before) != len(after):
        raise ValueError("every person needs both values")
    if len(before) < 2:
        return None
    spread = (_deviation(before) + _deviation(after)) / 2
    if spread == 0:
        return None
    return (fmean(after) - fmean(before) if gain is None else gain) / spread


def corrected_gain(
    before: Sequence[float], after: Sequence[float], *, gain: float | None = None
) -> float | None:
    """g_av = J(n - 1) d_av of n people (Hedges 1981, Lakens 2013); see ``standardized_gain``.

    None where d_av is, and for fewer than three people.
    """
    size = standardized_gain(before, after, gain=gain)
    factor = hedges_factor(len(before) - 1)
    return None if size is None or factor is None else factor * size


def _deviation(values: Sequence[float]) -> float:
    """The standard deviation with n - 1, exactly 0 where all are equal.

    In floating point: ``statistics.stdev`` counts with fractions, five times as long, and a bootstrap asks
    thousands of times.
    """
    if min(values) == max(values):
        return 0.0
    mean = fmean(values)
    return math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1))
