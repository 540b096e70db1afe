"""Organisations end and come back: each asks first, and says what goes with it."""

from flask import redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.queries.organisation_tree import Place, inside, place
from literasi.services import closing, organising, uniting
from literasi.web import visitors
from literasi.web.numbers import read_number
from literasi.web.platform import bp
from literasi.web.platform.organisations import (
    found,
    operator_id,
    organisation_page,
    place_words,
    target_page,
)
from literasi.web.presentation import today
from literasi.web.translating import gettext


@bp.get("/kelola/instansi/<slug:agency>/gabungkan")
def organisation_merge(agency: str) -> str:
    """Into which other one; with ``?ke=`` what that means."""
    organisation, into = found(agency), place(db.session(), request.args.get("ke", ""))
    if into is None or into.id == organisation.id:
        return target_page(organisation, "merge", {})
    return _merge_page(organisation, into, {})


@bp.post("/kelola/instansi/<slug:agency>/gabungkan")
def merge_organisation(agency: str) -> Response | tuple[str, int]:
    """Merge it into the other one."""
    organisation, into = found(agency), place(db.session(), request.form.get("target", ""))
    if into is None:
        return target_page(organisation, "merge", {"target": gettext("Choose one of the list.")}), 422
    now = visitors.now()
    try:
        with transaction() as session:
            uniting.merge(session, organisation.id, into.id, by_id=operator_id(), now=now, today=today(now))
    except organising.Misplaced as problem:
        return _merge_page(organisation, into, {"target": place_words(problem)}), 422
    return redirect(url_for(".organisation", agency=into.slug, telah="instansi-digabung"), 303)


@bp.get("/kelola/instansi/<slug:agency>/pensiunkan")
def organisation_retirement(agency: str) -> str:
    """What retiring it means, in numbers."""
    return _retirement_page(found(agency), {})


@bp.post("/kelola/instansi/<slug:agency>/pensiunkan")
def retire_organisation(agency: str) -> Response | tuple[str, int]:
    """Retire it, with as many below it as the page has shown."""
    organisation = found(agency)
    below = read_number(request.form.get("below", ""))
    try:
        with transaction() as session:
            closing.retire(
                session,
                organisation.id,
                counted=-1 if below is None else below,
                by_id=operator_id(),
                now=visitors.now(),
            )
    except closing.OthersBelow:
        message = gettext("What lies below has changed since you opened this page. Read the numbers again.")
        return _retirement_page(organisation, {"below": message}), 422
    return redirect(url_for(".organisation", agency=agency, telah="instansi-dipensiunkan"), 303)


@bp.post("/kelola/instansi/<slug:agency>/pakai-lagi")
def bring_back_organisation(agency: str) -> Response | tuple[str, int]:
    """Use it again."""
    organisation = found(agency)
    try:
        with transaction() as session:
            closing.bring_back(session, organisation.id, by_id=operator_id(), now=visitors.now())
    except closing.MergedAway:
        message = gettext("It was merged into another organisation and does not come back. Make a new one.")
        return organisation_page(organisation, {"back": message}), 422
    except organising.RetiredOrganisation:
        message = gettext("The organisation above it is retired. Bring that one back first.")
        return organisation_page(organisation, {"back": message}), 422
    return redirect(url_for(".organisation", agency=agency, telah="instansi-dipakai"), 303)


def _merge_page(organisation: Place, into: Place, errors: dict[str, str]) -> str:
    return render_template(
        "pages/platform/organisation_merge.html",
        organisation=organisation,
        into=into,
        inside=inside(db.session(), organisation.id),
        errors=errors,
    )


def _retirement_page(organisation: Place, errors: dict[str, str]) -> str:
    return render_template(
        "pages/platform/organisation_retirement.html",
        organisation=organisation,
        inside=inside(db.session(), organisation.id),
        errors=errors,
    )
