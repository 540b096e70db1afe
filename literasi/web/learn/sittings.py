"""A test as a whole: what is left of it, sending it, and its verdicts."""

import uuid

from flask import abort, redirect, render_template, url_for
from werkzeug import Response

from literasi.database import transaction
from literasi.domain.sittings import Phase
from literasi.queries.sittings import OwnSitting, ShownItem, own_sitting
from literasi.services import sitting
from literasi.services.sitting import SittingClosed
from literasi.web import pages, visitors
from literasi.web.learn import bp
from literasi.web.learn.offers import phase_name
from literasi.web.learn.verdicts import verdicts_page


@bp.get("/tes/<uuid:test_id>")
def test(test_id: uuid.UUID) -> str | Response:
    """The verdicts of a closed test; of an open one what is left, or its first item."""
    found = find_test(test_id)
    if not found.is_open:
        return verdicts_page(found)
    if not found.answers:
        return redirect(url_for(".test_item", test_id=test_id, number=1), 303)
    return render_template(
        "pages/learn/test_check.html", test=found, unanswered=len(found.items) - len(found.answers)
    )


@bp.get("/tes/<uuid:test_id>/kirim")
def before_sending(test_id: uuid.UUID) -> str | Response:
    """Ask once more before a test is sent with open messages; nothing of it can be undone."""
    found = find_test(test_id)
    first_open = found.number_after(0)
    if not found.is_open or first_open is None:
        return redirect(url_for(".test", test_id=test_id), 303)
    return render_template(
        "pages/learn/test_sending.html",
        test=found,
        unanswered=len(found.items) - len(found.answers),
        first_open=first_open,
        phase_name=phase_name,
    )


@bp.post("/tes/<uuid:test_id>/kirim")
def send_test(test_id: uuid.UUID) -> Response:
    """Send the test, complete or not. Sending it twice changes nothing."""
    found = find_test(test_id)
    try:
        with transaction() as session:
            sitting.send_test(session, found.id, now=visitors.now())
    except SittingClosed:
        pass  # it was sent already, or its time was over; this leads to its verdicts
    return redirect(url_for(".test", test_id=test_id), 303)


def find_test(test_id: uuid.UUID) -> OwnSitting:
    """The asker's own test; 404 for everybody else's, and for refreshers, which have pages of their own."""
    found = own_sitting(pages.reader(), test_id, visitors.token_hash(), visitors.now())
    return found if found and found.phase is not Phase.REFRESHER else abort(404)


def item_at(found: OwnSitting, number: int) -> ShownItem:
    """The item with this number (from 1) in the order shown; 404 when there is none."""
    return found.items[number - 1] if 1 <= number <= len(found.items) else abort(404)
