"""The record of what was done: searched, read in plain words, compared with its seals, taken along as CSV."""

import tempfile
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import abort, render_template, request
from werkzeug import Response
from werkzeug.wsgi import wrap_file

from literasi.database import db, transaction
from literasi.domain.audit_words import GROUP_WORDS, Group, actions_of
from literasi.domain.login_names import InvalidLoginName, read_login_name
from literasi.domain.sheets import Cell, write_csv_to
from literasi.domain.wita import start_of
from literasi.queries import audit_events as reading
from literasi.queries.audit_events import PAGE, Wanted
from literasi.queries.people import learner_named
from literasi.services import auditing
from literasi.web import visitors
from literasi.web.numbers import read_number
from literasi.web.person_addresses import is_address, person_at
from literasi.web.platform import bp
from literasi.web.platform.audit_rows import audit_sheet, told
from literasi.web.platform.person import Answer, operator, refused
from literasi.web.presentation import today
from literasi.web.translating import gettext

_IN_MEMORY = 1024 * 1024  # of a download; what is larger waits in a file
_LONGEST_SUBJECT, _LONGEST_NAME = 80, 254


@dataclass(frozen=True)
class Asked:
    """The filter as it was typed, what it means, and what is wrong with it, by field."""

    group: str
    person: str
    subject: str
    since: str
    until: str
    wanted: Wanted
    errors: dict[str, str]

    @property
    def query(self) -> dict[str, Any]:
        """It as a query string, without what was not chosen."""
        typed = {
            "kelompok": self.group,
            "orang": self.person,
            "perihal": self.subject,
            "dari": self.since,
            "sampai": self.until,
        }
        return {name: value for name, value in typed.items() if value}


@bp.get("/kelola/catatan")
def audit() -> Answer:
    """The events, fifty a page."""
    asked = _asked()
    return (_page(asked, asked.errors), 422) if asked.errors else _page(asked, {})


@bp.post("/kelola/catatan/unduh")
def download_audit() -> Answer:
    """Every event of this filter as CSV; that it was taken is an event as well."""
    asked = _asked()
    if asked.errors:
        return _page(asked, asked.errors), 422
    if problem := refused():
        return _page(asked, problem[0]), problem[1]
    now = visitors.now()
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  (closed with the answer)
    rows = reading.every(db.session(), asked.wanted)
    write_csv_to(file, audit_sheet(db.session(), rows, _facts(asked), now=now))
    with transaction() as session:
        auditing.record(session, "audit.exported", "audit", actor_id=operator().learner_id, now=now)
    length = file.tell()
    file.seek(0)
    # Not Flask's send_file: it lets every cache on the way keep what it sends.
    answer = Response(wrap_file(request.environ, file), mimetype="text/csv", direct_passthrough=True)
    answer.content_length = length
    name = f"catatan-{today(now).isoformat()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _asked() -> Asked:
    errors: dict[str, str] = {}
    group, subject = _sent("kelompok", 20), _sent("perihal", _LONGEST_SUBJECT)
    if group and group not in {one.value for one in Group}:
        abort(404)
    person, learner_id = _person(errors)
    since, until = _day("dari", errors), _day("sampai", errors)
    if since and until and since > until:
        errors["sampai"] = gettext("This day is before the first one. Exchange the two.")
    wanted = Wanted(
        actions_of(Group(group)) if group else (),
        learner_id,
        subject,
        _midnight(since),
        _midnight(until + timedelta(days=1)) if until and until < date.max else None,
    )
    return Asked(group, person, subject, _sent("dari", 10), _sent("sampai", 10), wanted, errors)


def _person(errors: dict[str, str]) -> tuple[str, int | None]:
    """What was typed or followed, and whom it means: a name to sign in by, or the address of a person."""
    typed = _sent("orang", _LONGEST_NAME)
    if not typed:
        return "", None
    if is_address(typed):
        return typed, person_at(typed)
    try:
        found = learner_named(db.session(), read_login_name(typed).text)
    except InvalidLoginName:
        found = None
    if found is None:
        errors["orang"] = gettext("Nobody signs in by this name.")
    return typed, found


def _day(name: str, errors: dict[str, str]) -> date | None:
    typed = _sent(name, 10)
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        errors[name] = gettext("Write the day like this: 2026-11-24.")
        return None


def _midnight(day: date | None) -> datetime | None:
    """When the day begins in Samarinda; the first days of the calendar are as good as none."""
    return None if day is None or day.year < 2 else start_of(day)


def _sent(name: str, longest: int) -> str:
    return request.args.get(name, "").replace("\x00", "").strip()[:longest]


def _before() -> tuple[datetime, int] | None:
    typed = request.args.get("sebelum", "")
    if not typed:
        return None
    position = read_number(typed) or abort(404)
    return reading.moment_of(db.session(), position) or abort(404), position


def _facts(asked: Asked) -> list[tuple[str, Cell]]:
    """What the table is narrowed to."""
    group = gettext(GROUP_WORDS[Group(asked.group)]) if asked.group else ""
    chosen = [
        (gettext("Kind"), group),
        (gettext("Person"), asked.person),
        (gettext("Subject"), asked.subject),
        (gettext("From"), asked.since),
        (gettext("Up to"), asked.until),
    ]
    return [(name, value) for name, value in chosen if value]


def _page(asked: Asked, errors: dict[str, str]) -> str:
    session, before = db.session(), _before()
    end = reading.end(session)
    is_understood = not asked.errors
    rows = reading.events(session, asked.wanted, before, most=PAGE + 1) if is_understood else []
    shown = rows[:PAGE]
    return render_template(
        "pages/platform/audit.html",
        asked=asked,
        groups=[(group.value, gettext(words)) for group, words in GROUP_WORDS.items()],
        events=told(session, shown),
        broken=reading.broken(session, shown, end),
        end=end,
        following=shown[-1].position if len(rows) > PAGE else None,
        is_first=before is None,
        errors=errors,
    )
