"""How large a gain is: published answers, and where there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.effects import corrected_gain, hedges_factor, standardized_gain
from tests.domain.measuring import VECTORS

PAIRED = VECTORS["paired"]
SCORES = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=3, max_size=30)


def test_published_sizes():
    before, after, out = PAIRED["pre"], PAIRED["post"], PAIRED["out"]

    assert hedges_factor(9) == pytest.approx(out["J"], abs=1e-8)
    assert standardized_gain(before, after) == pytest.approx(out["d_av"], abs=1e-8)
    assert corrected_gain(before, after) == pytest.approx(out["g_av"], abs=1e-8)


def test_the_correction_fades_with_many_people():
    assert hedges_factor(2) == pytest.approx(0.5641895835)  # 1/sqrt(pi)
    assert hedges_factor(1e6) == pytest.approx(1, abs=1e-6)
    assert hedges_factor(1) is None


def test_another_gain_may_stand_above_the_line():
    before, after, out = PAIRED["pre"], PAIRED["post"], PAIRED["out"]

    assert standardized_gain(before, after, gain=0.95) == pytest.approx(out["d_av"] / 2, abs=1e-8)
    assert corrected_gain(before, after, gain=0) == 0


@pytest.mark.parametrize(
    ("before", "after"), [([], []), ([1], [2]), ([3, 3, 3], [5, 5, 5]), ([0.1] * 7, [0.7] * 7)]
)
def test_without_spread_there_is_no_size(before, after):
    assert standardized_gain(before, after) is None
    assert corrected_gain(before, after) is None


def test_two_people_have_a_size_but_no_correction():
    assert standardized_gain([1, 2], [3, 5]) is not None
    assert corrected_gain([1, 2], [3, 5]) is None


def test_everybody_needs_both_values():
    with pytest.raises(ValueError, match="both values"):
        standardized_gain([1, 2, 3], [1, 2])


@given(SCORES)
def test_going_back_is_the_same_size_the_other_way(scores):
    before, after = zip(*scores, strict=True)

    there, back = corrected_gain(before, after), corrected_gain(after, before)

    assert (there is None) == (back is None)
    assert there is None or there == pytest.approx(-back)
