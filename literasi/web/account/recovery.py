"""The recovery code: seeing it once, making another, and using it."""

import hmac
from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.login_names import InvalidLoginName, read_login_name
from literasi.domain.passwords import WeakPassword, check_password
from literasi.domain.recovery_codes import NoRecoveryCode, read_code
from literasi.queries.one_time_codes import opens_account
from literasi.queries.people import Credentials, credentials
from literasi.services import coding, hashing, registering, signing_in
from literasi.services.throttling import TooOften
from literasi.web import pages, passwords, visitors
from literasi.web.account import bp
from literasi.web.account.asking import after, asker, code_for, next_path, plain, shown_code, typed
from literasi.web.account.sessions import ask_for_code, begin_session
from literasi.web.translating import gettext

Page = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@bp.get("/akun/kode-pemulihan")
def recovery_code() -> str:
    """The code, for a quarter of an hour and in the browser that asked for it; then a form for another."""
    return _code_page({})


@bp.post("/akun/kode-pemulihan")
def make_recovery_code() -> Page:
    """Another code, for whoever knows the password; the old one is dead."""
    person = asker()
    try:
        if passwords.confirm(person.login_name, plain("password")) is None:
            return _code_page({"password": gettext("This is not your password. Type it once more.")}), 422
    except TooOften as problem:
        return _code_page({"password": passwords.wait_words(problem)}), 429
    code = code_for(visitors.needed_token(), visitors.now())
    with transaction() as session:
        registering.renew_recovery_code(
            session, person.learner_id, registering.code_fingerprint(code), now=visitors.now()
        )
    return redirect(url_for(".recovery_code"), 303)


@bp.get("/pulihkan")
def recovery() -> str:
    """The form for those who forgot their password."""
    return _form({})


@bp.post("/pulihkan")
def recover() -> Page:
    """A new password by name and code. A wrong name and a wrong code look the same."""
    name, wanted = _name(), plain("new_password")
    try:
        check_password(wanted, name)
    except WeakPassword as problem:
        return _form({"new_password": gettext(str(problem))}), 422
    try:
        passwords.count_try(name)
    except TooOften as problem:
        return _form({"name": passwords.wait_words(problem)}), 429, {"Retry-After": str(problem.seconds)}
    found, used = credentials(pages.reader(), name), _fingerprint(typed("code"))
    by_paper = found is not None and hmac.compare_digest(used, found.recovery_code_hash)
    by_help = opens_account(db.session(), used, found.learner_id if found else 0, visitors.now())
    if found is None or not (by_paper or by_help):
        return _form({"code": gettext("Name and code do not fit together. Check both, then try again.")}), 422
    recover_by = signing_in.recover if by_paper else coding.recover
    return _recovered(found, name, used, hashing.hash_password(wanted), recover_by)


def _recovered(
    found: Credentials, name: str, used: bytes, password_hash: str, recover_by: Callable[..., bool]
) -> Page:
    """Set the password by the person's own code, or by one that somebody made for them."""
    token = visitors.fresh_token()
    renewed = registering.code_fingerprint(code_for(token, visitors.now()))
    with transaction() as session:
        is_done = recover_by(
            session,
            found.learner_id,
            used=used,
            renewed=renewed,
            password_hash=password_hash,
            now=visitors.now(),
        )
    if not is_done:  # another window used the same code a moment ago
        return _form({"code": gettext("This code was used already. The newest one counts.")}), 422
    passwords.forgive_tries(name)
    is_shared = request.form.get("shared") == "yes"
    if asked := ask_for_code(found.learner_id, is_shared=is_shared, next_=url_for(".recovery_code")):
        return asked
    guest_waits = begin_session(found.learner_id, token, is_shared=is_shared, confirmed_at=visitors.now())
    return redirect(url_for(".recovery_code", next=url_for(".merge") if guest_waits else None), 303)


def _name() -> str:
    try:
        return read_login_name(typed("name")).text
    except InvalidLoginName:
        return f"?{typed('name')[:300]}"


def _fingerprint(text: str) -> bytes:
    try:
        return registering.code_fingerprint(read_code(text))
    except NoRecoveryCode:
        return registering.code_fingerprint("")


def _code_page(errors: dict[str, str]) -> str:
    return render_template(
        "pages/account/recovery_code.html",
        errors=errors,
        person=asker(),
        code=None if errors else shown_code(asker()),
        next=after(next_path()),
    )


def _form(errors: dict[str, str]) -> str:
    return render_template(
        "pages/account/recovery.html",
        errors=errors,
        name=typed("name"),
        code=typed("code"),
        shared=request.form.get("shared") == "yes",
    )
