"""Taking the second factor off somebody's account, because phone and paper are lost."""

from flask import abort, render_template

from literasi.database import transaction
from literasi.services import second_factors
from literasi.web import visitors
from literasi.web.platform import bp
from literasi.web.platform.person import Answer, done, found, operator, refused
from literasi.web.translating import gettext


@bp.get("/kelola/orang/<slug:person_id>/kode-ponsel")
def second_factor_removal(person_id: str) -> str:
    """What it means, and the operator's password."""
    return _page(person_id, {})


@bp.post("/kelola/orang/<slug:person_id>/kode-ponsel")
def remove_second_factor(person_id: str) -> Answer:
    """Take it off; every session of the person ends."""
    one = found(person_id)
    if one.second_factor_since is None:
        abort(404)
    if problem := refused():
        return _page(person_id, problem[0]), problem[1]
    if one.learner_id == operator().learner_id:
        message = gettext("This is your own account. Another operator can take it off.")
        return _page(person_id, {"password": message}), 422
    with transaction() as session:
        second_factors.remove(session, one.learner_id, by=operator().learner_id, now=visitors.now())
    return done(person_id, "kode-ponsel-dilepas")


def _page(person_id: str, errors: dict[str, str]) -> str:
    one = found(person_id)
    if one.second_factor_since is None:
        abort(404)
    return render_template(
        "pages/platform/second_factor_removal.html", person=one, person_id=person_id, errors=errors
    )
