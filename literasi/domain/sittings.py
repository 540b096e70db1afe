"""The rules of the discernment test: who may take it when, which form, and which answers count.

Three forms of twenty items; a Latin square gives each learner one before a course, one after it, and one
a month later. What a form shows is never shown to the same learner twice.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median_low

FORMS = ("A", "B", "C")
SQUARE = ("ABC", "BCA", "CAB")  # a learner's row: the forms before, after, and a month later
TIME_TO_ANSWER = timedelta(days=7)  # then an open test closes and shows its verdicts
LATER_AFTER = timedelta(days=30)

VERSION = "1"  # of these rules and of the pages that ask; raise it when either changes

LEAST_OF_A_SIDE = 8  # answered items of either truth, or the sitting says too little
TOO_FAST = timedelta(milliseconds=800)  # nobody has read a message by then
SAME_SHARE = 0.9  # of the answers on one step: nobody has judged


class Phase(StrEnum):
    """When a learner sits, seen from the course."""

    BEFORE = "before"
    AFTER = "after"
    LATER = "later"
    REFRESHER = "refresher"


TESTS = (Phase.BEFORE, Phase.AFTER, Phase.LATER)


class SeenBefore(StrEnum):
    """Whether the learner says that they knew the message."""

    NO = "no"
    YES = "yes"
    UNSURE = "unsure"


class Reason(StrEnum):
    """Why no test can be taken now."""

    COURSE = "course"  # the course is not finished yet
    DAY = "day"  # a month has not passed yet
    BEGUN = "begun"  # every course was begun, so that nothing is "before" any more
    NO_FORM = "no form"  # every form was shown
    DONE = "done"  # all three were taken


class SetAside(StrEnum):
    """Why the statistics leave a sitting out; fixed before anybody had answered."""

    UNFINISHED = "unfinished"
    FAST = "fast"
    SAME = "same"


@dataclass(frozen=True)
class Taken:
    """A test that was begun; *closed_at* is None while it is open."""

    phase: Phase
    closed_at: datetime | None


@dataclass(frozen=True)
class History:
    """What an offer depends on.

    *course_id* is the course of the plan, None before there is one. *finished* has courses with the moment
    they were first finished, *begun* those of which a lesson was finished, *courses* those that there are.
    """

    course_id: int | None
    taken: Sequence[Taken]
    finished: Mapping[int, datetime]
    begun: Collection[int]
    courses: Sequence[int]
    forms_left: bool


@dataclass(frozen=True)
class Offer:
    """The test that may be begun now, or why there is none.

    *courses* may be chosen from before the first test; *opens_at* says when a later one may be begun.
    """

    phase: Phase | None
    reason: Reason | None = None
    courses: tuple[int, ...] = ()
    opens_at: datetime | None = None


def offer(history: History, now: datetime) -> Offer:
    """Which test the learner may begin *now*. An open one is gone on with, and not offered."""
    taken = {one.phase: one for one in history.taken}
    if Phase.LATER in taken:
        return Offer(None, Reason.DONE)
    if not history.forms_left:
        return Offer(None, Reason.NO_FORM)
    after = taken.get(Phase.AFTER)
    if after is not None:
        return _later(after, now)
    if Phase.BEFORE in taken or history.course_id is not None:
        return _after([history.course_id] if history.course_id is not None else [], history)
    return _first(history)


def _later(after: Taken, now: datetime) -> Offer:
    opens_at = None if after.closed_at is None else after.closed_at + LATER_AFTER
    if opens_at is None or now < opens_at:
        return Offer(None, Reason.DAY, opens_at=opens_at)
    return Offer(Phase.LATER)


def _after(courses: Sequence[int], history: History) -> Offer:
    finished = tuple(course for course in courses if course in history.finished)
    return Offer(Phase.AFTER, courses=finished) if finished else Offer(None, Reason.COURSE)


def _first(history: History) -> Offer:
    """Before any course that was not begun; else after one that was finished, which will have no pair."""
    fresh = tuple(
        course for course in history.courses if course not in history.begun and course not in history.finished
    )
    if fresh:
        return Offer(Phase.BEFORE, courses=fresh)
    finished = _after(history.courses, history)
    return finished if finished.phase else Offer(None, Reason.BEGUN)


def form_for(row: int, phase: Phase, shown: Collection[str]) -> str | None:
    """The form of the test: the row's own, or, when the learner was shown it already, the next.

    None when all three were shown.
    """
    order = SQUARE[row]
    start = TESTS.index(phase)
    return next((form for form in order[start:] + order[:start] if form not in shown), None)


def set_aside(
    ratings: Sequence[int], times: Sequence[timedelta], n_true: int, n_false: int
) -> SetAside | None:
    """Why a closed test is left out of the statistics, or None.

    *ratings* are the steps chosen, *times* how long the answers took where that is known, *n_true* and
    *n_false* how many items of either truth were answered.
    """
    if min(n_true, n_false) < LEAST_OF_A_SIDE:
        return SetAside.UNFINISHED
    if times and median_low(sorted(times)) < TOO_FAST:
        return SetAside.FAST
    if max(ratings.count(step) for step in set(ratings)) >= SAME_SHARE * len(ratings):
        return SetAside.SAME
    return None
