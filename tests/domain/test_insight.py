"""What a learner may be told about their own judging."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.discernment import Ratings, detect
from literasi.domain.exhibits import Technique, Verdict
from literasi.domain.insight import (
    Change,
    Leaning,
    Skill,
    Sureness,
    change,
    insight,
    leaning,
    missing,
    ratings_of,
    sureness,
    weakest,
)
from literasi.domain.progress import Judged

DAY = datetime(2026, 11, 23, tzinfo=UTC)


def judged(is_true, rating, technique=Technique.FALSE_CONTEXT):
    return Judged(Verdict.TRUE if is_true else Verdict.FALSE, technique, rating, fresh=True, at=DAY)


def answers(true, false):
    """Judgements from how many true and false items got each step."""
    return [
        judged(is_true, step)
        for is_true, counts in ((True, true), (False, false))
        for step, count in enumerate(counts, 1)
        for _ in range(count)
    ]


ALL_HOAX = ((10, 0, 0, 0, 0, 0), (10, 0, 0, 0, 0, 0))
ALL_TRUE = ((0, 0, 0, 0, 0, 10), (0, 0, 0, 0, 0, 10))
ALL_RIGHT = ((0, 0, 0, 0, 0, 10), (10, 0, 0, 0, 0, 0))


@pytest.mark.parametrize(
    ("true", "false", "needed"),
    [(0, 0, 20), (10, 9, 1), (10, 10, 0), (13, 7, 1), (20, 0, 8), (12, 8, 0), (3, 30, 5)],
)
def test_nothing_is_said_below_twenty_judgements_with_eight_of_either_truth(true, false, needed):
    some = answers((0, 0, 0, 0, true, 0), (0, false, 0, 0, 0, 0))

    assert missing(ratings_of(some)) == needed
    assert (insight(some) is None) == (needed > 0)


@pytest.mark.parametrize(
    ("table", "leaning_to"), [(ALL_HOAX, Leaning.SCEPTICAL), (ALL_TRUE, Leaning.TRUSTING)]
)
def test_who_says_the_same_to_everything_is_guessing_and_leans(table, leaning_to):
    found = insight(answers(*table))

    assert found.skill is Skill.GUESSING
    assert found.leaning is leaning_to


def test_who_is_always_right_is_good_and_balanced():
    found = insight(answers(*ALL_RIGHT))

    assert (found.skill, found.leaning) == (Skill.GOOD, Leaning.BALANCED)
    assert found.chosen_right < 100  # twenty answers are no proof of perfection
    assert (found.hoaxes.value, found.trues.value) == (1.0, 1.0)
    assert found.hoaxes.interval[0] < 0.75


def test_eight_and_six_of_ten_lean_by_less_than_chance():
    """c = -0.26 with SE 0.30 (measurement vectors): that is no leaning."""
    found = insight(answers((0, 0, 2, 8, 0, 0), (0, 0, 6, 4, 0, 0)))

    assert found.leaning is Leaning.BALANCED


def test_doubting_more_is_no_gain():
    """The cynicism trap: hoaxes recognised rise from 6 to 8, true messages believed fall from 8 to 6."""
    before = Ratings((0, 0, 2, 8, 0, 0), (0, 0, 6, 4, 0, 0))
    after = Ratings((0, 0, 4, 6, 0, 0), (0, 0, 8, 2, 0, 0))

    assert change(before, after) is Change.UNSURE


def test_a_gain_is_told_only_when_it_is_larger_than_chance():
    guessing = Ratings((0, 0, 5, 5, 0, 0), (0, 0, 5, 5, 0, 0))
    better = Ratings((0, 0, 3, 7, 0, 0), (0, 0, 7, 3, 0, 0))
    much_better = Ratings((0, 0, 1, 9, 0, 0), (0, 0, 9, 1, 0, 0))

    assert change(guessing, better) is Change.UNSURE
    assert change(guessing, much_better) is Change.LIKELY_UP
    assert change(much_better, guessing) is Change.UNSURE


def test_certain_and_half_wrong_is_too_sure():
    assert sureness(ratings_of(answers((5, 0, 0, 0, 0, 5), (5, 0, 0, 0, 0, 5)))) is Sureness.TOO_SURE


def test_hesitant_and_always_right_is_too_unsure():
    assert sureness(ratings_of(answers((0, 0, 0, 10, 0, 0), (0, 0, 10, 0, 0, 0)))) is Sureness.TOO_UNSURE


def test_three_in_four_right_at_probably_fits():
    assert sureness(ratings_of(answers((0, 2, 0, 0, 8, 0), (0, 7, 0, 0, 3, 0)))) is Sureness.FITTING


def test_the_two_weakest_techniques_are_told_from_four_answers_each():
    some = [judged(False, 5, Technique.DEEPFAKE)] * 3
    some += [judged(False, 5, Technique.CONSPIRACY)] * 2 + [judged(False, 2, Technique.CONSPIRACY)] * 2
    some += [judged(False, 5, Technique.FABRICATED)] * 3 + [judged(False, 2, Technique.FABRICATED)]
    some += [judged(True, 2, Technique.IMPOSTOR)] * 2 + [judged(True, 5, Technique.IMPOSTOR)] * 3
    some += [judged(True, 5, Technique.FALSE_CONTEXT)] * 9

    assert [(one.technique, one.right, one.n) for one in weakest(some)] == [
        (Technique.FABRICATED, 1, 4),
        (Technique.CONSPIRACY, 2, 4),
    ]


def test_only_the_newest_sixty_count():
    old = answers(*ALL_HOAX) * 3
    new = answers((0, 0, 0, 0, 0, 30), (30, 0, 0, 0, 0, 0))

    assert insight(old + new).ratings == insight(new).ratings


COUNTS = st.tuples(*[st.integers(0, 8)] * 6)


@given(COUNTS, COUNTS)
def test_hoaxes_and_true_messages_stand_side_by_side_whatever_was_answered(true, false):
    found = insight(answers(true, false)[-60:])
    if found is None:
        return
    assert found.hoaxes.told
    assert found.trues.told


@given(COUNTS, COUNTS)
def test_nobody_leans_both_ways(true, false):
    mirrored = detect(Ratings(false[::-1], true[::-1]))
    straight = detect(Ratings(true, false))
    if straight is None or mirrored is None:
        return
    turned = {Leaning.BALANCED: Leaning.BALANCED, Leaning.TRUSTING: Leaning.SCEPTICAL}
    turned |= {value: key for key, value in turned.items()}

    assert leaning(mirrored) is turned[leaning(straight)]
