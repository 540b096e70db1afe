"""Making an account."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug import Response

from literasi.database import transaction
from literasi.domain.login_names import InvalidLoginName, LoginName, read_login_name
from literasi.domain.passwords import WeakPassword, check_password
from literasi.domain.people import AgeBand
from literasi.queries.one_time_codes import Invitation
from literasi.queries.people import GuestProgress, guest_progress
from literasi.services import hashing, registering, signing_in, throttling
from literasi.services.registering import NewAccount
from literasi.web import pages, passwords, visitors
from literasi.web.account import bp
from literasi.web.account.asking import code_for, next_path, plain, typed
from literasi.web.account.sessions import begin_session
from literasi.web.security import client_address
from literasi.web.translating import gettext

Page = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@dataclass(frozen=True)
class Wanted:
    """What was filled in, as far as it can be used, and what cannot."""

    name: LoginName | None
    password: str
    age: AgeBand | None
    errors: dict[str, str]


@bp.get("/daftar")
def registration() -> Page:
    """The form; whoever is signed in has an account already."""
    if visitors.person():
        return redirect(url_for(".account"), 303)
    return _form({})


@bp.post("/daftar")
def register() -> Page:
    """Make the account and sign in; the recovery code comes next."""
    if visitors.person():
        return redirect(url_for(".account"), 303)

    def keep(session: Session, account: NewAccount) -> int:
        is_mine = request.form.get("mine") == "yes"
        guest_id = signing_in.guest_with_progress(session, visitors.token_hash(), now=visitors.now())
        return registering.register(
            session, account, guest_id=guest_id if is_mine else None, now=visitors.now()
        )

    return take_registration(_guest(), keep, _form)


def take_registration(
    guest: GuestProgress | None,
    keep: Callable[[Session, NewAccount], int],
    show: Callable[[dict[str, str]], str],
) -> Page:
    """Read the form, *keep* the account and sign in; or *show* the form again with what has to be mended.

    *guest* is whose progress the form asked about; *keep* says whose account it became.
    """
    wanted = _read(guest)
    if wanted.errors or wanted.name is None or wanted.age is None:
        return show(wanted.errors), 422
    try:
        _count_registration()
        guest_waits = _register(wanted.name, wanted.password, wanted.age, keep)
        coming = url_for(".merge", next=next_path()) if guest_waits and guest is None else next_path()
        return redirect(url_for(".recovery_code", next=coming), 303)
    except throttling.TooOften as problem:
        return show({"name": passwords.wait_words(problem)}), 429, {"Retry-After": str(problem.seconds)}
    except registering.NameTaken:
        message = gettext("Somebody already signs in by this name. Try it with a number or a second word.")
        return show({"name": message}), 422
    except registering.ContactOfAChild:
        message = gettext("Under 13, please choose a name that is no phone number and no e-mail address.")
        return show({"name": message}), 422


def _register(
    name: LoginName, password: str, age: AgeBand, keep: Callable[[Session, NewAccount], int]
) -> bool:
    """Keep the account and sign in; whether a guest's progress waits on this phone."""
    token = visitors.fresh_token()
    account = NewAccount(
        name=name,
        password_hash=hashing.hash_password(password),
        recovery_code_hash=registering.code_fingerprint(code_for(token, visitors.now())),
        age=age,
    )
    with transaction() as session:
        learner_id = keep(session, account)
    return begin_session(
        learner_id, token, is_shared=request.form.get("shared") == "yes", confirmed_at=visitors.now()
    )


def _read(guest: GuestProgress | None) -> Wanted:
    errors: dict[str, str] = {}
    name, age = _name(errors), _age()
    password = plain("password")
    try:
        check_password(password, name.text if name else "")
    except WeakPassword as problem:
        errors["password"] = gettext(str(problem))
    if age is None:
        errors["age"] = gettext("Choose about how old you are.")
    mine = request.form.get("mine")
    if guest and mine not in {"yes", "no"}:
        errors["mine"] = gettext("Say whether the progress on this phone is yours.")
    if request.form.get("privacy") != "yes":
        errors["privacy"] = gettext("Read the privacy notice, then tick the box.")
    return Wanted(name, password, age, errors)


def _name(errors: dict[str, str]) -> LoginName | None:
    try:
        return read_login_name(typed("name"))
    except InvalidLoginName as problem:
        errors["name"] = gettext(str(problem))
        return None


def _age() -> AgeBand | None:
    try:
        return AgeBand(request.form.get("age", ""))
    except ValueError:
        return None


def _count_registration() -> None:
    with transaction() as session:
        throttling.count(
            session,
            "register",
            client_address(),
            limit=registering.ADDRESS_LIMIT,
            window=registering.ADDRESS_WINDOW,
            now=visitors.now(),
        )


def _guest() -> GuestProgress | None:
    return guest_progress(pages.reader(), visitors.token_hash(), visitors.now())


def _form(errors: dict[str, str]) -> str:
    return form_page(
        errors,
        name=typed("name"),
        guest=_guest(),
        invitation=None,
        action=url_for(".register"),
        back=url_for(".sign_in", next=next_path()),
    )


def form_page(
    errors: dict[str, str],
    *,
    name: str,
    guest: GuestProgress | None,
    invitation: Invitation | None,
    action: str,
    back: str,
) -> str:
    """The form with what was filled in; *invitation* says as whom the account is made."""
    return render_template(
        "pages/account/registration.html",
        errors=errors,
        name=name,
        age=request.form.get("age"),
        mine=request.form.get("mine"),
        privacy=request.form.get("privacy") == "yes",
        shared=request.form.get("shared") == "yes",
        next=next_path(),
        guest=guest,
        invitation=invitation,
        action=action,
        back=back,
    )
