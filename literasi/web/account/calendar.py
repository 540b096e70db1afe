"""The page on which somebody makes, replaces or switches off the address of their calendar."""

import uuid

from flask import abort, redirect, render_template, url_for
from werkzeug import Response

from literasi.database import transaction
from literasi.queries.calendars import feed
from literasi.services import subscribing
from literasi.web import pages, visitors
from literasi.web.account import bp


@bp.get("/akun/kalender")
def calendar() -> str:
    """The address, or how to get one."""
    person = visitors.person() or abort(404)
    found = feed(pages.reader(), person.learner_id)
    address = pages.public_url(url_for("learn.calendar_feed", key=found.key)) if found else ""
    return render_template("pages/account/calendar.html", feed=found, address=address)


@bp.post("/akun/kalender")
def make_calendar() -> Response:
    """A new address; the one before leads nowhere."""
    person = visitors.person() or abort(404)
    with transaction() as session:
        subscribing.make_address(session, person.learner_id, uuid.uuid4(), now=visitors.now())
    return redirect(url_for(".calendar"), 303)


@bp.post("/akun/kalender/matikan")
def switch_off_calendar() -> Response:
    """No address any more."""
    person = visitors.person() or abort(404)
    with transaction() as session:
        subscribing.switch_off(session, person.learner_id)
    return redirect(url_for(".calendar"), 303)
