"""``jobs run`` with real letters: into a folder, and to a mail server that says yes, later or no."""

import email
import socket
from datetime import timedelta
from email import policy

import pytest
import time_machine
from aiosmtpd.controller import Controller
from sqlalchemy import select, update

from literasi.cli import jobs
from literasi.database import db, writing
from literasi.domain.job_times import ALLOWED, lateness
from literasi.domain.wita import day_of, start_of
from literasi.models import ErrorReport, JobState, Obligation, OutboxMessage, Reminder
from literasi.queries import site_state
from literasi.services import outboxing
from tests import certificates, make
from tests.settings import settings_for

NOW = start_of(make.NOW.date(), 14)


@pytest.fixture
def noon():
    """Two in the afternoon in Samarinda, whenever the tests run."""
    with time_machine.travel(NOW, tick=True) as clock:
        yield clock


@pytest.fixture
def owed(app, noon):
    """Aminah & Co owes a course that was due three days ago; the obligation's id."""
    with app.app_context(), writing(db.session()) as session:
        made = make.published(session)
        ids = make.agencies(session)
        learner_id = make.account(session, "aminah@contoh.go.id", now=NOW)
        make.member(session, ids["dishub"], "Aminah & Co", learner_id=learner_id, now=NOW)
        return make.owed(
            session,
            learner_id,
            organisation_id=ids["dishub"],
            course_id=made.course.id,
            due_on=day_of(NOW) - timedelta(days=3),
            now=NOW,
        )


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=["jobs", *(arguments or ("run",))])


def letters(app):
    folder = app.extensions["literasi_settings"].data_folder / "surat"
    return [
        email.message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(folder.glob("*.eml"))
    ]


def messages(app):
    with app.app_context():
        return db.session.scalars(select(OutboxMessage)).all()


def test_a_letter_lands_in_the_folder_by_default(app, owed):
    result = run(app)

    assert (result.exit_code, result.output) == (0, "pengingat: 2\nsurat: 1\n")
    (letter,) = letters(app)
    (stored,) = messages(app)
    assert letter["To"] == "aminah@contoh.go.id"
    assert letter["Subject"] == "1 kursus melewati tenggat"
    assert letter["Message-ID"] == f"<{stored.id}@localhost>"
    text = letter.get_content()
    for words in (
        "Halo Aminah & Co,",
        "* Kenali Jebakan",
        "Tenggatnya 20 November 2026 sudah lewat.",
        "Diminta oleh Dinas Perhubungan: Semua admin memakai satu bahasa.",
        "http://localhost/kemajuan",
    ):
        assert words in text
    assert "Dinas Kesehatan" not in text


def test_running_again_sends_nothing_again(app, owed):
    run(app)
    result = run(app)

    assert (result.exit_code, result.output) == (0, "")
    assert len(letters(app)) == 1


def test_what_was_done_meanwhile_is_not_asked_for(app, owed):
    with app.app_context():
        jobs.remind()
        with writing(db.session()) as session:
            session.execute(update(Obligation).values(state="done"))
    run(app)

    assert letters(app) == []
    assert [message.state for message in messages(app)] == ["dropped"]


def test_a_name_with_a_line_break_makes_no_header(app, owed):
    with app.app_context(), writing(db.session()) as session:
        outboxing.write(
            session,
            session.get(Obligation, owed).learner_id,
            "invitation",
            address="a@contoh.go.id\r\nBcc: semua@contoh.go.id",
            subject="Undangan",
            body="Kode.",
            now=NOW,
        )
    run(app)

    assert [letter["To"] for letter in letters(app)] == ["aminah@contoh.go.id"]
    assert {message.state for message in messages(app)} == {"sent", "failed"}


def test_one_job_that_fails_leaves_the_others_their_turn(app, owed, monkeypatch):
    monkeypatch.setitem(jobs.JOBS, "pengingat", lambda: 1 / 0)
    result = run(app)

    assert result.exit_code == 1
    assert "pengingat: gagal (ZeroDivisionError)" in result.output


