"""What operators decide about how the site works."""

from collections.abc import Mapping

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.queries.site_settings import NO, YES, Signing, second_trainer_needed, signing
from literasi.services import deciding
from literasi.web import visitors
from literasi.web.platform import bp
from literasi.web.translating import gettext

LONGEST = {"issuer": 120, "signatory_name": 80, "signatory_title": 120}  # characters; all fit on the sheet


@bp.get("/kelola/pengaturan")
def decisions() -> str:
    """The settings as they are."""
    return _page({})


@bp.post("/kelola/pengaturan")
def decide() -> Response | tuple[str, int]:
    """Change who may publish; the audit keeps who did."""
    operator = visitors.person() or abort(404)
    sent = request.form.get("second_trainer")
    if sent not in {YES, NO}:
        return _page({"second_trainer": gettext("Choose one of the two.")}), 422
    with transaction() as session:
        deciding.need_second_trainer(session, sent == YES, by_id=operator.learner_id, now=visitors.now())
    return redirect(url_for(".decisions", tersimpan=1), 303)


@bp.post("/kelola/pengaturan/sertifikat")
def decide_signing() -> Response | tuple[str, int]:
    """Change in whose name certificates are issued from now on."""
    operator = visitors.person() or abort(404)
    typed = {name: " ".join(request.form.get(name, "").replace("\x00", "").split()) for name in LONGEST}
    errors = _signing_errors(typed)
    if errors:
        return _page(errors, Signing(**typed)), 422
    with transaction() as session:
        deciding.sign_certificates(session, Signing(**typed), by_id=operator.learner_id, now=visitors.now())
    return redirect(url_for(".decisions", tersimpan=1), 303)


def _signing_errors(typed: Mapping[str, str]) -> dict[str, str]:
    errors = {
        name: gettext("This has more than %(most)s characters. Shorten it.", most=most)
        for name, most in LONGEST.items()
        if len(typed[name]) > most
    }
    if not typed["issuer"]:
        errors["issuer"] = gettext("Say who issues the certificates, such as an agency.")
    if typed["signatory_title"] and not typed["signatory_name"]:
        errors["signatory_name"] = gettext("Say who signs, or leave the office empty, too.")
    return errors


def _page(errors: dict[str, str], typed: Signing | None = None) -> str:
    session = db.session()
    return render_template(
        "pages/platform/decisions.html",
        second_trainer=YES if second_trainer_needed(session) else NO,
        signing=typed or signing(session),
        saved=request.method == "GET" and request.args.get("tersimpan") == "1",
        errors=errors,
    )
