"""What is left of a gain, and who came back."""

from random import Random

import pytest

from literasi.domain.intervals import wilson
from literasi.domain.retention import attrition, retained

DICE = Random(5)
FIRST = [[0.5 + DICE.gauss(0, 0.4) for _ in range(40)] for _ in range(3)]
HALF = [[gain / 2 + DICE.gauss(0, 0.1) for gain in order] for order in FIRST]


def left(first, later, seed=1):
    return retained(first, later, randomness=Random(seed), rounds=400)


def test_half_of_a_gain_is_left():
    found = left(FIRST, HALF)

    assert found.share == pytest.approx(0.5, abs=0.05)
    assert found.interval[0] < found.share < found.interval[1]
    assert found.n == 120
    assert left(FIRST, FIRST).interval == pytest.approx((1, 1))


def test_orders_weigh_alike_however_many_people_they_have():
    first = [[1.0, 1.1] * 20, [2.9, 3.1] * 2]
    later = [[0.5, 0.6] * 20, [0.0, 0.1] * 2]

    assert left(first, later).share == pytest.approx((0.55 + 0.05) / (1.05 + 3))


def test_a_share_of_no_gain_is_nothing():
    none = [[gain - 0.5 for gain in order] for order in FIRST]
    harm = [[-gain for gain in order] for order in FIRST]

    assert left(none, HALF) is None
    assert left(harm, HALF) is None


@pytest.mark.parametrize("people", [0, 1, 7])
def test_too_few_people_have_none(people):
    assert left([[0.5 + 0.01 * place for place in range(people)]], [[0.2] * people]) is None


def test_an_empty_order_is_left_out():
    assert left([*FIRST, []], [*HALF, []]) == left(FIRST, HALF)


def test_who_stayed_away_is_told():
    found = attrition([1.0, 0.5, 1.5, 0.2], [True, False, True, False])

    assert (found.n, found.returned, found.share) == (4, 2, 0.5)
    assert found.interval == wilson(2, 4)
    assert found.before == pytest.approx(0.8)
    assert found.before_returned == pytest.approx(1.25)


def test_nobody_is_no_share():
    found = attrition([], [])
    assert (found.share, found.before, found.before_returned) == (None, None, None)
    assert attrition([1.0], [False]).before_returned is None
