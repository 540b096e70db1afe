"""The database fixtures: a test that asks for one runs on SQLite and on PostgreSQL.

One PostgreSQL serves the whole run. With several workers their controller starts it and tells them its
address, so that it ends with the run; without workers it starts when the first test asks for it.
"""

import os
import shutil
import tempfile
import uuid
from contextlib import closing
from pathlib import Path

import pytest
from flask_migrate import upgrade
from sqlalchemy.orm import Session

from app import create_app
from literasi.config import ROOT
from literasi.database import db, make_engine
from tests.databases import NoPostgresql, PostgresqlDatabases, PostgresqlServer, find_programs, leave
from tests.settings import settings_for

KEPT = pytest.StashKey["Postgresql"]()
MEMORY, ROOM = Path("/dev/shm"), 1_000_000_000  # bytes


class Postgresql:
    """The server of this run: its address and the run's name, or the problem why there is none."""

    def __init__(self):
        self.url, self.problem, self._server = os.environ.get("TEST_DATABASE_URL", ""), "", None
        self.run = uuid.uuid4().hex[:8]
        try:
            if not self.url:
                self._server = PostgresqlServer(find_programs())
                self.url = self._server.url
        except NoPostgresql as problem:
            self.problem = str(problem)

    def stop(self):
        if self._server:
            self._server.stop()
        elif self.url:
            PostgresqlDatabases(self.url, self.run, create_schema).remove_all()


def pytest_configure(config):
    has_workers = getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput")
    if has_workers and "not postgresql" not in config.option.markexpr:
        config.stash[KEPT] = Postgresql()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    if kept := node.config.stash.get(KEPT, None):
        node.workerinput["postgresql"] = [kept.url, kept.run, kept.problem]


def pytest_unconfigure(config):
    if kept := config.stash.get(KEPT, None):
        kept.stop()


@pytest.fixture(scope="session")
def postgresql_databases(pytestconfig):
    """Makes PostgreSQL databases; skips the test where there is no PostgreSQL."""
    if hasattr(pytestconfig, "workerinput"):
        url, run, problem = pytestconfig.workerinput["postgresql"]
    else:
        kept = pytestconfig.stash[KEPT] = Postgresql()
        url, run, problem = kept.url, kept.run, kept.problem
    if problem:
        pytest.skip(problem)
    with closing(PostgresqlDatabases(url, run, create_schema)) as databases:
        yield databases


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    """An SQLite file with the newest schema and no rows, for copying."""
    path = tmp_path_factory.mktemp("template") / "literasi.sqlite"
    create_schema(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def sqlite_link(tmp_path_factory):
    """Where every test of this worker finds its SQLite database: a link to the file of the test that runs."""
    return tmp_path_factory.mktemp("store") / "literasi.sqlite"


@pytest.fixture(scope="session")
def sqlite_folder(tmp_path_factory):
    """Where the files lie: in memory if there is room, since no test needs its own when the power fails."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        with tempfile.TemporaryDirectory(prefix="literasi-", dir=MEMORY) as folder:
            yield Path(folder)
    else:
        yield tmp_path_factory.mktemp("databases")


@pytest.fixture
def sqlite_file(sqlite_template, sqlite_folder):
    """An SQLite database of this test's own."""
    file = sqlite_folder / f"{uuid.uuid4().hex}.sqlite"
    shutil.copy(sqlite_template, file)
    yield file
    for left in sqlite_folder.glob(f"{file.name}*"):
        left.unlink()


@pytest.fixture
def sqlite_url(sqlite_file, sqlite_link):
    """The same, at an address that stays."""
    sqlite_link.unlink(missing_ok=True)
    sqlite_link.symlink_to(sqlite_file)
    return f"sqlite:///{sqlite_link}"


@pytest.fixture
def postgresql_url(postgresql_databases):
    """An empty PostgreSQL database, for this test alone until it ends."""
    return postgresql_databases.emptied()


@pytest.fixture(
    params=[
        pytest.param("sqlite", marks=pytest.mark.sqlite),
        pytest.param("postgresql", marks=pytest.mark.postgresql),
    ]
)
def database_url(request):
    """An empty database with the newest schema: the test runs once on each kind."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(scope="session")
def kept_engines():
    """One engine for each address: it keeps every statement that it has put into SQL."""
    kept = {}
    yield kept
    for engine in kept.values():
        engine.dispose()


@pytest.fixture
def engine(database_url, kept_engines):
    """The site's own engine on it; whoever listens to this one hears nothing of the next test."""
    kept = kept_engines.get(database_url) or kept_engines.setdefault(database_url, make_engine(database_url))
    yield kept.execution_options()
    leave(kept)


@pytest.fixture
def session(engine):
    """A session with no Flask anywhere near it."""
    with Session(engine) as session:
        yield session


@pytest.fixture
def two_sessions(engine):
    """Two sessions on one database, as two workers would have."""
    with Session(engine) as one, Session(engine) as other:
        yield one, other


def create_schema(url):
    """Bring the empty database at *url* to the newest schema, by the migrations."""
    with create_app(settings_for(url, ROOT / "var")).app_context():
        upgrade()
        db.engine.dispose()  # the last connection to close writes everything into the one file
