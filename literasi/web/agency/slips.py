"""Codes for people without an account: a sheet of slips to cut apart, and by e-mail where there is one."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from flask import redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.queries.memberships import cohorts
from literasi.queries.one_time_codes import (
    MOST_SLIPS,
    MadeCode,
    Slips,
    count_without_account,
    made_codes,
    without_account,
)
from literasi.queries.organisations import OrganisationRow
from literasi.services import auditing, coding
from literasi.services.coding import NewCode
from literasi.services.registering import code_fingerprint
from literasi.web import one_time_codes, pages, visitors
from literasi.web.agency import bp
from literasi.web.agency.qr_codes import qr_image
from literasi.web.agency.scope import found, read_id, read_ids, supervisor_id
from literasi.web.agency.sending import HELD_BACK, Recipient, send_invitations
from literasi.web.translating import gettext

MOST_TICKS = 200  # beyond that nobody ticks people one by one
MOST_PICTURES = 60  # each takes about 8 ms to draw


@dataclass(frozen=True)
class Slip:
    """What stands on one slip."""

    name: str
    external_id: str | None
    organisation: str
    code: str
    expires_at: datetime
    picture: str | None


@bp.get("/instansi/<slug:organisation>/anggota/slip")
def slips(organisation: str) -> str:
    """For whom? With ``?batch=`` those of that roster are offered first."""
    return _form(found(organisation), {})


@bp.post("/instansi/<slug:organisation>/anggota/slip")
def make_slips(organisation: str) -> Response | tuple[str, int]:
    """Make fresh codes; older unused ones of the same people are void. The sheet shows them, once."""
    place = found(organisation)
    wanted = _wanted(place)
    if wanted is None:
        return _form(place, {"siapa": gettext("Choose for whom the slips are.")}), 422
    held_back = None
    with transaction() as session:
        people = without_account(session, place.id, wanted)
        if people:
            coding.issue(
                session,
                coding.JOIN,
                [_new_code(one.learner_id, one.organisation_id) for one in people],
                by_id=supervisor_id(),
                lasts=coding.SLIP_LASTS,
                now=visitors.now(),
            )
            mailed = people if request.form.get("mail") == "yes" else []
            chosen = [Recipient(one.organisation, one.learner_id, one.contact) for one in mailed]
            held_back = send_invitations(session, chosen, coding.SLIP_LASTS)
            auditing.record(
                session,
                "slips.made",
                f"organisation:{place.id}",
                actor_id=supervisor_id(),
                now=visitors.now(),
                count=len(people),
            )
    if not people:
        message = gettext("Nobody there is without an account, so nobody needs a slip.")
        return _form(place, {"siapa": message}), 422
    return redirect(url_for(".slip_sheet", organisation=place.slug, surat=held_back), 303)


@bp.get("/instansi/<slug:organisation>/anggota/slip/cetak")
def slip_sheet(organisation: str) -> str:
    """The newest sheet that this browser asked for, for a quarter of an hour."""
    place = found(organisation)
    since = visitors.now() - one_time_codes.SHOWN_FOR
    made = made_codes(db.session(), place.id, supervisor_id(), since)
    newest = max((one.made_at for one in made), default=None)
    sheet = [one for one in made if one.made_at == newest]
    found_slips = [slip for one in sheet if (slip := _slip(one, has_picture=len(sheet) <= MOST_PICTURES))]
    return render_template(
        "pages/agency/slip_sheet.html",
        organisation=place,
        slips=found_slips,
        short=pages.public_url(url_for("account.invitation_code")).partition("://")[2],
        is_held_back=request.args.get("surat") == HELD_BACK,
    )


def _slip(made: MadeCode, *, has_picture: bool) -> Slip | None:
    code = one_time_codes.shown(made.learner_id, coding.JOIN, made.made_at, made.code_hash)
    if code is None:
        return None
    address = pages.public_url(url_for("account.invitation", code=code))
    return Slip(
        made.name,
        made.external_id,
        made.organisation,
        code,
        made.expires_at,
        qr_image(address) if has_picture else None,
    )


def _new_code(learner_id: int, organisation_id: int) -> NewCode:
    code = one_time_codes.code_for(learner_id, coding.JOIN, visitors.now())
    return NewCode(learner_id, organisation_id, code_fingerprint(code))


def _wanted(place: OrganisationRow) -> Slips | None:
    """Whom the form names; None if nobody."""
    kind, _, which = request.form.get("siapa", "").partition(":")
    if kind == "semua":
        return Slips()
    if kind == "angkatan":
        cohort = next((one.id for one in cohorts(db.session(), place.id) if one.slug == which), None)
        return None if cohort is None else Slips(cohort_id=cohort)
    if kind == "daftar" and (batch := read_id(which)):
        return Slips(batch_id=batch)
    ticked = read_ids(request.form.getlist("pilih"))
    return Slips(public_ids=ticked) if kind == "pilih" and ticked else None


def _form(place: OrganisationRow, errors: dict[str, str]) -> str:
    session = db.session()
    batch: uuid.UUID | None = read_id(request.values.get("batch", ""))
    total = count_without_account(session, place.id, Slips())
    return render_template(
        "pages/agency/slips.html",
        organisation=place,
        errors=errors,
        total=total,
        most=MOST_SLIPS,
        batch=batch,
        in_batch=count_without_account(session, place.id, Slips(batch_id=batch)) if batch else 0,
        cohorts=cohorts(session, place.id),
        people=without_account(session, place.id, Slips()) if total <= MOST_TICKS else [],
        chosen=request.form.get("siapa", f"daftar:{batch}" if batch else None),
        ticked=request.form.getlist("pilih"),
    )
