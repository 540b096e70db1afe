"""The trainer's desk: what to go on with, what waits, what went wrong."""

from flask import render_template

from literasi.database import db
from literasi.queries import drafts
from literasi.web import visitors
from literasi.web.studio import bp


def trainer_id() -> int:
    """The learner number of the trainer who asks; the area's guard has seen them."""
    person = visitors.person()
    assert person is not None
    return person.learner_id


@bp.get("/studio")
def desk() -> str:
    """My drafts, and what waits for review."""
    session = db.session()
    return render_template(
        "pages/studio/desk.html",
        own=drafts.own_drafts(session, trainer_id()),
        waiting=drafts.waiting_for_review(session),
        me=trainer_id(),
    )
