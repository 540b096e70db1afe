"""The real site with four workers on a database of its own, for breaking."""

from contextlib import ExitStack

import pytest
from sqlalchemy.engine import make_url

from literasi.config import ROOT
from literasi.database import make_engine
from tests.live import LiveServer

RARE_CONTENT = ROOT / "tests" / "browser" / "content"  # has a quiz whose feedback comes at the end
WORKERS = 4


@pytest.fixture(
    scope="package",
    params=[
        pytest.param("sqlite", marks=pytest.mark.sqlite),
        pytest.param("postgresql", marks=pytest.mark.postgresql),
    ],
)
def site(request, tmp_path_factory):
    """The live site, once on each kind of database."""
    with ExitStack() as stack:
        url = ""
        if request.param == "postgresql":
            url = stack.enter_context(request.getfixturevalue("postgresql_databases").fresh())
            commit_for_real(url)
        folder = tmp_path_factory.mktemp("faults")
        server = stack.enter_context(LiveServer(folder, url, workers=WORKERS))
        imported = server.command("content", "import", "--root", str(RARE_CONTENT))
        assert imported.returncode == 0, imported.stdout
        yield server


@pytest.fixture
def stored(site):
    """An engine on the site's database, for looking at what is there."""
    engine = make_engine(site.database_url)
    yield engine
    engine.dispose()


def commit_for_real(url):
    """Have this database write every commit to its log before it answers, as a site's does.

    The tests' server leaves out fsync, which only matters when the whole machine dies; these tests kill
    the site's workers, and what PostgreSQL has handed to the operating system outlives those.
    """
    engine = make_engine(url)
    name = engine.dialect.identifier_preparer.quote(make_url(url).database)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET synchronous_commit = on")
    engine.dispose()
