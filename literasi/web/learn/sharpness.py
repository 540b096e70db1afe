"""What a learner's own answers say about their judging. Nobody else can open this page."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template

from literasi.domain.discernment import Ratings
from literasi.domain.insight import (
    Change,
    Insight,
    Weak,
    change,
    insight,
    looked_at,
    missing,
    ratings_of,
)
from literasi.domain.sittings import Phase, SetAside
from literasi.queries.helpful_lessons import HelpfulLesson, HelpfulLessons, helpful_lessons
from literasi.queries.judging import OwnJudging, OwnTest, own_judging
from literasi.web import pages, visitors
from literasi.web.learn import bp
from literasi.web.learn.offers import phase_name


@dataclass(frozen=True)
class Counts:
    """Hoaxes and true messages of one test, side by side. *set_aside* says why it is not compared."""

    phase: Phase
    closed_at: datetime
    set_aside: SetAside | None
    rejected: int
    hoaxes: int
    accepted: int
    trues: int


@dataclass(frozen=True)
class WeakSpot:
    """A technique worth practising, and the lesson that helps."""

    weak: Weak
    lesson: HelpfulLesson | None


@dataclass(frozen=True)
class InsightView:
    """What the template shows; ``insight`` is None while there are too few answers: ``missing`` so many.

    *since_test* is the newest test that counts, if all that is counted was answered since it began.
    """

    insight: Insight | None
    judged: int
    missing: int
    since: datetime | None
    until: datetime | None
    since_test: Phase | None
    tests: list[Counts]
    change: Change | None
    weak: list[WeakSpot]
    trust_lesson: HelpfulLesson | None


@bp.get("/kemajuan/ketajaman")
def sharpness() -> str:
    """How well the learner tells true from false, where they lean, how sure they are, what to practise."""
    found = own_judging(pages.reader(), visitors.token_hash(), visitors.now())
    return render_template("pages/learn/sharpness.html", view=_view(found), phase_name=phase_name)


def _view(found: OwnJudging) -> InsightView:
    test = found.newest_test
    counted = looked_at(found.judged, test.started_at if test else None)
    told = insight(counted)
    lessons = _lessons(told)
    compared = _compared(found.tests)
    return InsightView(
        insight=told,
        judged=len(counted),
        missing=missing(ratings_of(counted)),
        since=counted[0].at if counted else None,
        until=counted[-1].at if counted else None,
        since_test=test.phase if test and counted and counted[0].at >= test.started_at else None,
        tests=[_counts(test) for test in found.tests],
        change=change(compared[0].ratings, compared[1].ratings) if compared else None,
        weak=[WeakSpot(one, lessons.by_technique.get(one.technique)) for one in (told.weak if told else ())],
        trust_lesson=lessons.trust,
    )


def _lessons(told: Insight | None) -> HelpfulLessons:
    """What helps with what is told; none are looked for where nothing needs practice."""
    if told is None or not (told.weak or told.doubts_trues):
        return HelpfulLessons({}, None)
    return helpful_lessons(pages.reader(), visitors.token_hash(), visitors.now())


def _compared(tests: tuple[OwnTest, ...]) -> tuple[OwnTest, OwnTest] | None:
    """The test before and the newest one since, if both tell something."""
    telling = [test for test in tests if test.set_aside is None]
    before = next((test for test in telling if test.phase is Phase.BEFORE), None)
    later = [test for test in telling if test.phase is not Phase.BEFORE]
    return (before, later[-1]) if before and later else None


def _counts(test: OwnTest) -> Counts:
    ratings: Ratings = test.ratings
    return Counts(
        test.phase,
        test.closed_at,
        test.set_aside,
        rejected=ratings.n_false - ratings.false_alarms,
        hoaxes=ratings.n_false,
        accepted=ratings.hits,
        trues=ratings.n_true,
    )
