"""Which test this learner may take now, as the pages that lead to it show it."""

from dataclasses import dataclass
from datetime import datetime

from literasi.domain.sittings import History, Phase, Reason, Taken, offer
from literasi.queries.courses import Catalogue, CourseWithLessons
from literasi.queries.own_tests import OwnTest, OwnTests, PlannedCourse, own_tests
from literasi.web import pages, visitors
from literasi.web.translating import gettext


@dataclass(frozen=True)
class TestOffer:
    """The test that goes on, or may be begun, or why there is none; and every test that was closed.

    *courses* may be chosen from before the first test, *begun* are those for which it is too late; *planned*
    is what was chosen then. *opens_at* is when a later one may be begun.
    """

    going_on: OwnTest | None
    phase: Phase | None
    reason: Reason | None
    courses: tuple[CourseWithLessons, ...]
    begun: tuple[CourseWithLessons, ...]
    planned: PlannedCourse | None
    opens_at: datetime | None
    closed: tuple[OwnTest, ...]
    has_forms: bool

    @property
    def has_begun(self) -> bool:
        """Whether the learner has begun any test."""
        return self.going_on is not None or bool(self.closed)

    def is_before(self, course_id: int) -> bool:
        """Whether a test may be taken now before this course."""
        return (
            self.going_on is None
            and self.phase is Phase.BEFORE
            and course_id in {course.id for course in self.courses}
        )

    def is_after(self, course_id: int) -> bool:
        """Whether a test may be taken now after this course."""
        if self.going_on is not None or self.phase is not Phase.AFTER:
            return False
        return self.planned.id == course_id if self.planned else self._may_choose(course_id)

    def _may_choose(self, course_id: int) -> bool:
        return course_id in {course.id for course in self.courses}


def own_offer(catalogue: Catalogue) -> TestOffer:
    """What the asker, whose *catalogue* this is, may take. One statement."""
    return offer_of(
        catalogue, own_tests(pages.reader(), visitors.token_hash(), visitors.now()), visitors.now()
    )


def offer_of(catalogue: Catalogue, own: OwnTests, now: datetime) -> TestOffer:
    """The offer in words that pages need; ``services.sitting`` decides again when a test is begun."""
    found = offer(_history(catalogue, own), now)
    is_offered = own.open is None and own.forms > 0
    courses = {course.id: course for course in catalogue.courses}
    return TestOffer(
        going_on=own.open,
        phase=found.phase if is_offered else None,
        reason=found.reason,
        courses=tuple(courses[one] for one in found.courses if one in courses) if is_offered else (),
        begun=tuple(course for course in catalogue.courses if course.id not in found.courses)
        if is_offered and found.phase is Phase.BEFORE
        else (),
        planned=own.planned,
        opens_at=found.opens_at,
        closed=tuple(test for test in own.tests if test.closed_at is not None),
        has_forms=own.forms > 0,
    )


def phase_name(phase: Phase) -> str:
    """What a test is called on screen."""
    names = {
        Phase.BEFORE: gettext("First test"),
        Phase.AFTER: gettext("Test after the course"),
        Phase.LATER: gettext("Test a month later"),
    }
    return names[phase]


def _history(catalogue: Catalogue, own: OwnTests) -> History:
    finished = {course.id: course.completed_at for course in catalogue.courses if course.completed_at}
    if own.planned and own.planned.finished_at:
        finished[own.planned.id] = own.planned.finished_at
    return History(
        course_id=own.planned.id if own.planned else None,
        taken=[Taken(test.phase, test.closed_at) for test in own.tests if test.counts],
        finished=finished,
        begun={course.id for course in catalogue.courses if course.done},
        courses=[course.id for course in catalogue.courses],
        forms_left=own.forms_left > 0,
    )
