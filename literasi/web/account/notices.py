"""Which messages reach somebody by e-mail, and ending those that are not required."""

import uuid

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.queries.letters import mail_wish, wish_behind
from literasi.services import choosing_mail
from literasi.web import visitors
from literasi.web.account import bp
from literasi.web.account.asking import asker
from literasi.web.translating import gettext

YES, NO = "yes", "no"


@bp.get("/akun/pemberitahuan")
def notices() -> str:
    """What is sent, where to, and what of it is one's own choice."""
    return _page({})


@bp.post("/akun/pemberitahuan")
def choose_notices() -> Response | tuple[str, int]:
    """Keep the choice."""
    wanted = request.form.get("optional")
    if wanted not in {YES, NO}:
        return _page({"optional": gettext("Choose one of the two.")}), 422
    with transaction() as session:
        choosing_mail.choose(session, asker().learner_id, wants_optional=wanted == YES, now=visitors.now())
    return redirect(url_for(".notices", tersimpan=1), 303)


@bp.get("/berhenti-email/<uuid:mail_key>")
def unsubscribing(mail_key: uuid.UUID) -> str:
    """The question behind the link in a message: opening it changes nothing, a button does."""
    _, wants_optional = wish_behind(db.session(), mail_key) or abort(404)
    return render_template("pages/account/unsubscribing.html", mail_key=mail_key, wants=wants_optional)


@bp.post("/berhenti-email/<uuid:mail_key>")
def unsubscribe(mail_key: uuid.UUID) -> Response:
    """End the messages that are not required; whoever has the key need not sign in."""
    learner_id, _ = wish_behind(db.session(), mail_key) or abort(404)
    with transaction() as session:
        choosing_mail.choose(session, learner_id, wants_optional=False, now=visitors.now())
    return redirect(url_for(".unsubscribing", mail_key=mail_key), 303)


def _page(errors: dict[str, str]) -> str:
    person = asker()
    return render_template(
        "pages/account/notices.html",
        errors=errors,
        address=person.login_name if "@" in person.login_name else None,
        optional=YES if mail_wish(db.session(), person.learner_id).wants_optional else NO,
        saved=request.method == "GET" and request.args.get("tersimpan") == "1",
    )
