"""Erasing somebody who asked for it and cannot do it on the page of their own account."""

from flask import abort, render_template, request

from literasi.database import transaction
from literasi.queries.person_pages import PersonPage
from literasi.services import erasing
from literasi.web import visitors
from literasi.web.platform import bp
from literasi.web.platform.person import Answer, done, found, operator, refused
from literasi.web.translating import gettext

LAST_WORD = "hapus"  # typed for somebody who has no name to sign in by


@bp.get("/kelola/orang/<slug:person_id>/hapus")
def erasure(person_id: str) -> str:
    """What goes and what stays; the name once more, and the operator's password."""
    return _page(person_id, _not_erased(person_id), {})


@bp.post("/kelola/orang/<slug:person_id>/hapus")
def erase_person(person_id: str) -> Answer:
    """Forget the person. This cannot be undone."""
    person = _not_erased(person_id)
    if person.learner_id == operator().learner_id:
        message = gettext("This is your own account. Delete it on its own page instead.")
        return _page(person_id, person, {"typed": message}), 422
    if request.form.get("typed", "").strip().casefold() != _word(person).casefold():
        message = gettext("Type %(word)s here, exactly as it stands above.", word=_word(person))
        return _page(person_id, person, {"typed": message}), 422
    if problem := refused():
        return _page(person_id, person, problem[0]), problem[1]
    with transaction() as session:
        erasing.erase(session, person.learner_id, by_id=operator().learner_id, now=visitors.now())
    return done(person_id, "akun-dihapus")


def _not_erased(person_id: str) -> PersonPage:
    person = found(person_id)
    return abort(404) if person.erased_at else person


def _word(person: PersonPage) -> str:
    return person.login_name or LAST_WORD


def _page(person_id: str, person: PersonPage, errors: dict[str, str]) -> str:
    return render_template(
        "pages/platform/erasure.html",
        person=person,
        person_id=person_id,
        word=_word(person),
        typed=request.form.get("typed", ""),
        errors=errors,
    )
