"""How far a test would give the same answer again.

Marks of true and of false items never go into one reliability: whoever calls everything a hoax is right on
one half and wrong on the other, and the two cancel out. So KR-20 and item-rest correlations are for the items
of one truth (``of_truth``), 1 where right. With 1 for "said true", over all items, they are those of the
leaning. The skill has the split half of d'.
"""

from collections.abc import Sequence
from functools import lru_cache
from random import Random
from statistics import correlation, fmean

from literasi.domain.discernment import detect_counts
from literasi.domain.item_analysis import alpha, discrimination

LEAST_SPLITS = 20


def of_truth(rows: Sequence[Sequence[int]], truths: Sequence[bool], truth: bool) -> list[list[int]]:
    """The columns of *rows* whose item is true (or false), *truths* saying which is."""
    return [[mark for mark, is_true in zip(row, truths, strict=True) if is_true is truth] for row in rows]


def kr20(rows: Sequence[Sequence[int]]) -> float | None:
    """Kuder and Richardson's formula 20 (1937) of complete *rows* of 0 and 1, one for each learner.

    k/(k-1) (1 - sum p(1-p)/Var(total)), variances with n; on 0 and 1 that is Cronbach's alpha, which
    ``item_analysis.alpha`` computes. At most 1, and it may be below 0. None with fewer than two learners or
    items, or when all totals are the same. Raises ValueError for other marks.
    """
    if any(mark not in (0, 1) for row in rows for mark in row):
        raise ValueError("KR-20 is for marks of 0 and 1")
    return alpha(rows)


def rest_correlations(rows: Sequence[Sequence[float]]) -> list[float | None]:
    """For every item Pearson's r of its mark with the sum of the others, from -1 to 1 (Henrysson 1963).

    None where the mark or the rest is the same for all, and with a single item or learner.
    """
    totals = [sum(row) for row in rows]
    return [
        discrimination(column, [total - mark for total, mark in zip(totals, column, strict=True)])
        for column in zip(*rows, strict=True)
    ]


def split_half_sensitivity(
    said_true: Sequence[Sequence[bool | None]],
    truths: Sequence[bool],
    *,
    randomness: Random,
    splits: int = LEAST_SPLITS,
) -> float | None:
    """The reliability of d' over the whole form: at most 1, and it may be below 0.

    *said_true* has a row for each learner and a column for each item, None where skipped. The true items are
    cut in two at random and the false ones too, *splits* times; r is the mean over the cuts of the
    correlation between the two d' of each learner, and 2r/(1+r) what a form twice as long as a half has
    (Spearman 1910, Brown 1910). Whoever skipped all true or all false items of a half is left out of it.

    None with fewer than two items of a truth or three learners, or where no cut tells learners apart.
    """
    places = {truth: [at for at, is_true in enumerate(truths) if is_true is truth] for truth in (True, False)}
    if min(map(len, places.values())) < 2:
        return None
    found = []
    for _ in range(splits):
        halves = _cut(places[True], places[False], randomness)
        scores = [[_sensitivity(row, half) for half in halves] for row in said_true]
        found.append(_correlation([(a, b) for a, b in scores if a is not None and b is not None]))
    known = [r for r in found if r is not None]
    return spearman_brown(fmean(known)) if known else None


def spearman_brown(r: float, times: float = 2) -> float | None:
    """The reliability of a test *times* as long as one with reliability *r*: times r/(1 + (times - 1) r).

    Spearman (1910), Brown (1910). None where the denominator is not above 0.
    """
    denominator = 1 + (times - 1) * r
    return times * r / denominator if denominator > 0 else None


def _cut(
    trues: Sequence[int], falses: Sequence[int], randomness: Random
) -> list[tuple[list[int], list[int]]]:
    """Two halves, each the places of its true and of its false items. An odd one falls to either half."""
    mixed = [randomness.sample(places, len(places)) for places in (trues, falses)]
    middles = [(len(places) + randomness.randrange(2)) // 2 for places in mixed]
    (true, false), (at_true, at_false) = mixed, middles
    return [(true[:at_true], false[:at_false]), (true[at_true:], false[at_false:])]


def _sensitivity(row: Sequence[bool | None], half: tuple[list[int], list[int]]) -> float | None:
    trues, falses = ([row[at] for at in places if row[at] is not None] for places in half)
    return _sensitivity_of(sum(map(bool, trues)), len(trues), sum(map(bool, falses)), len(falses))


@lru_cache(maxsize=4096)
def _sensitivity_of(hits: int, n_true: int, false_alarms: int, n_false: int) -> float | None:
    """d' of a half; the same few counts come again and again."""
    found = detect_counts(hits, n_true, false_alarms, n_false)
    return found.sensitivity if found else None


def _correlation(scores: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's r; None with fewer than three people, or where all are the same in a half."""
    if len(scores) < 3:
        return None
    one, other = zip(*scores, strict=True)
    if min(one) == max(one) or min(other) == max(other):
        return None
    return correlation(one, other)
