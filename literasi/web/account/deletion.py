"""Deleting one's account."""

from flask import redirect, render_template, url_for
from werkzeug import Response

from literasi.database import transaction
from literasi.services import erasing
from literasi.services.throttling import TooOften
from literasi.web import passwords, running, visitors
from literasi.web.account import bp
from literasi.web.account.asking import asker, plain
from literasi.web.translating import gettext


@bp.get("/akun/hapus")
def deletion() -> str:
    """What goes and what stays, and the password once more."""
    return _form({})


@bp.post("/akun/hapus")
def delete_account() -> Response | tuple[str, int]:
    """Forget the person. This cannot be undone."""
    person = asker()
    try:
        if passwords.confirm(person.login_name, plain("password")) is None:
            return _form({"password": gettext("This is not your password. Type it once more.")}), 422
    except TooOften as problem:
        return _form({"password": passwords.wait_words(problem)}), 429
    with transaction() as session:
        erasing.erase(session, person.learner_id, now=visitors.now())
    running.keep_erasures()
    visitors.put_back()
    answer = redirect(url_for(".sign_in", terhapus=1), 303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _form(errors: dict[str, str]) -> str:
    return render_template("pages/account/deletion.html", errors=errors, person=asker())
