"""Taking up an invitation, by the code of a slip or a link: with a new account, or with one's own."""

import re

from flask import redirect, render_template, url_for
from sqlalchemy.orm import Session

from literasi.database import db, transaction
from literasi.domain.names import name_key
from literasi.domain.recovery_codes import LENGTH, NoRecoveryCode, read_code
from literasi.queries.one_time_codes import Invitation, was_taken_by
from literasi.queries.one_time_codes import invitation as find_invitation
from literasi.services import accepting, coding
from literasi.services.registering import NewAccount, code_fingerprint
from literasi.services.throttling import TooOften
from literasi.web import passwords, visitors
from literasi.web.account import bp
from literasi.web.account.asking import asker, typed
from literasi.web.account.registration import Page, form_page, take_registration
from literasi.web.account.typed_codes import unfinished
from literasi.web.security import client_address
from literasi.web.translating import gettext


@bp.get("/undangan")
def invitation_code() -> str:
    """The form for the code."""
    return _code_form("", {})


@bp.post("/undangan")
def open_invitation() -> Page:
    """Look the code up; wrong ones are counted."""
    sent = typed("code")
    if problem := unfinished(sent, LENGTH):
        return _code_form(sent, {"code": problem}), 422
    try:
        _count_try()
    except TooOften as often:
        wait = {"Retry-After": str(often.seconds)}
        return _code_form(sent, {"code": passwords.wait_words(often)}), 429, wait
    if _found(sent) is None:
        return _code_form(sent, {"code": _dead()}), 422
    with transaction() as session:
        coding.forgive_try(session, client_address(), now=visitors.now())
    return redirect(url_for(".invitation", code=read_code(sent)), 303)


@bp.get("/undangan/<string:code>")
def invitation(code: str) -> Page:
    """Who invites, and as whom; nothing happens yet."""
    found, person = _found(code), visitors.person()
    if found is None:
        return _gone(code)
    return render_template("pages/account/invitation.html", invitation=found, code=code, person=person)


@bp.get("/undangan/<string:code>/daftar")
def invited_registration(code: str) -> Page:
    """The form for a new account, with a name suggested."""
    found = _found(code)
    if found is None or visitors.person():
        return redirect(url_for(".invitation", code=code), 303) if found else _gone(code)
    return _form(code, found, {}, suggestion=_suggestion(found))


@bp.post("/undangan/<string:code>/daftar")
def register_invited(code: str) -> Page:
    """Make the account on the place that waits; the code is used up in the same moment."""
    found = _found(code)
    if found is None or visitors.person():
        return redirect(url_for(".invitation", code=code), 303) if found else _gone(code)

    def keep(session: Session, account: NewAccount) -> int:
        return accepting.register(session, account, _fingerprint(code), now=visitors.now())

    try:
        return take_registration(None, keep, lambda errors: _form(code, found, errors))
    except coding.DeadCode:
        return _gone(code)


@bp.post("/undangan/<string:code>/terima")
def accept_invitation(code: str) -> Page:
    """Take the place with the account that one has; what the invited one owed is owed by it."""
    try:
        with transaction() as session:
            accepting.join(session, asker().learner_id, _fingerprint(code), now=visitors.now())
    except coding.DeadCode:
        return _gone(code)
    return redirect(url_for("learn.progress"), 303)


def _gone(code: str) -> Page:
    """The code opens nothing; for whoever used it a moment ago, it has done what it should."""
    person = visitors.person()
    if person and was_taken_by(db.session(), _fingerprint(code), person.learner_id):
        return redirect(url_for("learn.progress"), 303)
    return _code_form("", {"code": unfinished(code, LENGTH) or _dead()}), 404


def _dead() -> str:
    return gettext(
        "This code opens no invitation: it was used, replaced, or its time is over. "
        "Check it letter by letter, or ask your agency for a new one."
    )


def _count_try() -> None:
    with transaction() as session:
        coding.count_try(session, client_address(), now=visitors.now())


def _found(sent: str) -> Invitation | None:
    return find_invitation(db.session(), _fingerprint(sent), visitors.now())


def _fingerprint(sent: str) -> bytes:
    try:
        return code_fingerprint(read_code(sent))
    except NoRecoveryCode:
        return code_fingerprint("")


def _suggestion(found: Invitation) -> str:
    """A name to sign in by, made of how the agency writes the person: ``siti.aminah``."""
    words = re.sub(r"[^a-z ]", "", name_key(found.name)).split()
    return ".".join(words[:2])[:30]


def _form(code: str, found: Invitation, errors: dict[str, str], suggestion: str = "") -> str:
    return form_page(
        errors,
        name=suggestion or typed("name"),
        guest=None,
        invitation=found,
        action=url_for(".register_invited", code=code),
        back=url_for(".invitation", code=code),
    )


def _code_form(code: str, errors: dict[str, str]) -> str:
    return render_template("pages/account/invitation_code.html", code=code, errors=errors)
