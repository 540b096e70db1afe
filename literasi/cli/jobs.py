"""``flask jobs run``: does all that is due, and ends. Several may run at once."""

import secrets
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from flask_babel import force_locale, gettext, ngettext
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from literasi.cli.backups import make_file
from literasi.cli.evidence_jobs import raise_alarms, weigh_evidence
from literasi.cli.installation import settings
from literasi.cli.site import staying_or_refusing
from literasi.config import Settings
from literasi.database import db, transaction
from literasi.domain.failures import kind_of, read_failure
from literasi.domain.wita import day_of
from literasi.logs import log
from literasi.queries.letters import Reminded, awarded, reminded
from literasi.services import (
    choosing_mail,
    keeping_backups,
    keeping_erasures,
    mailing,
    noting_errors,
    outboxing,
    reminding,
    requiring,
    sitting,
    tracking_jobs,
)
from literasi.services.mailing import Letter, Mailer, NotTaken
from literasi.services.noting_errors import Mistake
from literasi.services.outboxing import Leased

jobs = AppGroup("jobs", help="What is due: reminders and messages. Run it every minute.")
AT_ONCE = 10  # messages under one lease
ENOUGH_TIME = timedelta(minutes=1)  # what must be left of a lease to begin another letter


@jobs.command("run")
@with_appcontext
def run() -> None:
    """Do everything that is due; exit 1 if a part of it failed, after trying the others."""
    with staying_or_refusing():
        failures = [name for name, work in JOBS.items() if not do(name, work)]
    sys.exit(1 if failures else 0)


def do(name: str, work: Callable[[], int]) -> bool:
    """Do one job, and keep when it began and how it ended; whether it ended well."""
    try:
        with transaction() as session:
            tracking_jobs.began(session, name, now=datetime.now(UTC))
        done = work()
        with transaction() as session:
            tracking_jobs.ended(session, name, now=datetime.now(UTC), done=done)
    except Exception as problem:  # the others shall still have their turn
        click.echo(f"{name}: gagal ({type(problem).__name__})", err=True)
        _tell_failure(name, problem)
        return False
    if done:
        click.echo(f"{name}: {done}")
    return True


def _tell_failure(name: str, problem: Exception) -> None:
    """Log it, and keep it for the operators if the database answers."""
    error_id = secrets.token_hex(4)
    log.error("job failed", error_id=error_id, job=name, exc_info=problem)
    mistake = Mistake(error_id, None, name, "JOB", 500, read_failure(problem))
    try:
        db.session.rollback()
        noting_errors.keep_apart(db.engine, mistake, now=datetime.now(UTC))
        with transaction() as session:
            tracking_jobs.failed(session, name, error_id, now=datetime.now(UTC))
    except SQLAlchemyError as unkept:
        log.warning("error not kept", error_id=error_id, kind=kind_of(unkept))


@jobs.command("retry")
@with_appcontext
def retry() -> None:
    """Try again to send what was given up, once the mail server is mended."""
    with transaction() as session:
        found = outboxing.retry(session, now=datetime.now(UTC))
    click.echo(f"{found} pesan akan dikirim lagi.")


def open_rounds() -> int:
    """Open the next round of every assignment whose last one is over."""
    with transaction() as session:
        return requiring.open_rounds(session, now=datetime.now(UTC))


def remind() -> int:
    """Make the reminders that are due."""
    with transaction() as session:
        return reminding.remind_due(session, now=datetime.now(UTC))


def close_tests() -> int:
    """Close the tests and refreshers whose seven days are over; how many."""
    closed = 0
    while True:
        with transaction() as session:
            done = sitting.close_overdue(session, now=datetime.now(UTC))
        if not done:
            return closed
        closed += done


def send() -> int:
    """Send what waits; how many letters were taken."""
    taken = 0
    with mailer_for(settings()) as mailer:
        while True:
            with transaction() as session:
                messages = outboxing.lease(session, most=AT_ONCE, now=datetime.now(UTC))
            if not messages:
                return taken
            ends = datetime.now(UTC) + outboxing.LEASE - ENOUGH_TIME
            taken += sum(_send(mailer, message, ends) for message in messages)


