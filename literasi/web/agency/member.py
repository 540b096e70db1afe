"""One member's own page: what the agency knows, correcting it, moving and ending the place."""

import uuid

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.names import InvalidName, read_person_name
from literasi.domain.organisations import OrganisationKind
from literasi.queries.member_standings import of_member
from literasi.queries.memberships import Member, destinations
from literasi.queries.one_time_codes import may_be_helped
from literasi.queries.organisations import OrganisationRow
from literasi.queries.scopes import VALID
from literasi.services import joining, moving_members
from literasi.services.moving_members import CommunityMovesNobody, NotAMember
from literasi.web import visitors
from literasi.web.agency import bp
from literasi.web.agency.scope import found, found_member, supervisor_id, typed, typed_line
from literasi.web.presentation import today
from literasi.web.translating import gettext

LONGEST_NUMBER = 60
Page = str | Response | tuple[str, int]


@bp.get("/instansi/<slug:organisation>/anggota/<uuid:membership_id>")
def member(organisation: str, membership_id: uuid.UUID) -> str:
    """The member, as the agency knows them."""
    place = found(organisation)
    return page(place, found_member(place, membership_id), {})


@bp.post("/instansi/<slug:organisation>/anggota/<uuid:membership_id>")
def correct_member(organisation: str, membership_id: uuid.UUID) -> Page:
    """Write name and number as they should be."""
    place = found(organisation)
    one = found_member(place, membership_id)
    try:
        name, number = read_person_name(typed("name")), read_number(typed_line("number"))
        with transaction() as session:
            moving_members.correct(
                session, one.id, name=name, external_id=number, by_id=supervisor_id(), now=visitors.now()
            )
    except InvalidName as problem:
        return page(place, one, {"name": gettext(str(problem))}), 422
    except WrongNumber:
        return page(place, one, {"number": number_too_long()}), 422
    except joining.NumberTaken:
        return page(place, one, {"number": number_taken()}), 422
    except NotAMember:
        return page(place, one, {"name": gettext("This membership has ended, so it is kept as it was.")}), 422
    return redirect(url_for(".member", organisation=place.slug, membership_id=one.public_id, simpan=1), 303)


@bp.get("/instansi/<slug:organisation>/anggota/<uuid:membership_id>/akhiri")
def ending(organisation: str, membership_id: uuid.UUID) -> str:
    """Ask once more."""
    place = found(organisation)
    return render_template(
        "pages/agency/ending.html", organisation=place, member=found_member(place, membership_id)
    )


@bp.post("/instansi/<slug:organisation>/anggota/<uuid:membership_id>/akhiri")
def end_membership(organisation: str, membership_id: uuid.UUID) -> Response:
    """End the place; a second click changes nothing more."""
    place = found(organisation)
    one = found_member(place, membership_id)
    with transaction() as session:
        joining.end(session, [one.id], by_id=supervisor_id(), now=visitors.now())
    address = url_for(".member", organisation=place.slug, membership_id=one.public_id, telah="diakhiri")
    return redirect(address, 303)


@bp.get("/instansi/<slug:organisation>/anggota/<uuid:membership_id>/pindah")
def moving(organisation: str, membership_id: uuid.UUID) -> str:
    """Where to; with ``?kata=`` those agencies whose name holds the words."""
    place, one = _movable(organisation, membership_id)
    return _moving(place, one, {})


@bp.post("/instansi/<slug:organisation>/anggota/<uuid:membership_id>/pindah")
def move_member(organisation: str, membership_id: uuid.UUID) -> Page:
    """End the place here and begin one there."""
    place, one = _movable(organisation, membership_id)
    slug = request.form.get("tujuan", "")
    if not slug or slug == place.slug and one.organisation_id == place.id:
        return _moving(place, one, {"tujuan": gettext("Choose where the person moves to.")}), 422
    target = found(slug)
    try:
        with transaction() as session:
            new_id = moving_members.move(
                session, one.id, target.id, by_id=supervisor_id(), now=visitors.now()
            )
    except joining.AlreadyThere:
        message = gettext("This person is a member there already, or waits to become one.")
        return _moving(place, one, {"tujuan": message}), 422
    except joining.ClosedOrganisation:
        message = gettext("That agency is closed and takes no members. Choose another one.")
        return _moving(place, one, {"tujuan": message}), 422
    except CommunityMovesNobody:
        return _moving(place, one, {"tujuan": gettext("People join a community by themselves.")}), 422
    except NotAMember:
        return _moving(place, one, {"tujuan": gettext("This membership has ended already.")}), 422
    return redirect(url_for(".member", organisation=target.slug, membership_id=new_id, pindah=1), 303)


class WrongNumber(Exception):
    """The agency's number for a person is too long."""


def read_number(text: str) -> str | None:
    """The agency's own number for a person; None for none. Raises WrongNumber."""
    if len(text) > LONGEST_NUMBER:
        raise WrongNumber
    return text or None


def number_too_long() -> str:
    """What to say of a long number."""
    return gettext("This number is longer than 60 characters. Leave out what is no part of it.")


def number_taken() -> str:
    """What to say of a number that somebody else has."""
    return gettext("Another member has this number. Check it, or correct it there first.")


def page(place: OrganisationRow, one: Member, errors: dict[str, str]) -> str:
    """The member's page; with *errors* as it was sent."""
    sent = bool(errors) and request.method == "POST" and "name" in request.form
    day = today(visitors.now())
    is_helped = one.state == "active" and may_be_helped(db.session(), one.learner_id, place.id)
    return render_template(
        "pages/agency/member.html",
        organisation=place,
        member=one,
        errors=errors,
        name=typed("name") if sent else one.name,
        number=typed("number") if sent else one.external_id or "",
        is_held=one.state in VALID,
        may_be_helped=is_helped,
        owed=of_member(db.session(), place.id, one.learner_id, today=day),
        today=day,
        is_saved=request.args.get("simpan") == "1",
        has_moved=request.args.get("pindah") == "1",
    )


def _movable(slug: str, membership_id: uuid.UUID) -> tuple[OrganisationRow, Member]:
    """A member of an agency; from a community people go by themselves."""
    place = found(slug)
    if place.kind is OrganisationKind.COMMUNITY:
        abort(404)
    return place, found_member(place, membership_id)


def _moving(place: OrganisationRow, one: Member, errors: dict[str, str]) -> str:
    words = request.values.get("kata", "").replace("\x00", "")[:80].strip()
    return render_template(
        "pages/agency/moving.html",
        organisation=place,
        member=one,
        errors=errors,
        words=words,
        destinations=destinations(db.session(), supervisor_id(), words, but=one.organisation_id),
    )
