"""What a learner may be told about their own judging."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.discernment import Ratings, detect
from literasi.domain.exhibits import Technique, Verdict
from literasi.domain.insight import (
    NEWEST,
    Change,
    Leaning,
    Skill,
    Sureness,
    change,
    doubts_trues,
    insight,
    leaning,
    looked_at,
    missing,
    ratings_of,
    sureness,
    weakest,
)
from literasi.domain.progress import Judged

DAY = datetime(2026, 11, 23, tzinfo=UTC)


def judged(is_true, rating, technique=Technique.FALSE_CONTEXT, at=DAY):
    return Judged(Verdict.TRUE if is_true else Verdict.FALSE, technique, rating, fresh=True, at=at)


def answers(true, false, at=DAY):
    """Judgements from how many true and false items got each step."""
    return [
        judged(is_true, step, at=at)
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


def test_the_two_weakest_techniques_are_told_from_four_hoaxes_each():
    some = [judged(False, 5, Technique.DEEPFAKE)] * 3
    some += [judged(False, 5, Technique.CONSPIRACY)] * 2 + [judged(False, 2, Technique.CONSPIRACY)] * 2
    some += [judged(False, 5, Technique.FABRICATED)] * 3 + [judged(False, 2, Technique.FABRICATED)]
    some += [judged(False, 5, Technique.FALSE_CONTEXT)] * 2 + [judged(False, 2, Technique.FALSE_CONTEXT)] * 3

    assert [(one.technique, one.right, one.n) for one in weakest(some)] == [
        (Technique.FABRICATED, 1, 4),
        (Technique.CONSPIRACY, 2, 4),
    ]


def test_a_true_message_tells_nothing_about_techniques():
    some = [judged(True, 1, Technique.FABRICATED)] * 10 + [judged(False, 5, Technique.FABRICATED)] * 3

    assert weakest(some) == ()


@pytest.mark.parametrize(
    ("right", "n", "is_weak"), [(8, 11, False), (3, 4, False), (8, 12, False), (7, 11, True)]
)
def test_a_technique_is_weak_below_two_in_three(right, n, is_weak):
    some = [judged(False, 2)] * right + [judged(False, 5)] * (n - right)

    assert bool(weakest(some)) is is_weak


def test_who_believes_nothing_is_led_to_trust_and_not_to_more_doubt():
    found = insight(answers(*ALL_HOAX))

    assert found.doubts_trues
    assert found.weak == ()


def test_who_believes_everything_is_led_to_the_hoaxes():
    found = insight(answers(*ALL_TRUE))

    assert not found.doubts_trues
    assert [(one.right, one.n) for one in found.weak] == [(0, 10)]


@pytest.mark.parametrize(
    ("believed", "rejected", "doubts"), [(4, 7, True), (5, 7, False), (4, 4, False), (4, 3, False)]
)
def test_the_weak_side_is_true_messages_when_fewer_than_half_are_believed(believed, rejected, doubts):
    ratings = Ratings((0, 10 - believed, 0, 0, believed, 0), (0, rejected, 0, 0, 10 - rejected, 0))

    assert doubts_trues(ratings, Leaning.BALANCED) is doubts


def test_only_the_newest_sixty_count():
    old = answers(*ALL_HOAX) * 3
    new = answers((0, 0, 0, 0, 0, 30), (30, 0, 0, 0, 0, 0))

    assert insight(old + new).ratings == insight(new).ratings


BEFORE_IT, TEST, AFTER_IT = DAY, DAY + timedelta(days=5), DAY + timedelta(days=9)


def test_without_a_test_the_newest_sixty_are_looked_at():
    some = answers(*ALL_RIGHT) * 4

    assert looked_at(some, None) == some[-NEWEST:]


def test_from_the_newest_test_on_nothing_older_is_looked_at():
    """Whoever was good in January and guesses in November is not called good."""
    good = answers(*ALL_RIGHT, at=BEFORE_IT) * 2
    guessed = answers((5, 0, 0, 0, 0, 5), (5, 0, 0, 0, 0, 5), at=TEST)
    practised = [judged(True, 5, at=AFTER_IT)]

    assert looked_at([*good, *guessed, *practised], TEST) == [*guessed, *practised]
    assert insight(looked_at([*good, *guessed], TEST)).skill is Skill.GUESSING


def test_a_test_that_is_too_little_alone_takes_as_few_older_answers_as_it_needs():
    older = [judged(number % 2 == 0, 5, at=BEFORE_IT) for number in range(30)]
    test = answers((0, 0, 0, 0, 0, 8), (8, 0, 0, 0, 0, 0), at=TEST)

    assert looked_at([*older, *test], TEST) == [*older[-4:], *test]
    assert missing(ratings_of(looked_at([*older[:2], *test], TEST))) == 2


def test_how_many_would_be_right_stands_beside_how_many_were():
    found = insight(answers((0, 0, 0, 10, 0, 0), (0, 0, 10, 0, 0, 0)))

    assert (found.expected_right, found.right) == (11, 20)
    assert [(step.right, step.n, step.shown.told) for step in found.curve] == [
        (20, 20, True),
        (0, 0, False),
        (0, 0, False),
    ]


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


@given(COUNTS, COUNTS)
def test_who_leans_is_wrong_on_that_side_more_often(true, false):
    """The page says so in these words."""
    ratings = Ratings(true, false)
    found = detect(ratings)
    if found is None:
        return
    missed, fooled = 1 - ratings.hits / ratings.n_true, ratings.false_alarms / ratings.n_false
    if leaning(found) is Leaning.SCEPTICAL:
        assert missed > fooled
    if leaning(found) is Leaning.TRUSTING:
        assert fooled > missed