class Server:
    """Takes letters and answers as it is told; ``taken`` holds what it took."""

    def __init__(self, answer="250 OK"):
        self.answer, self.taken = answer, []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  (aiosmtpd's name)
        if self.answer.startswith("250"):
            self.taken.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return self.answer


@pytest.fixture
def server():
    """A mail server of our own at a free port."""
    handler = Server()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    handler.url = f"smtp://127.0.0.1:{port}"
    yield handler
    controller.stop()


@pytest.fixture
def sending(app, owed, server):
    """The same site, with a mail server."""
    settings = app.extensions["literasi_settings"]
    app.extensions["literasi_settings"] = settings_for(
        settings.database_url, settings.data_folder, smtp_url=server.url
    )
    return app


def test_a_mail_server_takes_the_letter(sending, server):
    result = run(sending)

    assert result.exit_code == 0, result.output
    (letter,) = server.taken
    assert letter["From"] == "Literasi <literasi@localhost>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letters(sending) == []


def test_a_busy_server_is_asked_again_later_under_the_same_id(sending, server, noon):
    server.answer = "451 later"
    run(sending)
    (stored,) = messages(sending)
    assert (stored.state, stored.last_error) == ("waiting", "451 later")

    server.answer = "250 OK"
    run(sending)
    assert server.taken == []  # the pause is not over
    noon.shift(timedelta(minutes=6))
    run(sending)
    assert [letter["Message-ID"] for letter in server.taken] == [f"<{stored.id}@localhost>"]


def test_a_server_that_says_never_is_believed_until_somebody_mends_it(sending, server):
    server.answer = "550 no"
    run(sending)
    assert [message.state for message in messages(sending)] == ["failed"]
    told = sending.test_cli_runner().invoke(args=["doctor"])
    assert "1 messages could not be sent" in told.output
    assert "550 no" in told.output

    server.answer = "250 OK"
    assert run(sending, "retry").output == "1 pesan akan dikirim lagi.\n"
    run(sending)
    assert len(server.taken) == 1


def test_a_server_that_is_not_there_costs_nothing_but_time(app, owed, tmp_path):
    settings = app.extensions["literasi_settings"]
    app.extensions["literasi_settings"] = settings_for(
        settings.database_url, settings.data_folder, smtp_url="smtp://127.0.0.1:1"
    )
    result = run(app)

    assert result.exit_code == 0
    (stored,) = messages(app)
    assert stored.state == "waiting"
    assert "ConnectionRefused" in stored.last_error


def test_a_reminder_without_an_address_stays_on_the_site(app, owed):
    with app.app_context(), writing(db.session()) as session:
        learner_id = make.account(session, "rusdi", now=NOW)
        session.execute(update(Obligation).values(learner_id=learner_id))
    run(app)

    assert letters(app) == []
    with app.app_context():
        assert len(db.session.scalars(select(Reminder.id)).all()) == 2


def test_a_letter_about_a_certificate_says_how_to_end_such_letters(app, owed):
    with app.app_context(), writing(db.session()) as session:
        learner_id = session.get(Obligation, owed).learner_id
        code = certificates.issued(session, learner_id, now=NOW)
        outboxing.write_if_wanted(session, learner_id, "certificate", subject="", body=code, now=NOW)
    run(app)

    (letter,) = [one for one in letters(app) if "Sertifikat" in one["Subject"]]
    link = letter["List-Unsubscribe"].strip("<> ")
    assert f"http://localhost/sertifikat/{code}" in letter.get_content()
    assert link in letter.get_content()
    assert app.test_client().get(link.removeprefix("http://localhost")).status_code == 200


def test_each_job_leaves_when_it_began_and_how_it_ended(app, owed, monkeypatch):
    monkeypatch.setitem(jobs.JOBS, "pengingat", lambda: 1 / 0)
    run(app)
    run(app)
    with app.app_context():
        kept = {row.name: row for row in db.session.scalars(select(JobState))}
        mistakes = db.session.scalars(select(ErrorReport)).all()

    assert set(kept) == set(jobs.JOBS) <= set(ALLOWED)
    assert (kept["surat"].runs, kept["surat"].failures, kept["surat"].details) == (2, 0, {"done": 0})
    assert kept["surat"].last_started_at <= kept["surat"].last_ended_at
    failed = kept["pengingat"]
    assert (failed.runs, failed.failures, failed.last_ended_at) == (2, 2, None)
    assert {one.id for one in mistakes} >= {failed.last_error_id}
    assert {(one.endpoint, one.method, one.kind) for one in mistakes} == {
        ("pengingat", "JOB", "ZeroDivisionError")
    }


def test_a_job_that_was_killed_is_late(app, noon, monkeypatch):
    def killed():
        raise KeyboardInterrupt

    monkeypatch.setitem(jobs.JOBS, "putaran", killed)
    run(app)
    with app.app_context():
        states = site_state.jobs(db.session())
    (state,) = [one for one in states if one.name == "putaran"]

    assert state.last_started_at
    assert lateness("putaran", state.last_ended_at, now=NOW)
