"""Which counts of people must stay unsaid, so that nobody can subtract their way to a small one."""

from collections.abc import Mapping
from typing import TypeAlias

Side: TypeAlias = tuple[int, int]  # of how many people how many have something: (x, n)

_REST = "\0"  # the name of the row of those in no row
SMALLEST_CROWD = 10  # people; of fewer, somebody who knows the place knows who is meant


def few(count: int) -> bool:
    """Whether so few people are meant that their number stays unsaid. Nobody is few as well.

    Source: minimum of 10 people for any aggregate, as in 39 states of the US (range 5 to 30; eric ED514095).
    """
    return count < SMALLEST_CROWD


def unsaid_parts(total: int, parts: Mapping[str, int]) -> frozenset[str]:
    """The names of the *parts* of *total* people that are not to be told while all others and the total are.

    Where a part is small, the smallest of the large ones stay unsaid as well, all that are equally large
    (secondary suppression). Nothing depends on the order of parts. So for every small part that is unsaid
    there is a large one, and exchanging the two gives a table that is told in the same words: whoever reads
    it, and knows this rule, cannot tell which of them is small. Where no part is large, the whole total might
    as well stand in any one of them.

    People in none of the *parts* are a part of their own, which no table names. All parts stay unsaid where
    the total is small. Raises ValueError if the parts hold more people than the total.
    """
    rest = total - sum(parts.values())
    if rest < 0 or min(parts.values(), default=0) < 0:
        raise ValueError("the parts must be counts that add up to the total at most")
    if few(total):
        return frozenset(parts)
    sizes = [*parts.values(), *([rest] if rest else [])]
    if not any(few(size) for size in sizes):
        return frozenset()
    cover = min((size for size in sizes if not few(size)), default=0)
    return frozenset(name for name, size in parts.items() if few(size) or size == cover)


def unsaid_rows(total: Side, rows: Mapping[str, Side]) -> frozenset[str]:
    """The names of the *rows* of which neither n nor x is to be told, while the others and *total* are.

    A row stays unsaid where it would as a part of all people, of those who have it, or of those who have not.
    To hide its share alone would not do: beside its n, the values that are left for x may be a single one.
    People in none of the rows are a row of their own, which no table names.
    """
    have, everybody = total
    rest = have - sum(x for x, _ in rows.values()), everybody - sum(n for _, n in rows.values())
    every = {**rows, _REST: rest} if any(rest) else rows
    unsaid = (
        unsaid_parts(everybody, {name: n for name, (_, n) in every.items()})
        | unsaid_parts(have, {name: x for name, (x, _) in every.items()})
        | unsaid_parts(everybody - have, {name: n - x for name, (x, n) in every.items()})
    )
    return unsaid - {_REST}
