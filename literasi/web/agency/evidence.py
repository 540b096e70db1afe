"""What was learned, for coordinators of the city and supervisors of an agency: never a person's score."""

from flask import Response, redirect, render_template, url_for
from werkzeug import Response as AnyResponse

from literasi.web import evidence_pages, evidence_sheets, visitors
from literasi.web.agency import bp
from literasi.web.agency.city import own_city
from literasi.web.agency.scope import found, supervisor_id


@bp.get("/instansi/kota/hasil-belajar")
def city_evidence() -> str:
    """Every course, with what is known over all who took the tests."""
    return render_template(
        "pages/agency/city_evidence.html", organisation=own_city(), courses=evidence_pages.courses()
    )


@bp.get("/instansi/kota/hasil-belajar/<slug:course>")
def city_course_evidence(course: str) -> str:
    """One course and one group: everybody, citizens, admins, or one agency."""
    return render_template(
        "pages/agency/city_course_evidence.html",
        organisation=own_city(),
        page=evidence_pages.course_page(course),
    )


@bp.get("/instansi/kota/hasil-belajar/<slug:course>/unduh.csv")
def download_city_evidence(course: str) -> Response:
    """The same figures as CSV."""
    own_city()
    return evidence_sheets.download_page(evidence_pages.course_page(course), now=visitors.now())


@bp.get("/instansi/kota/hasil-belajar/<slug:course>/peringatan")
def city_alarm(course: str) -> str:
    """The alarms of a course: what one means, and who answered what."""
    return _alarm_page(course, {})


@bp.post("/instansi/kota/hasil-belajar/<slug:course>/peringatan")
def answer_city_alarm(course: str) -> AnyResponse | str | tuple[str, int]:
    """Say what was found and what will change."""
    own_city()
    errors = evidence_pages.answer_alarm(evidence_pages.found_course(course), supervisor_id())
    if errors:
        return _alarm_page(course, errors), 422
    return redirect(url_for(".city_alarm", course=course), 303)


@bp.get("/instansi/<slug:organisation>/hasil-belajar")
def evidence(organisation: str) -> str:
    """The courses with this agency's own figures: from thirty pairs of tests on, and no other agency's."""
    place = found(organisation)
    return render_template(
        "pages/agency/evidence.html",
        organisation=place,
        courses=evidence_pages.courses("agency", place.id),
    )


@bp.get("/instansi/<slug:organisation>/hasil-belajar/<slug:course>")
def course_evidence(organisation: str, course: str) -> str:
    """One course, with this agency's own figures."""
    place = found(organisation)
    return render_template(
        "pages/agency/course_evidence.html",
        organisation=place,
        course=evidence_pages.agency_course(course, place.id),
    )


@bp.get("/instansi/<slug:organisation>/hasil-belajar/<slug:course>/unduh.csv")
def download_evidence(organisation: str, course: str) -> Response:
    """The same figures as CSV; 404 while there are none."""
    place = found(organisation)
    one = evidence_pages.agency_course(course, place.id)
    return evidence_sheets.download(
        one,
        name=f"hasil-belajar-{one.slug}-{place.slug}",
        people=place.name,
        now=visitors.now(),
        everything=False,
    )


def _alarm_page(slug: str, errors: dict[str, str]) -> str:
    city, course = own_city(), evidence_pages.found_course(slug)
    return render_template(
        "pages/agency/city_alarm.html",
        organisation=city,
        course=course,
        alarms=evidence_pages.alarms(course),
        errors=errors,
        typed=evidence_pages.sent_answer(),
    )
