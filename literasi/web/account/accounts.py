"""One's own account: what is kept, where one is signed in, and the password."""

from flask import redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.passwords import WeakPassword, check_password
from literasi.queries.one_time_codes import password_code
from literasi.queries.own_changes import own_changes
from literasi.queries.own_places import own_places
from literasi.queries.people import guest_progress, own_sessions
from literasi.services import hashing, signing_in
from literasi.services.throttling import TooOften
from literasi.web import pages, passwords, visitors
from literasi.web.account import bp
from literasi.web.account.asking import asker, plain
from literasi.web.role_words import change_words
from literasi.web.translating import gettext


@bp.get("/akun")
def account() -> str:
    """The account, and every phone on which it is open."""
    person, now = asker(), visitors.now()
    aside = visitors.hash_of(visitors.aside_token() or "")
    return render_template(
        "pages/account/account.html",
        person=person,
        sessions=own_sessions(pages.reader(), person, visitors.token_hash(), now),
        guest=guest_progress(pages.reader(), aside, now) if visitors.aside_token() else None,
        places=own_places(db.session(), person.learner_id),
        has_asked=request.args.get("gabung") == "menunggu",
        password_code=password_code(db.session(), person.learner_id, now),
        changes=own_changes(db.session(), person.learner_id, now),
        change_words=change_words,
        is_password_new=request.args.get("sandi") == "baru",
    )


@bp.get("/akun/sandi")
def password() -> str:
    """The form for another password."""
    return _form({})


@bp.post("/akun/sandi")
def change_password() -> Response | tuple[str, int]:
    """Change the password; every other phone has to sign in again."""
    person, wanted = asker(), plain("new_password")
    try:
        check_password(wanted, person.login_name)
    except WeakPassword as problem:
        return _form({"new_password": gettext(str(problem))}), 422
    try:
        if passwords.confirm(person.login_name, plain("password")) is None:
            return _form({"password": gettext("This is not your password. Type it once more.")}), 422
    except TooOften as problem:
        return _form({"password": passwords.wait_words(problem)}), 429
    hashed = hashing.hash_password(wanted)
    with transaction() as session:
        signing_in.change_password(
            session, person.learner_id, hashed, but=visitors.token_hash(), now=visitors.now()
        )
    return redirect(url_for(".account", sandi="baru"), 303)


def _form(errors: dict[str, str]) -> str:
    return render_template("pages/account/password.html", errors=errors, person=asker())
