"""The operator's page: is all well, and what to do about what is not."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from literasi.database import db, writing
from literasi.domain.failures import Failure
from literasi.domain.job_times import ALLOWED
from literasi.models import AuditEvent, ErrorReport, OutboxMessage
from literasi.services import noting_errors, outboxing, tracking_jobs, watching
from literasi.services.comparing_homes import Homes
from literasi.services.noting_errors import Mistake
from tests import make
from tests.browsing import Browser


@pytest.fixture
def world(app, monkeypatch):
    """A site whose files are in step and whose disk has room."""
    monkeypatch.setattr(
        "literasi.services.comparing_homes.compare", lambda *_: Homes("writable", {}, {}, (), {})
    )
    monkeypatch.setattr(watching, "room_of", lambda _: watching.Room(10**12, 2 * 10**12))
    return make.world(app)


@pytest.fixture
def operator(world):
    return Browser(world.client("operator"))


def write(app, *acts):
    """Do each of these with a session and the moment."""
    with app.app_context(), writing(db.session()) as session:
        for act in acts:
            act(session, datetime.now(UTC))


def all_jobs_end(session, now):
    for name in ALLOWED:
        tracking_jobs.began(session, name, now=now)
        tracking_jobs.ended(session, name, now=now, done=0)


def a_mistake(number, function="page"):
    failure = Failure(
        "ValueError", f"literasi/web/pages.py:9 {function}", "ValueError", function.encode().ljust(32)
    )
    return lambda session, now: noting_errors.keep(
        session, Mistake(f"{number:08x}", "r" * 16, "learn.lesson", "GET", 500, failure), now=now
    )


def test_a_new_site_is_told_what_is_missing(operator):
    page = operator.open("/kelola/keadaan")

    assert "hal perlu dilihat" in page.words
    assert "Belum ada cadangan" in page.words


def test_all_is_well_in_the_first_words(app, operator):
    write(app, all_jobs_end)
    page = operator.open("/kelola/keadaan")

    assert "<h1>Semua baik</h1>" in page.html
    assert "terlambat" not in page.words


def test_a_job_that_stopped_is_named_with_how_late_it_is(app, operator):
    write(
        app,
        all_jobs_end,
        lambda session, now: tracking_jobs.ended(session, "surat", now=now - timedelta(hours=3)),
    )
    page = operator.open("/kelola/keadaan")

    assert "<h1>1 hal perlu dilihat</h1>" in page.html
    assert "terlambat 3 jam" in page.words


def test_a_mistake_is_found_by_its_number_and_settled(app, operator, world):
    write(app, all_jobs_end, a_mistake(1), a_mistake(2), a_mistake(3, "other"))
    page = operator.open("/kelola/keadaan")
    assert "2 jenis kesalahan" in page.words
    operator.open("/kelola/keadaan/galat/00000001")
    assert "literasi/web/pages.py:9 page" in operator.page.words
    assert "00000002" in operator.page.words
    page = operator.submit("Sudah dibereskan")

    assert "1 jenis kesalahan" in page.words
    with app.app_context():
        rows = db.session.execute(select(ErrorReport.id, ErrorReport.settled_by_id)).all()
        assert dict(rows) == {
            "00000001": world.learner_ids["operator"],
            "00000002": world.learner_ids["operator"],
            "00000003": None,
        }
        assert db.session.scalar(select(AuditEvent.action).order_by(AuditEvent.id.desc())) == "error.settled"
    assert "Dibereskan pada" in operator.open("/kelola/keadaan/galat/00000002").words
    operator.open("/kelola/keadaan/galat/ffffffff", status=404)


def test_what_was_given_up_is_sent_again_by_a_button(app, operator, world):
    def gives_up(session, now):
        outboxing.write(
            session,
            world.learner_ids["citizen"],
            "invitation",
            address="a@contoh.go.id",
            subject="s",
            body="b",
            now=now,
        )
        session.execute(update(OutboxMessage).values(state="failed"))

    write(app, all_jobs_end, gives_up)
    assert "1 surat tidak terkirim" in operator.open("/kelola/keadaan").words
    operator.submit("Kirim lagi")

    with app.app_context():
        assert db.session.scalar(select(OutboxMessage.state)) == "waiting"
        assert (
            db.session.scalar(select(AuditEvent.action).order_by(AuditEvent.id.desc())) == "messages.retried"
        )


def test_the_commit_is_read_from_the_checkout(tmp_path):
    (tmp_path / ".git").mkdir()
    assert watching.commit_of(tmp_path) is None
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / ".git" / "packed-refs").write_text(f"# pack-refs\n{'b' * 40} refs/heads/main\n")
    assert watching.commit_of(tmp_path) == "b" * 12
    (tmp_path / ".git" / "refs" / "heads").mkdir(parents=True)
    (tmp_path / ".git" / "refs" / "heads" / "main").write_text("c" * 40)
    assert watching.commit_of(tmp_path) == "c" * 12
    (tmp_path / ".git" / "HEAD").write_text("d" * 40)
    assert watching.commit_of(tmp_path) == "d" * 12
