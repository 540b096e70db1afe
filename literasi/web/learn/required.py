"""What a learner must finish, as their progress page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from literasi.domain.scheduling import add_months
from literasi.queries.courses import Catalogue, CourseWithLessons
from literasi.queries.obligations import Duty
from literasi.web.learn.links import NextUp, next_up


@dataclass(frozen=True)
class RequiredCourse:
    """One course that is still open: the soonest duty, others that ask for it too, and what is left."""

    duty: Duty
    others: tuple[Duty, ...]
    days: int
    is_late: bool
    done: int
    total: int
    minutes: int
    go_on: NextUp
    is_again: bool


@dataclass(frozen=True)
class SettledDuty:
    """One that is done, or that one need not do; ``next_due_on`` is when it comes again."""

    duty: Duty
    next_due_on: date | None


@dataclass(frozen=True)
class Required:
    """Everything that is required; ``organisations`` are those who ask for what is open."""

    open: tuple[RequiredCourse, ...]
    settled: tuple[SettledDuty, ...]
    organisations: tuple[str, ...]


def required(duties: Sequence[Duty], catalogue: Catalogue, today: date) -> Required | None:
    """What is required, the soonest first; None for whom nothing is."""
    if not duties:
        return None
    courses = {course.slug: course for course in catalogue.courses}
    waiting = [duty for duty in duties if duty.state == "open"]
    slugs = list(dict.fromkeys(duty.course for duty in waiting))
    return Required(
        open=tuple(
            _open([duty for duty in waiting if duty.course == slug], courses.get(slug), catalogue, today)
            for slug in slugs
        ),
        settled=tuple(SettledDuty(duty, _next_due(duty)) for duty in duties if duty.state != "open"),
        organisations=tuple(dict.fromkeys(duty.organisation for duty in waiting)),
    )


def _open(
    duties: Sequence[Duty], course: CourseWithLessons | None, catalogue: Catalogue, today: date
) -> RequiredCourse:
    """One course and everything that asks for it; a retired one may be missing in the catalogue."""
    first = duties[0]
    left = [row for row in course.rows if row.state != "done"] if course else []
    go_on = next_up(catalogue, within=first.course) if course else None
    return RequiredCourse(
        duty=first,
        others=tuple(duties[1:]),
        days=(first.due_on - today).days,
        is_late=first.late_from <= today,
        done=course.done if course else 0,
        total=course.total if course else 0,
        minutes=sum(row.minutes for row in left),
        go_on=go_on or _again(first, course),
        is_again=go_on is None,
    )


def _again(duty: Duty, course: CourseWithLessons | None) -> NextUp:
    """Whoever finished the course before it counted passes its final quiz once more."""
    if course is not None and course.final is not None:
        return NextUp(
            "quiz", url_for("learn.quiz", course=course.slug, quiz=course.final.slug), course.final.title
        )
    return NextUp("course", url_for("learn.course", course=duty.course), duty.course_title)


def _next_due(duty: Duty) -> date | None:
    if duty.repeat_months is None:
        return None
    return add_months(duty.first_due_on, (duty.round + 1) * duty.repeat_months)
