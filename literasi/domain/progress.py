"""How far a learner has come, and what comes next."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from literasi.domain.exhibits import Technique, Verdict

ENOUGH = 4  # hoaxes of one technique, met for the first time; fewer tell nothing about a person
WEAK_BELOW = 2 / 3
LEAST_TRUE = 4  # the first step on the side of true


class LessonState(Protocol):
    """As much of a lesson as the rule below needs."""

    @property
    def course_slug(self) -> str: ...
    @property
    def completed_at(self) -> datetime | None: ...
    @property
    def open_attempt_id(self) -> uuid.UUID | None: ...


AnyLesson = TypeVar("AnyLesson", bound=LessonState)


@dataclass(frozen=True)
class Next:
    """The lesson that comes next; ``attempt_id`` when its quiz is begun and waits."""

    index: int
    attempt_id: uuid.UUID | None


@dataclass(frozen=True)
class Judged:
    """One message that somebody judged at a moment, in a step from 1 to 6.

    ``fresh`` when they had never met it before.
    """

    verdict: Verdict
    technique: Technique
    rating: int
    fresh: bool
    at: datetime

    @property
    def right(self) -> bool:
        """Whether it stands on the side of the verdict."""
        return (self.rating >= LEAST_TRUE) is (self.verdict is Verdict.TRUE)


def weak_techniques(judged: Sequence[Judged]) -> list[Technique]:
    """The techniques that this learner judges right less than two times in three, the weakest first.

    Hoaxes alone: whoever doubts true messages would otherwise be sent to learn more doubt. Only first
    meetings count, and only techniques with enough of them.
    """
    shares: dict[Technique, float] = {}
    for technique in Technique:
        hoaxes = [one for one in judged if one.verdict is Verdict.FALSE and one.technique is technique]
        fresh = [one.right for one in hoaxes if one.fresh]
        if len(fresh) >= ENOUGH:
            shares[technique] = sum(fresh) / len(fresh)
    weak = [technique for technique, share in shares.items() if share < WEAK_BELOW]
    return sorted(weak, key=lambda technique: shares[technique])


def next_thing(lessons: Sequence[AnyLesson], *, within: str | None = None) -> Next | None:
    """The one thing to do next among *lessons* (in catalogue order); None when all is done.

    A quiz that was begun comes first, then the first unfinished lesson of the course in which
    something was finished last (or of the course *within*), then the first unfinished lesson at all.
    """
    candidates = [
        (index, lesson)
        for index, lesson in enumerate(lessons)
        if within is None or lesson.course_slug == within
    ]
    for index, lesson in candidates:
        if lesson.open_attempt_id and not lesson.completed_at:
            return Next(index, lesson.open_attempt_id)
    unfinished = [(index, lesson) for index, lesson in candidates if not lesson.completed_at]
    if not unfinished:
        return None
    last = _last_course(lessons)
    same_course = [index for index, lesson in unfinished if lesson.course_slug == last]
    return Next(same_course[0] if same_course else unfinished[0][0], None)


def _last_course(lessons: Sequence[AnyLesson]) -> str | None:
    finished = [(lesson.completed_at, lesson.course_slug) for lesson in lessons if lesson.completed_at]
    return max(finished)[1] if finished else None
