"""What to believe of one person from twenty answers: something between their own figure and everybody's."""

import math
from collections.abc import Sequence
from statistics import fmean, variance


def shrink(value: float, error: float, mean: float, spread: float) -> tuple[float, float]:
    """The estimate of one person's figure and its standard deviation, both in the figure's unit.

    mean + rho (value - mean) with rho = tau^2/(tau^2 + SE^2), and sqrt(tau^2 SE^2/(tau^2 + SE^2)) (Efron and
    Morris 1975): *mean* and *spread* (tau) are those of people's true figures, *error* is the standard error
    of this *value*. Raises ValueError for an error of 0 or less: nobody is known that surely.
    """
    if error <= 0 or spread < 0:
        raise ValueError("a standard error above 0 and a spread of at least 0 are needed")
    between, within = spread * spread, error * error
    weight = between / (between + within)
    return mean + weight * (value - mean), math.sqrt(weight * within)


def spread_of(values: Sequence[float], errors: Sequence[float]) -> float | None:
    """tau, how far people's true figures lie apart: sqrt(max(0, Var(values) - mean SE^2)), in their unit.

    By the method of moments (Morris 1983), variance with n - 1. 0 says that the errors alone explain what
    differs: then nobody's own figure says anything. None with fewer than two people.
    """
    if len(values) != len(errors):
        raise ValueError("every value needs its error")
    if len(values) < 2:
        return None
    return math.sqrt(max(0.0, variance(values) - fmean(error * error for error in errors)))
