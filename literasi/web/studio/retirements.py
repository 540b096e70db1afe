"""Courses, lessons and quizzes are retired, brought back and moved: each step says first what it means."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.identities import Identity
from literasi.queries import catalogue
from literasi.queries.catalogue import LessonRow, TextRow
from literasi.services import ordering, retiring
from literasi.web import visitors
from literasi.web.studio import bp
from literasi.web.studio.home import trainer_id
from literasi.web.studio.naming import named_text
from literasi.web.translating import gettext


@bp.get("/studio/pensiun")
def retirement() -> str:
    """What it means to retire this text, or to bring it back."""
    return _page(named_text(), {})


@bp.post("/studio/pensiun")
def retire_text() -> Response:
    """Offer the text no longer."""
    identity = named_text()
    try:
        with transaction() as session:
            retiring.retire(session, identity, by_id=trainer_id(), now=visitors.now())
    except retiring.UnknownText:
        abort(404)
    return _back(identity, "pensiun")


@bp.post("/studio/pakai-lagi")
def bring_back_text() -> Response | tuple[str, int]:
    """Offer it again."""
    identity = named_text()
    try:
        with transaction() as session:
            retiring.bring_back(session, identity, by_id=trainer_id(), now=visitors.now())
    except retiring.UnknownText:
        abort(404)
    except retiring.SecondFinal as problem:
        words = gettext(
            "The course has another final quiz by now, “%(slug)s”. Retire that one first.", slug=problem
        )
        return _page(identity, {"teks": words}), 409
    except retiring.TakenKeys as problem:
        mend = gettext("Give the questions there other keys, or retire that quiz first.")
        return _page(identity, {"teks": f"{problem} {mend}"}), 409
    return _back(identity, "pakai-lagi")


@bp.get("/studio/kursus/<slug:course>/<slug:lesson>/pindah")
def moving(course: str, lesson: str) -> str:
    """To which course the lesson could go, and what that means."""
    return _moving_page(course, lesson, {})


@bp.post("/studio/kursus/<slug:course>/<slug:lesson>/pindah")
def move_lesson(course: str, lesson: str) -> Response | tuple[str, int]:
    """Move the lesson with its quiz to another course."""
    try:
        with transaction() as session:
            target = request.form.get("target", "")
            ordering.move_lesson(session, course, lesson, target, by_id=trainer_id(), now=visitors.now())
    except retiring.UnknownText:
        abort(404)
    except ordering.UnknownCourse:
        return _moving_page(course, lesson, {"target": gettext("Choose one of these courses.")}), 422
    except ordering.TakenAddress as problem:
        words = gettext("There is a text with this address in that course: %(name)s.", name=problem)
        return _moving_page(course, lesson, {"target": words}), 422
    return redirect(url_for(".course", course=target, selesai="pindah", _anchor=lesson), 303)


def _moving_page(course: str, lesson: str, errors: dict[str, str]) -> str:
    session = db.session()
    row = _row(Identity("lesson", course, lesson))
    others = [one for one in catalogue.courses(session) if one.retired_at is None]
    return render_template(
        "pages/studio/moving.html",
        row=row,
        targets=[(one.identity.course, one.title) for one in others if one.identity.course != course],
        errors=errors,
    )


def _page(identity: Identity, errors: dict[str, str]) -> str:
    return render_template("pages/studio/retirement.html", row=_row(identity), errors=errors)


def _row(identity: Identity) -> TextRow:
    """The text in its course; 404 when there is none, and for files of the bank."""
    found = catalogue.course_contents(db.session(), identity.course) or abort(404)
    lessons: list[LessonRow] = [*found.lessons, *found.retired]
    quizzes = [*found.quizzes, *(lesson.quiz for lesson in lessons if lesson.quiz is not None)]
    rows: list[TextRow] = [found.course, *lessons, *quizzes]
    return next((row for row in rows if row.identity == identity), None) or abort(404)


def _back(identity: Identity, done: str) -> Response:
    if identity.kind == "course":
        return redirect(url_for(".courses", selesai=done), 303)
    return redirect(url_for(".course", course=identity.course, selesai=done), 303)
