"""Inviting one person, and the code that opens the invitation."""

import uuid
from dataclasses import dataclass
from urllib.parse import quote

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain import letters
from literasi.domain.login_names import InvalidLoginName, NameKind, read_login_name
from literasi.domain.messages import N_
from literasi.domain.names import InvalidName, read_person_name
from literasi.queries.memberships import Member, cohorts
from literasi.queries.one_time_codes import FreshCode, newest_code
from literasi.queries.organisations import OrganisationRow
from literasi.queries.scopes import VALID
from literasi.services import coding, joining
from literasi.services.coding import NewCode
from literasi.services.registering import code_fingerprint
from literasi.web import one_time_codes, pages, visitors
from literasi.web.agency import bp
from literasi.web.agency.member import WrongNumber, number_taken, number_too_long, page, read_number
from literasi.web.agency.qr_codes import qr_image
from literasi.web.agency.scope import found, found_member, read_id, supervisor_id, typed, typed_line
from literasi.web.agency.sending import HELD_BACK, Recipient, invitation_address, send_invitations
from literasi.web.translating import gettext

Page = str | Response | tuple[str, int]
BAD_CONTACT = N_("Write an e-mail address such as nama@contoh.id, or a phone number such as 0812 3456 7890.")


@dataclass(frozen=True)
class ShownCode:
    """A fresh code, where to type it, and for an invitation the link that needs no typing."""

    code: str
    fresh: FreshCode
    where: str
    address: str | None
    share: str | None
    picture: str | None


@bp.get("/instansi/<slug:organisation>/anggota/undang")
def invitation(organisation: str) -> str:
    """The form for one person."""
    return _form(found(organisation), {})


@bp.post("/instansi/<slug:organisation>/anggota/undang")
def invite_member(organisation: str) -> Page:
    """Invite; the page that follows shows the code, once."""
    place, errors = found(organisation), dict[str, str]()
    guest, held_back = _guest(place, errors), None
    if errors or guest is None:
        return _form(place, errors), 422
    try:
        with transaction() as session:
            learner_id = joining.invite(session, place.id, guest, by_id=supervisor_id(), now=visitors.now())
            held_back = _open(session, place, learner_id, guest.contact)
    except joining.NumberTaken:
        return _form(place, {"number": number_taken()}), 422
    except joining.ClosedOrganisation:
        message = gettext("This agency is closed and takes no members. Ask the operators.")
        return _form(place, {"name": message}), 422
    except joining.AlreadyThere:  # a second click
        found_member(place, guest.public_id)
    return _to_code(place, guest.public_id, held_back)


@bp.get("/instansi/<slug:organisation>/anggota/<uuid:membership_id>/kode")
def member_code(organisation: str, membership_id: uuid.UUID) -> str:
    """The code that was made for this person, for a quarter of an hour and in the browser that made it."""
    place = found(organisation)
    one = found_member(place, membership_id)
    return render_template(
        "pages/agency/member_code.html",
        organisation=place,
        member=one,
        shown=_shown(place, one),
        is_held_back=request.args.get("surat") == HELD_BACK,
    )


@bp.post("/instansi/<slug:organisation>/anggota/<uuid:membership_id>/kode")
def make_member_code(organisation: str, membership_id: uuid.UUID) -> Page:
    """Another code: for the invitation as long as it waits, then for a forgotten password."""
    place = found(organisation)
    one, held_back = found_member(place, membership_id), None
    try:
        with transaction() as session:
            if one.state == "invited":
                held_back = _renew(session, one)
            else:
                _help(session, place, one)
    except coding.MayNotHelp:
        message = gettext(
            "You cannot make a code for this person: the account did not begin with your agency, "
            "or opens more than what is yours. The operators of this site can help."
        )
        return page(place, one, {"kode": message}), 422
    return _to_code(place, one.public_id, held_back)


def _renew(session: Session, one: Member) -> str | None:
    """Another code for somebody who is invited, and by e-mail as before."""
    coding.issue(
        session,
        coding.JOIN,
        [_new_code(one.learner_id, coding.JOIN, one.organisation_id)],
        by_id=supervisor_id(),
        lasts=coding.SLIP_LASTS,
        now=visitors.now(),
    )
    guest = Recipient(one.organisation, one.learner_id, one.contact)
    return send_invitations(session, [guest], coding.SLIP_LASTS)


