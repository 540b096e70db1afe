"""The catalogue and the page of a course."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import abort, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug import Response

from literasi.domain.identities import Identity
from literasi.queries import courses as reading
from literasi.queries.certificates import of_course
from literasi.queries.courses import Catalogue, CourseWithLessons, FinalQuiz
from literasi.queries.extra_quizzes import ExtraQuiz, extra_quizzes
from literasi.queries.lessons import LessonRow
from literasi.web import pages, visitors
from literasi.web.learn import bp
from literasi.web.learn.links import NextUp, next_up
from literasi.web.learn.offers import own_offer
from literasi.web.learn.old_addresses import lead_on
from literasi.web.learn.refreshers import mine

AUDIENCES = ("warga", "admin")


@dataclass(frozen=True)
class CoursePage:
    """What the template shows of a course."""

    id: int
    slug: str
    title: str
    summary: str
    audience: str
    html: Markup
    review_by: date
    lessons: tuple[LessonRow, ...]
    done: int
    total: int
    minutes: int
    minutes_left: int
    next_up: NextUp | None
    saved_at: datetime | None
    final: FinalQuiz | None
    extras: tuple[ExtraQuiz, ...]
    completed_at: datetime | None
    is_done: bool


@bp.get("/kursus")
def courses() -> str:
    """Every course, citizens' first."""
    found = own_catalogue()
    groups = [
        (audience, [course for course in found.courses if course.audience == audience])
        for audience in AUDIENCES
    ]
    return render_template(
        "pages/learn/courses.html",
        groups=[(audience, members) for audience, members in groups if members],
        next_up=next_up(found, refreshers=mine(), test=own_offer(found)) if found.learner_id else None,
    )


@bp.get("/kursus/<slug:course>")
def course(course: str) -> str | Response:
    """One course as a task list."""
    text = reading.course_text(pages.reader(), course)
    if text is None:
        return lead_on(Identity("course", course, ""))
    found = own_catalogue()
    own = find_course(found, course) or abort(404)
    view = CoursePage(
        id=own.id,
        slug=own.slug,
        title=own.title,
        summary=own.summary,
        audience=own.audience,
        html=Markup(text.html),  # noqa: S704  (sanitised at publishing)
        review_by=text.review_by,
        lessons=own.rows,
        done=own.done,
        total=own.total,
        minutes=own.minutes,
        minutes_left=own.minutes_left,
        next_up=next_up(found, within=course),
        saved_at=max((row.completed_at for row in own.rows if row.completed_at), default=None),
        final=own.final,
        extras=extra_quizzes(pages.reader(), course, visitors.token_hash(), visitors.now()),
        completed_at=own.completed_at,
        is_done=own.is_done,
    )
    test = own_offer(found) if own.rows else None
    return render_template("pages/learn/course.html", course=view, test=test)


@bp.get("/kursus/<slug:course>/selesai")
def course_completed(course: str) -> str | Response:
    """What was learned in a finished course, and what comes next; its own page while it is not finished."""
    return completed_page(course, typed_name="", errors={})


def completed_page(course: str, *, typed_name: str, errors: dict[str, str]) -> str | Response:
    """That page, with what was typed for the certificate and what is wrong with it."""
    found = own_catalogue()
    own = find_course(found, course) or abort(lead_on(Identity("course", course, "")))
    if own.completed_at is None:
        return redirect(url_for(".course", course=course), 303)
    return render_template(
        "pages/learn/course_completed.html",
        course=own,
        lessons=reading.learned(pages.reader(), course),
        next_up=next_up(found),
        test=own_offer(found),
        certificates=of_course(pages.reader(), course, visitors.token_hash(), visitors.now()),
        typed_name=typed_name,
        errors=errors,
    )


def own_catalogue() -> Catalogue:
    """The catalogue, as far as the asker has come."""
    return reading.catalogue(pages.reader(), visitors.token_hash(), visitors.now())


def find_course(catalogue: Catalogue, slug: str) -> CourseWithLessons | None:
    """The course with this slug, if it is on offer."""
    return next((course for course in catalogue.courses if course.slug == slug), None)
