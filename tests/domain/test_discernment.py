"""Telling true from false: published answers, and properties that hold for any ratings."""

import math
from itertools import product
from statistics import variance

import pytest
from hypothesis import given

from literasi.domain.discernment import (
    NO_RATINGS,
    STEPS,
    Ratings,
    area,
    area_of_sensitivity,
    area_sensitivity,
    count_ratings,
    detect,
    detect_counts,
    hoaxes_rejected,
    read_ratings,
    trues_accepted,
)
from tests.domain.measuring import VECTORS, any_ratings, forms, same_step

CLOSE = 1e-7


@pytest.mark.parametrize("case", VECTORS["sdt_loglinear"])
def test_published_detection(case):
    given, expected = case["input"], case["out"]

    found = detect_counts(given["hits"], given["n_true"], given["fa"], given["n_false"])

    assert found.hit_rate == pytest.approx(expected["H"], abs=CLOSE)
    assert found.false_alarm_rate == pytest.approx(expected["F"], abs=CLOSE)
    assert found.sensitivity == pytest.approx(expected["dprime"], abs=CLOSE)
    assert found.bias == pytest.approx(expected["c"], abs=CLOSE)
    assert found.sensitivity_error == pytest.approx(expected["se_d"], abs=CLOSE)
    assert found.bias_error == pytest.approx(expected["se_c"], abs=CLOSE)
    assert area_of_sensitivity(found.sensitivity) == pytest.approx(expected["auc_from_d"], abs=CLOSE)


def test_published_area():
    vector = VECTORS["auc"]
    answers = [(True, step) for step in vector["true"]] + [(False, step) for step in vector["false"]]

    found = area(count_ratings(answers))

    assert found.value == pytest.approx(vector["auc"])
    assert found.error == pytest.approx(vector["delong_se"], abs=CLOSE)


def test_the_cynicism_trap():
    """Saying "hoax" more often rejects more hoaxes and gains nothing: the leaning moves, not the skill."""
    vector = VECTORS["cynicism_trap"]
    many = 10_000_000  # so many that the correction is too small to see
    before, after = (
        detect_counts(round(one["H"] * many), many, round(one["F"] * many), many)
        for one in (vector["before"], vector["after"])
    )

    for found, expected in ((before, vector["before"]), (after, vector["after"])):
        assert found.sensitivity == pytest.approx(expected["d"], abs=1e-6)
        assert found.bias == pytest.approx(expected["c"], abs=1e-6)
    assert before.false_alarm_rate - after.false_alarm_rate > 0.11
    assert abs(after.sensitivity - before.sensitivity) < 0.01
    assert after.bias - before.bias > 0.3


@pytest.mark.parametrize("step", range(1, STEPS + 1))
@pytest.mark.parametrize("each", [1, 2, 10, 20])
def test_one_step_for_everything_is_no_discernment(step, each):
    ratings = same_step(step, each, each)

    assert detect(ratings).sensitivity == pytest.approx(0)
    assert area(ratings).value == pytest.approx(0.5)
    assert area_sensitivity(ratings) == pytest.approx(0)


@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_the_area_stays_a_half_when_items_were_skipped(step):
    assert area(same_step(step, 10, 7)).value == pytest.approx(0.5)
    assert abs(detect(same_step(step, 10, 9)).sensitivity) < 0.05


def test_above_zero_is_sceptical():
    assert detect(same_step(1)).bias == pytest.approx(1.69062163)
    assert detect(same_step(6)).bias == pytest.approx(-1.69062163)


def test_shares_stand_side_by_side():
    assert (hoaxes_rejected(same_step(1)), trues_accepted(same_step(1))) == (1, 0)
    assert (hoaxes_rejected(same_step(6)), trues_accepted(same_step(6))) == (0, 1)
    ratings = Ratings((0, 1, 1, 2, 3, 3), (4, 2, 1, 1, 1, 1))
    assert (hoaxes_rejected(ratings), trues_accepted(ratings)) == (0.7, 0.8)
    assert (ratings.hits, ratings.false_alarms, ratings.judged) == (8, 3, 20)


@pytest.mark.parametrize(
    "ratings", [NO_RATINGS, Ratings((1, 0, 0, 0, 0, 2), (0,) * 6), Ratings((0,) * 6, (1, 0, 0, 0, 0, 2))]
)
def test_without_a_true_or_a_false_item_nothing_is_known(ratings):
    assert detect(ratings) is None
    assert area(ratings) is None
    assert area_sensitivity(ratings) is None


