"""What pages tell of groups, for the areas of trainers, of the city and of agencies. All of it is gated."""

from dataclasses import dataclass
from datetime import date

from flask import abort, request

from literasi.database import db, transaction
from literasi.domain.evidence_telling import ToldEvidence, ToldHarm, compared, told, told_harm
from literasi.domain.gate import Shown
from literasi.queries import course_evidence
from literasi.queries.course_evidence import Agency, Alarm, CourseRow, Measured
from literasi.services import alarming
from literasi.web import visitors
from literasi.web.translating import gettext

GROUPS = {"semua": "all", "warga": "citizen", "admin": "admin"}  # in an address, and in the store


@dataclass(frozen=True)
class ToldGroup:
    """The figures of one group, and between which days its people were counted."""

    evidence: ToldEvidence
    first_day: date
    last_day: date


@dataclass(frozen=True)
class ToldCourse:
    """A course with the figures of the group that was asked for, if there are any."""

    slug: str
    title: str
    group: ToldGroup | None
    has_alarm: bool


@dataclass(frozen=True)
class CoursePage:
    """One course: which group was *chosen* (as in an address), which others there are, and a comparison.

    *comparison* is how much more the citizens' change is than that of the admins, None without either.
    """

    course: ToldCourse
    chosen: str
    agencies: list[Agency]
    comparison: Shown | None


@dataclass(frozen=True)
class ToldAlarm:
    """An alarm and what it says."""

    alarm: Alarm
    harm: ToldHarm


def courses(people: str = "all", organisation_id: int | None = None) -> list[ToldCourse]:
    """Every course, with the figures of one group."""
    found = course_evidence.courses(db.session(), people, organisation_id)
    return [_course(row, row.measured) for row in found]


def course_page(slug: str) -> CoursePage:
    """A course and the group that the query string asks for; 404 if there is no such thing."""
    row = found_course(slug)
    agencies = course_evidence.agencies(db.session(), row.id)
    chosen = request.args.get("untuk", "semua")
    group = _group(chosen, agencies)
    both = [("citizen", None), ("admin", None)]
    measured = course_evidence.newest(db.session(), row.id, [group, *both])
    by_group = {(one.people, one.organisation_id): one for one in measured}
    citizens, admins = (by_group.get(one) for one in both)
    comparison = compared(citizens.evidence, admins.evidence) if citizens and admins else None
    return CoursePage(_course(row, by_group.get(group)), chosen, agencies, comparison)


def agency_course(slug: str, organisation_id: int) -> ToldCourse:
    """A course with the figures of one agency; 404 if there is no such course."""
    row = found_course(slug)
    measured = course_evidence.newest(db.session(), row.id, [("agency", organisation_id)])
    return _course(row, measured[0] if measured else None)


def found_course(slug: str) -> CourseRow:
    """The course of this *slug*; otherwise 404."""
    return course_evidence.course(db.session(), slug) or abort(404)


def alarms(course: CourseRow) -> list[ToldAlarm]:
    """The alarms of a course, what stands first."""
    return [ToldAlarm(one, told_harm(one.harm)) for one in course_evidence.alarms(db.session(), course.id)]


def answer_alarm(course: CourseRow, by_id: int) -> dict[str, str]:
    """Keep the answer that was sent, by whoever sends it; the errors, if there are any. 404 for no alarm."""
    text = sent_answer()
    if not text:
        return {"jawaban": gettext("Write what you found and what will change. One sentence is enough.")}
    if len(text) > alarming.LONGEST_ANSWER:
        return {"jawaban": gettext("This is longer than 2,000 characters. Please shorten it.")}
    try:
        with transaction() as session:
            alarming.answer(session, course.id, _sent_alarm(), text, by_id=by_id, now=visitors.now())
    except alarming.UnknownAlarm:
        abort(404)
    except alarming.AlreadyAnswered:
        return {"jawaban": gettext("Somebody has answered meanwhile. Their answer stands below.")}
    return {}


def sent_answer() -> str:
    """The words of the answer, without their edges and without what a database cannot hold."""
    return request.form.get("jawaban", "").replace("\x00", "").replace("\r\n", "\n").strip()


def _sent_alarm() -> int:
    """The alarm that the form is about; 0, which none has, when it is no number."""
    sent = request.form.get("peringatan", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def _course(row: CourseRow, measured: Measured | None) -> ToldCourse:
    group = None
    if measured is not None:
        figures = told(measured.evidence, harmed=row.has_alarm)
        group = ToldGroup(figures, measured.first_day, measured.last_day)
    return ToldCourse(row.slug, row.title, group, row.has_alarm)


def _group(chosen: str, agencies: list[Agency]) -> tuple[str, int | None]:
    if chosen in GROUPS:
        return GROUPS[chosen], None
    agency = next((one for one in agencies if one.slug == chosen), None) or abort(404)
    return "agency", agency.id
