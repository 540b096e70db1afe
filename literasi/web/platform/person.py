"""One person's page: what an operator needs to help them, and the roles they are given."""

from collections.abc import Callable

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.people import GRANTED, Role
from literasi.queries import person_pages
from literasi.queries.people import Person
from literasi.queries.person_pages import PersonPage
from literasi.services import granting
from literasi.services.throttling import TooOften
from literasi.web import passwords, visitors
from literasi.web.person_addresses import person_at
from literasi.web.platform import bp
from literasi.web.translating import gettext

Answer = str | Response | tuple[str, int]
Change = Callable[..., bool]


@bp.get("/kelola/orang/<slug:person_id>")
def person(person_id: str) -> str:
    """Account, roles, agencies and sessions; never an answer or a score."""
    return _page(person_id, found(person_id), {})


@bp.post("/kelola/orang/<slug:person_id>/peran/berikan")
def grant_role(person_id: str) -> Answer:
    """Give a role."""
    return _change(person_id, granting.grant, "berikan", "peran-diberikan")


@bp.post("/kelola/orang/<slug:person_id>/peran/cabut")
def withdraw_role(person_id: str) -> Answer:
    """Withdraw a role; it is gone at that person's next request."""
    return _change(person_id, granting.withdraw, "cabut", "peran-dicabut")


def found(person_id: str) -> PersonPage:
    """The person of this address, or 404."""
    return person_pages.person_page(db.session(), person_at(person_id)) or abort(404)


def operator() -> Person:
    """Who asks; the area's guard has let nobody else in."""
    return visitors.person() or abort(404)


def refused() -> tuple[dict[str, str], int] | None:
    """What is wrong with the operator's own password in the form, and the status; None if it is right."""
    try:
        if passwords.confirm(operator().login_name, request.form.get("password", "")) is None:
            return {"password": gettext("This is not your password. Type it once more.")}, 422
    except TooOften as problem:
        return {"password": passwords.wait_words(problem)}, 429
    return None


def done(person_id: str, outcome: str) -> Response:
    """Back to the person's page, which says what was done."""
    return redirect(url_for(".person", person_id=person_id, telah=outcome), 303)


def _change(person_id: str, change: Change, form: str, outcome: str) -> Answer:
    """Give or withdraw; the fields of the *form* carry its name, because the page has both."""
    one, role = found(person_id), _role()
    if one.login_name is None:
        abort(404)
    if role is None:
        return _page(person_id, one, {f"peran-{form}": gettext("Choose a role.")}), 422
    if problem := refused():
        errors, status = problem
        return _page(person_id, one, {f"sandi-{form}": errors["password"]}), status
    try:
        with transaction() as session:
            change(session, one.learner_id, role, by=operator().learner_id, now=visitors.now())
    except granting.LastOperator:
        message = gettext("There would be no operator left. Give this role to somebody else first.")
        return _page(person_id, one, {f"peran-{form}": message}), 422
    return done(person_id, outcome)


def _role() -> Role | None:
    return next((role for role in GRANTED if role.value == request.form.get("role")), None)


def _page(person_id: str, one: PersonPage, errors: dict[str, str]) -> str:
    session, now = db.session(), visitors.now()
    grants = person_pages.grants(session, one.learner_id)
    held = {grant.role for grant in grants if grant.withdrawn_at is None}
    return render_template(
        "pages/platform/person.html",
        person=one,
        person_id=person_id,
        is_self=one.learner_id == operator().learner_id,
        grants=grants,
        held=[role for role in GRANTED if role.value in held],
        missing=[role for role in GRANTED if role.value not in held],
        places=person_pages.places(session, one.learner_id),
        sessions=person_pages.sessions(session, one.learner_id, now),
        errors=errors,
    )
