"""Readers tell the trainers what is wrong on a page."""

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import transaction
from literasi.queries.learners import learner_behind
from literasi.services import reporting, throttling
from literasi.web import presentation, visitors
from literasi.web.public import bp
from literasi.web.security import client_address, local_path
from literasi.web.translating import gettext

# A whole office may sit behind one address.
LIMIT, WINDOW = 60, timedelta(hours=1)


@bp.get("/laporkan")
def report_problem() -> str:
    """The form; ``?halaman=`` names the page that it is about."""
    if request.args.get("terkirim") == "1":
        return render_template(
            "pages/public/problem_reported.html", page=local_path(request.args.get("halaman"))
        )
    return _form(local_path(request.args.get("halaman")), "", {})


@bp.post("/laporkan")
def send_problem_report() -> Response | tuple[str, int]:
    """Keep the report for the trainers."""
    page = local_path(request.form.get("page"))
    text = request.form.get("text", "").replace("\x00", "").strip()
    error = _problem(text)
    if error:
        return _form(page, text, {"text": error}), 422
    with transaction() as session:
        throttling.count(session, "report", client_address(), limit=LIMIT, window=WINDOW, now=visitors.now())
        reporting.report_problem(
            session,
            page=page,
            text=text,
            learner_id=learner_behind(session, visitors.token_hash(), visitors.now()),
            now=visitors.now(),
        )
    return redirect(url_for(".report_problem", terkirim=1, halaman=page), 303)


def _problem(text: str) -> str | None:
    if not text:
        return gettext("Write in a sentence or two what is wrong.")
    if len(text) > reporting.LONGEST:
        return gettext(
            "Your report has %(length)s characters. Shorten it to %(most)s at most.",
            length=presentation.number(len(text)),
            most=presentation.number(reporting.LONGEST),
        )
    return None


def _form(page: str, text: str, errors: dict[str, str]) -> str:
    return render_template(
        "pages/public/report_problem.html",
        form={"page": page, "text": text},
        errors=errors,
        page=page,
        longest=reporting.LONGEST,
    )
