"""The disk is full: people read so, what they read goes on being read, and with room again all goes on."""

import shutil
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from literasi.cli import jobs
from literasi.database import db
from literasi.models import OutboxMessage
from literasi.services import outboxing
from tests import make
from tests.databases import NoPostgresql, PostgresqlServer, find_programs
from tests.experiments import SEED
from tests.faults import deeds
from tests.faults.classrooms import Classroom
from tests.faults.phones import Phone
from tests.faults.small_disks import empty, fill, small_disk
from tests.faults.test_database_gone import LIKE_A_SITE, checked, opened
from tests.faults.test_killed_requests import difference, rows, soundness

pytestmark = pytest.mark.slow
SECONDS_FULL = 5
LESSON = "/kursus/jebakan/berkas-apk"


@pytest.fixture
def school(app):
    return deeds.School(app, SEED)


def test_a_picture_waits_for_room(school, tmp_path, tell):
    app = school.app
    folder = app.extensions["literasi_settings"].media_folder
    browser, fields = deeds.store_picture(school)
    form, before = browser.page, rows(app)
    with small_disk(folder, 1):
        fill(folder)
        full = browser.submit(status=507, **fields)
        assert "Ruang simpan situs ini habis" in full
        assert difference(before, rows(app)).keys() <= {"error_report"}, "only the operators are told"
        assert [path.name for path in folder.iterdir()] == ["pengisi"], "half a picture was left"
        browser.open("/kursus/jebakan/berkas")
        empty(folder)
        fields["picture"][0].seek(0)
        browser.page = form
        browser.submit(**fields)
        assert difference(before, rows(app))["media"] == 1
        assert len(list(folder.iterdir())) == 2
    tell(4, faults=1, acknowledged=1)


def test_a_letter_waits_for_room(school, tmp_path, tell):
    app, letters = school.app, tmp_path / "surat"
    with school.session() as session:
        learner_id = make.account(session, "orang@contoh.go.id")
        outboxing.write(
            session, learner_id, "code", address="orang@contoh.go.id", subject="a", body="b", now=make.NOW
        )
    with small_disk(letters, 1):
        fill(letters)
        with app.app_context():
            assert jobs.send() == 0
            message = db.session.scalars(select(OutboxMessage)).one()
            assert (message.state, message.lease) == ("waiting", None)
            assert "No space left" in message.last_error
            db.session.rollback()
        assert [path.name for path in letters.iterdir()] == ["pengisi"]
        empty(letters)
        with school.session() as session:
            session.scalars(select(OutboxMessage)).one().not_before = make.NOW
        with app.app_context():
            assert jobs.send() == 1
            db.session.remove()
        assert [path.suffix for path in letters.iterdir()] == [".eml"]
    assert soundness(app) == []
    tell(4, faults=1, acknowledged=1)


@pytest.mark.long
@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    "kind",
    [
        pytest.param("sqlite", marks=pytest.mark.sqlite),
        pytest.param("postgresql", marks=pytest.mark.postgresql),
    ],
)
def test_the_disk_of_the_database_is_full(kind, tmp_path, tell):
    """Twice; a PostgreSQL that ended for want of room is started again, as its service does."""
    with ExitStack() as stack:
        disk = stack.enter_context(open_folder())
        stack.enter_context(small_disk(disk, 40 if kind == "sqlite" else 140))
        server = stack.enter_context(postgresql_on(disk)) if kind == "postgresql" else None
        site = stack.enter_context(opened(tmp_path if server else disk, server.url if server else ""))
        room, reader, reads = Classroom(site, SEED, patient=True), Phone(site.port), []
        with room.busy():
            for _ in range(2):
                room.wait_for(20)
                rested = room.rested
                fill(disk)
                ends = time.monotonic() + SECONDS_FULL
                while time.monotonic() < ends or room.rested == rested:
                    reads.append(reader.get(LESSON).status)
                    time.sleep(0.2)
                    assert time.monotonic() < ends + 40, "nobody noticed that the disk is full"
                empty(disk)
                if server:
                    server.start_if_ended()
                room.wait_for(20)
        reader.hang_up()
        assert set(reads) <= ({200, 503} if server else {200}), reads
        assert reads.count(200) > 5, "reading must go on"
        tell(4, faults=2, **vars(checked(room, site)))


@contextmanager
def open_folder():
    """A folder where the user of PostgreSQL may go too, and whose path is short enough for its socket."""
    folder = Path(tempfile.mkdtemp(prefix="literasi-disk-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql_on(disk):
    """A PostgreSQL whose data lie on this disk."""
    try:
        server = PostgresqlServer(find_programs(), settings=LIKE_A_SITE, folder=disk)
    except NoPostgresql as problem:
        pytest.skip(str(problem))
    try:
        yield server
    finally:
        server.stop()
