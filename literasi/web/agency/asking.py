"""What a supervisor asks of the page, its downloads and its button: the query string, read in one place.

What names nothing of theirs (another agency's unit, cohort or course) does not exist.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, request

from literasi.database import db
from literasi.domain.names import name_key
from literasi.domain.standings import Filter, Show
from literasi.queries.organisations import CohortRow, OrganisationRow, cohorts, units
from literasi.queries.standing_rows import Key, StandingList
from literasi.queries.standings import Counts, CourseCounts, all_courses, standing
from literasi.web import presentation, visitors
from literasi.web.agency.scope import sent_slug
from literasi.web.numbers import read_number

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
LONGEST_SEARCH = 80


@dataclass(frozen=True)
class Question:
    """The organisation of the page, what may be chosen, and what was."""

    home: OrganisationRow
    place: OrganisationRow  # the unit that was chosen, else home
    units: list[OrganisationRow]
    cohorts: list[CohortRow]
    cohort: CohortRow | None
    courses: list[CourseCounts]  # of the place, whatever else was chosen
    course: CourseCounts | None
    counts: Counts
    typed: str
    filter: Filter
    today: date

    @property
    def query(self) -> dict[str, Any]:
        """It as a query string, without what was not chosen."""
        chosen = {
            "unit": "" if self.place == self.home else self.place.slug,
            "angkatan": str(self.cohort.id) if self.cohort else "",
            "kursus": self.course.slug if self.course else "",
            "keadaan": self.filter.show.value,
            "cari": self.typed,
        }
        return {name: value for name, value in chosen.items() if value}

    @property
    def unit_options(self) -> list[tuple[str, str]]:
        """Values and words for the choice of a unit."""
        return [(one.slug, one.name) for one in self.units]

    @property
    def cohort_options(self) -> list[tuple[str, str]]:
        """Values and words for the choice of a cohort."""
        return [(str(one.id), one.name) for one in self.cohorts]

    @property
    def course_options(self) -> list[tuple[str, str]]:
        """Values and words for the choice of a course."""
        return [(one.slug, one.title) for one in self.courses]

    @property
    def rows(self) -> StandingList:
        """The rows that answer it."""
        return StandingList(db.session(), self.place.id, self.filter, self.counts, today=self.today)


def asked(home: OrganisationRow) -> Question:
    """The question of this request about *home*; 404 if it names what is not there."""
    session, today = db.session(), presentation.today(visitors.now())
    below = units(session, home.id, sent_slug("unit"))
    place = _place(home, below)
    its_cohorts = cohorts(session, place.id)
    cohort = _cohort(its_cohorts)
    courses = standing(session, place.id, today=today)
    course = _course(courses)
    of_cohort = standing(session, place.id, today=today, cohort_id=cohort.id) if cohort else courses
    counts = all_courses(of_cohort, course.id if course else None)
    typed = request.args.get("cari", "").strip()[:LONGEST_SEARCH]
    return Question(
        home,
        place,
        below,
        its_cohorts,
        cohort,
        courses,
        course,
        counts,
        typed,
        Filter(
            _show(counts),
            course.id if course else None,
            cohort.id if cohort else None,
            name_key(typed) if typed else None,
        ),
        today,
    )


def after(rows: StandingList) -> Key | None:
    """The row behind which the page begins; 404 if it is none of this organisation."""
    typed = request.args.get("setelah", "")
    if not typed:
        return None
    number = int(typed) if _NUMBER.fullmatch(typed) else abort(404)
    return rows.key_of(number) or abort(404)


def sent_number(name: str) -> int | None:
    """The number in a field of the form that was sent; None if no form of ours holds such a thing."""
    return read_number(request.form.get(name, ""))


def _place(home: OrganisationRow, below: list[OrganisationRow]) -> OrganisationRow:
    chosen = sent_slug("unit")
    return next((one for one in below if one.slug == chosen), None) or abort(404) if chosen else home


def _cohort(found: list[CohortRow]) -> CohortRow | None:
    chosen = request.args.get("angkatan", "")
    return next((one for one in found if str(one.id) == chosen), None) or abort(404) if chosen else None


def _course(found: list[CourseCounts]) -> CourseCounts | None:
    chosen = request.args.get("kursus", "")
    return next((one for one in found if one.slug == chosen), None) or abort(404) if chosen else None


def _show(counts: Counts) -> Show:
    """What was asked for; by itself the late ones, else the open ones, else those who have finished."""
    chosen = request.args.get("keadaan", "")
    if chosen:
        return Show(chosen) if chosen in list(Show) else abort(404)
    if counts.late.number:
        return Show.LATE
    return Show.OPEN if counts.open.number or not counts.done.number else Show.DONE
