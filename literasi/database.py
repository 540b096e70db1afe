"""Engine, session and the only commit.

SQLite needs care that nobody should have to remember, so it lives here: foreign keys, durable
commits, one writer at a time without "database is locked", and WAL only where the library is safe.
"""

import threading
import uuid
from collections import namedtuple
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Float, MetaData, Select, Uuid, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

try:  # Debian's own SQLite is older than the fix of the WAL-reset bug; this wheel brings a newer one.
    from pysqlite3 import dbapi2 as sqlite_driver
except ImportError:  # pragma: no cover  (platforms without the wheel)
    import sqlite3 as sqlite_driver

WAL_IS_SAFE_FROM = (3, 51, 3)
BUSY_MILLISECONDS = 15_000
APPLICATION = "literasi"  # how PostgreSQL lists our connections
WRITES = {"literasi_writes": True}
STANDS_ALONE = {"literasi_stands_alone": True}


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets time zones; this gives them back and refuses naive times."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The parent of every model; the names let migrations find constraints on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UTCDateTime, uuid.UUID: Uuid(native_uuid=False)}


db = SQLAlchemy(metadata=Base.metadata)


def init_app(app: Flask) -> None:
    """Give the app its engine, by the rules of this module."""
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(app.config["SQLALCHEMY_DATABASE_URI"])
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)


def make_engine(url: str, **options: Any) -> Engine:
    """An engine for *url* with the rules of the site's and further *options*, for tests and commands."""
    engine = create_engine(url, **engine_options(url), **options)
    prepare_engine(engine)
    return engine


def engine_options(url: str) -> dict[str, Any]:
    """Options for ``create_engine``: the bundled SQLite; for PostgreSQL a short wait and a live pool.

    What people typed is in the parameters of statements; errors repeat the statements without them.
    """
    if make_url(url).get_backend_name() == "sqlite":
        connecting: dict[str, Any] = {"timeout": BUSY_MILLISECONDS / 1000}
        return {"hide_parameters": True, "module": sqlite_driver, "connect_args": connecting}
    connecting = {"connect_timeout": 5, "application_name": APPLICATION}
    return {"hide_parameters": True, "pool_pre_ping": False, "connect_args": connecting}


def prepare_engine(engine: Engine) -> None:
    """Attach the SQLite rules; on PostgreSQL there is nothing to do."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, below
        for pragma in (
            f"busy_timeout={BUSY_MILLISECONDS}",
            f"journal_mode={sqlite_journal_mode()}",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("literasi_stands_alone"):
            return
        # A read that turns into a write is what fails with "database is locked".
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("literasi_writes") else "BEGIN")


def sqlite_journal_mode(version: tuple[int, int, int] | None = None) -> str:
    """WAL, unless the SQLite library still has the WAL-reset corruption bug (fixed in 3.51.3)."""
    return "WAL" if (version or sqlite_driver.sqlite_version_info) >= WAL_IS_SAFE_FROM else "TRUNCATE"


def describe(engine: Engine) -> str:
    """In words: which database engine, version and journal mode are in use."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
            return f"SQLite {sqlite_driver.sqlite_version}, journal_mode={mode}, synchronous=FULL"
        version = connection.execute(text("SHOW server_version")).scalar_one()
        durable = connection.execute(text("SHOW synchronous_commit")).scalar_one()
        return f"PostgreSQL {version}, synchronous_commit={durable}"


@contextmanager
def transaction() -> Iterator[Session]:
    """The only commit: everything inside happens, or nothing does.

    Ends the read that loading began, then begins a write. Never nest it.
    """
    with writing(db.session()) as session:
        yield session


@contextmanager
def writing(session: Session) -> Iterator[Session]:
    """``transaction()`` for a session of one's own: commands, tests."""
    session.rollback()
    try:
        session.connection(execution_options=WRITES)
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


