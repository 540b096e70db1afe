"""Reads every table of a database as it is, whatever its revision, in one consistent view of it."""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from literasi.database import UTCDateTime, make_engine
from literasi.domain.backups import Table
from literasi.domain.portable_rows import Column, line_writer
from literasi.services.backup_parts import CHUNK

REVISION_TABLE = "alembic_version"
_ROWS_AT_ONCE = 2000
# The first that fits: a Float is a Numeric too.
_KINDS: tuple[tuple[type[sa.types.TypeEngine[Any]], str], ...] = (
    (sa.Boolean, "boolean"),
    (sa.DateTime, "moment"),
    (sa.Date, "date"),
    (sa.JSON, "json"),
    (sa.LargeBinary, "bytes"),
    (sa.Float, "float"),
    (sa.Numeric, "decimal"),
    (sa.Integer, "integer"),
    (sa.String, "text"),
)
TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "boolean": sa.Boolean(),
    "bytes": sa.LargeBinary(),
    "date": sa.Date(),
    "decimal": sa.Numeric(),
    "float": sa.Double(),
    "integer": sa.BigInteger(),
    "json": sa.Text(),
    "moment": UTCDateTime(),
    "text": sa.Text(),
}


class CannotCopy(Exception):
    """The database holds something that a backup cannot keep exactly; the message says what."""


@dataclass(frozen=True)
class Shape:
    """A table as the database has it: its columns by name (migrations may add them anywhere), and its key."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[Column, ...]


@contextmanager
def snapshot(engine: Engine, room: Path) -> Iterator[Connection]:
    """A connection that sees the database at one moment for as long as it is open; writers go on.

    Where SQLite cannot do both (journal mode TRUNCATE) the file is first copied into the folder *room*;
    writers wait while it is copied.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        ) as connection:
            yield connection
        return
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")  # the moment is now
        if connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal":
            yield connection
            return
    with tempfile.TemporaryDirectory(dir=room, prefix="salinan-") as folder:
        copy = make_engine(f"sqlite:///{_copied(engine, Path(folder))}")
        try:
            with copy.connect() as connection:
                yield connection
        finally:
            copy.dispose()


def _copied(engine: Engine, folder: Path) -> Path:
    path = folder / "literasi.sqlite"
    copy = make_engine(f"sqlite:///{path}")
    with engine.connect() as source, copy.connect() as target:
        source.rollback()
        target.rollback()
        _driver(source).backup(_driver(target))
    copy.dispose()
    return path


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def revision(connection: Connection) -> str | None:
    """The revision that the database says it is at; None when it has no tables yet."""
    if not sa.inspect(connection).has_table(REVISION_TABLE):
        return None
    found: str | None = connection.execute(sa.text(f"SELECT version_num FROM {REVISION_TABLE}")).scalar()  # noqa: S608
    return found


def shapes(connection: Connection) -> list[Shape]:
    """Every table of ours in the database, none before those that it refers to. Raises CannotCopy."""
    known = sa.MetaData()
    known.reflect(connection)
    return [_shape(table) for table in known.sorted_tables if table.name != REVISION_TABLE]


def _shape(table: sa.Table) -> Shape:
    columns = {column.name: Column(column.name, _kind(table.name, column)) for column in table.columns}
    key = tuple(columns[column.name] for column in table.primary_key.columns)
    return Shape(table.name, tuple(columns[name] for name in sorted(columns)), key)


def _kind(table: str, column: sa.Column[Any]) -> str:
    for kind, name in _KINDS:
        if isinstance(column.type, kind):
            return name
    raise CannotCopy(f"{table}.{column.name} has the type {column.type!r}, which a backup does not know")


def rows(connection: Connection, shape: Shape) -> Iterator[Sequence[Any]]:
    """Every row of a table in the order of its primary key, which is the same on both databases."""
    is_postgresql = connection.dialect.name == "postgresql"
    columns = [_read(column, is_postgresql=is_postgresql) for column in shape.columns]
    order = [_sorted(column, is_postgresql=is_postgresql) for column in shape.key or shape.columns]
    statement = sa.select(*columns).select_from(sa.table(shape.name)).order_by(*order)
    found = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(statement)
    for some in found.partitions():
        yield from some


def _read(column: Column, *, is_postgresql: bool) -> sa.ColumnElement[Any]:
    """JSON comes as its text: nobody shall read and write it anew."""
    named: sa.ColumnElement[Any] = sa.column(column.name, TYPES[column.kind])
    return sa.cast(named, sa.Text()) if is_postgresql and column.kind == "json" else named


def _sorted(column: Column, *, is_postgresql: bool) -> sa.ColumnElement[Any]:
    """By bytes, as SQLite does; PostgreSQL would ask the language of the site."""
    named = _read(column, is_postgresql=is_postgresql)
    return sa.collate(named, "C") if is_postgresql and column.kind in {"text", "json"} else named


def chunks(connection: Connection, shape: Shape, tally: "Tally") -> Iterator[bytes]:
    """The lines of a table, some at a time, and never part of one; *tally* counts them."""
    line, waiting = line_writer(shape.columns), bytearray()
    for row in rows(connection, shape):
        waiting += line(row)
        tally.rows += 1
        if len(waiting) >= CHUNK:
            yield tally.seen(bytes(waiting))
            waiting.clear()
    yield tally.seen(bytes(waiting))


class Tally:
    """Counts the rows of one table and takes the SHA-256 of their lines."""

    def __init__(self) -> None:
        self.rows, self._digest = 0, hashlib.sha256()

    def seen(self, chunk: bytes) -> bytes:
        """Take *chunk* into the sum, and give it on."""
        self._digest.update(chunk)
        return chunk

    def table(self, name: str, columns: tuple[Column, ...]) -> Table:
        """What was counted."""
        return Table(name, columns, self.rows, self._digest.hexdigest())


def counted(connection: Connection, shape: Shape) -> Table:
    """A table's rows and their SHA-256, as they are in the database now."""
    tally = Tally()
    for _ in chunks(connection, shape, tally):
        pass
    return tally.table(shape.name, shape.columns)
