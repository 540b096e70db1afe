"""Item and test statistics by Moodle's definitions and in the units in which Moodle shows them.

Our own pages use ``item_analysis``; this is for comparing our figures with another system's. The
definitions are those of Moodle's ``question/classes/statistics/questions/calculator.php`` and
``mod/quiz/report/statistics/classes/calculator.php`` (github.com/moodle/moodle, 04975560d10b). All variances
and covariances have the divisor S - 1, S being the number of learners. What cannot be computed is None,
never 0. Sums are exact (whole numbers over one denominator), so a covariance that is 0 is not a hair below.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class MarkTable:
    """The marks of one quiz: one row for each learner, one column for each question."""

    questions: tuple[str, ...]
    max_marks: tuple[Fraction, ...]
    marks: tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True)
class ItemFigures:
    """One question; everything but *question* and *n* in percent."""

    question: str
    n: int
    facility: float | None
    sd: float | None
    discrimination_index: float | None
    discriminative_efficiency: float | None
    effective_weight: float | None


@dataclass(frozen=True)
class QuizFigures:
    """The whole quiz; percent, but *skewness* and *kurtosis* are plain numbers."""

    n: int
    mean: float | None
    median: float | None
    sd: float | None
    skewness: float | None
    kurtosis: float | None
    alpha: float | None
    error_ratio: float | None
    standard_error: float | None


def item_figures(table: MarkTable) -> list[ItemFigures]:
    """Every question, in the order of the table.

    ``facility`` = mean(x) / max mark; ``sd`` = sqrt(Var x) / max mark, as Moodle's table shows it;
    ``discrimination_index`` = Cov(x, o) / sqrt(Var x * Var o), o being the learner's total without x;
    ``discriminative_efficiency`` = Cov(x, o) / Cov(x sorted, o sorted); ``effective_weight`` =
    sqrt(Cov(x, T)), T being the total, over the sum of the same for all questions for which Cov(x, T) is not
    negative, and None for the others. Percent all. None with fewer than two learners (the facility: with
    none), where a variance below the line is 0, and the first two where the max mark is 0.
    """
    scale, columns = _whole_numbers(table)
    totals = [sum(row) for row in zip(*columns, strict=True)]
    with_total = [_covariance(column, totals) for column in columns]
    weights = [math.sqrt(value) if value is not None and value >= 0 else None for value in with_total]
    together = math.fsum(weight for weight in weights if weight is not None)
    return [
        _item_figures(name, column, totals, top * scale, _percent(weight, together))
        for name, column, top, weight in zip(table.questions, columns, table.max_marks, weights, strict=True)
    ]


def quiz_figures(table: MarkTable) -> QuizFigures:
    """The totals T of all learners.

    ``mean``, ``median`` (the mean of the middle pair) and ``sd`` = sqrt(k2) in percent of the highest total
    there can be. With m_r the r-th central moment (divisor S): k2 = S m2/(S-1),
    k3 = S^2 m3/((S-1)(S-2)), k4 = S^2 ((S+1) m4 - 3(S-1) m2^2)/((S-1)(S-2)(S-3));
    ``skewness`` = k3/k2^1.5 from three learners on, ``kurtosis`` = k4/k2^2 from four on. ``alpha`` =
    100 p/(p-1) (1 - sum of Var x / k2) for p > 1 questions; it may be below 0. ``error_ratio`` =
    100 sqrt(1 - alpha/100); ``standard_error`` = error ratio * sd / 100.
    """
    scale, columns = _whole_numbers(table)
    totals = sorted(sum(row) for row in zip(*columns, strict=True))
    top = sum(table.max_marks, Fraction(0)) * scale
    n, variance = len(totals), _covariance(totals, totals)
    alpha = _alpha(columns, variance)
    error_ratio = None if alpha is None else 100 * math.sqrt(1 - alpha)
    sd = _percent(_root(variance), top)
    return QuizFigures(
        n=n,
        mean=_percent(Fraction(sum(totals), n), top) if n else None,
        median=_percent(Fraction(totals[(n - 1) // 2] + totals[n // 2], 2), top) if n else None,
        sd=sd,
        skewness=_skewness(totals),
        kurtosis=_kurtosis(totals),
        alpha=None if alpha is None else float(100 * alpha),
        error_ratio=error_ratio,
        standard_error=None if error_ratio is None or sd is None else error_ratio * sd / 100,
    )


def _item_figures(
    name: str, column: Sequence[int], totals: Sequence[int], top: Fraction, weight: float | None
) -> ItemFigures:
    others = [total - mark for total, mark in zip(totals, column, strict=True)]
    n, variance = len(column), _covariance(column, column)
    together, of_others = _covariance(column, others), _covariance(others, others)
    product = None if variance is None or of_others is None else variance * of_others
    return ItemFigures(
        question=name,
        n=n,
        facility=_percent(Fraction(sum(column), n), top) if n else None,
        sd=_percent(_root(variance), top),
        discrimination_index=_percent(together, _root(product)),
        discriminative_efficiency=_percent(together, _covariance(sorted(column), sorted(others))),
        effective_weight=weight,
    )


def _whole_numbers(table: MarkTable) -> tuple[int, list[list[int]]]:
    """Every mark times one denominator, by column, and that denominator."""
    scale = math.lcm(*(mark.denominator for row in table.marks for mark in row))
    columns = [[int(row[place] * scale) for row in table.marks] for place in range(len(table.questions))]
    return scale, columns


def _covariance(first: Sequence[int], second: Sequence[int]) -> Fraction | None:
    n = len(first)
    if n < 2:
        return None
    products = sum(a * b for a, b in zip(first, second, strict=True))
    return Fraction(n * products - sum(first) * sum(second), n * (n - 1))


def _alpha(columns: Sequence[Sequence[int]], variance: Fraction | None) -> Fraction | None:
    """From 0 to 1, or below 0."""
    count = len(columns)
    if count < 2 or not variance:
        return None
    parts = sum((_covariance(column, column) or Fraction(0) for column in columns), Fraction(0))
    return Fraction(count, count - 1) * (1 - parts / variance)


def _moment(totals: Sequence[int], power: int) -> Fraction:
    n, whole = len(totals), sum(totals)
    return Fraction(sum((n * total - whole) ** power for total in totals), n ** (power + 1))


def _k2(totals: Sequence[int]) -> Fraction:
    return len(totals) * _moment(totals, 2) / (len(totals) - 1)


def _skewness(totals: Sequence[int]) -> float | None:
    n = len(totals)
    if n < 3 or not _k2(totals):
        return None
    k3 = n**2 * _moment(totals, 3) / ((n - 1) * (n - 2))
    squared = k3**2 / _k2(totals) ** 3
    return math.copysign(math.sqrt(squared), k3)


def _kurtosis(totals: Sequence[int]) -> float | None:
    n = len(totals)
    if n < 4 or not _k2(totals):
        return None
    m2, m4 = _moment(totals, 2), _moment(totals, 4)
    k4 = n**2 * ((n + 1) * m4 - 3 * (n - 1) * m2**2) / ((n - 1) * (n - 2) * (n - 3))
    return float(k4 / _k2(totals) ** 2)


def _root(value: Fraction | None) -> float | None:
    return None if value is None else math.sqrt(value)


def _percent(part: Fraction | float | None, whole: Fraction | float | None) -> float | None:
    """*part* in hundredths of *whole*; None where there is nothing to divide by."""
    return None if part is None or not whole else float(100 * part / whole)
