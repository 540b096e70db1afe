"""Writes the tables of a backup into a database beside the site's, and proves that they arrived."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from literasi.domain.backups import BadBackup, Manifest, damaged, read_columns
from literasi.domain.portable_rows import BadRow, Column, line_reader
from literasi.services import copying_tables, migrating
from literasi.services.backup_parts import Part, read_parts
from literasi.services.copying_tables import TYPES, Shape
from literasi.services.reading_backups import name_of


class Place(Protocol):
    """A new database beside the one that the site uses."""

    engine: Engine

    def open(self, connection: Connection) -> None:
        """Let rows come in any order: no foreign key is checked while they do."""

    def close(self, connection: Connection) -> None:
        """Check every foreign key, and number on from what came. Raises BadBackup."""

    def dispose(self) -> None:
        """Let go of it, and remove it unless it has become the site's."""

    def swap(self) -> str:
        """Make it the site's database in one step; where the one before it is kept, or an empty text."""


def load(place: Place, path: Path, passphrase: str, manifest: Manifest) -> None:
    """Make the schema of the backup and fill it. Raises BadBackup, naming the table that would not."""
    migrating.bring_to(place.engine, manifest.about.schema)
    with place.engine.begin() as connection:
        shapes = {shape.name: shape for shape in copying_tables.shapes(connection)}
        place.open(connection)
        for name in reversed(shapes):
            connection.execute(sa.delete(sa.table(name)))  # what migrations write
    _compare(shapes, manifest)
    with path.open("rb") as file:
        for part in read_parts(file, passphrase):
            if part.about.get("kind") == "table":
                _fill(place.engine, shapes[name_of(part)], part)
    with place.engine.begin() as connection:
        place.close(connection)
    _read_back(place.engine, shapes, manifest)


def _compare(shapes: dict[str, Shape], manifest: Manifest) -> None:
    """The backup has the tables and columns that its schema has, and no others."""
    told = {table.name: table.columns for table in manifest.tables}
    for name in sorted(told.keys() | shapes.keys()):
        if name not in told or name not in shapes or set(told[name]) != set(shapes[name].columns):
            schema = manifest.about.schema
            raise BadBackup(damaged(f"its table {name!r} is not that of schema {schema}"))


def _fill(engine: Engine, shape: Shape, part: Part) -> None:
    columns = read_columns(part.about["columns"])
    if set(columns) != set(shape.columns):
        raise BadBackup(damaged(f"its table {shape.name!r} changed while it was read"))
    put = _put_into_postgresql if engine.dialect.name == "postgresql" else _put_into_sqlite
    try:
        with engine.begin() as connection:
            put(connection, shape.name, columns, _rows(part, columns))
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error, BadRow, OverflowError) as problem:
        words = str(problem).partition("\n")[0]
        raise BadBackup(
            f"The table {shape.name!r} of this backup does not fit into this database: {words}. "
            "The site's data are as they were."
        ) from problem


def _rows(part: Part, columns: Sequence[Column]) -> Iterator[list[Any]]:
    read = line_reader(columns)
    for chunk in part.chunks:
        for line in chunk.split(b"\n")[:-1]:
            yield read(line)


def _put_into_postgresql(
    connection: Connection, table: str, columns: Sequence[Column], rows: Iterator[list[Any]]
) -> None:
    quoted = connection.dialect.identifier_preparer.quote
    names = ", ".join(quoted(column.name) for column in columns)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {quoted(table)} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _put_into_sqlite(
    connection: Connection, table: str, columns: Sequence[Column], rows: Iterator[list[Any]]
) -> None:
    quoted = connection.dialect.identifier_preparer.quote
    names = ", ".join(quoted(column.name) for column in columns)
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {quoted(table)} ({names}) VALUES ({marks})"  # noqa: S608  (our schema's names)
    connection.exec_driver_sql("SELECT 1")  # the transaction begins
    driver: Any = connection.connection.driver_connection
    driver.executemany(statement, _stored(connection, columns, rows))


def _stored(
    connection: Connection, columns: Sequence[Column], rows: Iterator[list[Any]]
) -> Iterator[list[Any]]:
    """The values as SQLAlchemy would store them."""
    dialect = connection.dialect
    found = [TYPES[column.kind].dialect_impl(dialect).bind_processor(dialect) for column in columns]
    changes = [(place, change) for place, change in enumerate(found) if change]
    for row in rows:
        for place, change in changes:
            row[place] = change(row[place])
        yield row


def _read_back(engine: Engine, shapes: dict[str, Shape], manifest: Manifest) -> None:
    """Every table is what it was when the backup was made, by the same sums."""
    with engine.connect() as connection:
        for table in manifest.tables:
            shape = Shape(table.name, table.columns, shapes[table.name].key)
            if copying_tables.counted(connection, shape) != table:
                raise BadBackup(
                    f"The table {table.name!r} came out of the database differently from how it was written. "
                    "The site's data are as they were."
                )
