"""Asking to join an organisation by its code; a supervisor says yes or no."""

import hashlib
import hmac

from flask import current_app, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.names import InvalidName, read_person_name
from literasi.domain.recovery_codes import JOIN_LENGTH, NoRecoveryCode, read_code
from literasi.queries.join_codes import joined_by
from literasi.queries.memberships import Choice
from literasi.queries.own_places import own_places
from literasi.services import joining
from literasi.services.throttling import TooOften
from literasi.web import passwords, visitors
from literasi.web.account import bp
from literasi.web.account.asking import asker, plain, typed
from literasi.web.account.typed_codes import unfinished
from literasi.web.security import client_address
from literasi.web.translating import gettext

Page = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@bp.get("/gabung")
def join_code() -> str:
    """The form for the code."""
    return _code_form("", {})


@bp.post("/gabung")
def find_organisation() -> Page:
    """Look the code up. Wrong ones are counted, so the name of an organisation is no matter of guessing."""
    sent = typed("code")
    if problem := unfinished(sent, JOIN_LENGTH):
        return _code_form(sent, {"code": problem}), 422
    try:
        _count_guess()
    except TooOften as often:
        wait = {"Retry-After": str(often.seconds)}
        return _code_form(sent, {"code": passwords.wait_words(often)}), 429, wait
    code = _read(sent)
    if code is None or joined_by(db.session(), code) is None:
        return _code_form(sent, {"code": _unknown()}), 422
    with transaction() as session:
        joining.forgive_guess(session, asker().learner_id, client_address(), now=visitors.now())
    return redirect(url_for(".join", code=code, bukti=_proof(code)), 303)


@bp.get("/gabung/<string:code>")
def join(code: str) -> str:
    """Which organisation it is, and by what name it shall know the person.

    A link alone only fills in the code; that it was looked up, and counted, the address says itself.
    """
    found = _found(code, request.args.get("bukti", ""))
    if found is None:
        return _code_form(code[:40], {})
    places = own_places(db.session(), asker().learner_id)
    return _name_form(found, code, places[0].name if places else "", {})


@bp.post("/gabung/<string:code>")
def ask_to_join(code: str) -> Page:
    """Ask; a supervisor of the organisation sees it from now on."""
    found = _found(code, plain("proof"))
    if found is None:
        return redirect(url_for(".join", code=code), 303)
    name = typed("name")
    try:
        with transaction() as session:
            joining.ask(session, asker().learner_id, found.id, read_person_name(name), now=visitors.now())
    except InvalidName as problem:
        return _name_form(found, code, name, {"name": gettext(str(problem))}), 422
    except TooOften:
        message = gettext("You asked many times today. Wait until tomorrow, or call your agency.")
        return _name_form(found, code, name, {"name": message}), 429
    except joining.AlreadyThere:
        return redirect(url_for(".account", _anchor="instansi"), 303)
    except joining.ClosedOrganisation:
        return _code_form(code, {"code": _unknown()}), 422
    return redirect(url_for(".account", gabung="menunggu", _anchor="instansi"), 303)


def _count_guess() -> None:
    with transaction() as session:
        joining.count_guess(session, asker().learner_id, client_address(), now=visitors.now())


def _unknown() -> str:
    return gettext(
        "No agency has this code. Check it letter by letter, or ask your agency for the newest one."
    )


def _read(sent: str) -> str | None:
    try:
        return read_code(sent, JOIN_LENGTH)
    except NoRecoveryCode:
        return None


def _found(sent: str, proof: str) -> Choice | None:
    """The organisation of the code, if this browser had it looked up."""
    code = _read(sent)
    if code is None or not hmac.compare_digest(proof.encode(), _proof(code).encode()):
        return None
    return joined_by(db.session(), code)


def _proof(code: str) -> str:
    """Says that this browser typed the code into the form that counts."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    text = f"join:{visitors.needed_token()}:{code}"
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]


def _code_form(code: str, errors: dict[str, str]) -> str:
    return render_template("pages/account/join_code.html", code=code, errors=errors, person=asker())


def _name_form(organisation: Choice, code: str, name: str, errors: dict[str, str]) -> str:
    return render_template(
        "pages/account/join.html",
        organisation=organisation,
        code=code,
        proof=_proof(_read(code) or ""),
        name=name,
        errors=errors,
        person=asker(),
    )
