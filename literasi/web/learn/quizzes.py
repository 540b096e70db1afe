"""The front page of a quiz, and starting it."""

import random
from datetime import timedelta

from flask import abort, redirect, render_template, url_for
from werkzeug import Response

from literasi.database import transaction
from literasi.domain.identities import Identity
from literasi.queries.quizzes import QuizFront, quiz_front
from literasi.services import attempting, throttling, welcoming
from literasi.web import pages, visitors
from literasi.web.learn import bp
from literasi.web.learn.old_addresses import lead_on
from literasi.web.security import client_address

# A whole school may sit behind one address.
LIMIT, WINDOW = 300, timedelta(minutes=10)


@bp.get("/kuis/<slug:course>/<slug:quiz>")
def quiz(course: str, quiz: str) -> str:
    """What the quiz asks for, and where the learner stands with it."""
    return render_template("pages/learn/quiz.html", quiz=_found(course, quiz))


@bp.post("/kuis/<slug:course>/<slug:quiz>/mulai")
def start_attempt(course: str, quiz: str) -> Response:
    """Begin the quiz, or go on with the attempt that is open."""
    found = _found(course, quiz)
    visitors.make_room()
    visitors.needed_token()
    with transaction() as session:
        throttling.count(session, "start", client_address(), limit=LIMIT, window=WINDOW, now=visitors.now())
        welcome = welcoming.welcome(session, visitors.token_hash(), now=visitors.now())
        attempt_id = attempting.start_attempt(
            session, welcome.learner_id, found.id, now=visitors.now(), randomness=random.SystemRandom()
        )
    visitors.remember(welcome.lasts)
    return redirect(url_for(".attempt", attempt_id=attempt_id), 303)


def _found(course: str, quiz: str) -> QuizFront:
    found = quiz_front(pages.reader(), course, quiz, visitors.token_hash(), visitors.now())
    return found or abort(lead_on(Identity("quiz", course, quiz)))
