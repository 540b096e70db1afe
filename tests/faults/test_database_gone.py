"""The database is gone for a moment: people read that the site rests and answers are safe."""

import time
from contextlib import closing, contextmanager

import psycopg
import pytest
from sqlalchemy.engine import make_url

from literasi import database
from literasi.database import make_engine, sqlite_driver
from tests.databases import NoPostgresql, PostgresqlServer, find_programs
from tests.experiments import SEED
from tests.faults import deeds
from tests.faults.classrooms import Classroom
from tests.faults.conftest import RARE_CONTENT
from tests.faults.failpoints import let_go
from tests.faults.phones import SAFE
from tests.faults.test_killed_requests import difference, rows, soundness
from tests.live import LiveServer

pytestmark = pytest.mark.slow
GONE = 20  # seconds
LOCKED = 20  # seconds, longer than the site waits for a lock
LIKE_A_SITE = ("max_connections=50",)  # and everything else as PostgreSQL has it: fsync, durable commits


@pytest.fixture
def school(app):
    return deeds.School(app, SEED)


@pytest.mark.parametrize("name", ["answer", "judge"])
def test_a_form_that_met_no_database_is_sent_again(school, database_url, name, monkeypatch, tell):
    app = school.app
    browser, fields = deeds.DEEDS[name](school)
    form, before = browser.page, rows(app)
    with taken_away(app, database_url, monkeypatch):
        resting = browser.submit(status=503, **fields)
        assert SAFE in resting.html
        assert "Retry-After" in resting.headers
        assert difference(before, rows_elsewhere(app, before)) == {}
        lesson = app.test_client().get("/kursus/jebakan/berkas")
        assert lesson.status_code in {200, 503}
    browser.page = form
    browser.submit(**fields)
    added = difference(before, rows(app))
    kind = {"answer": "response", "judge": "judgement"}[name]
    assert added == {kind: 1}
    assert soundness(app) == []
    tell(3, faults=1, acknowledged=1)


@contextmanager
def taken_away(app, url, monkeypatch):
    """While inside no connection to PostgreSQL is there or let in; SQLite is locked by a stranger."""
    if make_url(url).get_backend_name() == "sqlite":
        monkeypatch.setattr(database, "BUSY_MILLISECONDS", 100)
        let_go(app)
        with closing(sqlite_driver.connect(make_url(url).database, isolation_level=None)) as stranger:
            stranger.execute("BEGIN IMMEDIATE")
            yield
            stranger.execute("ROLLBACK")
        return
    name = make_url(url).database
    elsewhere = make_url(url).set(drivername="postgresql", database="postgres")
    with psycopg.connect(elsewhere.render_as_string(hide_password=False), autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        ending = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
        server.execute(ending, [name])
        try:
            yield
        finally:
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def rows_elsewhere(app, otherwise):
    """The rows, where somebody may look while the database is taken away."""
    with app.app_context():
        return rows(app) if database.db.engine.dialect.name == "sqlite" else otherwise


@pytest.fixture(scope="module")
def own_postgresql():
    """A PostgreSQL of this module's own, as durable as a site's."""
    try:
        server = PostgresqlServer(find_programs(), settings=LIKE_A_SITE)
    except NoPostgresql as problem:
        pytest.skip(str(problem))
    yield server
    server.stop()


@contextmanager
def opened(folder, url=""):
    """The site with four workers and the quiz whose feedback comes at the end, until the test is over."""
    server = LiveServer(folder, url, workers=4)
    server.prepare()
    imported = server.command("content", "import", "--root", str(RARE_CONTENT))
    assert imported.returncode == 0, imported.stdout
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.mark.long
@pytest.mark.postgresql
@pytest.mark.timeout(240)
def test_postgresql_restarts_and_is_gone(own_postgresql, tmp_path, tell):
    with opened(tmp_path, own_postgresql.url) as site:
        room = Classroom(site, SEED, patient=True)
        with room.busy():
            for seconds in (0, 0, 0, GONE):
                room.wait_for(20)
                own_postgresql.crash()
                time.sleep(seconds)
                own_postgresql.start()
            room.wait_for(20)
        assert room.rested
        tell(3, faults=4, **vars(checked(room, site)))


@pytest.mark.long
@pytest.mark.sqlite
@pytest.mark.timeout(240)
def test_a_stranger_locks_the_sqlite_file(tmp_path, tell):
    path = str(tmp_path / "literasi.sqlite")
    with opened(tmp_path) as site, closing(sqlite_driver.connect(path, isolation_level=None)) as stranger:
        room = Classroom(site, SEED, patient=True)
        with room.busy():
            room.wait_for(20)
            for seconds in (10, LOCKED):
                stranger.execute("BEGIN IMMEDIATE")
                time.sleep(seconds)
                stranger.execute("COMMIT")
                room.wait_for(20)
        assert room.rested
        tell(3, faults=2, **vars(checked(room, site)))


def checked(room, site):
    """What became of what the class was told is saved."""
    engine = make_engine(site.database_url)
    try:
        return room.check(engine)
    finally:
        engine.dispose()
