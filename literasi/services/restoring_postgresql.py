"""A restored schema beside the site's in one database, and the transaction in which they change places."""

from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from literasi.database import make_engine
from literasi.domain.backups import BadBackup, damaged

RESTORING, KEPT = "literasi_restoring_", "literasi_before_restore_"
_SECONDS_TO_SWAP = 10
_FOREIGN_KEYS = text(
    """SELECT conname, conrelid::regclass::text AS name, pg_get_constraintdef(oid) AS rule
    FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"""
)
_NUMBERED = text(
    """SELECT numbers.oid::regclass::text AS numbers, tables.oid::regclass::text AS name, columns.attname
    FROM pg_class numbers
    JOIN pg_depend ON pg_depend.objid = numbers.oid AND pg_depend.deptype IN ('a', 'i')
    JOIN pg_class tables ON tables.oid = pg_depend.refobjid
    JOIN pg_attribute columns ON columns.attrelid = tables.oid AND columns.attnum = pg_depend.refobjsubid
    WHERE numbers.relkind = 'S' AND numbers.relnamespace = current_schema()::regnamespace"""
)
# Ours are all but those that an extension brought.
_TABLES = text(
    """SELECT relname FROM pg_class
    WHERE relkind IN ('r', 'p') AND relnamespace = CAST(:schema AS regnamespace)
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e') ORDER BY relname"""
)
_LEFT_OVER = text("SELECT nspname FROM pg_namespace WHERE nspname LIKE :pattern")
_SITE_CONNECTIONS = text(
    """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
    AND application_name = 'literasi' AND pid <> pg_backend_pid()"""
)


class PostgresqlPlace:
    """A new schema in the site's database; *stamp* makes names that are new."""

    def __init__(self, url: str, stamp: str) -> None:
        self._stamp = stamp.replace("-", "_")
        self._new, self._old = RESTORING + self._stamp, KEPT + self._stamp
        self._outside = make_engine(url)
        self._rules: list[tuple[str, str, str]] = []
        try:
            with self._outside.begin() as connection:
                self._live = str(connection.scalar(text("SELECT current_schema()")) or "public")
                for (left,) in connection.execute(_LEFT_OVER, {"pattern": f"{RESTORING}%"}).all():
                    connection.execute(text(f'DROP SCHEMA "{left}" CASCADE'))
                connection.execute(text(f'CREATE SCHEMA "{self._new}"'))
        except DBAPIError as problem:
            raise BadBackup(
                f"PostgreSQL lets this user make no schema: {problem.orig}. "
                "The user must own the database: ALTER DATABASE … OWNER TO …"
            ) from problem
        self.engine = _engine_in(url, self._new)

    def open(self, connection: Connection) -> None:
        """Take the foreign keys away; they come back in ``close``, and that checks every row."""
        for name, table, rule in connection.execute(_FOREIGN_KEYS).all():
            self._rules.append((name, table, rule))
            connection.execute(text(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'))

    def close(self, connection: Connection) -> None:
        """Bring the foreign keys back and number on from what came. Raises BadBackup."""
        for name, table, rule in self._rules:
            try:
                connection.execute(text(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {rule}'))
            except IntegrityError as problem:
                raise BadBackup(damaged(f"rows of {table!r} point to rows that are not there")) from problem
        for numbers, table, column in connection.execute(_NUMBERED).all():
            most = f'max("{column}")'
            last = f"SELECT setval('{numbers}', coalesce({most}, 1), {most} IS NOT NULL) FROM {table}"  # noqa: S608
            connection.execute(text(last))
        connection.execute(text("ANALYZE"))

    def dispose(self) -> None:
        """Let go of the schema, and remove it; after ``swap`` it is empty."""
        self.engine.dispose()
        with self._outside.begin() as connection:
            connection.execute(text(f'DROP SCHEMA IF EXISTS "{self._new}" CASCADE'))
        self._outside.dispose()

    def swap(self) -> str:
        """Both sets of tables change places in one transaction."""
        self.engine.dispose()
        with self._outside.begin() as connection:
            connection.execute(text(f"SET LOCAL lock_timeout = '{_SECONDS_TO_SWAP}s'"))
            old = self._tables(connection, self._live)
            if old:
                connection.execute(text(f'CREATE SCHEMA "{self._old}"'))
            self._move(connection, old, self._live, self._old)
            self._move(connection, self._tables(connection, self._new), self._new, self._live)
        return f"schema {self._old}" if old else ""

    def _tables(self, connection: Connection, schema: str) -> list[str]:
        return list(connection.scalars(_TABLES, {"schema": f'"{schema}"'}))

    @staticmethod
    def _move(connection: Connection, tables: list[str], source: str, target: str) -> None:
        """Whatever a table owns goes with it: its indexes, its rules, its numbers."""
        for table in tables:
            connection.execute(text(f'ALTER TABLE "{source}"."{table}" SET SCHEMA "{target}"'))


def other_connections(connection: Connection) -> int:
    """How many other connections the site has to its database, from whatever machine."""
    return int(connection.scalar(_SITE_CONNECTIONS) or 0)


def _engine_in(url: str, schema: str) -> Engine:
    """An engine whose unnamed tables are those of *schema*."""
    engine = make_engine(url)

    @event.listens_for(engine, "connect", insert=True)
    def look_there(connection: Any, _record: object) -> None:
        connection.autocommit = True
        connection.execute(f'SET search_path TO "{schema}"')
        connection.autocommit = False

    return engine
