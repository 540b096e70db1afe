"""Closing somebody's account for a while, opening it again, and ending their sessions."""

from flask import abort, render_template, request
from werkzeug import Response

from literasi.database import db, transaction
from literasi.queries import person_pages
from literasi.services import disabling, granting
from literasi.web import visitors
from literasi.web.platform import bp
from literasi.web.platform.person import Answer, done, found, operator, refused
from literasi.web.translating import gettext


@bp.get("/kelola/orang/<slug:person_id>/nonaktifkan")
def account_closing(person_id: str) -> str:
    """What it means, and the operator's password."""
    return _page(person_id, {})


@bp.post("/kelola/orang/<slug:person_id>/nonaktifkan")
def disable_account(person_id: str) -> Answer:
    """Close the account; it shows at the person's next request."""
    one = found(person_id)
    if one.login_name is None:
        abort(404)
    if problem := refused():
        return _page(person_id, problem[0]), problem[1]
    try:
        with transaction() as session:
            disabling.disable(session, one.learner_id, by_id=operator().learner_id, now=visitors.now())
    except disabling.OwnAccount:
        message = gettext("This is the account that you are using. Another operator can disable it.")
        return _page(person_id, {"password": message}), 422
    except granting.LastOperator:
        message = gettext("There would be no operator left. Give this role to somebody else first.")
        return _page(person_id, {"password": message}), 422
    return done(person_id, "akun-dinonaktifkan")


@bp.get("/kelola/orang/<slug:person_id>/aktifkan")
def account_opening(person_id: str) -> str:
    """What it means, and the operator's password."""
    return _page(person_id, {})


@bp.post("/kelola/orang/<slug:person_id>/aktifkan")
def enable_account(person_id: str) -> Answer:
    """Open the account again."""
    one = found(person_id)
    if one.login_name is None:
        abort(404)
    if problem := refused():
        return _page(person_id, problem[0]), problem[1]
    with transaction() as session:
        disabling.enable(session, one.learner_id, by_id=operator().learner_id, now=visitors.now())
    return done(person_id, "akun-diaktifkan")


@bp.post("/kelola/orang/<slug:person_id>/sesi/akhiri")
def end_sessions_of(person_id: str) -> Response:
    """End the session that the button names, or all of them; one that is gone already is no mistake."""
    one, sent = found(person_id), request.form.get("session", "")
    try:
        token_hash = bytes.fromhex(sent) if sent else None
    except ValueError:
        abort(404)
    with transaction() as session:
        disabling.end_sessions(
            session,
            one.learner_id,
            token_hash=token_hash,
            by_id=operator().learner_id,
            now=visitors.now(),
        )
    return done(person_id, "sesi-diakhiri" if sent else "semua-sesi-diakhiri")


def _page(person_id: str, errors: dict[str, str]) -> str:
    one = found(person_id)
    if one.login_name is None:
        abort(404)
    return render_template(
        "pages/platform/account_state.html",
        person=one,
        person_id=person_id,
        is_closing=request.endpoint in {"platform.account_closing", "platform.disable_account"},
        sessions=len(person_pages.sessions(db.session(), one.learner_id, visitors.now())),
        errors=errors,
    )
