"""The front page of the discernment test, and beginning one."""

import random
from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import transaction
from literasi.domain.sittings import Phase
from literasi.queries.courses import CourseWithLessons
from literasi.queries.obligations import duties
from literasi.services import consenting, sitting, throttling, welcoming
from literasi.services.sitting import NoTest
from literasi.web import pages, visitors
from literasi.web.browsers import asking_browser
from literasi.web.learn import bp, consents
from literasi.web.learn.courses import own_catalogue
from literasi.web.learn.offers import TestOffer, own_offer, phase_name
from literasi.web.learn.quizzes import LIMIT, WINDOW
from literasi.web.security import client_address
from literasi.web.translating import gettext


@bp.get("/tes")
def test_front() -> str:
    """What the test is, and which one may be taken now."""
    return _front(own_offer(own_catalogue()), request.args.get("kursus", ""), errors={})


@bp.post("/tes/mulai")
def start_test() -> str | Response | tuple[str, int]:
    """Begin the test, or go on with the one that is open. A page that is out of date is told so."""
    offered = own_offer(own_catalogue())
    phase = _sent_phase()
    chosen = request.form.get("course", "")
    course = next((course for course in offered.courses if course.slug == chosen), None)
    if phase is None:
        message = gettext("Press one of the buttons of this page, please. Nothing was begun.")
        return _front(offered, chosen, errors={}, message=message), 422
    if phase is offered.phase and course is None and not offered.planned:
        message = gettext("Choose one of these courses, please.")
        return _front(offered, chosen, errors={"course": message}), 422
    stale = _stale(offered, phase, chosen)
    if stale:
        return _front(offered, chosen, errors={}, message=stale), 409
    visitors.make_room()
    visitors.needed_token()
    try:
        with transaction() as session:
            throttling.count(
                session, "start", client_address(), limit=LIMIT, window=WINDOW, now=visitors.now()
            )
            welcome = welcoming.welcome(session, visitors.token_hash(), now=visitors.now())
            test_id = sitting.begin_test(
                session,
                welcome.learner_id,
                phase,
                course_id=course.id if course else None,
                browser=asking_browser(),
                now=visitors.now(),
                randomness=random.SystemRandom(),
            )
            if consents.is_ticked():
                consenting.give(session, welcome.learner_id, now=visitors.now())
    except NoTest:
        return _front(own_offer(own_catalogue()), chosen, errors={}, message=_not_open()), 409
    visitors.remember(welcome.lasts)
    return redirect(url_for(".test", test_id=test_id), 303)


def _stale(offered: TestOffer, phase: Phase, chosen: str) -> str:
    """What to say of a form that does not fit any more; nothing when it does."""
    if offered.going_on is None:
        return "" if phase is offered.phase else _not_open()
    if phase is offered.going_on.phase and chosen in ("", offered.planned.slug if offered.planned else ""):
        return ""
    return gettext("Your open test goes on. It measures the course you chose first.")


def _not_open() -> str:
    return gettext("This test is not open now. What you can take now is on this page.")


def _front(offered: TestOffer, wanted: str, *, errors: dict[str, str], message: str = "") -> str:
    return render_template(
        "pages/learn/test_front.html",
        test=offered,
        chosen=_chosen(offered.courses, wanted),
        phase_name=phase_name,
        research=consents.asking() if offered.phase else None,
        errors=errors,
        message=message,
    )


def _chosen(courses: Sequence[CourseWithLessons], wanted: str) -> str:
    """The course that is marked: the one that was asked for, or is required, or was begun; else the first."""
    offered = [course.slug for course in courses]
    if len(offered) < 2:
        return offered[0] if offered else ""
    begun = [course.slug for course in courses if any(row.state != "none" for row in course.rows)]
    likely = [wanted, *_required(), *begun, offered[0]]
    return next(slug for slug in likely if slug in offered)


def _required() -> list[str]:
    """The courses that the asker must still finish, the soonest first."""
    person = visitors.person()
    if person is None:
        return []
    return [duty.course for duty in duties(pages.reader(), person.learner_id) if duty.state == "open"]


def _sent_phase() -> Phase | None:
    sent = request.form.get("phase", "")
    return Phase(sent) if sent in {Phase.BEFORE, Phase.AFTER, Phase.LATER} else None