def _send(mailer: Mailer, message: Leased, ends: datetime) -> bool:
    """Send one message that we hold; whether it was taken."""
    if datetime.now(UTC) > ends:
        with transaction() as session:
            outboxing.give_back(session, message)
        return False
    letter = _letter(message)
    if letter is None:
        with transaction() as session:
            outboxing.dropped(session, message)
        return False
    try:
        mailer.send(letter)
    except NotTaken as problem:
        with transaction() as session:
            outboxing.refused(
                session, message, str(problem), for_good=problem.for_good, now=datetime.now(UTC)
            )
        return False
    with transaction() as session:
        outboxing.sent(session, message, now=datetime.now(UTC))
    return True


def _letter(message: Leased) -> Letter | None:
    """The words of a message as things are now; None when there is nothing left to say."""
    letter = Letter(
        key=str(message.id),
        to=message.address,
        subject=message.subject,
        text=message.body,
        written_at=message.made_at,
    )
    with force_locale("id"):
        match message.kind:
            case "reminders":
                return _reminders(letter, message)
            case "certificate":
                return _certificate(letter, message)
    return letter


def _reminders(letter: Letter, message: Leased) -> Letter | None:
    with Session(db.engine) as session:
        found = reminded(session, message.id, today=day_of(datetime.now(UTC)))
    if not found.owed:
        return None
    text = _text("reminders", reminded=found, site_url=settings().site_url)
    return replace(letter, subject=_subject(found), text=text)


def _subject(found: Reminded) -> str:
    late = sum(one.is_late for one in found.owed)
    if late:
        words = ngettext("%(num)s course is past its due day", "%(num)s courses are past their due day", late)
        return str(words)
    return str(gettext("Your course: %(course)s", course=found.owed[0].course_title))


def _certificate(letter: Letter, message: Leased) -> Letter | None:
    code = message.body
    with transaction() as session:
        found = awarded(session, code)
        key = choosing_mail.key_for(session, message.learner_id, now=datetime.now(UTC))
    if found is None:
        return None
    url = f"{settings().site_url}/berhenti-email/{key}"
    text = _text("certificate", awarded=found, code=code, site_url=settings().site_url, unsubscribe_url=url)
    subject = str(gettext("Your certificate: %(course)s", course=found.course_title))
    return replace(letter, subject=subject, text=text, unsubscribe_url=url)


def _text(name: str, **values: object) -> str:
    """The words of a message: plain text, so nothing in it is escaped for HTML. Nobody asks: no request."""
    template = current_app.jinja_env.get_template(f"messages/{name}.txt")
    return template.render(values, _=gettext, ngettext=ngettext)


def mailer_for(found: Settings) -> Mailer:
    """A mail server, if one is set; otherwise the folder ``surat`` beside the database."""
    about = {"sender": found.mail_from, "host": found.mail_host}
    if found.smtp_url:
        return mailing.ServerMailer(found.smtp_url, **about)
    return mailing.FolderMailer(found.data_folder / "surat", **about)


def note_erasures() -> int:
    """Note outside the database who was erased and is not there yet; how many."""
    with Session(db.engine) as session:
        return keeping_erasures.catch_up(session, settings().data_folder)


def back_up() -> int:
    """Make the backup of this night, if a folder for it is set and it is not there yet; how many rows."""
    found = settings()
    night = keeping_backups.night_of(datetime.now(UTC))
    if found.backups_folder is None or night is None:
        return 0
    path = keeping_backups.nightly(found.backups_folder, night)
    if path.exists():
        return 0
    manifest = make_file(path, found.backup_passphrase, overwrite=False)
    keeping_backups.remove_old(found.backups_folder, found.backups_kept)
    return sum(table.rows for table in manifest.tables)


JOBS: dict[str, Callable[[], int]] = {
    "putaran": open_rounds,
    "tes": close_tests,
    "bukti": weigh_evidence,
    "kewaspadaan": raise_alarms,
    "pengingat": remind,
    "surat": send,
    "penghapusan": note_erasures,
    "cadangan": back_up,
}
