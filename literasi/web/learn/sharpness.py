"""What a learner's own answers say about their judging. Nobody else can open this page."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template

from literasi.domain.discernment import Ratings
from literasi.domain.insight import NEWEST, Change, Insight, Weak, change, insight, missing, ratings_of
from literasi.domain.sittings import Phase
from literasi.queries.helpful_lessons import HelpfulLesson, helpful_lessons
from literasi.queries.judging import OwnTest, own_judging
from literasi.web import pages, visitors
from literasi.web.learn import bp


@dataclass(frozen=True)
class Counts:
    """Hoaxes and true messages of one test, side by side."""

    phase: Phase
    closed_at: datetime
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
    """What the template shows; ``insight`` is None while there are too few answers: ``missing`` so many."""

    insight: Insight | None
    judged: int
    missing: int
    since: datetime | None
    until: datetime | None
    tests: list[Counts]
    change: Change | None
    weak: list[WeakSpot]


@bp.get("/kemajuan/ketajaman")
def sharpness() -> str:
    """How well the learner tells true from false, where they lean, how sure they are, what to practise."""
    found = own_judging(pages.reader(), visitors.token_hash(), visitors.now())
    newest = found.judged[-NEWEST:]
    told = insight(newest)
    lessons = helpful_lessons(pages.reader()) if told and told.weak else {}
    compared = _compared(found.tests)
    view = InsightView(
        insight=told,
        judged=len(newest),
        missing=missing(ratings_of(newest)),
        since=newest[0].at if newest else None,
        until=newest[-1].at if newest else None,
        tests=[_counts(test) for test in found.tests],
        change=change(compared[0].ratings, compared[1].ratings) if compared else None,
        weak=[WeakSpot(one, lessons.get(one.technique)) for one in (told.weak if told else ())],
    )
    return render_template("pages/learn/sharpness.html", view=view)


def _compared(tests: tuple[OwnTest, ...]) -> tuple[OwnTest, OwnTest] | None:
    """The test before and the newest one since, if both tell something."""
    telling = [test for test in tests if test.tells]
    before = next((test for test in telling if test.phase is Phase.BEFORE), None)
    later = [test for test in telling if test.phase is not Phase.BEFORE]
    return (before, later[-1]) if before and later else None


def _counts(test: OwnTest) -> Counts:
    ratings: Ratings = test.ratings
    return Counts(
        test.phase,
        test.closed_at,
        rejected=ratings.n_false - ratings.false_alarms,
        hoaxes=ratings.n_false,
        accepted=ratings.hits,
        trues=ratings.n_true,
    )
