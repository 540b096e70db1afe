"""How questions work: facility, discrimination, and who chose what.

A question's *group* says what it may be compared with: messages to judge only with messages of the same
verdict (somebody who calls everything a hoax is right about every hoax, which is no skill), all other
questions with each other. Only first meetings count; docs/item-analysis.md says why, and where each minimum
comes from. What cannot be computed is None, never 0.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import correlation, fmean, median, variance
from typing import TypeVar

from literasi.domain.gate_rules import RULES, Kind
from literasi.domain.intervals import wilson

T = TypeVar("T")

LEAST = RULES[Kind.ITEM_SHARE].least  # answers, for a facility, for thirds and for a median
LEAST_TO_DISCRIMINATE = RULES[Kind.DISCRIMINATION].least
LEAST_BANK_ITEMS = 3  # other items that make a rest score of their own
LONGEST_PAUSE = 30 * 60  # seconds; whoever took longer was away


class Group(StrEnum):
    """What a question asks for."""

    KNOWLEDGE = "knowledge"
    FALSE = "salah"
    TRUE = "benar"


@dataclass(frozen=True)
class Meeting:
    """One learner was shown one question in a sitting.

    *picked* names what they chose, nothing when they left it open. *seen* when they had met it before.
    *seconds* is how long the answer took, None where that is not known.
    """

    question: str
    group: Group
    mark: float
    picked: tuple[str, ...] = ()
    seen: bool = False
    seconds: float | None = None
    from_bank: bool = False


@dataclass(frozen=True)
class Sitting:
    """What one learner was shown in one sitting."""

    learner: int
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True)
class ScoredMeeting:
    """A first meeting, with how well the same learner does on the rest: from 0 to 1, None when unknown."""

    meeting: Meeting
    rest: float | None


@dataclass(frozen=True)
class Share:
    """A share from 0 to 1 with its 95 % interval, of *n*."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Use:
    """How a choice was used: by how many, and its share in the lowest, middle and highest third."""

    times: int
    thirds: tuple[float, float, float]


@dataclass(frozen=True)
class ItemFigures:
    """What is known of one question.

    *shown* counts every meeting, *seen* those of people who knew it already; all else is of first meetings:
    *answered* and *left_open* of them. *facility* (left open counts as wrong, as in the result), *uses* by
    choice and *seconds* (the median) are None below ``LEAST`` answers. *discrimination* is None below
    ``LEAST_TO_DISCRIMINATE`` of *paired* answers, those with a rest score, and where everybody has the same
    mark or the same rest score.
    """

    shown: int
    seen: int
    answered: int
    left_open: int
    paired: int
    facility: Share | None
    discrimination: float | None
    uses: Mapping[str, Use] | None
    seconds: float | None


def item_figures(sittings: Sequence[Sitting]) -> dict[str, ItemFigures]:
    """Every question of *sittings*, by key."""
    met: dict[str, list[Meeting]] = defaultdict(list)
    for sitting in sittings:
        for meeting in sitting.meetings:
            met[meeting.question].append(meeting)
    fresh = first_meetings(sittings)
    return {key: _figures(meetings, fresh.get(key, [])) for key, meetings in met.items()}


def first_meetings(sittings: Sequence[Sitting]) -> dict[str, list[ScoredMeeting]]:
    """The first meetings of every question, by key, each with its rest score.

    The rest of a question is the mean mark on the other first meetings of its group in the same sitting. An
    item of the bank is drawn with few others, so its rest is the mean of the learner's other bank items of
    the same verdict in all sittings, if there are ``LEAST_BANK_ITEMS`` of them.
    """
    banked = _bank_marks(sittings)
    found: dict[str, list[ScoredMeeting]] = defaultdict(list)
    for sitting in sittings:
        fresh = [one for one in sitting.meetings if not one.seen]
        for one in fresh:
            others = banked[sitting.learner, one.group] if one.from_bank else []
            if len(others) <= LEAST_BANK_ITEMS:
                others = [other.mark for other in fresh if other.group is one.group]
            found[one.question].append(ScoredMeeting(one, _mean_without(others, one.mark)))
    return found


def discrimination(marks: Sequence[float], rests: Sequence[float]) -> float | None:
    """Pearson's r of the mark with the rest score, from -1 to 1: the corrected item-rest correlation.

    Never with the total, which holds the mark itself. None when either is the same for all.
    """
    if len(marks) < 2 or min(marks) == max(marks) or min(rests) == max(rests):
        return None
    return max(-1.0, min(1.0, correlation(marks, rests)))


