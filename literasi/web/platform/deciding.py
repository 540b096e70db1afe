"""What operators decide about how the site works."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.queries.site_settings import NO, YES, second_trainer_needed
from literasi.services import deciding
from literasi.web import visitors
from literasi.web.platform import bp
from literasi.web.translating import gettext


@bp.get("/kelola/pengaturan")
def decisions() -> str:
    """The settings as they are."""
    return _page({})


@bp.post("/kelola/pengaturan")
def decide() -> Response | tuple[str, int]:
    """Change them; the audit keeps who did."""
    operator = visitors.person() or abort(404)
    sent = request.form.get("second_trainer")
    if sent not in {YES, NO}:
        return _page({"second_trainer": gettext("Choose one of the two.")}), 422
    with transaction() as session:
        deciding.need_second_trainer(session, sent == YES, by_id=operator.learner_id, now=visitors.now())
    return redirect(url_for(".decisions", tersimpan=1), 303)


def _page(errors: dict[str, str]) -> str:
    return render_template(
        "pages/platform/decisions.html",
        second_trainer=YES if second_trainer_needed(db.session()) else NO,
        saved=request.method == "GET" and request.args.get("tersimpan") == "1",
        errors=errors,
    )
