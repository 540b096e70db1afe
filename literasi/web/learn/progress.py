"""What the learner has finished, when, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import redirect, render_template, url_for
from werkzeug import Response

from literasi.database import db
from literasi.domain.exhibits import Technique, Verdict
from literasi.domain.progress import Judged, weak_techniques
from literasi.queries import certificates
from literasi.queries.certificates import OwnCertificate
from literasi.queries.courses import Catalogue, CourseWithLessons, FinalQuiz
from literasi.queries.lessons import LessonRow
from literasi.queries.obligations import duties
from literasi.queries.own_places import OwnPlace, own_places
from literasi.queries.progress import CorrectedItem, answered, corrected_items
from literasi.queries.refreshing import OwnRefreshers
from literasi.web import pages, visitors
from literasi.web.learn import bp
from literasi.web.learn.courses import own_catalogue
from literasi.web.learn.links import NextUp
from literasi.web.learn.links import next_up as find_next
from literasi.web.learn.offers import TestOffer, own_offer, phase_name
from literasi.web.learn.refreshers import mine
from literasi.web.learn.required import Required, required
from literasi.web.presentation import today

BESIDE_COURSES = ("test", "refresher")  # what is required and late comes before these


@dataclass(frozen=True)
class AttemptLink:
    """A quiz that waits to be finished."""

    url: str
    title: str


@dataclass(frozen=True)
class CourseProgress:
    """One course that the learner has begun."""

    slug: str
    title: str
    done: int
    total: int
    lessons: tuple[LessonRow, ...]
    final: FinalQuiz | None
    completed_at: datetime | None


@dataclass(frozen=True)
class Judgements:
    """Hoaxes and true messages, always side by side."""

    hoaxes_right: int
    hoaxes: int
    trues_right: int
    trues: int


@dataclass(frozen=True)
class ProgressView:
    """What the template shows."""

    courses: list[CourseProgress]
    next_up: NextUp | None
    answers: int
    has_learner: bool
    open_attempts: list[AttemptLink]
    again: NextUp | None
    judgements: Judgements | None
    weak: list[Technique]
    corrected: list[LessonRow]
    corrected_items: list[CorrectedItem]
    certificates: list[OwnCertificate]
    required: Required | None
    refreshers: OwnRefreshers
    leads: bool  # a test or a refresher comes first, before what is required and not late
    test: TestOffer


@bp.get("/kemajuan")
def progress() -> str:
    """Everything this browser's learner has done."""
    found = own_catalogue()
    given = answered(pages.reader(), visitors.token_hash(), visitors.now())
    refreshers, owed, test = mine(), _required(found), own_offer(found)
    coming = find_next(found, refreshers=refreshers, test=test)
    view = ProgressView(
        courses=[_of(course) for course in found.courses if _is_begun(course)],
        next_up=coming,
        answers=given.questions,
        has_learner=found.learner_id is not None,
        open_attempts=[one for one in _open_attempts(found) if coming is None or one.url != coming.url],
        again=_quiz_again(found),
        judgements=_judgements(given.judged),
        weak=weak_techniques(given.judged),
        corrected=[row for course in found.courses for row in course.rows if row.corrected],
        corrected_items=corrected_items(pages.reader(), given.corrected),
        certificates=certificates.own(pages.reader(), visitors.token_hash(), visitors.now()),
        required=owed,
        refreshers=refreshers,
        leads=_leads(coming, owed),
        test=test,
    )
    return render_template(
        "pages/learn/progress.html", progress=view, waiting=_waiting(), phase_name=phase_name
    )


def _waiting() -> list[OwnPlace]:
    """Where somebody with an account asked to join, and has no answer yet."""
    person = visitors.person()
    places = own_places(db.session(), person.learner_id) if person else []
    return [place for place in places if place.state == "waiting"]


@bp.get("/lanjut")
def next_up() -> Response:
    """Lead to the one thing to do next; to the progress page when all is done.

    What is required and late comes before a refresher and before a test that is not begun.
    """
    catalogue = own_catalogue()
    found = find_next(catalogue, refreshers=mine(), test=own_offer(catalogue))
    if found is not None and found.kind in BESIDE_COURSES:
        found = _late(_required(catalogue)) or found
    return redirect(found.url if found else url_for(".progress"), 303)


def _required(catalogue: Catalogue) -> Required | None:
    """What must be finished; only who is signed in can owe anything."""
    person = visitors.person()
    if person is None:
        return None
    return required(duties(pages.reader(), person.learner_id), catalogue, today(visitors.now()))


def _leads(coming: NextUp | None, owed: Required | None) -> bool:
    if coming is None:
        return False
    return coming.kind == "open test" or (coming.kind in BESIDE_COURSES and _late(owed) is None)


def _late(found: Required | None) -> NextUp | None:
    """The first thing to do for a course that is required and late."""
    return next((one.go_on for one in found.open if one.is_late), None) if found else None


def _of(course: CourseWithLessons) -> CourseProgress:
    return CourseProgress(
        course.slug, course.title, course.done, course.total, course.rows, course.final, course.completed_at
    )


def _judgements(judged: Sequence[Judged]) -> Judgements | None:
    hoaxes = [one.right for one in judged if one.verdict is Verdict.FALSE]
    trues = [one.right for one in judged if one.verdict is Verdict.TRUE]
    return Judgements(sum(hoaxes), len(hoaxes), sum(trues), len(trues)) if judged else None


def _is_begun(course: CourseWithLessons) -> bool:
    begun = course.final is not None and course.final.state != "none"
    return begun or any(row.state != "none" for row in course.rows)


def _open_attempts(catalogue: Catalogue) -> list[AttemptLink]:
    rows = [row for course in catalogue.courses for row in course.rows]
    finals = [course.final for course in catalogue.courses if course.final]
    waiting = [(row.open_attempt_id, row.title) for row in rows]
    waiting += [(final.open_attempt_id, final.title) for final in finals]
    return [
        AttemptLink(url_for(".attempt", attempt_id=attempt_id), title)
        for attempt_id, title in waiting
        if attempt_id
    ]


def _quiz_again(catalogue: Catalogue) -> NextUp | None:
    """The final quiz of the course that was finished longest ago: it draws other messages each time."""
    finished = [
        (course.completed_at, course.slug, course.final)
        for course in catalogue.courses
        if course.completed_at and course.final
    ]
    if not finished:
        return None
    _since, slug, final = min(finished, key=lambda one: one[0])
    return NextUp("quiz", url_for(".quiz", course=slug, quiz=final.slug), final.title)
