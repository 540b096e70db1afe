"""How many people each kind of figure takes, and how precisely it is told: the table of the gate.

The numbers are the smallest crowd of disclosure rules (ten; ``suppression.few``) and what makes an interval
narrow enough to say anything; docs/decisions/0014 has the reasons.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from literasi.domain.suppression import SMALLEST_CROWD

FINE_FROM = 100  # people; of fewer, a share is said in steps of five percent, for it is no surer
LEAST_RETURNED = 60  # percent of those who took the first test; of fewer, those who stay away may differ


class Unit(StrEnum):
    """What a number counts."""

    PEOPLE = "people"
    TIMES = "times"
    SHARE = "share"  # from 0 to 1
    POINTS = "points"  # a difference of shares, from -1 to 1
    NUMBER = "number"
    SECONDS = "seconds"


class Kind(StrEnum):
    """What a figure is drawn from; a key of ``RULES``."""

    PEOPLE = "people"
    TIMES = "times"
    SHARE = "share"
    RETAINED = "retained"
    LEVEL = "level"
    GAIN = "gain"
    SHARE_GAIN = "share gain"
    MEAN_SHARE = "mean share"
    TECHNIQUE = "technique"
    CLAIM = "claim"
    COMPARISON = "comparison"
    GROUP_CURVE = "group curve"
    OWN_CURVE = "own curve"
    OWN_SHARE = "own share"
    ITEM_SHARE = "item share"
    ITEM_SECONDS = "item seconds"
    DISCRIMINATION = "discrimination"
    RELIABILITY = "reliability"


@dataclass(frozen=True)
class Rule:
    """How many it takes: *least* for the figure itself, *to_interval* for its interval without a point.

    With *both_sides* those who have what is counted and those who have it not must be *least* each.
    """

    unit: Unit
    least: int = SMALLEST_CROWD
    to_interval: int | None = None
    both_sides: bool = False


RULES: Mapping[Kind, Rule] = {
    Kind.PEOPLE: Rule(Unit.PEOPLE),
    Kind.TIMES: Rule(Unit.TIMES),
    Kind.SHARE: Rule(Unit.SHARE, both_sides=True),
    Kind.RETAINED: Rule(Unit.SHARE),
    Kind.LEVEL: Rule(Unit.NUMBER),
    Kind.GAIN: Rule(Unit.NUMBER, least=30, to_interval=10),
    Kind.SHARE_GAIN: Rule(Unit.POINTS, least=30, to_interval=10),
    Kind.MEAN_SHARE: Rule(Unit.SHARE, both_sides=True),
    Kind.TECHNIQUE: Rule(Unit.SHARE, both_sides=True),
    Kind.CLAIM: Rule(Unit.NUMBER, least=100),
    Kind.COMPARISON: Rule(Unit.NUMBER, least=30),
    Kind.GROUP_CURVE: Rule(Unit.SHARE, least=30),
    Kind.OWN_CURVE: Rule(Unit.SHARE, least=10),
    Kind.OWN_SHARE: Rule(Unit.SHARE, least=8),
    Kind.ITEM_SHARE: Rule(Unit.SHARE, least=30),
    Kind.ITEM_SECONDS: Rule(Unit.SECONDS, least=30),
    Kind.DISCRIMINATION: Rule(Unit.NUMBER, least=100),
    Kind.RELIABILITY: Rule(Unit.NUMBER, least=100),
}
LEAST_OF_EACH_ORDER = 10  # pairs of each order of forms, before a gain is said
ANSWERS_OF_EACH = (
    8  # of either truth in a test that counts: a mean of so many is finer than a share of people
)
_STEPS = {Unit.PEOPLE: 1.0, Unit.TIMES: 1.0, Unit.SECONDS: 1.0, Unit.NUMBER: 0.01, Unit.POINTS: 0.01}


class Reason(StrEnum):
    """Why a figure is not told."""

    FEW = "few"  # too few people
    COMPLEMENT = "complement"  # with what else is shown, it would tell a number of too few
    DIFFERENCE = "difference"  # hardly anybody lies between this one and the larger one beside it
    UNSURE = "unsure"  # a comparison whose interval holds 0
    UNDEFINED = "undefined"  # nothing to compute: everybody has the same


def step_of(kind: Kind, n: int) -> float:
    """The step to which a figure of *n* people is rounded, in its own unit."""
    n = n * ANSWERS_OF_EACH if kind == Kind.MEAN_SHARE else n
    return _STEPS.get(RULES[kind].unit, 0.01 if n >= FINE_FROM else 0.05)
