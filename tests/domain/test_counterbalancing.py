"""Gains with the forms' difficulty taken out."""

from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from literasi.domain.counterbalancing import Pair, cancels_out, effect, gain
from literasi.domain.effects import corrected_gain
from tests.domain.measuring import VECTORS

SQUARE = ["AB", "BC", "CA"]
EASE = {"A": 0.5, "B": -0.2, "C": -0.3}


def pairs(**gains):
    return [Pair(order, 0, gained) for order, found in gains.items() for gained in found]


def test_published_gain():
    vector = VECTORS["counterbalance"]

    found = gain(pairs(AB=vector["gAB"], BA=vector["gBA"]))

    assert found.value == pytest.approx(vector["gain"])
    assert found.error == pytest.approx(vector["se"])
    assert found.form_effects["A"] - found.form_effects["B"] == pytest.approx(vector["form_A_easier_by"])
    assert found.by_order == {"AB": (2.4, 5), "BA": (4, 5)}
    assert found.n == 10


@pytest.mark.parametrize(
    "orders", [["AB", "BA"], SQUARE, ["AC", "BA", "CB"], [*SQUARE, "AC", "BA", "CB"]], ids=str
)
def test_forms_of_different_difficulty_are_no_gain(orders):
    """Unequal groups too: nobody learns 1.5 because more people had the easier form second."""
    people = [
        Pair(order, EASE[order[0]], EASE[order[1]] + 0.25)
        for place, order in enumerate(orders)
        for _ in range(3 + 7 * place)
    ]

    found = gain(people)

    assert found.value == pytest.approx(0.25)
    mean = sum(EASE[form] for form in found.form_effects) / len(found.form_effects)
    assert found.form_effects == pytest.approx({form: EASE[form] - mean for form in found.form_effects})


def test_groups_are_averaged_and_never_pooled():
    found = gain(pairs(AB=[0, 0, 0, 0, 0, 0, 0, 0], BA=[1, 1]))

    assert found.value == 0.5


@pytest.mark.parametrize(
    "orders", [[], ["AB"], ["AB", "BC"], [*SQUARE, "AC"], ["AB", "BA", "BC", "CB"]], ids=str
)
def test_orders_that_do_not_cancel_out_have_no_gain(orders):
    assert not cancels_out(orders)
    assert gain([Pair(order, 0, one) for order in orders for one in range(5)]) is None
    assert effect([Pair(order, 0, one) for order in orders for one in range(5)]) is None


@pytest.mark.parametrize("found", [pairs(AB=[1, 2], BA=[3]), pairs(AB=[1, 1], BA=[3, 3])])
def test_an_error_that_cannot_be_estimated_is_none(found):
    assert gain(found).value is not None
    assert gain(found).error is None
    assert gain(found).interval() is None


def test_the_effect_stands_on_the_counterbalanced_gain():
    before = VECTORS["paired"]["pre"]
    people = [
        Pair("AB" if place < 3 else "BA", start, end)
        for place, (start, end) in enumerate(zip(before, VECTORS["paired"]["post"], strict=True))
    ]

    mean = gain(people).value
    assert effect(people) == pytest.approx(corrected_gain(before, VECTORS["paired"]["post"], gain=mean))
    assert mean != pytest.approx(VECTORS["paired"]["out"]["md"])


def test_intervals_hold_the_truth_as_often_as_they_say():
    """2,000 classes of 30 in three orders who gained 0.3, on forms of different difficulty."""
    dice = Random(6)
    held = 0
    for _ in range(2000):
        people = [
            Pair(order, 1 + EASE[order[0]] + dice.gauss(0, 0.8), 1.3 + EASE[order[1]] + dice.gauss(0, 0.8))
            for order in SQUARE * 10
        ]
        low, high = gain(people).interval()
        held += low <= 0.3 <= high

    assert 0.94 <= held / 2000 <= 0.96


@given(st.lists(st.tuples(st.sampled_from(SQUARE), st.integers(-9, 9)), min_size=6, max_size=40))
def test_the_order_of_people_does_not_matter_and_effects_add_up_to_nothing(found):
    people = [Pair(order, 0, one) for order, one in found]
    assume(gain(people) is not None)

    assert gain(people[::-1]).value == pytest.approx(gain(people).value)
    assert sum(gain(people).form_effects.values()) == pytest.approx(0)
    exchanged = [Pair(pair.order, pair.after, pair.before) for pair in people]
    assert gain(exchanged).value == pytest.approx(-gain(people).value)
