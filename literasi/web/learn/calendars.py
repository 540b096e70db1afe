"""Somebody's due days for their own calendar, behind an address that only they know."""

import uuid
from urllib.parse import urlsplit

from flask import Response, abort, url_for

from literasi.domain.calendars import DueDay, write_calendar
from literasi.queries.calendars import feed_owner
from literasi.queries.obligations import Duty, duties
from literasi.web import pages
from literasi.web.learn import bp
from literasi.web.presentation import day
from literasi.web.translating import gettext

SHOWN = {"open", "done"}


@bp.get("/kalender/<uuid:key>.ics")
def calendar_feed(key: uuid.UUID) -> Response:
    """The file. Whoever knows the address reads it, so it tells no person's name."""
    learner_id = feed_owner(pages.reader(), key)
    if learner_id is None:
        abort(404)
    domain = urlsplit(pages.public_url("/")).hostname or "literasi"
    entries = [_entry(duty) for duty in duties(pages.reader(), learner_id) if duty.state in SHOWN]
    body = write_calendar(gettext("Literasi: due days"), entries, domain=domain)
    return Response(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": 'inline; filename="literasi.ics"',
            "Cache-Control": "private, no-store",
            "X-Robots-Tag": "noindex",
        },
    )


def _entry(duty: Duty) -> DueDay:
    is_done = duty.state == "done"
    title = f"{duty.course_title} ({duty.organisation})"
    url = pages.public_url(url_for("learn.course", course=duty.course))
    if is_done and duty.completed_at:
        words = gettext("Finished on %(day)s.", day=day(duty.completed_at))
    else:
        words = gettext("Asked by %(name)s: %(reason)s", name=duty.organisation, reason=duty.reason)
    return DueDay(
        key=f"obligation-{duty.id}",
        version=1 if is_done else 0,
        day=duty.due_on,
        summary=gettext("Done: %(what)s", what=title) if is_done else gettext("Due: %(what)s", what=title),
        description=f"{words}\n{url}",
        url=url,
        changed_at=duty.completed_at if is_done and duty.completed_at else duty.made_at,
        is_done=is_done,
    )