def test_shares_are_unknown_without_items():
    assert hoaxes_rejected(NO_RATINGS) is None
    assert trues_accepted(NO_RATINGS) is None


@pytest.mark.parametrize(
    "ratings",
    [
        same_step(3),
        same_step(6, 1, 1),
        Ratings((0, 0, 0, 0, 0, 1), (2, 1, 1, 0, 0, 0)),
        Ratings((0, 0, 0, 2, 3, 5), (5, 5, 0, 0, 0, 0)),
    ],
    ids=["all the same", "one of each", "one true item", "no overlap"],
)
def test_an_error_that_cannot_be_estimated_is_none(ratings):
    assert area(ratings).error is None


def test_a_perfect_area_stays_finite():
    perfect = Ratings((0, 0, 0, 0, 0, 10), (10, 0, 0, 0, 0, 0))

    assert area(perfect).value == 1
    assert area_sensitivity(perfect) == pytest.approx(3.6476, abs=1e-4)
    assert area_sensitivity(Ratings(perfect.false, perfect.true)) == pytest.approx(-3.6476, abs=1e-4)


@pytest.mark.parametrize("counts", [(1, 2), (0,) * 7, (0, 0, 0, 0, 0, -1), (0, 0, 0, 0, 0, 0.5), (True,) * 6])
def test_ratings_are_six_counts(counts):
    with pytest.raises(ValueError, match="six counts"):
        Ratings(counts, (0,) * 6)


def test_a_step_beyond_six_is_refused():
    with pytest.raises(ValueError, match="1 to 6"):
        count_ratings([(True, 0)])
    with pytest.raises(ValueError, match="more were called"):
        detect_counts(11, 10, 0, 10)


@given(any_ratings())
def test_what_was_stored_is_read_back(ratings):
    assert read_ratings(ratings.as_stored()) == ratings


@given(any_ratings(least=1))
def test_nothing_is_ever_infinite(ratings):
    found, under = detect(ratings), area(ratings)

    for value in (found.sensitivity, found.bias, found.sensitivity_error, found.bias_error):
        assert math.isfinite(value)
    assert 0 < found.false_alarm_rate < 1
    assert 0 < found.hit_rate < 1
    assert found.sensitivity_error > 0
    assert 0 <= under.value <= 1
    assert under.error is None or 0 < under.error < 1
    assert math.isfinite(area_sensitivity(ratings))


@given(any_ratings(least=1))
def test_turning_every_step_around_turns_the_skill_and_the_leaning_around(ratings):
    turned = Ratings(ratings.true[::-1], ratings.false[::-1])

    assert detect(turned).sensitivity == pytest.approx(-detect(ratings).sensitivity)
    assert detect(turned).bias == pytest.approx(-detect(ratings).bias)
    assert detect(turned).sensitivity_error == pytest.approx(detect(ratings).sensitivity_error)
    assert area(turned).value == pytest.approx(1 - area(ratings).value)
    assert area_sensitivity(turned) == pytest.approx(-area_sensitivity(ratings))


@given(any_ratings(least=1))
def test_exchanging_true_and_false_turns_the_skill_around_and_keeps_the_leaning(ratings):
    exchanged = Ratings(ratings.false, ratings.true)

    assert detect(exchanged).sensitivity == pytest.approx(-detect(ratings).sensitivity)
    assert detect(exchanged).bias == pytest.approx(detect(ratings).bias)
    assert area(exchanged).value == pytest.approx(1 - area(ratings).value)


@given(forms(), forms())
def test_adding_is_concatenating(one, other):
    assert one + other == count_ratings([*answers(one), *answers(other)])
    assert one + NO_RATINGS == one


@given(any_ratings(least=2))
def test_counting_by_steps_equals_comparing_every_pair(ratings):
    trues = [step for truth, step in answers(ratings) if truth]
    falses = [step for truth, step in answers(ratings) if not truth]

    def wins(true, false):
        return (true > false) + (true == false) / 2

    pairs = [wins(true, false) for true, false in product(trues, falses)]
    v10 = [sum(wins(true, false) for false in falses) / len(falses) for true in trues]
    v01 = [sum(wins(true, false) for true in trues) / len(trues) for false in falses]
    squared = variance(v10) / len(trues) + variance(v01) / len(falses)

    found = area(ratings)
    assert found.value == pytest.approx(sum(pairs) / len(pairs))
    assert (found.error or 0) == pytest.approx(math.sqrt(squared), abs=1e-9)


def answers(ratings):
    for truth, counts in ((True, ratings.true), (False, ratings.false)):
        for step, count in enumerate(counts, 1):
            yield from [(truth, step)] * count
