"""Means of pairs that had the forms in different orders, with their 95 % intervals.

Every order counts the same, however many had it: then a form that is easier adds as much to one order's
change as it takes from another's, and the mean is free of it (measurement of parallel forms, Latin square).
"""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from statistics import fmean
from typing import TypeAlias

from literasi.domain.counterbalancing import Pair, gain
from literasi.domain.evidence.figures import Change, Estimate
from literasi.domain.student import student_quantile

Strata: TypeAlias = Mapping[str, Sequence[float]]  # values of people, by the order of their forms
NOTHING = Estimate(None, None, None, 0)


def estimate(strata: Strata) -> Estimate:
    """The mean of the means of the *strata*, with Student's interval.

    SE = s/k sqrt(sum of 1/n_o) for k orders of n_o people; s is the standard deviation within the orders,
    all of them together, with N - k degrees of freedom. An order of one person is borne, an empty one is
    not: then there is no mean (None). Without a degree of freedom there is no interval.
    """
    people = sum(len(values) for values in strata.values())
    if not strata or not all(strata.values()):
        return Estimate(None, None, None, people)
    mean = fmean(fmean(values) for values in strata.values())
    spread = spread_within(strata)
    if spread is None:
        return Estimate(mean, None, None, people)
    half = quantile(people - len(strata)) * spread * weight(strata)
    return Estimate(mean, mean - half, mean + half, people)


def weight(strata: Strata) -> float:
    """The standard error of the mean of means for a spread of 1: sqrt(sum of 1/n_o)/k."""
    return math.sqrt(math.fsum(1 / len(values) for values in strata.values())) / len(strata)


def spread_within(strata: Strata) -> float | None:
    """The standard deviation within the *strata*, together: sqrt(sum (n_o - 1) s_o^2 / (N - k)), or None."""
    freedom = sum(len(values) - 1 for values in strata.values() if values)
    if freedom < 1:
        return None
    return math.sqrt(math.fsum(_squares(values) for values in strata.values() if values) / freedom)


def plain(values: Sequence[float]) -> Estimate:
    """The mean of people who have no order, with Student's interval."""
    return estimate({"": values}) if values else NOTHING


def change(before: Strata, after: Strata) -> Change:
    """Both means and that of the differences; the same people stand at the same places of both."""
    return Change(estimate(before), estimate(after), estimate(differences(before, after)))


def differences(before: Strata, after: Strata) -> dict[str, list[float]]:
    """After less before, person by person."""
    return {order: [b - a for a, b in zip(before[order], after[order], strict=True)] for order in before}


def form_effects(strata: Strata) -> dict[str, float]:
    """How much more each form yields than the mean of the forms, from the *strata* of differences.

    See ``counterbalancing.gain``. Empty where an order has nobody.
    """
    pairs = [Pair(order, 0.0, value) for order, values in strata.items() for value in values]
    found = gain(pairs) if all(strata.values()) else None
    return dict(found.form_effects) if found else {}


def _squares(values: Sequence[float]) -> float:
    """The sum of squared distances from their mean."""
    mean = fmean(values)
    return math.fsum((value - mean) ** 2 for value in values)


@lru_cache(maxsize=1024)
def quantile(freedom: int) -> float:
    """Half of the width of a 95 % interval with *freedom* degrees of freedom, in standard errors."""
    return student_quantile(0.975, freedom)
