"""Whether a course works, for trainers: figures of groups, never of a person, and the harm alarm."""

from flask import Response, redirect, render_template, url_for
from werkzeug import Response as AnyResponse

from literasi.web import evidence_pages, evidence_sheets, visitors
from literasi.web.studio import bp
from literasi.web.studio.home import trainer_id


@bp.get("/studio/hasil-belajar")
def evidence() -> str:
    """Every course, with what is known over all who took the tests."""
    return render_template("pages/studio/evidence.html", courses=evidence_pages.courses())


@bp.get("/studio/hasil-belajar/<slug:course>")
def course_evidence_page(course: str) -> str:
    """One course and one group: everybody, citizens, admins, or one agency."""
    return render_template("pages/studio/course_evidence.html", page=evidence_pages.course_page(course))


@bp.get("/studio/hasil-belajar/<slug:course>/unduh.csv")
def download_evidence(course: str) -> Response:
    """The same figures as CSV."""
    page = evidence_pages.course_page(course)
    return evidence_sheets.download_page(page, now=visitors.now())


@bp.get("/studio/hasil-belajar/<slug:course>/peringatan")
def alarm(course: str) -> str:
    """The alarms of a course: what one means, and who answered what."""
    return _alarm_page(course, {})


@bp.post("/studio/hasil-belajar/<slug:course>/peringatan")
def answer_alarm(course: str) -> AnyResponse | str | tuple[str, int]:
    """Say what was found and what will change."""
    errors = evidence_pages.answer_alarm(evidence_pages.found_course(course), trainer_id())
    if errors:
        return _alarm_page(course, errors), 422
    return redirect(url_for(".alarm", course=course), 303)


def _alarm_page(slug: str, errors: dict[str, str]) -> str:
    course = evidence_pages.found_course(slug)
    return render_template(
        "pages/studio/alarm.html",
        course=course,
        alarms=evidence_pages.alarms(course),
        errors=errors,
        typed=evidence_pages.sent_answer(),
    )
