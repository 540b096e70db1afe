"""The city's page: its agencies by alphabet, and who learns, without ranking anybody."""

from dataclasses import dataclass

from flask import abort, render_template, request

from literasi.database import db
from literasi.domain import gate
from literasi.domain.gate import Shown
from literasi.domain.organisations import OrganisationKind
from literasi.queries import city as agencies
from literasi.queries.course_evidence import standing_alarms
from literasi.queries.finish_weeks import places
from literasi.queries.organisations import OrganisationRow, own_organisations
from literasi.web import presentation, visitors
from literasi.web.agency import bp
from literasi.web.agency.scope import found, sent_slug, supervisor_id

PLACES = ("agency", "community", "citizen")


@dataclass(frozen=True)
class CourseFigures:
    """A course and how many people finished it lately, by where they stand; through the gate."""

    title: str
    people: dict[str, Shown]


@bp.get("/instansi/kota")
def city() -> str:
    """The agencies directly below the city, or below one of them; for the city's own supervisors."""
    whole = own_city()
    place = found(slug) if (slug := sent_slug("di")) else whole
    today = presentation.today(visitors.now())
    page = agencies.agencies_below(db.session(), place.id, after=_after(place), today=today)
    return render_template(
        "pages/agency/city.html",
        city=whole,
        here=agencies.sums_of(db.session(), [place.id], today=today)[place.id],
        page=page,
        is_first="setelah" not in request.args,
        courses=_courses() if place == whole else None,
        alarms=standing_alarms(db.session()) if place == whole else [],
        now=visitors.now(),
    )


def own_city() -> OrganisationRow:
    """The city that the asker supervises; otherwise 404."""
    mine = own_organisations(db.session(), supervisor_id())
    return next((one for one in mine if one.kind is OrganisationKind.CITY), None) or abort(404)


def _after(place: OrganisationRow) -> agencies.Key | None:
    slug = sent_slug("setelah")
    return (agencies.key_of(db.session(), place.id, slug) or abort(404)) if slug else None


def _courses() -> list[CourseFigures]:
    """No sums over places or courses stand beside them, so that nothing can be subtracted."""
    return [
        CourseFigures(row.title, {place: gate.people(row.people.get(place, 0)) for place in PLACES})
        for row in places(db.session(), today=presentation.today(visitors.now()))
    ]