def insert_into(session: Session, model: type[Base]) -> Any:
    """An INSERT that knows ON CONFLICT, in the words of the session's database."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return dialect.insert(model)


class Reader:
    """A connection that a thread keeps, for the reading path that has to be quick.

    Every statement stands alone (autocommit), so nothing is held between requests. It goes straight to
    the driver; what fails is asked once more on a new connection, through SQLAlchemy and its errors.
    """

    def __init__(self, engine: Engine) -> None:
        autocommit = {} if engine.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
        self._engine = engine.execution_options(**STANDS_ALONE, **autocommit)
        self._driver_error: type[Exception] = engine.dialect.loaded_dbapi.Error
        self._kept = threading.local()
        self.memory: dict[Hashable, Any] = {}
        """What queries remember of this database between requests."""

    def all(self, statement: "Prepared", values: Mapping[str, Any]) -> list[Any]:
        """Every row of *statement*, as named tuples of its columns."""
        try:
            return statement.run(self._driver(), self._engine.dialect, values)
        except self._driver_error:
            self.close()
        try:
            return statement.run_carefully(self._connection(), values)
        except BaseException:
            self.close()  # a connection that broke while it was asked would refuse every later question too
            raise

    def close(self) -> None:
        """Let go of this thread's connection."""
        kept: Connection | None = getattr(self._kept, "connection", None)
        self._kept.connection = self._kept.driver = None
        if kept is not None:
            kept.close()

    def _driver(self) -> Any:
        driver = getattr(self._kept, "driver", None)
        if driver is None:
            driver = self._kept.driver = self._connection().connection.driver_connection
        return driver

    def _connection(self) -> Connection:
        kept: Connection | None = getattr(self._kept, "connection", None)
        if kept is None:
            kept = self._kept.connection = self._engine.connect()
        return kept


class Prepared:
    """A SELECT turned into the database's own SQL once, instead of at every request."""

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        self._statement = statement
        self._row: Any = namedtuple("Row", statement.selected_columns.keys())  # type: ignore[misc]
        self._compiled: dict[str, _Compiled] = {}

    def run(self, driver: Any, dialect: Dialect, values: Mapping[str, Any]) -> list[Any]:
        """Every row, as a named tuple of the selected columns, from the driver's own connection."""
        compiled = self._for(dialect)
        rows = driver.execute(compiled.sql, compiled.parameters(values)).fetchall()
        return [self._row._make(row) for row in compiled.python(rows)]

    def run_carefully(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """The same through SQLAlchemy, which knows what its errors mean."""
        compiled = self._for(connection.dialect)
        rows = connection.exec_driver_sql(compiled.sql, compiled.parameters(values)).fetchall()
        return [self._row._make(row) for row in compiled.python(rows)]

    def _for(self, dialect: Dialect) -> "_Compiled":
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _Compiled(self._statement, dialect)
        return compiled


class _Compiled:
    """One SELECT in one database's words, with the conversions of its types."""

    def __init__(self, statement: Select[*tuple[Any, ...]], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.sql = compiled.string
        self._order: Sequence[str] | None = getattr(compiled, "positiontup", None)
        self._defaults = {
            name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required
        }
        self._into = {
            name: convert
            for name, bind in compiled.binds.items()
            if (convert := bind.type.dialect_impl(dialect).bind_processor(dialect))
        }
        # Both drivers give floats as floats; SQLAlchemy would ask for the driver's type code.
        self._out_of = [
            (place, convert)
            for place, column in enumerate(statement.selected_columns)
            if not isinstance(column.type, Float)
            and (convert := column.type.dialect_impl(dialect).result_processor(dialect, None))
        ]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """*values* as this database's driver wants them."""
        known = {**self._defaults, **values}
        for name, convert in self._into.items():
            known[name] = convert(known[name])
        return tuple(known[name] for name in self._order) if self._order else known

    def python(self, rows: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
        """A driver's *rows* in Python's types."""
        return [self._converted(row) for row in rows] if self._out_of else rows

    def _converted(self, row: Sequence[Any]) -> Sequence[Any]:
        values = list(row)
        for place, convert in self._out_of:
            if values[place] is not None:
                values[place] = convert(values[place])
        return values
