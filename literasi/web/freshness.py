"""Is it still the same person? Asked before roles are given, people's data leave, and anything is erased.

``@fresh`` stands between the route and the view::

    @bp.post("/kelola/peran/berikan")
    @fresh
    def grant_role() -> Response: ...

Whoever gave the password (and the code, where the account has a second factor) within the last fifteen
minutes notices nothing. Otherwise a GET leads to /akun/pastikan and from there back; a POST asks on the
spot, carries what was typed along in hidden fields, and goes on as if nothing had happened. A form that was
opened while it was fresh has fifteen minutes more. ``@fresh_download`` is for a GET that answers with a file:
it comes back to a page with the link, because a browser that is led to a file stays where it is.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from literasi.database import transaction
from literasi.queries.people import Person
from literasi.services import signing_in
from literasi.services.second_factors import WrongCode
from literasi.services.throttling import TooOften
from literasi.web import passwords, second_codes, visitors
from literasi.web.security import CSRF_FIELD
from literasi.web.translating import gettext

WITHIN = timedelta(minutes=15)
GRACE = timedelta(minutes=15)  # for a form that was opened in time
PASSWORD, CODE, SPARE_CODE = "own_password", "own_code", "own_code_spare"
USERNAME = "username"  # for whoever keeps passwords in their browser
_READS = {"GET", "HEAD"}
View = Callable[..., Any]


class NotConfirmed(Exception):
    """The password or the code was not right; what to say at which field, and with which status."""

    def __init__(self, field: str, words: str, status: int = 422) -> None:
        super().__init__(words)
        self.errors, self.status = {field: words}, status


def fresh(view: View) -> View:
    """Let only somebody in who has shown lately who they are."""
    return _guarded(view, is_download=False)


def fresh_download(view: View) -> View:
    """The same for a GET whose answer is a file."""
    return _guarded(view, is_download=True)


def is_fresh(person: Person, within: timedelta = WITHIN) -> bool:
    """Whether the person has shown lately who they are."""
    return person.confirmed_at is not None and visitors.now() - person.confirmed_at < within


def confirm(person: Person, act: Callable[[Session], None] | None = None) -> None:
    """Look at the password, and the code where there is one, that came with this form.

    Their session is fresh then. *act* happens in the same transaction that takes the code. Raises
    NotConfirmed.
    """

    def go_on(session: Session) -> None:
        signing_in.confirm(session, visitors.token_hash(), now=visitors.now())
        if act:
            act(session)

    field = PASSWORD
    try:
        if passwords.confirm(person.login_name, _sent(PASSWORD)) is None:
            raise NotConfirmed(PASSWORD, gettext("This is not your password. Type it once more."))
        field = CODE
        _confirm_code(person, go_on)
    except WrongCode:
        raise NotConfirmed(CODE, wrong_code_words()) from None
    except TooOften as problem:
        raise NotConfirmed(field, passwords.wait_words(problem), 429) from None
    visitors.look_again()


def _confirm_code(person: Person, go_on: Callable[[Session], None]) -> None:
    kept = second_codes.kept_for(person.learner_id)
    if kept is not None:
        second_codes.confirm(kept, _sent(CODE).strip() or _sent(SPARE_CODE).strip(), go_on)
        return
    with transaction() as session:
        go_on(session)


def wrong_code_words() -> str:
    """What is said of any code that does not fit, for whatever reason."""
    return gettext(
        "This code does not fit. Wait until your phone shows the next one, then type all six digits; "
        "or use a spare code from your paper."
    )


def _guarded(view: View, *, is_download: bool) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        person = visitors.person() or abort(404)
        if request.method in _READS:
            if is_fresh(person):
                return view(*args, **kwargs)
            here = request.full_path.rstrip("?")
            return redirect(
                url_for("account.confirmation", next=here, unduhan=1 if is_download else None), 303
            )
        if is_fresh(person, WITHIN + GRACE):
            return view(*args, **kwargs)
        return _ask_here(person) or view(*args, **kwargs)

    return guarded


def _ask_here(person: Person) -> tuple[str, int] | None:
    """The question in place of a form's answer, with all that was typed; None when it is answered."""
    errors: dict[str, str] = {}
    status = 422
    if PASSWORD in request.form:
        try:
            confirm(person)
        except NotConfirmed as problem:
            errors, status = problem.errors, problem.status
        else:
            return None
    page = render_template(
        "pages/account/confirmation.html",
        person=person,
        errors=errors,
        action=request.full_path.rstrip("?"),
        kept=[
            (name, value)
            for name, value in request.form.items(multi=True)
            if name not in {PASSWORD, CODE, SPARE_CODE, CSRF_FIELD, USERNAME}
        ],
    )
    return page, status


def _sent(name: str) -> str:
    return request.form.get(name, "").replace("\x00", "")
