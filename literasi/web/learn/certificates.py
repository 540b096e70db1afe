"""Taking the certificate of a finished course."""

from flask import abort, redirect, request, url_for
from werkzeug import Response

from literasi.database import transaction
from literasi.domain.certificates import LONGEST_NAME, InvalidName, read_name
from literasi.queries import certificates as reading
from literasi.services import certifying
from literasi.services.certifying import NotEarned
from literasi.web import pages, visitors
from literasi.web.learn import bp
from literasi.web.learn.courses import completed_page
from literasi.web.translating import gettext


@bp.post("/kursus/<slug:course>/sertifikat")
def take_certificate(course: str) -> Response | tuple[str | Response, int]:
    """Issue it once, under the name that was typed; somebody who has it already is led there."""
    own = reading.of_course(pages.reader(), course, visitors.token_hash(), visitors.now())
    if own.learner_id is None:
        abort(404)
    if own.due_finish_id is None:
        return _lead_to(own.codes[0]) if own.codes else abort(404)
    typed = request.form.get("name", "")
    try:
        name = "" if own.is_member else read_name(typed)
    except InvalidName as problem:
        return completed_page(course, typed_name=typed[:200], errors={"name": _words(problem)}), 422
    try:
        with transaction() as session:
            code = certifying.issue(session, own.learner_id, own.due_finish_id, name=name, now=visitors.now())
    except NotEarned:  # another tab was quicker, or the course gives none any more
        return redirect(url_for(".course_completed", course=course), 303)
    return _lead_to(code)


def _lead_to(code: str) -> Response:
    return redirect(url_for("public.certificate", code=code), 303)


def _words(problem: InvalidName) -> str:
    if problem.too_long:
        return gettext("The name has more than %(most)s characters. Shorten it.", most=LONGEST_NAME)
    return gettext("Type your name as it shall stand on the certificate.")
