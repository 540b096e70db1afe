"""Rosters: what a supervisor uploads is first only said; then its people are members, or were."""

import uuid
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.rosters import LARGEST_ROSTER, RefusedRoster, Roster, read_roster
from literasi.domain.rosters.planning import RosterPlan, Unit
from literasi.domain.sheets import Column, Sheet, write_csv
from literasi.queries import rosters
from literasi.queries.organisations import OrganisationRow
from literasi.queries.rosters import Batch
from literasi.services import enrolling, importing
from literasi.web import visitors
from literasi.web.agency import bp
from literasi.web.agency.scope import found, supervisor_id
from literasi.web.form_sizes import takes_up_to
from literasi.web.translating import gettext

Answer = Response | tuple[str, int]
LARGEST_FORM = 4 * 1024 * 1024  # room for what is too large, so that its owner is told why
# Words that the reader knows; they are the same in every language.
COLUMNS = ("NIP", "Nama", "Email", "HP", "Unit", "Angkatan")


@bp.get("/instansi/<slug:organisation>/daftar", endpoint="rosters")
def roster_list(organisation: str) -> str:
    """Upload a roster; and those that were uploaded before."""
    return _form(found(organisation), {})


@bp.get("/instansi/<slug:organisation>/daftar/contoh.csv")
def roster_example(organisation: str) -> Response:
    """An empty roster with the columns that are read."""
    found(organisation)
    data = write_csv(Sheet("Daftar", (), [Column(name) for name in COLUMNS], ()))
    answer = Response(data, mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="daftar.csv"'
    return answer


@bp.post("/instansi/<slug:organisation>/daftar")
@takes_up_to(LARGEST_FORM)
def upload_roster(organisation: str) -> Answer:
    """Keep what was read and show what it would do; nobody is added yet."""
    home = _open(organisation)
    sent = request.files.get("file")
    data = sent.read(LARGEST_ROSTER + 1) if sent and sent.filename else b""
    if sent is None or not sent.filename:
        return _form(home, {"file": gettext("Choose a file with names in it.")}), 422
    try:
        roster = read_roster(data)
    except RefusedRoster as refused:
        return _form(home, {"file": str(refused)}, is_indonesian=True), 422
    roster_id, name = uuid.uuid4(), importing.file_name(sent.filename or "")
    with transaction() as session:
        enrolling.keep(
            session,
            home.id,
            roster,
            file_name=name,
            batch_id=roster_id,
            by_id=supervisor_id(),
            now=visitors.now(),
        )
    return redirect(url_for(".roster", organisation=organisation, roster_id=roster_id), 303)


@bp.get("/instansi/<slug:organisation>/daftar/<uuid:roster_id>")
def roster(organisation: str, roster_id: uuid.UUID) -> str:
    """What a roster would do, or has done."""
    home = found(organisation)
    return _page(home, _batch(home, roster_id), {})


@bp.post("/instansi/<slug:organisation>/daftar/<uuid:roster_id>/terapkan")
def apply_roster(organisation: str, roster_id: uuid.UUID) -> Answer:
    """Add and change whom the page has shown."""
    home = _open(organisation)
    batch = _batch(home, roster_id)
    try:
        with transaction() as session:
            enrolling.apply(
                session,
                home.id,
                roster_id,
                shown=request.form.get("plan", ""),
                by_id=supervisor_id(),
                now=visitors.now(),
            )
    except enrolling.ChangedPlan:
        changed = gettext("Members changed meanwhile, so the plan has changed. Look at it once more.")
        return _page(home, batch, {"plan": changed}), 422
    except enrolling.UnknownRoster:
        pass  # the button was pressed twice; the page says what happened
    return redirect(url_for(".roster", organisation=organisation, roster_id=roster_id), 303)


@bp.get("/instansi/<slug:organisation>/daftar/<uuid:roster_id>/batalkan")
def roster_undoing(organisation: str, roster_id: uuid.UUID) -> str | Response:
    """Asks first; what was not applied, or taken back already, says so itself."""
    home = found(organisation)
    batch = _batch(home, roster_id)
    if batch.state != "applied":
        return redirect(url_for(".roster", organisation=organisation, roster_id=roster_id), 303)
    return render_template("pages/agency/roster_undoing.html", organisation=home, batch=batch)


@bp.post("/instansi/<slug:organisation>/daftar/<uuid:roster_id>/batalkan")
def undo_roster(organisation: str, roster_id: uuid.UUID) -> Answer:
    """Take back what the roster did."""
    home = found(organisation)
    _batch(home, roster_id)
    try:
        with transaction() as session:
            enrolling.undo(session, home.id, roster_id, by_id=supervisor_id(), now=visitors.now())
    except enrolling.UnknownRoster:
        pass  # it was undone already, or never applied; the page says which
    return redirect(url_for(".roster", organisation=organisation, roster_id=roster_id), 303)


@bp.post("/instansi/<slug:organisation>/daftar/<uuid:roster_id>/buang")
def discard_roster(organisation: str, roster_id: uuid.UUID) -> Answer:
    """Forget a roster that was not applied."""
    home = found(organisation)
    _batch(home, roster_id)
    try:
        with transaction() as session:
            enrolling.discard(session, home.id, roster_id)
    except enrolling.UnknownRoster:
        return redirect(url_for(".roster", organisation=organisation, roster_id=roster_id), 303)
    return redirect(url_for(".rosters", organisation=organisation, telah="daftar-dibuang"), 303)


def _open(organisation: str) -> OrganisationRow:
    """The organisation, unless it takes nobody any more."""
    home = found(organisation)
    return home if home.retired_at is None else abort(404)


def _batch(home: OrganisationRow, roster_id: uuid.UUID) -> Batch:
    return rosters.batch(db.session(), home.id, roster_id) or abort(404)


def _plan(home: OrganisationRow, roster: Roster) -> RosterPlan:
    return enrolling.plan(db.session(), Unit(home.id, home.slug, home.name), roster)


def _form(home: OrganisationRow, errors: dict[str, str], *, is_indonesian: bool = False) -> str:
    return render_template(
        "pages/agency/rosters.html",
        organisation=home,
        errors=errors,
        is_indonesian=is_indonesian,
        columns=COLUMNS,
        batches=rosters.batches(db.session(), home.id),
    )


def _page(home: OrganisationRow, batch: Batch, errors: dict[str, str]) -> str:
    shown: dict[str, Any] = {"problems": batch.roster.problems}
    if batch.state == "read":
        plan = _plan(home, batch.roster)
        units = {unit.id: unit.name for unit in rosters.units_below(db.session(), home.id)}
        shown = {"plan": plan, "problems": plan.problems, "units": units}
    if batch.state == "undone":
        shown["arrived"] = rosters.arrived(db.session(), batch.id)
        shown["arrived_count"] = rosters.count_arrived(db.session(), batch.id)
    template = f"pages/agency/roster_{batch.state}.html"
    return render_template(template, organisation=home, batch=batch, errors=errors, **shown)
