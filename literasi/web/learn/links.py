"""Where the next thing to do is, as a link with words."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from literasi.domain.progress import next_thing
from literasi.queries.courses import Catalogue, CourseWithLessons
from literasi.queries.lessons import LessonRow
from literasi.web.translating import gettext


@dataclass(frozen=True)
class NextUp:
    """One thing to do: a lesson to read, a quiz to answer or an attempt to go on with."""

    kind: str
    url: str
    label: str


def next_up(catalogue: Catalogue, *, within: str | None = None) -> NextUp | None:
    """The next thing for this learner in all courses, or *within* one; None when all is done.

    What was begun comes first, then the final quiz of a course whose lessons are done, then a lesson.
    """
    rows = [row for course in catalogue.courses for row in course.rows]
    found = next_thing(rows, within=within)
    if found is None or not found.attempt_id:
        courses = [course for course in catalogue.courses if within is None or course.slug == within]
        final = _final_attempt(courses) or next(filter(None, map(final_quiz, courses)), None)
        if final is not None or found is None:
            return final
    row = rows[found.index]
    if found.attempt_id:
        return NextUp("attempt", url_for("learn.attempt", attempt_id=found.attempt_id), row.title)
    return NextUp("lesson", lesson_url(row), row.title)


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
