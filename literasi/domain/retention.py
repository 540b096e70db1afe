"""What is left of a gain a month later, and who came back to tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import fmean
from typing import TypeAlias

from literasi.domain.bootstrapping import bca
from literasi.domain.intervals import wilson

Gains: TypeAlias = tuple[float, float]  # one person's: at once, and later


@dataclass(frozen=True)
class Retention:
    """The share of the first gain that is left, 1 for all of it, with its interval, from *n* people.

    Below 0 where people fell below where they began, above 1 where they went on learning.
    """

    share: float
    interval: tuple[float, float]
    n: int


def retained(
    first: Sequence[Sequence[float]],
    later: Sequence[Sequence[float]],
    *,
    randomness: Random,
    rounds: int = 2000,
    confidence: float = 0.95,
) -> Retention | None:
    """Delta_t/Delta_0 of people who took all three tests, with a BCa interval over them.

    *first* has their gains from before to after, *later* from before to a month later: a sequence for each
    order of forms, people in the same places in both. Delta is the mean of the order means (see
    ``counterbalancing``). None with fewer than eight people or two of an order, and where the interval of
    Delta_0 does not lie above 0: a share of no gain is nothing.
    """
    people = [list(zip(gains, left, strict=True)) for gains, left in zip(first, later, strict=True) if gains]
    gained = bca(people, _first_gain, randomness=randomness, rounds=rounds, confidence=confidence)
    if gained is None or gained[0] <= 0:
        return None
    share = _share_left(*people)
    interval = bca(people, _share_left, randomness=randomness, rounds=rounds, confidence=confidence)
    if share is None or interval is None:
        return None
    return Retention(share, interval, sum(map(len, people)))


@dataclass(frozen=True)
class Attrition:
    """How many of *n* people came back, the share with its 95 % Wilson interval.

    *before* is the mean with which all of them began, *before_returned* that of those who came back; where
    the two lie apart, those who came back are others. None where there is nobody.
    """

    n: int
    returned: int
    share: float | None
    interval: tuple[float, float]
    before: float | None
    before_returned: float | None


def attrition(before: Sequence[float], returned: Sequence[bool]) -> Attrition:
    """Who stayed away: each person's figure *before*, in any unit, and whether they *returned*."""
    back = [value for value, came in zip(before, returned, strict=True) if came]
    return Attrition(
        n=len(before),
        returned=len(back),
        share=len(back) / len(before) if before else None,
        interval=wilson(len(back), len(before)),
        before=fmean(before) if before else None,
        before_returned=fmean(back) if back else None,
    )


def _first_gain(*orders: Sequence[Gains]) -> float:
    return fmean(fmean(gain for gain, _ in people) for people in orders)


def _share_left(*orders: Sequence[Gains]) -> float | None:
    """Delta_t/Delta_0; None without a gain at first."""
    gained = _first_gain(*orders)
    return fmean(fmean(left for _, left in people) for people in orders) / gained if gained > 0 else None
