"""Intervals from drawing people again."""

from random import Random
from statistics import fmean
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from literasi.domain.bootstrapping import bca, quantile
from literasi.domain.effects import corrected_gain
from tests.domain.measuring import VECTORS

PEOPLE = [2, 2, 3, 1, 3, 0, 3, 3, 1, 1]


def interval(samples, statistic=fmean, seed=1, **options):
    return bca(samples, statistic, randomness=Random(seed), **options)


def test_published_interval_of_a_mean():
    vector = VECTORS["bca_mean_diff_B10000"]

    assert interval([vector["diff"]], rounds=10_000) == pytest.approx(vector["ci"], abs=0.051)


def test_published_interval_of_an_effect():
    pairs = list(zip(VECTORS["paired"]["pre"], VECTORS["paired"]["post"], strict=True))

    found = interval([pairs], lambda drawn: corrected_gain(*zip(*drawn, strict=True)), rounds=10_000)

    assert found == pytest.approx((0.51, 1.42), abs=0.03)


def test_the_same_seed_gives_the_same_interval():
    assert interval([PEOPLE]) == interval([PEOPLE])
    assert interval([list(range(30))], seed=1) != interval([list(range(30))], seed=2)


@pytest.mark.parametrize("samples", [[], [PEOPLE[:7]], [PEOPLE, [4]], [PEOPLE, []]])
def test_too_few_people_are_not_drawn(samples):
    assert interval(samples, lambda *drawn: fmean(map(fmean, drawn))) is None


def test_where_all_are_equal_the_interval_is_that_value():
    assert interval([[0.1] * 10]) == (pytest.approx(0.1), pytest.approx(0.1))
    assert interval([[2] * 5, [4] * 5], lambda a, b: fmean(b) - fmean(a)) == (2, 2)


def test_a_statistic_that_is_often_undefined_has_no_interval():
    assert interval([PEOPLE], lambda drawn: None) is None
    assert interval([PEOPLE], lambda drawn: fmean(drawn) if 0 in drawn else None) is None


def test_a_few_undefined_rounds_are_left_out():
    people = [1, 1, 2, 3, 4, 5, 6, 7]

    def spread_only(drawn):
        return fmean(drawn) if len(set(drawn)) > 2 else None

    assert interval([people], spread_only) is not None


def test_nothing_on_one_side_of_the_value_is_undefined():
    assert interval([list(range(20))], lambda drawn: len(set(drawn))) is None


def test_strata_are_drawn_apart():
    """Two strata that differ much and hardly vary: drawn together, the mean would vary with their shares."""
    samples = [[0.0, 0.1] * 10, [100.0, 100.1] * 10]

    low, high = interval(samples, lambda one, other: fmean([fmean(one), fmean(other)]))

    assert high - low < 0.05
    assert low < 50.05 < high


@settings(max_examples=25)
@given(st.lists(st.integers(-5, 5), min_size=8, max_size=25), st.integers(0, 9))
def test_an_interval_lies_among_the_people(people, seed):
    found = interval([people], seed=seed, rounds=300)

    assert found is not None
    assert min(people) <= found[0] <= found[1] <= max(people)


@settings(max_examples=25)
@given(st.lists(st.integers(-5, 5), min_size=8, max_size=25))
def test_a_surer_interval_is_wider(people):
    narrow, wide = (interval([people], rounds=300, confidence=level) for level in (0.8, 0.99))

    assert wide[0] <= narrow[0] <= narrow[1] <= wide[1]


def test_quantiles_lie_on_straight_lines():
    assert [quantile([1, 2, 4], level) for level in (0, 0.25, 0.5, 0.75, 1)] == [1, 1.5, 2, 3, 4]


def test_three_hundred_people_take_less_than_a_second():
    people = [Random(1).gauss(0, 1) for _ in range(300)]
    begun = process_time()

    interval([people])

    assert process_time() - begun < 1
