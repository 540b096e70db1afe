"""How sure a share is, or a mean."""

import math
from collections.abc import Sequence
from statistics import NormalDist, fmean, stdev

from literasi.domain.student import student_quantile

_Z95 = NormalDist().inv_cdf(0.975)


def wilson(successes: float, n: int, z: float = _Z95) -> tuple[float, float]:
    """The Wilson score interval of *successes* in *n* (Wilson 1927): lowest and highest share, from 0 to 1.

    With p = successes/n the centre is (p + z^2/2n)/(1 + z^2/n) and the half width
    z sqrt(p(1-p)/n + z^2/4n^2)/(1 + z^2/n). Nothing at all tells nothing: 0 of 0 gives (0, 1). A sum of
    marks between 0 and 1 may stand for the successes; the interval is then too wide rather than too narrow.
    """
    if n == 0:
        return 0.0, 1.0
    share = successes / n
    widening = 1 + z * z / n
    centre = (share + z * z / (2 * n)) / widening
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / widening
    return max(0.0, centre - half), min(1.0, centre + half)


def around(
    value: float, error: float, *, freedom: float | None = None, confidence: float = 0.95
) -> tuple[float, float]:
    """*value* - q *error* to *value* + q *error*, in the unit of both.

    q is Student's t quantile of (1 + confidence)/2 (Student 1908) for an error estimated with *freedom*
    degrees of freedom, the normal quantile without.
    """
    level = (1 + confidence) / 2
    quantile = NormalDist().inv_cdf(level) if freedom is None else student_quantile(level, freedom)
    return value - quantile * error, value + quantile * error


def mean_interval(values: Sequence[float], *, confidence: float = 0.95) -> tuple[float, float] | None:
    """The t interval of the mean of *values* of different people: mean -+ t s/sqrt(n), with n - 1.

    None with fewer than two. All equal gives that value twice.
    """
    n = len(values)
    if n < 2:
        return None
    return around(fmean(values), stdev(values) / math.sqrt(n), freedom=n - 1, confidence=confidence)
