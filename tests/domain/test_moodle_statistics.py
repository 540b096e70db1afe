"""Moodle's statistics, against a straightforward computation of their published definitions."""

import math
import statistics
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from literasi.domain.moodle_statistics import MarkTable, item_figures, quiz_figures
from tests.domain.matrices import ALPHA, R_REST, SHARES, TEN_BY_FIVE


def table(rows, tops=None):
    tops = tops or [1] * len(rows[0])
    return MarkTable(
        tuple(f"q{number}" for number in range(1, len(tops) + 1)),
        tuple(map(Fraction, tops)),
        tuple(tuple(map(Fraction, row)) for row in rows),
    )


# Two questions in parts and with other weights, one that runs against the rest, one that all get right.
MIXED = table(
    [
        ["1", "2", "0", "1", "5"],
        ["0.5", "1.5", "1", "1", "4"],
        ["0", "0", "3", "1", "2.5"],
        ["1", "1", "0", "1", "3"],
        ["0.25", "0.5", "2", "1", "1"],
        ["0.75", "2", "1", "1", "4.5"],
    ],
    [1, 2, 3, 1, 5],
)


def test_the_published_matrix():
    """measurement vectors: KR-20 = alpha, p and corrected r of a 10 by 5 matrix (= pingouin, scipy)."""
    found, items = quiz_figures(table(TEN_BY_FIVE)), item_figures(table(TEN_BY_FIVE))

    assert found.alpha == pytest.approx(100 * ALPHA, abs=1e-6)
    assert [item.facility for item in items] == pytest.approx([100 * share for share in SHARES])
    assert [item.discrimination_index for item in items] == pytest.approx([100 * r for r in R_REST], abs=1e-6)


def test_figures_worked_out_by_hand():
    """Four learners, marks (1,1) (1,0) (0,1) (0,0) and (1,1) again: every sum fits on the back of a card.

    T = 2 1 1 0 2, mean 6/5; the squares of its differences add up to 14/5, so k2 = 7/10.
    x1 = 1 1 0 0 1: mean 3/5, variance 3/10; Cov(x1, x2) = (5*2 - 3*3)/20 = 1/20, so r = 1/6.
    Sorted they are equal: Cov max = 3/10, so 1/6 again. Cov(x, T) = 3/10 + 1/20 for both: half each.
    """
    two = table([[1, 1], [1, 0], [0, 1], [0, 0], [1, 1]])
    for item in item_figures(two):
        assert (item.n, item.facility) == (5, 60)
        assert item.sd == pytest.approx(100 * math.sqrt(0.3))
        assert item.discrimination_index == pytest.approx(100 / 6)
        assert item.discriminative_efficiency == pytest.approx(100 / 6)
        assert item.effective_weight == 50
    quiz = quiz_figures(two)
    assert (quiz.n, quiz.mean, quiz.median) == (5, 60, 50)
    assert quiz.sd == pytest.approx(100 * math.sqrt(0.7) / 2)
    assert quiz.alpha == pytest.approx(100 * 2 * (1 - 0.6 / 0.7))
    assert quiz.error_ratio == pytest.approx(100 * math.sqrt(5 / 7))
    assert quiz.standard_error == pytest.approx(100 * math.sqrt(0.5) / 2)


def test_marks_in_parts_and_other_weights_agree_with_plain_statistics():
    rows = [[float(mark) for mark in row] for row in MIXED.marks]
    totals = [sum(row) for row in rows]
    covariances = [statistics.covariance(column, totals) for column in zip(*rows, strict=True)]
    weights = [math.sqrt(max(0.0, value)) for value in covariances]
    for place, item in enumerate(item_figures(MIXED)):
        marks = [row[place] for row in rows]
        others = [total - mark for total, mark in zip(totals, marks, strict=True)]
        top = float(MIXED.max_marks[place])
        assert item.facility == pytest.approx(100 * statistics.fmean(marks) / top)
        assert item.sd == pytest.approx(100 * statistics.stdev(marks) / top)
        if place == 3:
            continue
        assert item.discrimination_index == pytest.approx(100 * statistics.correlation(marks, others))
        most = statistics.covariance(sorted(marks), sorted(others))
        assert item.discriminative_efficiency == pytest.approx(
            100 * statistics.covariance(marks, others) / most
        )
        expected = 100 * weights[place] / sum(weights) if covariances[place] >= 0 else None
        assert item.effective_weight == (expected if expected is None else pytest.approx(expected))