def alpha(rows: Sequence[Sequence[float]]) -> float | None:
    """Cronbach's alpha of complete *rows* of marks, one for each learner; 1 at most, and it may be below 0.

    k/(k-1) (1 - sum of the item variances / variance of the totals); on marks of 0 and 1 this is KR-20.
    None with fewer than two learners or questions, or when all totals are the same.
    """
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    totals = [sum(row) for row in rows]
    if min(totals) == max(totals):
        return None
    count = len(rows[0])
    parts = sum(variance(column) for column in zip(*rows, strict=True))
    return float(count / (count - 1) * (1 - parts / variance(totals)))


def thirds(scored: Sequence[tuple[float, T]]) -> tuple[list[tuple[float, T]], ...]:
    """Three equal parts of *scored* (score, thing), lowest first: each a list of (weight, thing).

    People with the same score are treated alike: where a border falls among them, each counts in both
    parts with the same weight, and the weights of one person add up to 1.
    """
    by_score: dict[float, list[T]] = defaultdict(list)
    for score, thing in scored:
        by_score[score].append(thing)
    parts: tuple[list[tuple[float, T]], ...] = ([], [], [])
    width, start = len(scored) / 3, 0
    for score in sorted(by_score):
        tied = by_score[score]
        end = start + len(tied)
        for place, part in enumerate(parts):
            overlap = min(end, (place + 1) * width) - max(start, place * width)
            if overlap > 1e-9:
                part += [(overlap / len(tied), thing) for thing in tied]
        start = end
    return parts


def _bank_marks(sittings: Sequence[Sitting]) -> dict[tuple[int, Group], list[float]]:
    """Every learner's marks on the first meetings of bank items, by verdict."""
    marks: dict[tuple[int, Group], list[float]] = defaultdict(list)
    for sitting in sittings:
        for one in sitting.meetings:
            if one.from_bank and not one.seen:
                marks[sitting.learner, one.group].append(one.mark)
    return marks


def _figures(met: Sequence[Meeting], fresh: Sequence[ScoredMeeting]) -> ItemFigures:
    answered = [one for one in fresh if one.meeting.picked]
    paired = [(one.rest, one.meeting) for one in fresh if one.rest is not None]
    enough = len(answered) >= LEAST
    return ItemFigures(
        shown=len(met),
        seen=sum(one.seen for one in met),
        answered=len(answered),
        left_open=len(fresh) - len(answered),
        paired=len(paired),
        facility=_facility([one.meeting.mark for one in fresh]) if enough else None,
        discrimination=discrimination([one.mark for _, one in paired], [rest for rest, _ in paired])
        if len(paired) >= LEAST_TO_DISCRIMINATE
        else None,
        uses=_uses(answered),
        seconds=_median_seconds([one.meeting for one in answered]),
    )


def _facility(marks: Sequence[float]) -> Share:
    right = sum(marks)
    low, high = wilson(right, len(marks))
    return Share(right / len(marks), low, high, len(marks))


def _uses(answered: Sequence[ScoredMeeting]) -> dict[str, Use] | None:
    ranked = [(one.rest, one.meeting.picked) for one in answered if one.rest is not None]
    if len(ranked) < LEAST:
        return None
    times: dict[str, int] = defaultdict(int)
    for one in answered:
        for name in one.meeting.picked:
            times[name] += 1
    parts = thirds(ranked)
    return {name: Use(count, _by_third(name, parts)) for name, count in times.items()}


def _by_third(
    name: str, parts: Sequence[Sequence[tuple[float, tuple[str, ...]]]]
) -> tuple[float, float, float]:
    low, middle, high = (
        sum(weight for weight, picked in part if name in picked) / sum(weight for weight, _ in part)
        for part in parts
    )
    return low, middle, high


def _median_seconds(meetings: Sequence[Meeting]) -> float | None:
    known = [one.seconds for one in meetings if one.seconds is not None and one.seconds <= LONGEST_PAUSE]
    return median(known) if len(known) >= LEAST else None


def _mean_without(marks: Sequence[float], mark: float) -> float | None:
    """The mean of *marks* when one of them, *mark*, is taken out."""
    if len(marks) < 2:
        return None
    others = list(marks)
    others.remove(mark)
    return fmean(others)
