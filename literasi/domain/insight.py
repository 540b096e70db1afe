"""What one learner may be told about their own judging: in bands and words, never more surely than it is.

All of it comes from how many true and false items got each of the six steps (``Ratings``). A figure about a
person from twenty answers is mostly chance, so the person is told a leaning or a change only when it is
larger than chance would make it in nineteen of twenty cases (one-sided: 1.64 standard errors).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from literasi.domain import calibration, shrinkage
from literasi.domain.discernment import Detection, Ratings, area_of_sensitivity, detect
from literasi.domain.exhibits import Technique, Verdict
from literasi.domain.gate import Shown, curve_point, own_share
from literasi.domain.gate_rules import RULES, Kind
from literasi.domain.progress import WEAK_BELOW, Judged

ENOUGH = 20  # judgements, before anything is said
ENOUGH_OF_A_SIDE = RULES[Kind.OWN_SHARE].least
NEWEST = 60  # judgements that are looked at: what somebody judged long ago says little about today
ENOUGH_OF_A_TECHNIQUE = 4  # hoaxes
MOST_WEAK = 2
SURE = 1.64  # standard errors
# What twenty-item tests find among adults, until there are enough learners of our own: d' and its spread.
USUAL_SENSITIVITY, USUAL_SPREAD = 1.0, 0.6


class Leaning(StrEnum):
    """Where somebody leans when they are not sure."""

    TRUSTING = "trusting"
    BALANCED = "balanced"
    SCEPTICAL = "sceptical"


class Skill(StrEnum):
    """How well true and false are told apart, as far as that can be said."""

    GUESSING = "guessing"  # not to be told from guessing
    SOME = "some"
    GOOD = "good"


class Change(StrEnum):
    """What two tests say together."""

    UNSURE = "unsure"
    LIKELY_UP = "likely up"


class Sureness(StrEnum):
    """How sure somebody is beside how often they are right."""

    FITTING = "fitting"
    TOO_SURE = "too sure"
    TOO_UNSURE = "too unsure"


@dataclass(frozen=True)
class Weak:
    """A technique worth practising: *right* of *n* judged right."""

    technique: Technique
    right: int
    n: int


@dataclass(frozen=True)
class SureStep:
    """Of *n* answers given with this *confidence* (0.55, 0.75 or 0.95), *right* were right."""

    confidence: float
    right: int
    n: int
    shown: Shown


@dataclass(frozen=True)
class Insight:
    """What a learner's page says. *hoaxes* and *trues* stand side by side, always.

    *right* of all answers were right; *expected_right* is how many would be if the learner were as often
    right as sure. *doubts_trues* where practice should be in trusting what is true; then nothing is *weak*.
    """

    ratings: Ratings
    hoaxes: Shown
    trues: Shown
    skill: Skill
    chosen_right: int
    leaning: Leaning
    sureness: Sureness
    right: int
    expected_right: int
    curve: tuple[SureStep, ...]
    doubts_trues: bool
    weak: tuple[Weak, ...]


def missing(ratings: Ratings) -> int:
    """How many judgements are still needed, at the least, before anything is said."""
    sides = max(0, ENOUGH_OF_A_SIDE - ratings.n_true) + max(0, ENOUGH_OF_A_SIDE - ratings.n_false)
    return max(ENOUGH - ratings.judged, sides)


def looked_at(answers: Sequence[Judged], test_began_at: datetime | None) -> Sequence[Judged]:
    """The newest of *answers*, at most sixty: since the newest test began, if there is one.

    What a test showed is not drowned by what somebody could earlier. Where a test alone is not enough, as
    many answers from before it are added as are needed, the newest first.
    """
    newest = answers[-NEWEST:]
    if test_began_at is None:
        return newest
    start = sum(one.at < test_began_at for one in newest)
    while start and missing(ratings_of(newest[start:])):
        start -= 1
    return newest[start:]


def insight(answers: Sequence[Judged]) -> Insight | None:
    """What *answers*, the newest last and each to an item met for the first time, say; None of too few."""
    newest = answers[-NEWEST:]
    ratings = ratings_of(newest)
    detection = detect(ratings)
    if missing(ratings) or detection is None:
        return None
    rejected = ratings.n_false - ratings.false_alarms
    sensitivity, error = _shrunk(detection)
    doubts = doubts_trues(ratings, leaning(detection))
    right = rejected + ratings.hits
    return Insight(
        ratings=ratings,
        hoaxes=own_share(rejected, ratings.n_false),
        trues=own_share(ratings.hits, ratings.n_true),
        skill=_skill(sensitivity, error),
        chosen_right=round(100 * area_of_sensitivity(sensitivity)),
        leaning=leaning(detection),
        sureness=sureness(ratings),
        right=right,
        expected_right=round(right + ratings.judged * (calibration.overconfidence(ratings) or 0)),
        curve=_sure_steps(ratings),
        doubts_trues=doubts,
        weak=() if doubts else weakest(newest),
    )


def ratings_of(answers: Sequence[Judged]) -> Ratings:
    """How many true and false items got each step."""
    counts: Mapping[Verdict, list[int]] = {Verdict.TRUE: [0] * 6, Verdict.FALSE: [0] * 6}
    for one in answers:
        counts[one.verdict][one.rating - 1] += 1
    true, false = counts[Verdict.TRUE], counts[Verdict.FALSE]
    return Ratings(
        (true[0], true[1], true[2], true[3], true[4], true[5]),
        (false[0], false[1], false[2], false[3], false[4], false[5]),
    )


def leaning(detection: Detection) -> Leaning:
    """Too trusting or too sceptical only where c is further from 0 than chance: |c| > 1.64 SE(c)."""
    if abs(detection.bias) <= SURE * detection.bias_error:
        return Leaning.BALANCED
    return Leaning.SCEPTICAL if detection.bias > 0 else Leaning.TRUSTING


def doubts_trues(ratings: Ratings, leaning_to: Leaning) -> bool:
    """Whether true messages are the weak side: leaning sceptical, or fewer than half of them believed.

    The latter only where hoaxes are recognised more often than that.
    """
    believed = ratings.hits / ratings.n_true
    rejected = 1 - ratings.false_alarms / ratings.n_false
    return leaning_to is Leaning.SCEPTICAL or (believed < 0.5 and believed < rejected)


def sureness(ratings: Ratings) -> Sureness:
    """Whether mean confidence and the share right differ by more than 1.64 standard errors of the share."""
    gap = calibration.overconfidence(ratings)
    if gap is None:
        return Sureness.FITTING
    right = (ratings.hits + ratings.n_false - ratings.false_alarms) / ratings.judged
    error = math.sqrt(max(right * (1 - right), 1 / (4 * ratings.judged)) / ratings.judged)
    if abs(gap) <= SURE * error:
        return Sureness.FITTING
    return Sureness.TOO_SURE if gap > 0 else Sureness.TOO_UNSURE


def change(before: Ratings, after: Ratings) -> Change:
    """Whether d' rose by more than two tests differ by chance: d'2 - d'1 >= 1.64 sqrt(SE1^2 + SE2^2).

    A fall is told to nobody about themselves: on twenty items it is nearly always chance.
    """
    first, second = detect(before), detect(after)
    if first is None or second is None:
        return Change.UNSURE
    error = math.hypot(first.sensitivity_error, second.sensitivity_error)
    risen = second.sensitivity - first.sensitivity >= SURE * error
    return Change.LIKELY_UP if risen else Change.UNSURE


def weakest(answers: Sequence[Judged]) -> tuple[Weak, ...]:
    """The two techniques with the smallest share of hoaxes recognised, if below two in three of four or more.

    True messages do not count: theirs is only what they could be mistaken for, and whoever doubts them needs
    no lesson in doubt.
    """
    found = []
    hoaxes = [one for one in answers if one.verdict is Verdict.FALSE]
    for technique in Technique:
        own = [one.right for one in hoaxes if one.technique is technique]
        if len(own) >= ENOUGH_OF_A_TECHNIQUE and sum(own) / len(own) < WEAK_BELOW:
            found.append(Weak(technique, sum(own), len(own)))
    return tuple(sorted(found, key=lambda one: one.right / one.n)[:MOST_WEAK])


def _sure_steps(ratings: Ratings) -> tuple[SureStep, ...]:
    return tuple(
        SureStep(point.confidence, point.right, point.n, curve_point(point.right, point.n, own=True))
        for point in calibration.curve(ratings)
    )


def _shrunk(detection: Detection) -> tuple[float, float]:
    return shrinkage.shrink(
        detection.sensitivity, detection.sensitivity_error, USUAL_SENSITIVITY, USUAL_SPREAD
    )


def _skill(sensitivity: float, error: float) -> Skill:
    if sensitivity - SURE * error <= 0:
        return Skill.GUESSING
    return Skill.GOOD if sensitivity >= USUAL_SENSITIVITY else Skill.SOME
