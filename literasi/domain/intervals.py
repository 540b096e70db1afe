"""How sure a share or a mean is."""

import math
from functools import lru_cache
from statistics import NormalDist

_Z95 = NormalDist().inv_cdf(0.975)
_NEARLY_NORMAL = 200  # degrees of freedom, from which the expansion below is exact to nine digits


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


@lru_cache(maxsize=256)
def student_95(degrees: int) -> float:
    """The number t with P(-t < T < t) = 0.95 for Student's T with *degrees* (at least 1) of freedom.

    By halving, from the closed sums of Abramowitz and Stegun 26.7.3 and 26.7.4; from 200 degrees on by their
    expansion 26.7.5. One degree 12.706, ten 2.228, thirty 2.042.
    """
    if degrees < 1:
        raise ValueError("Student's distribution needs a degree of freedom")
    if degrees >= _NEARLY_NORMAL:
        z = _Z95
        first = (z**3 + z) / 4
        second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
        third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
        return z + first / degrees + second / degrees**2 + third / degrees**3
    low, high = 0.0, 13.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if _student_within(middle, degrees) < 0.95 else (low, middle)
    return high


def _student_within(t: float, degrees: int) -> float:
    """P(-t < T < t)."""
    angle = math.atan(t / math.sqrt(degrees))
    odd = degrees % 2
    square = math.cos(angle) ** 2
    term = math.cos(angle) if odd else 1.0
    total = 0.0
    for place in range(odd, degrees - 1, 2):
        total += term
        term *= square * (place + 1) / (place + 2)
    if odd:
        return 2 / math.pi * (angle + math.sin(angle) * total)
    return math.sin(angle) * total
