"""A code for somebody who forgot their password and has nobody else to ask."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain import letters
from literasi.domain.login_names import InvalidLoginName, read_login_name
from literasi.queries.one_time_codes import FreshCode, newest_code
from literasi.queries.people import FoundPerson, Person, find_person
from literasi.services import coding
from literasi.services.registering import code_fingerprint
from literasi.web import one_time_codes, pages, visitors
from literasi.web.freshness import fresh
from literasi.web.platform import bp
from literasi.web.translating import gettext


@bp.get("/kelola/kode")
def password_code() -> str:
    """The form for the person of ``?name=``; afterwards the code, for a quarter of an hour."""
    return _page(request.args.get("name", ""), {})


@bp.post("/kelola/kode")
@fresh
def make_password_code() -> Response | tuple[str, int]:
    """Make the code: it opens the account, an operator's too, as far as the password goes."""
    operator, name = _operator(), request.form.get("name", "")
    person = _found(name)
    if person is None:
        return _page(name, {"name": gettext("Nobody signs in by this name.")}), 422
    try:
        _make(operator, person)
    except coding.MayNotHelp:
        message = gettext("This is your own account. Change the password on its page instead.")
        return _page(name, {"name": message}), 422
    return redirect(url_for(".password_code", name=person.login_name), 303)


def _make(operator: Person, person: FoundPerson) -> None:
    code = one_time_codes.code_for(person.learner_id, coding.RECOVER, visitors.now())
    with transaction() as session:
        coding.help_anyone(
            session,
            coding.NewCode(person.learner_id, None, code_fingerprint(code)),
            letters.password_code("pengelola situs", pages.public_url("")),
            by_id=operator.learner_id,
            now=visitors.now(),
        )


def _operator() -> Person:
    return visitors.person() or abort(404)


def _found(name: str) -> FoundPerson | None:
    try:
        return find_person(pages.reader(), read_login_name(name).text)
    except InvalidLoginName:
        return None


def _page(name: str, errors: dict[str, str]) -> str:
    person = _found(name)
    since = visitors.now() - one_time_codes.SHOWN_FOR
    fresh = (
        newest_code(db.session(), person.learner_id, _operator().learner_id, since)
        if person and not errors
        else None
    )
    return render_template(
        "pages/platform/password_code.html",
        name=name,
        person=person,
        fresh=fresh,
        code=_code(person, fresh) if person and fresh else None,
        address=pages.public_url(url_for("account.recovery")),
        errors=errors,
    )


def _code(person: FoundPerson, fresh: FreshCode) -> str | None:
    if fresh.purpose != coding.RECOVER:
        return None
    return one_time_codes.shown(person.learner_id, fresh.purpose, fresh.made_at, fresh.code_hash)
