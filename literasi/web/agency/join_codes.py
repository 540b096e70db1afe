"""The code by which people ask to join: made, renewed and switched off by supervisors."""

import secrets

from flask import redirect, render_template, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.recovery_codes import JOIN_LENGTH, write_code
from literasi.queries.join_codes import join_code as find_code
from literasi.queries.organisations import OrganisationRow
from literasi.services import joining
from literasi.web import pages, visitors
from literasi.web.agency import bp
from literasi.web.agency.qr_codes import qr_image
from literasi.web.agency.scope import found, supervisor_id
from literasi.web.translating import gettext


@bp.get("/instansi/<slug:organisation>/kode-gabung")
def join_code(organisation: str) -> str:
    """The code, its link and its picture, for a notice board or a chat group."""
    return _page(found(organisation), {})


@bp.post("/instansi/<slug:organisation>/kode-gabung")
def renew_join_code(organisation: str) -> Response | tuple[str, int]:
    """A new code; the old one is dead."""
    return _set(found(organisation), write_code(secrets.token_bytes(5), JOIN_LENGTH))


@bp.post("/instansi/<slug:organisation>/kode-gabung/matikan")
def switch_off_join_code(organisation: str) -> Response | tuple[str, int]:
    """From now on nobody asks to join by a code."""
    return _set(found(organisation), None)


def _set(place: OrganisationRow, code: str | None) -> Response | tuple[str, int]:
    try:
        with transaction() as session:
            joining.set_join_code(session, place.id, code, by_id=supervisor_id(), now=visitors.now())
    except joining.ClosedOrganisation:
        message = gettext("This agency is closed and takes no members. Ask the operators.")
        return _page(place, {"kode": message}), 422
    outcome = "kode-dibuat" if code else "kode-dimatikan"
    return redirect(url_for(".join_code", organisation=place.slug, telah=outcome), 303)


def _page(place: OrganisationRow, errors: dict[str, str]) -> str:
    kept = find_code(db.session(), place.id)
    address = pages.public_url(url_for("account.join", code=kept.code)) if kept.code else ""
    return render_template(
        "pages/agency/join_code.html",
        organisation=place,
        errors=errors,
        kept=kept,
        address=address,
        short=pages.public_url(url_for("account.join_code")).partition("://")[2],
        picture=qr_image(address) if address else None,
    )
