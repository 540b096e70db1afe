"""Whether the intervals that are published hold what they should, tried on invented classes.

What an interval should hold is the estimator's own expectation, its mean over very many learners: the
correction of d' draws every value towards 0, and an interval cannot know by how much.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from statistics import fmean
from typing import TypeAlias

from literasi.domain.evidence import Estimate, Evidence, evidence
from literasi.domain.evidence.method import ROUNDS
from literasi.domain.simulating import Settings, draw_items, learners

Figures: TypeAlias = Mapping[str, Estimate]


@dataclass(frozen=True)
class Study:
    """One invented class of *count* learners; the same *items* seed means the same forms."""

    settings: Settings
    items: int
    count: int
    seed: str
    rounds: int = ROUNDS


@dataclass(frozen=True)
class Covered:
    """One figure: *expected* by many learners, how many of *intervals* held it, and their mean width."""

    expected: float | None
    intervals: int
    coverage: float | None
    mean: float | None
    width: float | None


def figures_of(study: Study) -> dict[str, Estimate]:
    """The figures with intervals that the class of *study* would publish."""
    chance = Random(study.seed)  # noqa: S311
    items = draw_items(study.settings, Random(study.items))  # noqa: S311
    people = list(learners(study.settings, items, study.count, chance))
    return _with_intervals(evidence(people, seed=chance.getrandbits(32), rounds=study.rounds))


def expectations(large: Sequence[Figures]) -> dict[str, float]:
    """The mean of each figure over *large* classes."""
    names = list(large[0]) if large else []
    found = {name: [one[name].value for one in large] for name in names}
    return {
        name: fmean(value for value in values if value is not None)
        for name, values in found.items()
        if any(value is not None for value in values)
    }


def coverage(expected: Mapping[str, float], classes: Sequence[Figures]) -> dict[str, Covered]:
    """How often the intervals of *classes* hold what is *expected*; a figure without interval is left out."""
    return {name: _covered(value, [one[name] for one in classes]) for name, value in expected.items()}


def shrinkage(settings: Settings, expected: Mapping[str, float]) -> float | None:
    """By which share the gain of d' falls short of the latent gain; None without any."""
    return 1 - expected["gain"] / settings.gain if settings.gain and "gain" in expected else None


def _covered(expected: float, found: Sequence[Estimate]) -> Covered:
    whole = [one for one in found if one.interval]
    held = [low <= expected <= high for low, high in (one.interval for one in whole if one.interval)]
    widths = [high - low for low, high in (one.interval for one in whole if one.interval)]
    values = [one.value for one in whole if one.value is not None]
    if not whole:
        return Covered(expected, 0, None, None, None)
    return Covered(expected, len(whole), fmean(held), fmean(values), fmean(widths))


def _with_intervals(found: Evidence) -> dict[str, Estimate]:
    return {
        "gain": found.sensitivity.change,
        "sensitivity before": found.sensitivity.before,
        "sensitivity after": found.sensitivity.after,
        "g_av": found.gain.g_av,
        "bias": found.bias.change,
        "hoaxes rejected": found.hoaxes_rejected.change,
        "trues accepted": found.trues_accepted.change,
        "area": found.area.change,
        "overconfidence": found.overconfidence.change,
        "brier": found.brier.change,
        "gain later": found.retention.gain_later,
        "retention": found.retention.share,
    }
