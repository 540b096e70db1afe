"""The first page of the operators: what needs somebody today, and a field to find a person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import render_template, url_for
from sqlalchemy.orm import Session

from literasi.database import db
from literasi.domain.audit_words import Group
from literasi.domain.job_times import lateness
from literasi.queries import site_state
from literasi.queries.channels import due_channels
from literasi.queries.finding import SHORTEST
from literasi.queries.operator_tasks import count_actions, count_operators, unanswered
from literasi.web import visitors
from literasi.web.platform import bp
from literasi.web.presentation import today
from literasi.web.translating import gettext, ngettext

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Task:
    """One thing that waits: what it is, and where it is done."""

    words: str
    address: str


@bp.get("/kelola")
def desk() -> str:
    """What waits, with its numbers."""
    waiting = [task for tasks_of in TASKS for task in tasks_of(db.session(), visitors.now())]
    return render_template("pages/platform/desk.html", tasks=waiting, shortest=SHORTEST)


def _unanswered(session: Session, now: datetime) -> Sequence[Task]:
    return [
        Task(
            ngettext(
                "%(num)s person waits to join %(name)s, which has no supervisor. Appoint one.",
                "%(num)s people wait to join %(name)s, which has no supervisor. Appoint one.",
                one.waiting,
                name=one.name,
            ),
            url_for("platform.organisation", agency=one.slug),
        )
        for one in unanswered(session)
    ]


def _wrong_passwords(session: Session, now: datetime) -> Sequence[Task]:
    number = count_actions(session, "sign-in.failed", now - A_DAY)
    words = ngettext(
        "In the last 24 hours a password of somebody with a role was typed wrong %(num)s time. Look whose.",
        "In the last 24 hours passwords of people with a role were typed wrong %(num)s times. Look whose.",
        number,
    )
    since = today(now - A_DAY).isoformat()
    address = url_for("platform.audit", kelompok=Group.SIGNING_IN.value, dari=since)
    return [Task(words, address)] if number else []


def _ailing(session: Session, now: datetime) -> Sequence[Task]:
    """Mistakes, letters and jobs; disk, schema and files are looked at on the page itself."""
    late = [job for job in site_state.jobs(session) if lateness(job.name, job.last_ended_at, now=now)]
    number = len(late) + len(site_state.open_errors(session)) + site_state.messages(session).given_up
    words = ngettext(
        "%(num)s thing about the site is not well: a job, a message or a mistake.",
        "%(num)s things about the site are not well: jobs, messages or mistakes.",
        number,
    )
    return [Task(words, url_for("platform.state"))] if number else []


def _due_channels(session: Session, now: datetime) -> Sequence[Task]:
    number = len(due_channels(session, today(now)))
    words = ngettext(
        "%(num)s number, address or law is due to be checked again.",
        "%(num)s numbers, addresses or laws are due to be checked again.",
        number,
    )
    return [Task(words, url_for("platform.channels"))] if number else []


def _only_operator(session: Session, now: datetime) -> Sequence[Task]:
    words = gettext("You are the only operator. Give the role to one more person you trust.")
    return [Task(words, url_for("platform.people"))] if count_operators(session) < 2 else []


# Each says what waits of its kind, in a fixed number of statements. The first are the most urgent.
TASKS: tuple[Callable[[Session, datetime], Sequence[Task]], ...] = (
    _wrong_passwords,
    _unanswered,
    _ailing,
    _due_channels,
    _only_operator,
)
