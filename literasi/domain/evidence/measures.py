"""One learner's test as numbers: each from how many true and false items got each step.

All of them are defined for a test that counts, for it has items of both truths.
"""

from functools import lru_cache
from typing import NamedTuple

from literasi.domain import calibration, discernment
from literasi.domain.discernment import Ratings


class Measures(NamedTuple):
    """What the figures of a group are means of: d', c, shares, AUC, overconfidence and Brier score."""

    sensitivity: float
    bias: float
    hoaxes_rejected: float
    trues_accepted: float
    area: float
    overconfidence: float
    brier: float


@lru_cache(maxsize=65_536)
def measure(ratings: Ratings) -> Measures:
    """The measures of *ratings*. Raises ValueError without an item of either truth."""
    found, area = discernment.detect(ratings), discernment.area_value(ratings)
    rejected, accepted = discernment.hoaxes_rejected(ratings), discernment.trues_accepted(ratings)
    sure, brier = calibration.overconfidence(ratings), calibration.brier(ratings)
    if found is None or area is None or rejected is None or accepted is None or sure is None or brier is None:
        raise ValueError("a test that counts has items of both truths")
    return Measures(found.sensitivity, found.bias, rejected, accepted, area, sure, brier)
