"""What readers reported, until somebody has seen to it."""

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.queries import problem_reports
from literasi.queries.titles import live_titles
from literasi.services import reporting
from literasi.web import visitors
from literasi.web.studio import bp
from literasi.web.studio.home import trainer_id


@bp.get("/studio/laporan")
def report_list() -> str:
    """The reports that wait, or with ``?status=selesai`` those that are handled."""
    handled = request.args.get("status") == "selesai"
    return render_template(
        "pages/studio/reports.html",
        handled=handled,
        page=problem_reports.report_page(
            db.session(), handled=handled, number=request.args.get("halaman", 1, int)
        ),
        titles=live_titles(db.session()),
        undo=request.args.get("selesai", type=int),
    )


@bp.post("/studio/laporan/selesai")
def handle_report() -> Response:
    """It is seen to; the list then offers to undo that."""
    undo = _sent_id() if _step(reporting.mark_handled) else None
    return redirect(url_for(".report_list", selesai=undo), 303)


@bp.post("/studio/laporan/buka-lagi")
def reopen_report() -> Response:
    """Undo: it waits again."""
    _step(reporting.reopen)
    return redirect(url_for(".report_list"), 303)


def _step(step: Callable[..., None]) -> bool:
    """Whether there was such a report."""
    try:
        with transaction() as session:
            step(session, _sent_id(), trainer_id(), now=visitors.now())
    except reporting.UnknownReport:
        return False
    return True


def _sent_id() -> int:
    """The report that the form is about; 0, which none has, when it is no number."""
    sent = request.form.get("report", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
