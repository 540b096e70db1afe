"""The one-time link by which a new site gets its first operator."""

from flask import abort, redirect, render_template, url_for
from werkzeug import Response

from literasi.database import transaction
from literasi.queries.people import is_live_link
from literasi.services import inviting
from literasi.web import pages, visitors
from literasi.web.account import bp
from literasi.web.account.asking import asker
from literasi.web.account.sessions import begin_session


@bp.get("/operator/<slug:token>")
def operator_link(token: str) -> str:
    """Ask whether the person who is signed in shall be the operator."""
    if not is_live_link(pages.reader(), inviting.link_hash(token), inviting.OPERATOR, visitors.now()):
        abort(404)
    return render_template("pages/account/operator_link.html", person=asker(), token=token)


@bp.post("/operator/<slug:token>")
def become_operator(token: str) -> Response:
    """Use the link. The session begins anew, because it may do more now."""
    person = asker()
    try:
        with transaction() as session:
            inviting.take_operator_link(session, token, person.learner_id, now=visitors.now())
    except inviting.DeadLink:
        abort(404)
    begin_session(
        person.learner_id,
        visitors.fresh_token(),
        is_shared=person.is_shared,
        confirmed_at=person.confirmed_at,
    )
    return redirect(url_for("platform.desk"), 303)
