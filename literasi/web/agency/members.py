"""The people of an organisation: who asks to come in, and who is there."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.queries import memberships
from literasi.queries.memberships import STATES, Choice, Filter, MemberPage
from literasi.queries.organisations import OrganisationRow
from literasi.services import joining
from literasi.web import visitors
from literasi.web.agency import bp
from literasi.web.agency.scope import found, read_ids, supervisor_id
from literasi.web.translating import gettext

DECISIONS = ("terima", "tolak")


@bp.get("/instansi/<slug:organisation>/anggota")
def members(organisation: str) -> str:
    """Who waits, then everybody by name."""
    return _page(found(organisation), {})


@bp.post("/instansi/<slug:organisation>/anggota/putuskan")
def decide_waiting(organisation: str) -> Response | tuple[str, int]:
    """Approve or refuse one person by the button beside the name, or several who are ticked."""
    place = found(organisation)
    decision, _, one = request.form.get("putusan", "").partition(":")
    chosen = read_ids([one] if one else request.form.getlist("pilih"))
    if decision not in DECISIONS or not chosen:
        return _page(place, {"pilih": gettext("Tick the people first, then press one of the buttons.")}), 422
    try:
        with transaction() as session:
            done = joining.decide(
                session,
                memberships.waiting_ids(session, place.id, chosen),
                is_approved=decision == "terima",
                by_id=supervisor_id(),
                now=visitors.now(),
            )
    except joining.ClosedOrganisation:
        message = gettext("This agency is closed and takes no members. Refuse, or ask the operators.")
        return _page(place, {"pilih": message}), 422
    told: dict[str, Any] = {decision: done}
    return redirect(url_for(".members", organisation=place.slug, **told), 303)


def _page(place: OrganisationRow, errors: dict[str, str]) -> str:
    session = db.session()
    units = memberships.units(session, place.id)
    cohorts = memberships.cohorts(session, place.id)
    wanted = _filter(units, cohorts)
    listed = memberships.members(session, place.id, wanted)
    asked = _asked(wanted, units)
    return render_template(
        "pages/agency/members.html",
        organisation=place,
        errors=errors,
        waiting=memberships.waiting(session, place.id),
        supervisors=memberships.supervisors(session, place.id),
        listed=listed,
        units=units,
        cohorts=cohorts,
        wanted=wanted,
        asked=asked,
        further={**asked, **_next(listed)} if listed.next else None,
        done={word: _number(word) for word in DECISIONS},
    )


def _filter(units: list[Choice], cohorts: list[Choice]) -> Filter:
    """What the address narrows the list to; what it gets wrong narrows nothing."""
    sent = request.args
    unit, cohort = sent.get("unit", ""), sent.get("angkatan", "")
    state = sent.get("keadaan", "")
    key, last_id = sent.get("nama", ""), sent.get("setelah", "")
    return Filter(
        words=sent.get("kata", "").replace("\x00", "")[:80].strip(),
        unit_id=next((one.id for one in units if one.slug == unit), None),
        cohort_id=next((one.id for one in cohorts if one.slug == cohort), None),
        state=state if state in STATES else "anggota",
        after=(key.replace("\x00", ""), int(last_id)) if last_id.isdecimal() and len(last_id) < 10 else None,
    )


def _asked(wanted: Filter, units: list[Choice]) -> dict[str, str]:
    """The same as parts of an address, for the link to the next page."""
    unit = next((one.slug for one in units if one.id == wanted.unit_id), "")
    cohort = str(wanted.cohort_id or "")
    parts = {"kata": wanted.words, "unit": unit, "angkatan": cohort, "keadaan": wanted.state}
    return {name: value for name, value in parts.items() if value}


def _next(listed: MemberPage) -> dict[str, str]:
    """Where the next page begins, as parts of an address."""
    return {"nama": listed.next[0], "setelah": str(listed.next[1])} if listed.next else {}


def _number(name: str) -> int:
    """How many were decided on just now, as the address says."""
    text = request.args.get(name, "")
    return int(text) if request.method == "GET" and text.isdecimal() and len(text) < 4 else 0
