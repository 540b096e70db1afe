"""Whether a test would give the same answer again."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.reliability import (
    kr20,
    of_truth,
    rest_correlations,
    spearman_brown,
    split_half_sensitivity,
)
from tests.domain.matrices import ALPHA, R_REST, TEN_BY_FIVE

TRUTHS = [True, False] * 10


def answers(learners, spread, *, bias=0.0, items=20, seed=1):
    """Learners whose skill varies by *spread* and whose leaning varies by *bias* around 1 and 0."""
    dice = Random(seed)
    rows = []
    for _ in range(learners):
        skill, leaning = dice.gauss(1, spread), dice.gauss(0, bias)
        rows.append(
            [dice.gauss(skill / 2 if place % 2 == 0 else -skill / 2, 1) > leaning for place in range(items)]
        )
    return rows


def split(rows, truths=TRUTHS, seed=1, **options):
    return split_half_sensitivity(rows, truths, randomness=Random(seed), **options)


def test_published_reliability_and_correlations():
    assert kr20(TEN_BY_FIVE) == pytest.approx(ALPHA, abs=1e-8)
    assert rest_correlations(TEN_BY_FIVE) == pytest.approx(R_REST, abs=1e-8)


def test_the_formula_with_shares_is_the_same():
    k, n = 5, 10
    shares = [sum(column) / n for column in zip(*TEN_BY_FIVE, strict=True)]
    totals = [sum(row) for row in TEN_BY_FIVE]
    spread = sum((total - sum(totals) / n) ** 2 for total in totals) / n
    by_hand = k / (k - 1) * (1 - sum(p * (1 - p) for p in shares) / spread)

    assert kr20(TEN_BY_FIVE) == pytest.approx(by_hand)


def test_marks_are_right_or_wrong():
    with pytest.raises(ValueError, match="0 and 1"):
        kr20([[1, 0.5], [0, 1]])


def test_without_variance_nothing_is_known():
    assert kr20([]) is None
    assert kr20([[1, 0], [0, 1]]) is None
    assert rest_correlations([[1, 0], [1, 1]]) == [None, None]
    assert rest_correlations([[1], [0]]) == [None]
    assert rest_correlations([]) == []


def test_the_items_of_one_truth():
    rows = [[1, 0, 1, 1], [0, 0, 0, 1]]
    assert of_truth(rows, [True, False, True, False], True) == [[1, 1], [0, 0]]
    assert of_truth(rows, [True, False, True, False], False) == [[0, 1], [0, 1]]


def test_learners_who_only_lean_are_reliable_in_each_truth_and_not_in_both():
    """The reason for the rule: a leaning looks like skill within a truth and cancels out over both."""
    rows = answers(600, 0, bias=0.8)
    right = [[int(said == truth) for said, truth in zip(row, TRUTHS, strict=True)] for row in rows]

    assert kr20(of_truth(right, TRUTHS, True)) > 0.7
    assert kr20(of_truth(right, TRUTHS, False)) > 0.7
    assert kr20([[int(said) for said in row] for row in rows]) > 0.8
    assert kr20(right) < 0.1
    assert abs(split(rows)) < 0.2


def test_learners_who_differ_in_skill_are_told_apart():
    """tau 1 and SE about .6 on ten and ten: a reliability of about 1/(1 + .36)."""
    assert split(answers(800, 1)) == pytest.approx(0.7, abs=0.1)
    assert split(answers(800, 0.2)) < 0.3


def test_the_same_seed_gives_the_same_reliability():
    rows = answers(50, 1)
    assert split(rows) == split(rows)
    assert split(rows) != split(rows, seed=2)


@pytest.mark.parametrize(
    ("rows", "truths"),
    [
        (answers(20, 1), [True] * 19 + [False]),
        (answers(2, 1), TRUTHS),
        ([[True] * 20] * 9, TRUTHS),
        ([[None] * 20] * 9, TRUTHS),
    ],
    ids=["one false item", "two learners", "all alike", "nothing answered"],
)
def test_where_learners_cannot_be_told_apart_there_is_no_reliability(rows, truths):
    assert split(rows, truths) is None


def test_skipped_items_are_left_out():
    rows = [[None if place in (3, 4) else said for place, said in enumerate(row)] for row in answers(300, 1)]
    assert split(rows) == pytest.approx(split(answers(300, 1)), abs=0.15)


def test_odd_numbers_of_items_are_cut_too():
    truths = [True] * 11 + [False] * 9
    assert split(answers(50, 1), truths) is not None


def test_a_longer_test_is_more_reliable():
    assert spearman_brown(0.5) == pytest.approx(2 / 3)
    assert spearman_brown(0.5, 1) == 0.5
    assert spearman_brown(-1) is None


@given(st.floats(0, 1), st.floats(1, 10))
def test_lengthening_stays_within_bounds(r, times):
    assert r - 1e-12 <= spearman_brown(r, times) <= 1 + 1e-12
