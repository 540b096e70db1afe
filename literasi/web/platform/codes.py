"""A code for somebody who forgot their password and has nobody else to ask."""

from flask import abort, redirect, render_template, url_for

from literasi.database import db, transaction
from literasi.domain import letters
from literasi.queries.one_time_codes import FreshCode, newest_code
from literasi.queries.person_pages import PersonPage
from literasi.services import coding
from literasi.services.registering import code_fingerprint
from literasi.web import one_time_codes, pages, visitors
from literasi.web.platform import bp
from literasi.web.platform.person import Answer, found, operator, refused
from literasi.web.translating import gettext


@bp.get("/kelola/orang/<slug:person_id>/kode")
def password_code(person_id: str) -> str:
    """The form; afterwards the code, for a quarter of an hour."""
    return _page(person_id, _with_account(person_id), {})


@bp.post("/kelola/orang/<slug:person_id>/kode")
def make_password_code(person_id: str) -> Answer:
    """Make the code, for whoever knows the operator's password: it opens the account, an operator's too."""
    person = _with_account(person_id)
    if problem := refused():
        return _page(person_id, person, problem[0]), problem[1]
    try:
        _make(person)
    except coding.MayNotHelp:
        return _page(person_id, person, {"password": _may_not(person)}), 422
    return redirect(url_for(".password_code", person_id=person_id), 303)


def _make(person: PersonPage) -> None:
    code = one_time_codes.code_for(person.learner_id, coding.RECOVER, visitors.now())
    with transaction() as session:
        coding.help_anyone(
            session,
            coding.NewCode(person.learner_id, None, code_fingerprint(code)),
            letters.password_code("pengelola situs", pages.public_url("")),
            by_id=operator().learner_id,
            now=visitors.now(),
        )


def _may_not(person: PersonPage) -> str:
    if person.learner_id == operator().learner_id:
        return gettext("This is your own account. Change the password on its page instead.")
    return gettext("This account is disabled. Enable it first.")


def _with_account(person_id: str) -> PersonPage:
    person = found(person_id)
    return person if person.login_name else abort(404)


def _page(person_id: str, person: PersonPage, errors: dict[str, str]) -> str:
    since = visitors.now() - one_time_codes.SHOWN_FOR
    fresh = None if errors else newest_code(db.session(), person.learner_id, operator().learner_id, since)
    return render_template(
        "pages/platform/password_code.html",
        person=person,
        person_id=person_id,
        fresh=fresh,
        code=_code(person, fresh) if fresh else None,
        address=pages.public_url(url_for("account.recovery")),
        errors=errors,
    )


def _code(person: PersonPage, fresh: FreshCode) -> str | None:
    if fresh.purpose != coding.RECOVER:
        return None
    return one_time_codes.shown(person.learner_id, fresh.purpose, fresh.made_at, fresh.code_hash)
