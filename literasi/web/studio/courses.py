"""Courses and what is in them: begun, put in order. Editing itself is done in drafts."""

import uuid
from datetime import date

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.courses import Audience
from literasi.domain.examples import course_skeleton, lesson_skeleton, quiz_skeleton, unique_slug
from literasi.domain.identities import Identity
from literasi.domain.rewriting import set_front
from literasi.queries import catalogue, taken_names
from literasi.queries.catalogue import CourseContents
from literasi.services import drafting, ordering
from literasi.services.drafting import NewText
from literasi.services.reading_files import TAKEN_SLUGS
from literasi.services.retiring import UnknownText
from literasi.web import presentation, visitors
from literasi.web.studio import bp
from literasi.web.studio.home import trainer_id
from literasi.web.studio.naming import step, typed_title

KINDS = ("lesson", "quiz", "final")


@bp.get("/studio/kursus")
def courses() -> str:
    """Every course, retired ones last."""
    return _courses_page({})


@bp.post("/studio/kursus")
def begin_course() -> Response | tuple[str, int]:
    """Begin the draft of a new course, with an address made of its title."""
    title, problem = typed_title()
    if problem:
        return _courses_page({"title": problem}, title), 422
    audience = "admin" if request.form.get("audience") == Audience.ADMIN else "warga"
    position = max((course.position for course in catalogue.courses(db.session())), default=0) + 1
    slug = unique_slug(title, taken_names.taken_courses(db.session()), otherwise="kursus-baru")
    text = course_skeleton(title, _today(), audience=audience, position=min(position, 999))
    return _begin(NewText(str(Identity("course", slug, "")), text))


@bp.get("/studio/kursus/<slug:course>")
def course(course: str) -> str:
    """One course: its lessons in order, its quizzes, what is retired and what is being written."""
    return _course_page(_found(course), {})


@bp.post("/studio/kursus/<slug:course>/geser")
def shift_course(course: str) -> Response:
    """Move the course up or down in the catalogue."""
    try:
        with transaction() as session:
            ordering.shift_course(session, course, step(), by_id=trainer_id(), now=visitors.now())
    except UnknownText:
        abort(404)
    except ordering.UnwrittenPosition:
        return redirect(url_for(".courses", selesai="urutan-gagal"), 303)
    return redirect(url_for(".courses", selesai="urutan"), 303)


@bp.post("/studio/kursus/<slug:course>/<slug:lesson>/geser")
def shift_lesson(course: str, lesson: str) -> Response:
    """Move the lesson up or down in its course."""
    try:
        with transaction() as session:
            ordering.shift_lesson(session, course, lesson, step(), by_id=trainer_id(), now=visitors.now())
    except UnknownText:
        abort(404)
    return redirect(url_for(".course", course=course, selesai="urutan", _anchor=lesson), 303)


@bp.post("/studio/kursus/<slug:course>/tambah")
def begin_text(course: str) -> Response | tuple[str, int]:
    """Begin the draft of a new lesson with its quiz, of a quiz, or of the final quiz."""
    found = _found(course)
    kind = request.form.get("kind", "")
    title, problem = typed_title()
    if problem or kind not in KINDS:
        return _course_page(found, {f"title-{kind}": problem} if kind in KINDS else {}), 422
    taken = taken_names.taken_slugs(db.session(), course) | TAKEN_SLUGS
    slug = unique_slug(title, taken, otherwise="baru")
    keys = taken_names.example_keys(db.session())
    if kind == "lesson":
        quiz = quiz_skeleton(f"Kuis {title}"[:80], _today(), keys, lesson=slug)
        return _begin(
            NewText(str(Identity("lesson", course, slug)), lesson_skeleton(title, _today())),
            NewText(str(Identity("quiz", course, slug)), quiz),
        )
    lesson = request.form.get("lesson") or None
    quiz = quiz_skeleton(title, _today(), keys, lesson=_without_quiz(found, lesson))
    if kind == "final":
        quiz = set_front(set_front(quiz, "feedback", "akhir"), "final", "ya")
    return _begin(NewText(str(Identity("quiz", course, slug)), quiz))


def _without_quiz(found: CourseContents, slug: str | None) -> str | None:
    """The named lesson if it is one that has no quiz yet."""
    open_ones = {lesson.identity.slug for lesson in found.lessons if lesson.quiz is None}
    return slug if slug in open_ones else None


def _begin(*texts: NewText) -> Response:
    with transaction() as session:
        draft_id = drafting.begin(session, trainer_id(), texts, draft_id=uuid.uuid4(), now=visitors.now())
    return redirect(url_for(".draft", draft_id=draft_id), 303)


def _found(course: str) -> CourseContents:
    return catalogue.course_contents(db.session(), course) or abort(404)


def _courses_page(errors: dict[str, str], title: str = "") -> str:
    session = db.session()
    return render_template(
        "pages/studio/courses.html",
        courses=catalogue.courses(session),
        news=catalogue.new_courses(session),
        errors=errors,
        title=title,
        done=request.args.get("selesai", ""),
        me=trainer_id(),
    )


def _course_page(found: CourseContents, errors: dict[str, str]) -> str:
    return render_template(
        "pages/studio/course.html",
        found=found,
        errors=errors,
        typed=request.form.get("title", ""),
        done=request.args.get("selesai", ""),
        me=trainer_id(),
    )


def _today() -> date:
    return presentation.today(visitors.now())