def _help(session: Session, place: OrganisationRow, one: Member) -> None:
    if one.state != "active":
        raise coding.MayNotHelp
    maker = f"penyelia {place.name}"
    coding.help_member(
        session,
        _new_code(one.learner_id, coding.RECOVER, place.id),
        letters.password_code(maker, pages.public_url("")),
        scope_id=place.id,
        by_id=supervisor_id(),
        now=visitors.now(),
    )


def _open(session: Session, place: OrganisationRow, learner_id: int, contact: str | None) -> str | None:
    """Make the code of a new invitation, and send it where there is an e-mail address."""
    now = visitors.now()
    code = _new_code(learner_id, coding.JOIN, place.id)
    coding.issue(session, coding.JOIN, [code], by_id=supervisor_id(), lasts=coding.INVITATION_LASTS, now=now)
    guest = Recipient(place.name, learner_id, contact)
    return send_invitations(session, [guest], coding.INVITATION_LASTS)


def _new_code(learner_id: int, purpose: str, organisation_id: int) -> NewCode:
    code = one_time_codes.code_for(learner_id, purpose, visitors.now())
    return NewCode(learner_id, organisation_id, code_fingerprint(code))


def _shown(place: OrganisationRow, one: Member) -> ShownCode | None:
    """The code; None for a place that ended, whoever the person has become elsewhere."""
    if one.state not in VALID:
        return None
    since = visitors.now() - one_time_codes.SHOWN_FOR
    fresh = newest_code(db.session(), one.learner_id, supervisor_id(), since)
    if fresh is None:
        return None
    code = one_time_codes.shown(one.learner_id, fresh.purpose, fresh.made_at, fresh.code_hash)
    if code is None:
        return None
    if fresh.purpose == coding.RECOVER:
        return ShownCode(code, fresh, _short("account.recovery"), None, None, None)
    address = invitation_address(code)
    where = _short("account.invitation_code")
    return ShownCode(code, fresh, where, address, _share(place, one, address), qr_image(address))


def _short(endpoint: str) -> str:
    """The address of a page as people type it."""
    return pages.public_url(url_for(endpoint)).partition("://")[2]


def _share(place: OrganisationRow, one: Member, address: str) -> str:
    """WhatsApp with the message written; to the person's own number where the agency gave it."""
    is_phone = one.contact is not None and one.contact.startswith("+")
    number = (one.contact or "").removeprefix("+") if is_phone else ""
    return f"https://wa.me/{number}?text={quote(letters.shared_invitation(place.name, address), safe='')}"


def _guest(place: OrganisationRow, errors: dict[str, str]) -> joining.Guest | None:
    key = read_id(request.form.get("kunci", "")) or uuid.uuid4()
    name = number = None
    try:
        name = read_person_name(typed("name"))
    except InvalidName as problem:
        errors["name"] = gettext(str(problem))
    try:
        number = read_number(typed_line("number"))
    except WrongNumber:
        errors["number"] = number_too_long()
    contact = _contact(errors)
    cohort = typed("cohort")
    chosen = next((one.id for one in cohorts(db.session(), place.id) if one.slug == cohort), None)
    if cohort and chosen is None:
        errors["cohort"] = gettext("This cohort does not exist any more. Choose another one.")
    return joining.Guest(key, name, number, contact, chosen) if name else None


def _contact(errors: dict[str, str]) -> str | None:
    sent = typed("contact")
    if not sent:
        return None
    try:
        read = read_login_name(sent)
    except InvalidLoginName:
        read = None
    if read is None or read.kind is NameKind.USERNAME:
        errors["contact"] = gettext(BAD_CONTACT)
        return None
    return read.text


def _to_code(place: OrganisationRow, public_id: uuid.UUID, held_back: str | None) -> Response:
    address = url_for(".member_code", organisation=place.slug, membership_id=public_id, surat=held_back)
    return redirect(address, 303)


def _form(place: OrganisationRow, errors: dict[str, str]) -> str:
    return render_template(
        "pages/agency/invitation.html",
        organisation=place,
        errors=errors,
        cohorts=cohorts(db.session(), place.id),
        key=request.form.get("kunci") if read_id(request.form.get("kunci", "")) else uuid.uuid4(),
        values={name: typed(name) for name in ("name", "number", "contact", "cohort")},
    )
