"""Cohorts: groups of members to which something can be assigned."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.indonesian_dates import typed_day
from literasi.queries.cohorts import CohortRow, cohort_rows, people_beside, people_in, places
from literasi.queries.cohorts import cohort as find_cohort
from literasi.queries.organisations import OrganisationRow
from literasi.services import grouping
from literasi.web import visitors
from literasi.web.agency import bp
from literasi.web.agency.assigning import agency, assignable
from literasi.web.agency.scope import read_ids, supervisor_id, typed_line
from literasi.web.presentation import today
from literasi.web.translating import gettext

LONGEST_NAME = 80


@bp.get("/instansi/<slug:organisation>/angkatan")
def cohorts(organisation: str) -> str:
    """All of them, and the form for one more."""
    return _list(agency(organisation), {})


@bp.post("/instansi/<slug:organisation>/angkatan")
def make_cohort(organisation: str) -> Response | tuple[str, int]:
    """One more, empty."""
    asking = assignable(organisation)
    name, errors = _name()
    starts_on = typed_day(request.form.get("starts_on", ""))
    if starts_on is None:
        errors["starts_on"] = gettext("Write a day, for example 31/12/2026.")
    if errors or starts_on is None:
        return _list(asking, errors), 422
    try:
        with transaction() as session:
            cohort_id = grouping.make(
                session, asking.id, name, starts_on, by_id=supervisor_id(), now=visitors.now()
            )
    except grouping.NameTaken:
        return _list(asking, _taken()), 422
    address = url_for(".cohort", organisation=organisation, cohort_id=cohort_id, telah="angkatan-dibuat")
    return redirect(address, 303)


@bp.get("/instansi/<slug:organisation>/angkatan/<int:cohort_id>")
def cohort(organisation: str, cohort_id: int) -> str:
    """Who is in it, and who could be."""
    asking = agency(organisation)
    return _page(asking, _found(asking, cohort_id), {})


@bp.post("/instansi/<slug:organisation>/angkatan/<int:cohort_id>/ubah")
def rename_cohort(organisation: str, cohort_id: int) -> Response | tuple[str, int]:
    """Another name."""
    asking, one = _open(organisation, cohort_id)
    name, errors = _name()
    if errors:
        return _page(asking, one, errors), 422
    try:
        with transaction() as session:
            grouping.rename(session, one.id, name, by_id=supervisor_id(), now=visitors.now())
    except grouping.NameTaken:
        return _page(asking, one, _taken()), 422
    return _back(asking, one, "tersimpan")


@bp.post("/instansi/<slug:organisation>/angkatan/<int:cohort_id>/tambah")
def add_to_cohort(organisation: str, cohort_id: int) -> Response | tuple[str, int]:
    """Take people in."""
    asking, one = _open(organisation, cohort_id)
    chosen = places(db.session(), asking.id, read_ids(request.form.getlist("person")))
    if not chosen:
        return _page(asking, one, {"person": gettext("Tick one person at least.")}), 422
    with transaction() as session:
        grouping.add(session, one.id, chosen, by_id=supervisor_id(), now=visitors.now())
    return _back(asking, one, "angkatan-ditambah")


@bp.post("/instansi/<slug:organisation>/angkatan/<int:cohort_id>/keluarkan")
def remove_from_cohort(organisation: str, cohort_id: int) -> Response:
    """Take somebody out."""
    asking, one = _open(organisation, cohort_id)
    chosen = places(db.session(), asking.id, read_ids([request.form.get("person", "")]))
    if not chosen:
        abort(404)
    with transaction() as session:
        grouping.remove(session, one.id, chosen[0], by_id=supervisor_id(), now=visitors.now())
    return _back(asking, one, "angkatan-dikurangi")


@bp.post("/instansi/<slug:organisation>/angkatan/<int:cohort_id>/pensiunkan")
def retire_cohort(organisation: str, cohort_id: int) -> Response | tuple[str, int]:
    """Use it no longer."""
    asking, one = _open(organisation, cohort_id)
    try:
        with transaction() as session:
            grouping.retire(session, one.id, by_id=supervisor_id(), now=visitors.now())
    except grouping.HasTasks:
        message = gettext("Something is still required of this cohort. Withdraw that task first.")
        return _page(asking, one, {"retire": message}), 422
    return redirect(url_for(".cohorts", organisation=organisation, telah="angkatan-dipensiunkan"), 303)


def _found(organisation: OrganisationRow, cohort_id: int) -> CohortRow:
    return find_cohort(db.session(), organisation.id, cohort_id) or abort(404)


def _open(slug: str, cohort_id: int) -> tuple[OrganisationRow, CohortRow]:
    """A cohort in use of an organisation in use."""
    organisation = assignable(slug)
    one = _found(organisation, cohort_id)
    return (organisation, one) if one.retired_at is None else abort(404)


def _name() -> tuple[str, dict[str, str]]:
    name = typed_line("name")
    if not name:
        return name, {"name": gettext("Write a name for the cohort.")}
    if len(name) > LONGEST_NAME:
        return name, {"name": gettext("This name is longer than 80 characters. Shorten it.")}
    return name, {}


def _taken() -> dict[str, str]:
    return {"name": gettext("A cohort of this name is in use already. Add the year or a number.")}


def _back(organisation: OrganisationRow, one: CohortRow, outcome: str) -> Response:
    address = url_for(".cohort", organisation=organisation.slug, cohort_id=one.id, telah=outcome)
    return redirect(address, 303)


def _list(organisation: OrganisationRow, errors: dict[str, str]) -> str:
    return render_template(
        "pages/agency/cohorts.html",
        organisation=organisation,
        cohorts=cohort_rows(db.session(), organisation.id),
        errors=errors,
        typed=request.form,
        today=today(visitors.now()).isoformat(),
    )


def _page(organisation: OrganisationRow, one: CohortRow, errors: dict[str, str]) -> str:
    words = request.values.get("cari", "").replace("\x00", "").strip()[:80]
    is_open = one.retired_at is None and organisation.retired_at is None
    return render_template(
        "pages/agency/cohort.html",
        organisation=organisation,
        cohort=one,
        people=people_in(db.session(), one.id, request.args.get("sesudah", "")),
        beside=people_beside(db.session(), organisation.id, one.id, words) if is_open else [],
        is_open=is_open,
        words=words,
        errors=errors,
        typed=request.form,
    )
