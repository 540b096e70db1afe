"""Whether groups differ; the numbers themselves are checked in test_against_scipy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.comparisons import (
    change_in_share,
    difference_of_estimates,
    difference_of_means,
    holm,
    holm_confidences,
    mean_change,
    widened,
)
from literasi.domain.discernment import NO_RATINGS, Ratings, hoaxes_rejected
from literasi.domain.intervals import around, mean_interval
from literasi.domain.student import student_distribution, student_quantile
from tests.domain.measuring import VECTORS, same_step

P_VALUES = st.lists(st.floats(1e-6, 1), min_size=1, max_size=8)


def test_published_paired_change():
    vector = VECTORS["paired"]

    found = mean_change(vector["pre"], vector["post"])

    assert found.value == pytest.approx(vector["out"]["md"])
    assert found.value / found.error == pytest.approx(vector["out"]["t"], abs=1e-7)


@pytest.mark.parametrize(("one", "other"), [([], [1, 2]), ([1], [1, 2]), ([1, 1], [2, 2])])
def test_without_spread_there_is_no_difference(one, other):
    assert difference_of_means(one, other) is None


def test_without_spread_there_is_no_change():
    assert mean_change([], []) is None
    assert mean_change([1], [2]) is None
    assert mean_change([1, 2], [2, 3]) is None
    assert difference_of_estimates((1, 0), (2, 0)) is None


def test_shares_weigh_people_and_not_items():
    """Somebody who judged one true item counts as much as somebody who judged ten."""
    little = Ratings((0, 0, 0, 0, 0, 1), (1, 0, 0, 0, 0, 0))
    pairs = [(same_step(1), same_step(6)), (little, little), (NO_RATINGS, little)]

    assert change_in_share(pairs).value == 0.5
    assert change_in_share(pairs, hoaxes_rejected).value == -0.5
    assert change_in_share([]) is None


def test_the_class_that_only_says_hoax_accepts_less():
    """The trap: hoaxes rejected go up, and what stands beside it goes down."""
    before = [
        Ratings((0, 0, 2, 3, 3, 2), (2, 2, 2, 2, 1, 1)),
        Ratings((0, 1, 1, 3, 3, 2), (2, 2, 1, 2, 2, 1)),
    ]
    after = [Ratings((0, 2, 2, 2, 2, 2), (3, 3, 1, 1, 1, 1)), Ratings((2, 2, 2, 1, 2, 1), (4, 2, 1, 1, 1, 1))]
    pairs = list(zip(before, after, strict=True))

    assert change_in_share(pairs).value < 0 < change_in_share(pairs, hoaxes_rejected).value


def test_published_adjustment():
    """Holm's step down: 0.01, 0.04, 0.03, 0.005 among four."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []
    assert holm_confidences([]) == []


@given(P_VALUES)
def test_adjusting_never_makes_anything_surer_and_keeps_the_order(p_values):
    adjusted = holm(p_values)

    assert all(p <= wide <= 1 for p, wide in zip(p_values, adjusted, strict=True))
    ranked = [wide for _, wide in sorted(zip(p_values, adjusted, strict=True))]
    assert ranked == sorted(ranked)


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0.1, 2)), min_size=1, max_size=8))
def test_a_widened_interval_leaves_nothing_out_exactly_where_holm_rejects(estimates):
    found = widened([difference_of_estimates(one, (0, 0.1)) for one in estimates])

    for one, p in zip(found, holm([one.p for one in found]), strict=True):
        if abs(p - 0.05) > 1e-9:
            assert (one.interval[0] > 0 or one.interval[1] < 0) == (p < 0.05)


def test_intervals_of_a_mean():
    assert mean_interval([5]) is None
    assert mean_interval([2, 2, 2]) == (2, 2)
    low, high = mean_interval(VECTORS["bca_mean_diff_B10000"]["diff"])
    assert (low, high) == pytest.approx((1.11274, 2.68726), abs=0.2)
    assert around(1, 0.5) == pytest.approx((0.0200180, 1.979982), abs=1e-6)


@given(st.floats(0.001, 0.999), st.floats(0.5, 1e6))
def test_a_quantile_is_found_again(probability, freedom):
    assert student_distribution(student_quantile(probability, freedom), freedom) == pytest.approx(
        probability, abs=1e-10
    )


def test_the_t_distribution_has_an_inside():
    assert student_distribution(0, 7) == 0.5
    assert student_distribution(1, 1) == pytest.approx(0.75)  # Cauchy
    assert student_quantile(0.975, 10) == pytest.approx(2.2281388520)
    for wrong in (0, 1, -0.5):
        with pytest.raises(ValueError, match="strictly between"):
            student_quantile(wrong, 5)
    with pytest.raises(ValueError, match="above 0"):
        student_distribution(1, 0)
