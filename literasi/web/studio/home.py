"""The trainer's desk: what to go on with, what waits, what went wrong."""

from flask import render_template, request

from literasi.database import db
from literasi.queries import course_evidence, drafts, item_answers, problem_reports, rumours
from literasi.queries.due_checks import SOON, due_count
from literasi.web import pages, presentation, visitors
from literasi.web.studio import bp


def trainer_id() -> int:
    """The learner number of the trainer who asks; the area's guard has seen them."""
    person = visitors.person()
    assert person is not None
    return person.learner_id


@bp.get("/studio")
def desk() -> str:
    """My drafts, what waits for review, which facts are due, what citizens sent and stumbled over."""
    session = db.session()
    today = presentation.today(visitors.now())
    return render_template(
        "pages/studio/desk.html",
        own=drafts.own_drafts(session, trainer_id()),
        waiting=drafts.waiting_for_review(session),
        me=trainer_id(),
        told=request.args.get("kabar"),
        due=due_count(session, today + SOON),
        rumours=rumours.waiting(session),
        reports=problem_reports.waiting(session),
        stumbles=item_answers.flagged(pages.reader(), visitors.now()),
        alarms=course_evidence.standing_alarms(session),
        aside=drafts.put_aside(session, trainer_id()),
    )
