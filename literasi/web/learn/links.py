"""Where the next thing to do is, as a link with words."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from literasi.domain.progress import next_thing
from literasi.domain.sittings import Phase
from literasi.queries.courses import Catalogue, CourseWithLessons
from literasi.queries.lessons import LessonRow
from literasi.queries.refreshing import OwnRefreshers
from literasi.web.learn.offers import TestOffer
from literasi.web.translating import gettext


@dataclass(frozen=True)
class NextUp:
    """One thing to do: a lesson to read, a quiz to answer, an attempt to go on with, a test, a refresher."""

    kind: str
    url: str
    label: str


def next_up(
    catalogue: Catalogue,
    *,
    within: str | None = None,
    refreshers: OwnRefreshers | None = None,
    test: TestOffer | None = None,
) -> NextUp | None:
    """The next thing for this learner in all courses, or *within* one; None when all is done.

    A *test* under way comes first, then a quiz that was begun, the test after a finished course, a refresher
    that is due, the final quiz of a course whose lessons are done, a lesson.
    """
    if test is not None and test.going_on:
        return NextUp(
            "open test", url_for("learn.test", test_id=test.going_on.id), gettext("Discernment test")
        )
    rows = [row for course in catalogue.courses for row in course.rows]
    found = next_thing(rows, within=within)
    if found is not None and found.attempt_id:
        row = rows[found.index]
        return NextUp("attempt", url_for("learn.attempt", attempt_id=found.attempt_id), row.title)
    courses = [course for course in catalogue.courses if within is None or course.slug == within]
    begun = _final_attempt(courses) or _test_after(test) or refresher_link(refreshers)
    left = begun or next(filter(None, map(final_quiz, courses)), None)
    if left is not None or found is None:
        return left
    return NextUp("lesson", lesson_url(rows[found.index]), rows[found.index].title)


def _test_after(test: TestOffer | None) -> NextUp | None:
    """The test after a course: the next course could change what it measures."""
    if test is None or test.phase is not Phase.AFTER:
        return None
    return NextUp("test", url_for("learn.test_front"), gettext("Test after the course"))


def refresher_link(refreshers: OwnRefreshers | None) -> NextUp | None:
    """The refresher that was begun or is due, labelled in the page's language; None when there is none."""
    if refreshers is None or not refreshers.waits:
        return None
    address = url_for("learn.refreshers")
    if refreshers.open_id:
        address = url_for("learn.refresher", refresher_id=refreshers.open_id)
    return NextUp("refresher", address, gettext("Refresher: four messages, two minutes"))


def _final_attempt(courses: Sequence[CourseWithLessons]) -> NextUp | None:
    """A final quiz that was begun and is not passed yet."""
    for course in courses:
        final = course.final
        if final and final.open_attempt_id and not final.passed:
            return NextUp("attempt", url_for("learn.attempt", attempt_id=final.open_attempt_id), final.title)
    return None


def final_quiz(course: CourseWithLessons) -> NextUp | None:
    """The final quiz of a course, when it is all that is left of it."""
    final = course.final
    if final is None or final.passed or course.completed_at or not course.rows or course.done < course.total:
        return None
    return NextUp("quiz", url_for("learn.quiz", course=course.slug, quiz=final.slug), final.title)


def following_lesson(course: CourseWithLessons | None, lesson_slug: str | None) -> NextUp | None:
    """The lesson after *lesson_slug* that is not done yet; else any that is not; else the final quiz.

    None when nothing is left.
    """
    if course is None:
        return None
    slugs = [row.slug for row in course.rows]
    start = slugs.index(lesson_slug) + 1 if lesson_slug in slugs else 0
    ordered = [*course.rows[start:], *course.rows[:start]]
    row = next((row for row in ordered if row.state != "done"), None)
    return NextUp("lesson", lesson_url(row), row.title) if row else final_quiz(course)


def lesson_url(row: LessonRow) -> str:
    """The address of a lesson."""
    return url_for("learn.lesson", course=row.course_slug, lesson=row.slug)


def audience_name(audience: str) -> str:
    """For whom a group of courses is, in words."""
    return gettext("For agency admins") if audience == "admin" else gettext("For citizens")
