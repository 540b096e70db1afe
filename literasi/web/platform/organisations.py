"""Agencies and community accounts: the tree, one of them, its name, its place and its supervisors."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.login_names import InvalidLoginName, read_login_name
from literasi.domain.names import InvalidName, read_person_name
from literasi.domain.organisations import (
    InvalidOrganisationName,
    OrganisationKind,
    read_organisation_name,
)
from literasi.queries.organisation_tree import Place, candidates, children, named, place, supervisors
from literasi.queries.people import find_person
from literasi.services import joining, organising
from literasi.web import pages, visitors
from literasi.web.freshness import fresh
from literasi.web.numbers import read_number
from literasi.web.platform import bp
from literasi.web.translating import gettext

ROOT = "-"  # where there is no organisation above


@bp.get("/kelola/instansi")
def organisations() -> str:
    """The roots of the tree; with ``?cari=`` everything of that name."""
    words, after = _searched(), request.args.get("sesudah", "").replace("\x00", "")
    found = named(db.session(), words, after) if words else children(db.session(), None, after)
    return render_template(
        "pages/platform/organisations.html", words=words, branches=found[0], following=found[1]
    )


@bp.get("/kelola/instansi/baru")
def new_organisation() -> str:
    """The form for one more, below ``?induk=``."""
    return _new_page(request.args.get("induk", ""), {})


@bp.post("/kelola/instansi/baru")
def create_organisation() -> Response | tuple[str, int]:
    """Make it, and lead to it."""
    above = request.form.get("parent", "")
    parent = found(above) if above else None
    name, kind, errors = _name_and_kind()
    if errors or kind is None:
        return _new_page(above, errors), 422
    try:
        with transaction() as session:
            organisation_id = organising.create(
                session,
                name,
                kind,
                parent_id=parent.id if parent else None,
                by_id=operator_id(),
                now=visitors.now(),
            )
            slug = organising.locked(session, organisation_id).slug
    except organising.Misplaced as problem:
        return _new_page(above, {"kind": place_words(problem)}), 422
    return redirect(url_for(".organisation", agency=slug, telah="instansi-dibuat"), 303)


@bp.get("/kelola/instansi/<slug:agency>")
def organisation(agency: str) -> str:
    """One organisation: numbers, what lies below it, its supervisors; never its people."""
    return organisation_page(found(agency), {})


@bp.get("/kelola/instansi/<slug:agency>/ubah")
def organisation_name(agency: str) -> str:
    """The form for another name or kind."""
    return _name_page(found(agency), {})


@bp.post("/kelola/instansi/<slug:agency>/ubah")
def rename_organisation(agency: str) -> Response | tuple[str, int]:
    """Change them; the address stays."""
    organisation = found(agency)
    name, kind, errors = _name_and_kind()
    if errors or kind is None:
        return _name_page(organisation, errors), 422
    try:
        with transaction() as session:
            organising.rename(session, organisation.id, name, kind, by_id=operator_id(), now=visitors.now())
    except organising.Misplaced as problem:
        return _name_page(organisation, {"kind": place_words(problem)}), 422
    return redirect(url_for(".organisation", agency=agency, telah="tersimpan"), 303)


@bp.get("/kelola/instansi/<slug:agency>/pindah")
def organisation_place(agency: str) -> str:
    """Where it could stand: search for the one above."""
    return target_page(found(agency), "move", {})


@bp.post("/kelola/instansi/<slug:agency>/pindah")
def move_organisation(agency: str) -> Response | tuple[str, int]:
    """Move it there, with all that is below it."""
    organisation, target = found(agency), request.form.get("target", "")
    into = place(db.session(), target) if target != ROOT else None
    if into is None and target != ROOT:
        return target_page(organisation, "move", {"target": gettext("Choose one of the list.")}), 422
    try:
        with transaction() as session:
            organising.move(
                session,
                organisation.id,
                into.id if into else None,
                by_id=operator_id(),
                now=visitors.now(),
            )
    except organising.Misplaced as problem:
        return target_page(organisation, "move", {"target": place_words(problem)}), 422
    return redirect(url_for(".organisation", agency=agency, telah="instansi-dipindah"), 303)


@bp.post("/kelola/instansi/<slug:agency>/penyelia")
@fresh
def appoint_supervisor(agency: str) -> Response | tuple[str, int]:
    """Let somebody who has an account supervise it."""
    organisation = found(agency)
    errors: dict[str, str] = {}
    learner_id, name = _chosen_person(errors)
    if errors:
        return organisation_page(organisation, errors), 422
    try:
        with transaction() as session:
            joining.appoint_supervisor(
                session, organisation.id, learner_id, name, by_id=operator_id(), now=visitors.now()
            )
    except joining.ClosedOrganisation:
        errors = {"login": gettext("This organisation is retired and takes nobody.")}
        return organisation_page(organisation, errors), 422
    return redirect(url_for(".organisation", agency=agency, telah="penyelia-diangkat"), 303)


@bp.post("/kelola/instansi/<slug:agency>/penyelia/cabut")
def withdraw_supervisor(agency: str) -> Response:
    """Let somebody supervise it no more."""
    organisation = found(agency)
    learner_id = read_number(request.form.get("learner", "")) or abort(404)
    with transaction() as session:
        joining.withdraw_supervisor(
            session, organisation.id, learner_id, by_id=operator_id(), now=visitors.now()
        )
    return redirect(url_for(".organisation", agency=agency, telah="penyelia-dicabut"), 303)


def found(slug: str) -> Place:
    """The organisation of this *slug*, or 404."""
    return place(db.session(), slug) or abort(404)


def operator_id() -> int:
    """The learner who asks; the area's guard has let them in."""
    person = visitors.person() or abort(404)
    return person.learner_id


