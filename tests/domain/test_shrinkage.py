"""What to believe of one person."""

from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.shrinkage import shrink, spread_of
from tests.domain.measuring import VECTORS

NUMBER = st.floats(-10, 10)
ERROR = st.floats(0.01, 10)


def test_published_estimate():
    vector = VECTORS["eb_shrink"]
    for case in vector["cases"]:
        estimate, error = shrink(case["d"], case["se"], vector["mu"], vector["tau2"] ** 0.5)

        assert estimate == pytest.approx(case["shrunk"], abs=1e-8)
        assert error == pytest.approx(0.417, abs=5e-4)


def test_without_any_spread_everybody_is_the_mean():
    assert shrink(2, 0.5, 1, 0) == (1, 0)
    assert spread_of([1, 1.1, 0.9], [0.6, 0.6, 0.6]) == 0


def test_one_person_has_no_spread():
    assert spread_of([1], [0.5]) is None
    assert spread_of([], []) is None


@pytest.mark.parametrize(("error", "spread"), [(0, 1), (-1, 1), (1, -1)])
def test_nobody_is_known_for_sure(error, spread):
    with pytest.raises(ValueError, match="above 0"):
        shrink(1, error, 1, spread)


def test_every_value_needs_its_error():
    with pytest.raises(ValueError, match="needs its error"):
        spread_of([1, 2], [0.5])


def test_the_spread_is_found_again_under_the_errors():
    dice = Random(3)
    values = [dice.gauss(1, 0.6) + dice.gauss(0, 0.58) for _ in range(20_000)]

    assert spread_of(values, [0.58] * len(values)) == pytest.approx(0.6, abs=0.02)
    assert fmean(values) == pytest.approx(1, abs=0.02)


@given(NUMBER, ERROR, NUMBER, st.floats(0, 10))
def test_an_estimate_lies_between_and_is_surer(value, error, mean, spread):
    estimate, left = shrink(value, error, mean, spread)

    assert min(value, mean) - 1e-9 <= estimate <= max(value, mean) + 1e-9
    assert left <= min(error, spread) + 1e-9