def test_the_shape_of_the_totals_agrees_with_the_usual_sample_formulas():
    """G1 and G2 as spreadsheets compute them (SKEW, KURT), which is what k3/k2^1.5 and k4/k2^2 come to."""
    totals = [float(sum(row)) for row in MIXED.marks]
    n, mean, sd = len(totals), statistics.fmean(totals), statistics.stdev(totals)
    z = [(total - mean) / sd for total in totals]
    skew = n / ((n - 1) * (n - 2)) * sum(value**3 for value in z)
    kurt = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * sum(value**4 for value in z)
    kurt -= 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))
    found = quiz_figures(MIXED)

    assert found.skewness == pytest.approx(skew)
    assert found.kurtosis == pytest.approx(kurt)
    assert found.median == pytest.approx(100 * statistics.median(totals) / 12)
    assert found.sd == pytest.approx(100 * sd / 12)


def test_what_is_the_same_for_all_has_no_discrimination():
    same = item_figures(MIXED)[3]

    assert (same.facility, same.sd, same.effective_weight) == (100, 0, 0)
    assert same.discrimination_index is same.discriminative_efficiency is None


def test_a_question_that_runs_against_the_rest_has_no_weight():
    against = item_figures(MIXED)[2]

    assert against.discrimination_index < 0
    assert against.effective_weight is None
    assert sum(item.effective_weight or 0 for item in item_figures(MIXED)) == pytest.approx(100)


@pytest.mark.parametrize(
    ("rows", "undefined"),
    [
        ([[1, 0]], {"sd", "skewness", "kurtosis", "alpha", "error_ratio", "standard_error"}),
        ([[1, 0], [1, 1]], {"skewness", "kurtosis"}),
        ([[1, 0], [1, 1], [0, 0]], {"kurtosis"}),
        ([[1], [0], [0], [1]], {"alpha", "error_ratio", "standard_error"}),
        ([[1, 0]] * 5, {"skewness", "kurtosis", "alpha", "error_ratio", "standard_error"}),
    ],
    ids=["one learner", "two", "three", "one question", "all the same"],
)
def test_what_is_undefined_is_none(rows, undefined):
    found = vars(quiz_figures(table(rows)))

    assert {name for name, value in found.items() if value is None} == undefined


def test_a_question_worth_nothing_has_no_share():
    found = item_figures(table([[0, 1], [0, 0]], [0, 1]))[0]

    assert found.facility is found.sd is None
    nothing = quiz_figures(table([[0], [0]], [0]))
    assert nothing.mean is nothing.median is nothing.sd is None


QUARTERS = st.integers(0, 8).map(lambda number: Fraction(number, 4))
ROWS = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(QUARTERS, min_size=width, max_size=width), min_size=2, max_size=12)
)


@given(ROWS)
@settings(max_examples=150)
def test_bounds(rows):
    found = table(rows, [2] * len(rows[0]))
    for item in item_figures(found):
        assert 0 <= item.facility <= 100
        for value in (item.discrimination_index, item.discriminative_efficiency):
            assert value is None or value <= 100 + 1e-9
        assert item.discrimination_index is None or item.discrimination_index >= -100 - 1e-9
        assert item.effective_weight is None or 0 <= item.effective_weight <= 100 + 1e-9
    quiz = quiz_figures(found)
    assert quiz.alpha is None or quiz.alpha <= 100
    assert quiz.error_ratio is None or quiz.standard_error >= 0


@given(ROWS, st.integers(-3, 7))
def test_a_point_more_for_everybody_changes_no_relation(rows, more):
    tops = [10] * len(rows[0])
    before, after = table(rows, tops), table([[row[0] + more, *row[1:]] for row in rows], tops)
    same = ("sd", "discrimination_index", "discriminative_efficiency", "effective_weight")
    for one, other in zip(item_figures(before), item_figures(after), strict=True):
        assert [getattr(one, name) for name in same] == pytest.approx([getattr(other, name) for name in same])
    names = ("sd", "skewness", "kurtosis", "alpha", "error_ratio", "standard_error")
    one, other = quiz_figures(before), quiz_figures(after)
    assert [getattr(one, name) for name in names] == pytest.approx([getattr(other, name) for name in names])


@given(ROWS, st.randoms())
def test_the_order_of_learners_says_nothing(rows, randomness):
    shuffled = randomness.sample(rows, len(rows))

    assert item_figures(table(rows)) == item_figures(table(shuffled))
    assert quiz_figures(table(rows)) == quiz_figures(table(shuffled))
