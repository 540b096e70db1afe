"""How sure and how right: published answers, and properties that hold for any ratings."""

from collections import Counter

import pytest
from hypothesis import given

from literasi.domain.calibration import (
    PROBABILITY,
    Forecast,
    brier,
    brier_of,
    curve,
    decompose,
    decomposition,
    forecasts,
    overconfidence,
    overconfidence_of,
)
from literasi.domain.discernment import NO_RATINGS, Ratings
from tests.domain.measuring import VECTORS, any_ratings, same_step


def pooled(answers):
    """Forecasts of (probability, whether true)."""
    found = Counter(answers)
    return [Forecast(p, found[p, 1], found[p, 0]) for p in sorted({p for p, _ in found})]


def test_published_brier_score_and_its_parts():
    vector = VECTORS["brier"]
    given = pooled(zip(vector["p"], vector["y"], strict=True))

    parts = decompose(given)

    assert brier_of(given) == pytest.approx(vector["brier"])
    assert parts.reliability == pytest.approx(vector["murphy"]["REL"], abs=1e-8)
    assert parts.resolution == pytest.approx(vector["murphy"]["RES"], abs=1e-8)
    assert parts.uncertainty == pytest.approx(vector["murphy"]["UNC"])


def test_published_overconfidence():
    """Confidence in one's own side: somebody who is right says p to a true item, else p to a false one."""
    vector = VECTORS["overconfidence"]
    given = pooled(zip(vector["conf"], vector["correct"], strict=True))

    assert overconfidence_of(given) == pytest.approx(vector["over"])


def test_certainty_that_is_wrong_in_three_of_ten_is_worse_than_ignorance():
    ratings = Ratings((0, 0, 0, 0, 0, 7), (0, 0, 0, 0, 0, 3))

    assert brier(ratings) == pytest.approx(0.2725)
    assert overconfidence(ratings) == pytest.approx(0.25)
    assert brier_of([Forecast(0.5, 3, 7)]) == pytest.approx(0.25)


def test_righter_than_sure_is_below_zero():
    assert overconfidence(Ratings((0, 0, 0, 10, 0, 0), (0, 0, 10, 0, 0, 0))) == pytest.approx(-0.45)


def test_a_hoax_called_a_hoax_for_sure_is_right_for_sure():
    leaning, probable, certain = curve(Ratings((1, 0, 2, 3, 1, 4), (5, 2, 1, 0, 3, 1)))

    assert (leaning.confidence, leaning.right, leaning.n) == (0.55, 4, 6)
    assert (probable.confidence, probable.right, probable.n) == (0.75, 3, 6)
    assert (certain.confidence, certain.right, certain.n) == (0.95, 9, 11)
    assert certain.share == pytest.approx(9 / 11)


def test_without_answers_nothing_is_known():
    assert brier(NO_RATINGS) is None
    assert decomposition(NO_RATINGS) is None
    assert overconfidence(NO_RATINGS) is None
    assert [point.share for point in curve(NO_RATINGS)] == [None, None, None]


def test_the_steps_mirror_each_other():
    assert [PROBABILITY[step] + PROBABILITY[7 - step] for step in range(1, 7)] == pytest.approx([1] * 6)


@given(any_ratings(least=1))
def test_the_parts_make_the_score_exactly(ratings):
    parts = decomposition(ratings)

    assert parts.reliability - parts.resolution + parts.uncertainty == pytest.approx(
        brier(ratings), abs=1e-12
    )
    assert min(parts.reliability, parts.resolution, parts.uncertainty) >= 0


@given(any_ratings(least=1))
def test_the_points_of_the_curve_hold_every_answer(ratings):
    points = curve(ratings)

    assert sum(point.n for point in points) == ratings.judged
    assert sum(point.right for point in points) == ratings.hits + ratings.n_false - ratings.false_alarms
    gap = sum(point.n * point.confidence - point.right for point in points) / ratings.judged
    assert overconfidence(ratings) == pytest.approx(gap)


@given(any_ratings(least=1))
def test_turning_truth_and_steps_around_changes_nothing(ratings):
    mirrored = Ratings(ratings.false[::-1], ratings.true[::-1])

    assert brier(mirrored) == pytest.approx(brier(ratings))
    assert overconfidence(mirrored) == pytest.approx(overconfidence(ratings))
    assert curve(mirrored) == curve(ratings)


def test_saying_the_same_to_everything_resolves_nothing():
    for step in range(1, 7):
        assert decomposition(same_step(step)).resolution == pytest.approx(0)
        assert sum(one.n for one in forecasts(same_step(step))) == 20
