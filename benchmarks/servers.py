"""What is measured: the bare hello and the site, each in processes of its own."""

from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from benchmarks.processes import cpu_seconds, family, parent
from tests import databases
from tests.live import LiveServer

# The tests' PostgreSQL may forget; the one that is measured commits as a site's does.
DURABLE = ("max_connections=200",)


class Measured:
    """A running server, its name, and the CPU time of everything that works for it."""

    def __init__(self, name, server, postmaster=None):
        self.name, self.server, self._postmaster = name, server, postmaster

    @property
    def port(self):
        """Where it listens."""
        return self.server.port

    def cpu(self):
        """Seconds that the server's processes, and its database's, have spent so far."""
        pids = family(parent(self.server.workers()[0]))
        return cpu_seconds(pids + (family(self._postmaster) if self._postmaster else []))


@contextmanager
def everything():
    """The hello and the site on each database that is here; yields (hello, sites, why one is missing)."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="literasi-bench-")))
        hello = stack.enter_context(_hello(folder / "hello"))
        sites = [stack.enter_context(_site("SQLite", folder / "sqlite"))]
        missing = ""
        try:
            url, postmaster = stack.enter_context(postgresql())
            sites.append(stack.enter_context(_site("PostgreSQL", folder / "postgresql", url, postmaster)))
        except databases.NoPostgresql as problem:
            missing = str(problem)
        yield hello, sites, missing


@contextmanager
def _hello(folder):
    folder.mkdir()
    server = LiveServer(folder, program=("-m", "benchmarks.hello"))
    server.start()
    try:
        yield Measured("hello", server)
    finally:
        server.stop()


@contextmanager
def _site(name, folder, url="", postmaster=None):
    folder.mkdir()
    with LiveServer(folder, url) as server:
        yield Measured(name, server, postmaster)


@contextmanager
def postgresql():
    """A PostgreSQL of our own that writes every commit to the disk; yields its address and main process."""
    with patch.object(databases, "FORGETFUL", DURABLE):
        server = databases.PostgresqlServer(databases.find_programs())
    try:
        yield server.url, int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    finally:
        server.stop()
