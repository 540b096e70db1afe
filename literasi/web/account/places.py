"""One's own places in organisations: leaving one; and stopping a code that somebody made for oneself."""

import uuid

from flask import abort, redirect, render_template, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.queries.own_places import OwnPlace, own_places
from literasi.services import coding, joining
from literasi.web import visitors
from literasi.web.account import bp
from literasi.web.account.asking import asker


@bp.get("/akun/instansi/<uuid:place_id>/keluar")
def leaving(place_id: uuid.UUID) -> str:
    """Ask once more."""
    return render_template("pages/account/leaving.html", place=_own(place_id))


@bp.post("/akun/instansi/<uuid:place_id>/keluar")
def leave_organisation(place_id: uuid.UUID) -> Response:
    """Go: a request is taken back, a community is left. What was learned stays the person's."""
    place = _own(place_id)
    try:
        with transaction() as session:
            joining.leave(session, place.id, now=visitors.now())
    except joining.MayNotLeave:  # approved a moment ago
        abort(404)
    return redirect(url_for(".account", _anchor="instansi"), 303)


@bp.post("/akun/kode/batalkan")
def stop_password_code() -> Response:
    """Let no code work that somebody made for this person's password."""
    with transaction() as session:
        coding.void(session, coding.RECOVER, [asker().learner_id], now=visitors.now())
    return redirect(url_for(".account"), 303)


def _own(place_id: uuid.UUID) -> OwnPlace:
    places = own_places(db.session(), asker().learner_id)
    found = (place for place in places if place.public_id == place_id and place.may_be_left)
    return next(found, None) or abort(404)
