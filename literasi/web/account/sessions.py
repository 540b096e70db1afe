"""Signing in and out, and ending sessions on other phones."""

from datetime import datetime

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import transaction
from literasi.domain.login_names import InvalidLoginName, read_login_name
from literasi.domain.messages import N_
from literasi.queries.people import Credentials, guest_progress
from literasi.services import awaiting_codes, signing_in
from literasi.services.signing_in import SignedIn
from literasi.services.throttling import TooOften
from literasi.web import pages, passwords, second_codes, visitors
from literasi.web.account import bp
from literasi.web.account.asking import after, asker, next_path, plain, typed
from literasi.web.translating import gettext

Page = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@bp.get("/masuk")
def sign_in() -> Page:
    """The form; whoever is signed in already goes on."""
    if visitors.person():
        return redirect(next_path() or url_for(".account"), 303)
    return _form({})


@bp.post("/masuk")
def open_session() -> Page:
    """Sign in. What is wrong is never told more exactly than "name or password"."""
    name, password = typed("name"), plain("password")
    errors = {
        field: gettext(words)
        for field, value, words in (
            ("name", name, N_("Write the name that you sign in by.")),
            ("password", password, N_("Write your password.")),
        )
        if not value
    }
    if errors:
        return _form(errors), 422
    try:
        found = passwords.confirm(_normal(name), password)
        if found is None:
            raise signing_in.CannotSignIn
        return _begin(found)
    except TooOften as problem:
        return _form({"name": passwords.wait_words(problem)}), 429, {"Retry-After": str(problem.seconds)}
    except signing_in.CannotSignIn:
        return _form(
            {"name": gettext("Name and password do not fit together. Check both, then try again.")}
        ), 422


@bp.post("/keluar")
def sign_out() -> Response:
    """End the session here: the cookie is worth nothing any more, wherever a copy of it lies."""
    with transaction() as session:
        signing_in.end_session(session, visitors.token_hash())
    visitors.put_back()
    answer = redirect(url_for("public.home"), 303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@bp.post("/akun/sesi/<slug:session_id>/akhiri")
def end_session(session_id: str) -> Response:
    """End one of one's own sessions."""
    try:
        token_hash = bytes.fromhex(session_id)
    except ValueError:
        abort(404)
    with transaction() as session:
        if not signing_in.end_own_session(session, asker().learner_id, token_hash):
            abort(404)
    return redirect(url_for(".account", _anchor="sesi"), 303)


@bp.post("/akun/sesi/akhiri-lainnya")
def end_other_sessions() -> Response:
    """End every session of this person except this one."""
    with transaction() as session:
        signing_in.end_other_sessions(session, asker().learner_id, but=visitors.token_hash())
    return redirect(url_for(".account", _anchor="sesi"), 303)


def begin_session(
    learner_id: int, fresh_token: str, *, is_shared: bool, confirmed_at: datetime | None
) -> bool:
    """Sign the learner in behind *fresh_token*; whether a guest's progress waits to be asked about.

    *confirmed_at* is when they gave the password, and the code where they have one. Raises
    signing_in.CannotSignIn.
    """
    with transaction() as session:
        signed_in = signing_in.sign_in(
            session,
            learner_id,
            old_token_hash=visitors.token_hash(),
            new_token_hash=visitors.hash_of(fresh_token),
            is_shared=is_shared,
            confirmed_at=confirmed_at,
            now=visitors.now(),
        )
    return carry_on(signed_in, fresh_token, is_shared=is_shared)


def carry_on(signed_in: SignedIn, fresh_token: str, *, is_shared: bool) -> bool:
    """Give the browser the cookie of the session that has begun; whether a guest's progress waits."""
    old = visitors.token()
    if signed_in.guest_waits and old is not None:
        visitors.keep_aside(old)
    visitors.change_token(fresh_token, None if is_shared else signed_in.lasts)
    return signed_in.guest_waits


def ask_for_code(learner_id: int, *, is_shared: bool, next_: str | None) -> Response | None:
    """The password was right. Whoever has a second factor waits for its code first; None for all others.

    Raises signing_in.CannotSignIn.
    """
    if second_codes.kept_for(learner_id) is None:
        return None
    token_hash = visitors.hash_of(visitors.needed_token())
    with transaction() as session:
        awaiting_codes.begin(
            session, learner_id, token_hash=token_hash, is_shared=is_shared, now=visitors.now()
        )
    return redirect(url_for(".second_code", next=next_), 303)


def _begin(found: Credentials) -> Response:
    is_shared = request.form.get("shared") == "yes"
    if asked := ask_for_code(found.learner_id, is_shared=is_shared, next_=next_path()):
        return asked
    guest_waits = begin_session(
        found.learner_id,
        visitors.fresh_token(),
        is_shared=is_shared,
        confirmed_at=visitors.now(),
    )
    if guest_waits:
        return redirect(url_for(".merge", next=next_path()), 303)
    return redirect(after(next_path()), 303)


def _normal(name: str) -> str:
    """The name in its normal form; one that cannot be a name is nobody's, and is treated like any other."""
    try:
        return read_login_name(name).text
    except InvalidLoginName:
        return f"?{name[:300]}"


def _form(errors: dict[str, str]) -> str:
    return render_template(
        "pages/account/sign_in.html",
        errors=errors,
        name=typed("name"),
        shared=request.form.get("shared") == "yes",
        next=next_path(),
        guest=guest_progress(pages.reader(), visitors.token_hash(), visitors.now()),
        is_erased=request.args.get("terhapus") == "1",
        is_again=request.args.get("lagi") == "1",
    )
