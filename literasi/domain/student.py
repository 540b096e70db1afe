"""Student's t without a library for it: its distribution and quantile, to about twelve digits."""

import math
from statistics import NormalDist

_TINY = 1e-300  # stands for 0 in a denominator
_EPSILON = 1e-16
_MOST_TERMS = 10_000
_MOST_STEPS = 100


def student_distribution(t: float, freedom: float) -> float:
    """The probability of a value below *t* with *freedom* degrees of freedom, which need not be whole.

    P = 1 - I(freedom/(freedom + t^2); freedom/2, 1/2)/2 for t >= 0, I being the regularized incomplete beta
    function, and mirrored below 0 (Abramowitz and Stegun 1964, 26.7.1).
    """
    if freedom <= 0:
        raise ValueError("degrees of freedom are above 0")
    squared = t * t
    both_tails = _incomplete_beta(
        freedom / (freedom + squared), squared / (freedom + squared), freedom / 2, 0.5
    )
    return both_tails / 2 if t < 0 else 1 - both_tails / 2


def student_quantile(probability: float, freedom: float) -> float:
    """The value below which a t with *freedom* degrees of freedom lies with *probability*, 0 < it < 1.

    By Newton's method from the normal quantile, which is nearer to 0: above 0 the distribution bends down, so
    every step stops short of the value, and the steps only end by reaching it.
    """
    if not 0 < probability < 1:
        raise ValueError("a probability strictly between 0 and 1 is needed")
    if probability < 0.5:
        return -student_quantile(1 - probability, freedom)
    found = NormalDist().inv_cdf(probability)
    for _ in range(_MOST_STEPS):
        step = (probability - student_distribution(found, freedom)) / _density(found, freedom)
        found += step
        if step <= 1e-14 * found:
            break
    return found


def _density(t: float, freedom: float) -> float:
    scale = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2) - math.log(freedom * math.pi) / 2
    return math.exp(scale - (freedom + 1) / 2 * math.log1p(t * t / freedom))


def _incomplete_beta(x: float, rest: float, a: float, b: float) -> float:
    """The regularized incomplete beta function at *x*; *rest* is 1 - x, given apart so as to lose no digits.

    Lentz's continued fraction (Press and others 1992, 6.4), from the side where it converges fast.
    """
    if x <= 0 or rest <= 0:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(rest, x, b, a)
    logarithm = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(rest)
    return math.exp(logarithm) / (a * _continued_fraction(x, a, b))


def _continued_fraction(x: float, a: float, b: float) -> float:
    """1 + d1/(1 + d2/(1 + …)), the d as in Press and others (1992), equation 6.4.6."""
    fraction, numerator, denominator = 1.0, 1.0, 0.0
    for term in range(1, _MOST_TERMS):
        m = term // 2
        if term % 2:
            factor = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            factor = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        denominator = 1 / ((1 + factor * denominator) or _TINY)
        numerator = (1 + factor / numerator) or _TINY
        fraction *= numerator * denominator
        if abs(numerator * denominator - 1) < _EPSILON:
            break
    return fraction
