"""Finding somebody by the name they sign in by; giving and withdrawing roles."""

from collections.abc import Callable

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import transaction
from literasi.domain.login_names import InvalidLoginName, read_login_name
from literasi.domain.people import GRANTED, Role
from literasi.queries.people import FoundPerson, find_person
from literasi.services import granting
from literasi.web import pages, visitors
from literasi.web.freshness import fresh
from literasi.web.platform import bp
from literasi.web.translating import gettext

Change = Callable[..., bool]


@bp.get("/kelola")
def people() -> str | tuple[str, int]:
    """Search; with ``?name=`` the person and the roles they hold."""
    return _page(request.args.get("name", ""), {})


@bp.post("/kelola/peran/berikan")
@fresh
def grant_role() -> Response | tuple[str, int]:
    """Give a role."""
    return _change(granting.grant, "peran-diberikan")


@bp.post("/kelola/peran/cabut")
@fresh
def withdraw_role() -> Response | tuple[str, int]:
    """Withdraw a role; it is gone at that person's next request."""
    return _change(granting.withdraw, "peran-dicabut")


def _change(change: Change, outcome: str) -> Response | tuple[str, int]:
    operator = visitors.person() or abort(404)
    name, role = request.form.get("name", ""), _role()
    found = _found(name)
    if found is None or role is None:
        return _page(name, {"name": gettext("Nobody signs in by this name.")}), 422
    try:
        with transaction() as session:
            change(session, found.learner_id, role, by=operator.learner_id, now=visitors.now())
    except granting.LastOperator:
        message = gettext("There would be no operator left. Give this role to somebody else first.")
        return _page(name, {"role": message}), 422
    return redirect(url_for(".people", name=found.login_name, telah=outcome), 303)


def _role() -> Role | None:
    return next((role for role in GRANTED if role.value == request.form.get("role")), None)


def _found(name: str) -> FoundPerson | None:
    try:
        return find_person(pages.reader(), read_login_name(name).text)
    except InvalidLoginName:
        return None


def _page(name: str, errors: dict[str, str]) -> str:
    found = _found(name)
    if name and found is None:
        errors = errors or {"name": gettext("Nobody signs in by this name.")}
    return render_template(
        "pages/platform/people.html",
        name=name,
        errors=errors,
        found=found,
        missing=[role for role in GRANTED if found and role not in found.roles],
    )
