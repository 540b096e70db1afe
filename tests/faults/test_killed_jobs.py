"""``jobs run`` is killed at every statement and at every commit; nothing is lost, nothing is doubled.

A child process runs the jobs and ends itself with ``os._exit`` before its n-th word to the database, and
before and after each letter; then another one runs to its end.
"""

import os
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import Engine, delete, event, func, select, update

from literasi.cli import jobs
from literasi.database import db, writing
from literasi.domain.wita import day_of, start_of
from literasi.models import Assignment, JobRun, Obligation, OutboxMessage, Reminder, Standing, Tally
from literasi.services import inspecting, mailing, outboxing
from tests import duties, make

pytestmark = pytest.mark.slow
NOW = start_of(make.NOW.date(), 14)
KILLED, DONE = 9, 0
PEOPLE = 3
REMINDERS = 2 + 2 + 2 + 1  # assigned and late; assigned and a week; assigned and late; the new round


@pytest.fixture
def owing(app):
    """Three people of an agency with three tasks: late, due in five days, and one whose next round opens."""
    with time_machine.travel(NOW, tick=False), app.app_context(), writing(db.session()) as session:
        made = make.published(session)
        ids = make.agencies(session)
        for number in range(PEOPLE):
            learner_id = make.account(session, f"orang{number}@contoh.go.id", now=NOW)
            make.member(session, ids["dishub"], f"Orang {number}", learner_id=learner_id, now=NOW)
        for days, repeat in ((-3, None), (5, None), (-10, 1)):
            due_on = day_of(NOW) + timedelta(days=days)
            counts_from = due_on - timedelta(days=20)
            duties.assign(
                session,
                ids["dishub"],
                [made.course.id],
                due_on=due_on,
                counts_from=counts_from,
                repeat_months=repeat,
                now=NOW,
            )
    return app


@contextmanager
def killed_at(number):
    """Whatever runs inside ends before its *number*-th statement, commit or letter."""
    said = 0

    def speak(*_about, **_named):
        nonlocal said
        said += 1
        if said == number:
            os._exit(KILLED)

    def take(self, letter):
        speak()
        with open(self.folder / "terkirim", "a", encoding="utf-8") as file:
            file.write(f"{letter.key}\n")
        speak()

    event.listen(Engine, "before_cursor_execute", speak)
    event.listen(Engine, "commit", speak)
    mailing.FolderMailer.folder = property(lambda self: self._folder)
    mailing.FolderMailer.send = take
    yield


def run_jobs(app, *, number, now=NOW):
    """Run the jobs in a child that is killed at *number*; whether it was."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    child = os.fork()
    if child == 0:
        try:
            with app.app_context(), time_machine.travel(now, tick=False), killed_at(number):
                for work in jobs.JOBS.values():
                    work()
        except BaseException:  # noqa: BLE001  (a child must never go on as a second test run)
            os._exit(1)
        os._exit(DONE)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in {KILLED, DONE}
    return status == KILLED


def deliveries(app):
    path = app.extensions["literasi_settings"].data_folder / "surat" / "terkirim"
    return path.read_text(encoding="utf-8").split() if path.exists() else []


def forget(app):
    """Begin again as if the jobs had never run."""
    with app.app_context(), writing(db.session()) as session:
        for model in (Reminder, OutboxMessage, JobRun):
            session.execute(delete(model))
        opened = select(Obligation.id).where(Obligation.round > 0)
        session.execute(delete(Standing).where(Standing.obligation_id.in_(opened)))
        session.execute(delete(Obligation).where(Obligation.round > 0))
        session.execute(delete(Tally).where(Tally.round > 0))
        session.execute(update(Assignment).values(rounds=1))
    (app.extensions["literasi_settings"].data_folder / "surat" / "terkirim").unlink(missing_ok=True)


def check_half(app):
    """What holds at every moment, whatever died: a reminder with its message or neither, no half lease."""
    with app.app_context():
        states = set(db.session.scalars(select(OutboxMessage.state)))
        unwritten = db.session.scalar(select(func.count(Reminder.id)).where(Reminder.message_id.is_(None)))
        db.session.rollback()
        faults = [fault for check in inspecting.CHECKS.values() for fault in check(db.session())]
        db.session.rollback()
    assert faults == []
    assert states <= {"waiting", "sent"}
    assert unwritten == 0


def test_nothing_is_lost_wherever_the_jobs_are_killed(owing, tell):
    number = duplicates = 0
    was_killed = True
    while was_killed:
        number += 1
        forget(owing)
        was_killed = run_jobs(owing, number=number)
        check_half(owing)
        # Another run at once may find leases of the dead; the one after they ended finishes everything.
        run_jobs(owing, number=None)
        run_jobs(owing, number=None, now=NOW + outboxing.LEASE + timedelta(seconds=1))
        sent = deliveries(owing)
        assert len(set(sent)) == PEOPLE, f"killed at {number}"
        assert len(sent) <= PEOPLE + 1, f"killed at {number}: more than the one in flight came twice"
        duplicates += len(sent) - len(set(sent))
        with owing.app_context():
            assert db.session.scalar(select(func.count(Reminder.id))) == REMINDERS * PEOPLE
            assert set(db.session.scalars(select(OutboxMessage.state))) == {"sent"}
            db.session.rollback()
    assert number > 20
    assert duplicates  # killed between the letter and its mark: the one place where that is possible
    # The letter comes again under the same Message-ID: nobody is told twice that something was kept.
    tell(18, faults=number - 1, acknowledged=(number - 1) * PEOPLE)


def test_several_at_once_share_the_work(owing):
    children = []
    with owing.app_context():
        db.session.remove()
        db.engine.dispose()
    for _ in range(4):
        child = os.fork()
        if child == 0:
            try:
                with owing.app_context(), time_machine.travel(NOW, tick=False), killed_at(None):
                    for work in jobs.JOBS.values():
                        work()
            except BaseException:  # noqa: BLE001
                os._exit(1)
            os._exit(DONE)
        children.append(child)

    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [DONE] * 4
    assert len(deliveries(owing)) == PEOPLE
    assert len(set(deliveries(owing))) == PEOPLE
