"""The states of the page that tells operators whether all is well; importing this registers them."""

import itertools
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select

from literasi.domain.failures import Failure
from literasi.domain.job_times import ALLOWED
from literasi.models import ErrorReport, JobState, OutboxMessage
from literasi.services import noting_errors, outboxing, tracking_jobs
from literasi.services.noting_errors import Mistake
from tests import make
from tests.browser import people
from tests.browser.states import state

TRACE = "\n".join(
    [
        "sqlalchemy.exc.DataError",
        *(f"  literasi/web/learn/courses.py:{line} course" for line in range(40, 44)),
        "  sqlalchemy/engine/base.py:1977 _exec_single_context",
    ]
)
_numbers = itertools.count(1)


def writes(visitor, *acts):
    """Do each of these in the visitor's database, with the moment."""
    with people.store(visitor) as session:
        for act in acts:
            act(session, datetime.now(UTC))


def mistake(session, now):
    """One mistake; the next is like it."""
    failure = Failure("sqlalchemy.exc.DataError", "literasi/web/learn/courses.py:43 course", TRACE, b"f" * 32)
    found = Mistake(f"{next(_numbers):08x}", "a1b2c3d4e5f60718", "learn.course", "GET", 500, failure)
    noting_errors.keep(session, found, now=now)


def some_jobs_ended(session, now):
    """All but two jobs ended well."""
    for name in ALLOWED:
        tracking_jobs.began(session, name, now=now)
        if name not in {"bukti", "backup"}:
            tracking_jobs.ended(session, name, now=now, done=1)
    tracking_jobs.ended(session, "surat", now=now - timedelta(hours=5), done=0)
    tracking_jobs.failed(session, "bukti", session.scalar(select(ErrorReport.id)), now=now)


def message_given_up(session, now):
    """One message that no server wants."""
    someone = make.learner(session, f"{next(_numbers):043d}")
    message_id = outboxing.write(
        session, someone, "invitation", address="a@contoh.go.id", subject="Undangan", body="Kode.", now=now
    )
    session.get(OutboxMessage, message_id).state = "failed"


def nothing_happened(session, _now):
    """As on the first day."""
    for model in (ErrorReport, JobState):
        session.execute(delete(model))


@state("platform.state")
def platform_state_at_first(visitor):
    writes(visitor, nothing_happened)
    people.become_operator(visitor)
    visitor.open("/kelola/keadaan")


@state("platform.state")
def platform_state(visitor):
    writes(visitor, mistake, mistake, some_jobs_ended, message_given_up)
    people.become_operator(visitor)
    visitor.open("/kelola/keadaan")


@state("platform.resend_messages")
def platform_messages_sent_again(visitor):
    platform_state(visitor)
    with visitor.page.expect_navigation():
        visitor.page.locator("form[action$='kirim-lagi'] button").click()


@state("platform.error_report")
def platform_error_report(visitor):
    platform_state(visitor)
    visitor.page.locator("#galat ~ div h3 a").first.click()


@state("platform.settle_error")
def platform_error_settled(visitor):
    platform_error_report(visitor)
    people.send(visitor)
    assert "#galat" in visitor.page.url