def organisation_page(organisation: Place, errors: dict[str, str]) -> str:
    """One organisation, with what was typed if something was wrong."""
    below, following = children(
        db.session(), organisation.id, request.args.get("sesudah", "").replace("\x00", "")
    )
    return render_template(
        "pages/platform/organisation.html",
        organisation=organisation,
        branches=below,
        following=following,
        supervisors=supervisors(db.session(), organisation.id),
        errors=errors,
        typed=request.form,
    )


def target_page(organisation: Place, purpose: str, errors: dict[str, str]) -> str:
    """Choose another organisation: to move below it, or to merge into it."""
    words = _searched()
    is_community = organisation.kind is OrganisationKind.COMMUNITY
    found = candidates(db.session(), words, without_below=organisation.id, communities=is_community)
    return render_template(
        "pages/platform/organisation_target.html",
        organisation=organisation,
        purpose=purpose,
        words=words,
        found=found,
        root=ROOT,
        errors=errors,
    )


def place_words(problem: organising.Misplaced) -> str:
    """Why an organisation cannot stand there, in words."""
    words = {
        organising.CommunityStandsAlone: gettext(
            "A community account stands alone: nothing above it, nothing below it, and it stays a community."
        ),
        organising.CityIsTheRoot: gettext("A city has nothing above it. Choose another kind or place."),
        organising.BelowItself: gettext(
            "An organisation cannot go into what lies below it. Choose another one."
        ),
        organising.RetiredOrganisation: gettext("That organisation is retired. Choose another one."),
    }
    return words[type(problem)]


def _searched() -> str:
    """What is searched for; nothing that a database cannot hold."""
    return request.values.get("cari", "").replace("\x00", "").strip()[:80]


def _name_and_kind() -> tuple[str, OrganisationKind | None, dict[str, str]]:
    errors: dict[str, str] = {}
    name = request.form.get("name", "")
    try:
        name = read_organisation_name(name)
    except InvalidOrganisationName as problem:
        errors["name"] = gettext(str(problem))
    kind = next((kind for kind in OrganisationKind if kind.value == request.form.get("kind")), None)
    if kind is None:
        errors["kind"] = gettext("Choose a kind.")
    return name, kind, errors


def _chosen_person(errors: dict[str, str]) -> tuple[int, str]:
    """Whom the form means, and how they are written; what is wrong goes into *errors*."""
    person, name = None, ""
    try:
        person = find_person(pages.reader(), read_login_name(request.form.get("login", "")).text)
        if person is None:
            errors["login"] = gettext("Nobody signs in by this name.")
    except InvalidLoginName as problem:
        errors["login"] = gettext(str(problem))
    try:
        name = read_person_name(request.form.get("name", ""))
    except InvalidName as problem:
        errors["name"] = gettext(str(problem))
    return (person.learner_id if person else 0), name


def _new_page(above: str, errors: dict[str, str]) -> str:
    return render_template(
        "pages/platform/new_organisation.html",
        parent=found(above) if above else None,
        errors=errors,
        typed=request.form,
    )


def _name_page(organisation: Place, errors: dict[str, str]) -> str:
    return render_template(
        "pages/platform/organisation_name.html",
        organisation=organisation,
        errors=errors,
        name=request.form.get("name", organisation.name),
        kind=request.form.get("kind", organisation.kind.value),
    )
