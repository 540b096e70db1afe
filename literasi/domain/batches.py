"""Whose answers enter the figures together, so that nobody can subtract their way to a few people.

People enter in lots that never change again, each of ten at least and from one cell: citizens, one agency, or
small agencies pooled. Every figure is drawn from whole lots, whatever is filtered and on whichever day, so
that sums and differences of figures are of whole lots again. The one figure that cuts through lots is of
those who came back a month later; ``may_be_told_apart`` is its rule.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from literasi.domain.sittings import SQUARE, SetAside
from literasi.domain.suppression import SMALLEST_CROWD, few

ENDS_AFTER = timedelta(days=90)  # who has no second test by then never becomes a pair
POOLED_AFTER = timedelta(days=28)  # of waiting in an agency where fewer than ten wait
BACK_WITHIN = timedelta(days=60)  # after a lot of pairs was made, who came back is settled
ORDERS = tuple(row[:2] for row in SQUARE)  # of the forms of a pair


class Lot(StrEnum):
    """What the people of a lot have in common."""

    PAIRS = "after"  # both tests count
    ALIKE = "alike"  # both are there, and one has nearly the same step everywhere: for the alarm only
    STARTERS = "before"  # no pair has become of the first test
    RETURNED = "later"  # some of whole lots of pairs: those with a third test that counts


@dataclass(frozen=True)
class Taken:
    """A test as far as lots ask; *closed_at* is None while it is open."""

    form: str
    closed_at: datetime | None
    set_aside: str | None


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits for a lot of this kind, and since when."""

    lot: Lot
    since: datetime


@dataclass(frozen=True)
class Cell:
    """Whose lots they are; without an organisation those of citizens."""

    course_id: int
    organisation_id: int | None


@dataclass(frozen=True)
class Share:
    """How many of a lot of pairs came back, and how many did not."""

    back: int
    away: int


def waits_for(before: Taken, after: Taken | None, now: datetime) -> Waiting | None:
    """The lot for which the learner of these tests waits; None while nobody can know, or if none is theirs.

    *before* is closed, and set aside at most because its answers are alike.
    """
    assert before.closed_at is not None
    alike = before.set_aside == SetAside.SAME
    if after is None:
        ends_at = before.closed_at + ENDS_AFTER
        return None if alike or now < ends_at else Waiting(Lot.STARTERS, ends_at)
    if after.closed_at is None:
        return None
    if after.set_aside not in (None, SetAside.SAME) or before.form + after.form not in ORDERS:
        return None if alike else Waiting(Lot.STARTERS, after.closed_at)
    lot = Lot.ALIKE if alike or after.set_aside == SetAside.SAME else Lot.PAIRS
    return Waiting(lot, after.closed_at)


def is_pooled(since: datetime, now: datetime) -> bool:
    """Whether somebody has waited so long in a small agency that they are taken with those of others."""
    return now - since >= POOLED_AFTER


def is_settled(made_at: datetime, now: datetime) -> bool:
    """Whether all who will count as returned of a lot of pairs made at that time have come by *now*."""
    return now - made_at >= BACK_WITHIN


def is_enough(people: Sequence[object]) -> bool:
    """Whether so many may be one lot."""
    return not few(len(people))


def may_be_told_apart(shares: Iterable[Share]) -> bool:
    """Whether those who came back of these lots of pairs, all together, may be told beside them.

    Figures of each lot are known, from differences of days. Adding and subtracting them to or from that of
    the returned, one can leave of each lot either those who came back or those who stayed away: at least
    the smaller side. So the smaller sides must be ten together; or nothing, where whole lots came back.
    """
    shares = list(shares)
    left = sum(min(share.back, share.away) for share in shares)
    return sum(share.back for share in shares) >= SMALLEST_CROWD and (left == 0 or not few(left))
