"""Invented classes with known sensitivity and bias, to see what the estimator makes of them.

Signal detection with equal variances: an item gives the evidence x = +d/2 (true) or -d/2 (false), plus its
own shift, plus chance from N(0, 1). Who has the bias c says "true" where x > c, the surer the further from c.
All chance comes from the *randomness* that is handed in.
"""

import math
from bisect import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from literasi.domain.discernment import Ratings
from literasi.domain.evidence.records import (
    Answer,
    LearnerRecord,
    TakenTest,
    count_ratings,
    take,
    why_set_aside,
)
from literasi.domain.sittings import SQUARE

STEPS = (-1.0, -0.4, 0.0, 0.4, 1.0)  # of evidence, counted from c: where one answer ends and the next begins
Items: TypeAlias = tuple[tuple[bool, float], ...]  # of one form: truth, shift of the evidence towards "true"
Forms: TypeAlias = Mapping[str, Items]


@dataclass(frozen=True)
class Settings:
    """What the invented learners are like; spreads are standard deviations between learners.

    *gain* and *bias_shift* are what happens between before and after to each (mean), *retained* the share of
    the gain that is left a month later. Sensitivity and bias of two tests of one learner correlate by
    *stability*. *easier* adds to d' on the forms A, B, C. *lost* and *lost_later* are the shares of those who
    took one test and not the next.
    """

    sensitivity: float = 1.0
    sensitivity_spread: float = 0.6
    gain: float = 0.3
    bias: float = 0.0
    bias_spread: float = 0.45
    bias_shift: float = 0.0
    stability: float = 0.7
    retained: float = 0.6
    easier: tuple[float, float, float] = (0.0, 0.0, 0.0)
    item_spread: float = 0.35
    items_of_each_truth: int = 10
    lost: float = 0.0
    lost_later: float = 0.3


def draw_items(settings: Settings, randomness: Random) -> Forms:
    """The items of the three forms; the same for all learners of one study."""
    half = settings.items_of_each_truth
    truths = (True,) * half + (False,) * half
    return {
        form: tuple(
            (true, (easier / 2 if true else -easier / 2) + randomness.gauss(0, settings.item_spread))
            for true in truths
        )
        for form, easier in zip("ABC", settings.easier, strict=True)
    }


def learners(settings: Settings, items: Forms, count: int, randomness: Random) -> Iterator[LearnerRecord]:
    """*count* learners, each in a row of the Latin square drawn by chance, without single answers."""
    for _ in range(count):
        yield _learner(settings, items, randomness, keep_answers=False)


def answering(settings: Settings, items: Forms, count: int, randomness: Random) -> Iterator[LearnerRecord]:
    """The same with every answer."""
    for _ in range(count):
        yield _learner(settings, items, randomness, keep_answers=True)


def always(rating: int, count: int) -> list[LearnerRecord]:
    """*count* learners who give every item the same *rating*, before, after and later."""
    ratings = count_ratings([Answer("", true, rating) for true in (True, False) for _ in range(10)])
    set_aside = why_set_aside(ratings)
    return [_of_row(SQUARE[place % len(SQUARE)], ratings, set_aside) for place in range(count)]


def _of_row(row: str, ratings: Ratings, set_aside: str | None) -> LearnerRecord:
    before, after, later = (TakenTest(form, ratings, set_aside) for form in row)
    return LearnerRecord(before, after, later)


def _learner(settings: Settings, items: Forms, randomness: Random, *, keep_answers: bool) -> LearnerRecord:
    row = randomness.choice(SQUARE)
    talent, leaning = randomness.gauss(0, 1), randomness.gauss(0, 1)
    tests: list[TakenTest | None] = []
    for form, gained, leant, lost in zip(row, *_phases(settings), strict=True):
        if tests and (tests[-1] is None or randomness.random() < lost):
            tests.append(None)
            continue
        sensitivity = (
            settings.sensitivity
            + gained
            + settings.sensitivity_spread * _near(talent, settings.stability, randomness)
        )
        bias = settings.bias + leant + settings.bias_spread * _near(leaning, settings.stability, randomness)
        tests.append(_test(form, items[form], sensitivity, bias, randomness, keep_answers=keep_answers))
    before, after, later = tests
    assert before is not None  # nobody is lost before they begin
    return LearnerRecord(before, after, later)


def _phases(settings: Settings) -> tuple[tuple[float, float, float], ...]:
    """Gain, shift of bias and share lost of the three tests."""
    return (
        (0.0, settings.gain, settings.gain * settings.retained),
        (0.0, settings.bias_shift, settings.bias_shift * settings.retained),
        (0.0, settings.lost, settings.lost_later),
    )


def _near(trait: float, stability: float, randomness: Random) -> float:
    """A standard normal number that correlates with another test's by *stability*."""
    return math.sqrt(stability) * trait + math.sqrt(1 - stability) * randomness.gauss(0, 1)


def _test(
    form: str,
    items: Items,
    sensitivity: float,
    bias: float,
    randomness: Random,
    *,
    keep_answers: bool,
) -> TakenTest:
    steps: dict[bool, list[int]] = {True: [0] * 6, False: [0] * 6}
    answers: list[Answer] = []
    for place, (true, shift) in enumerate(items, start=1):
        evidence = (sensitivity if true else -sensitivity) / 2 + shift + randomness.gauss(0, 1)
        rating = bisect(STEPS, evidence - bias)
        steps[true][rating] += 1
        if keep_answers:
            answers.append(Answer(f"{form.lower()}-{place:02d}", true, rating + 1))
    if keep_answers:
        return take(form, answers)
    ratings = Ratings(true=tuple(steps[True]), false=tuple(steps[False]))
    return TakenTest(form, ratings, why_set_aside(ratings))
