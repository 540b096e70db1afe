"""What the learner has finished, when, and what comes next."""

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from werkzeug import Response

from literasi.queries.courses import Catalogue, CourseWithLessons
from literasi.queries.lessons import LessonRow
from literasi.queries.progress import questions_answered
from literasi.web import pages, visitors
from literasi.web.learn import bp
from literasi.web.learn.courses import own_catalogue
from literasi.web.learn.links import NextUp
from literasi.web.learn.links import next_up as find_next


@dataclass(frozen=True)
class AttemptLink:
    """A quiz that waits to be finished."""

    id: object
    title: str


@dataclass(frozen=True)
class CourseProgress:
    """One course that the learner has begun."""

    slug: str
    title: str
    done: int
    total: int
    lessons: tuple[LessonRow, ...]


@dataclass(frozen=True)
class ProgressView:
    """What the template shows."""

    courses: list[CourseProgress]
    next_up: NextUp | None
    answers: int
    has_learner: bool
    open_attempts: list[AttemptLink]


@bp.get("/kemajuan")
def progress() -> str:
    """Everything this browser's learner has done."""
    found = own_catalogue()
    view = ProgressView(
        courses=[_of(course) for course in found.courses if _is_begun(course)],
        next_up=find_next(found),
        answers=questions_answered(pages.reader(), visitors.token_hash(), visitors.now()),
        has_learner=found.learner_id is not None,
        open_attempts=_open_attempts(found),
    )
    return render_template("pages/learn/progress.html", progress=view)


@bp.get("/lanjut")
def next_up() -> Response:
    """Lead to the one thing to do next; to the progress page when all is done."""
    found = find_next(own_catalogue())
    return redirect(found.url if found else url_for(".progress"), 303)


def _of(course: CourseWithLessons) -> CourseProgress:
    return CourseProgress(course.slug, course.title, course.done, course.total, course.rows)


def _is_begun(course: CourseWithLessons) -> bool:
    return any(row.state != "none" for row in course.rows)


def _open_attempts(catalogue: Catalogue) -> list[AttemptLink]:
    rows = [row for course in catalogue.courses for row in course.rows]
    return [AttemptLink(row.open_attempt_id, row.title) for row in rows if row.open_attempt_id]
