"""How migrations meet the database: with the site's own engine and models, or one that a restore brings."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy import inspect
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

import literasi.models  # noqa: F401  (fills the metadata)
from literasi.database import Base

config = context.config
DEADLOCK = "40P01"
TRIES = 10


@contextmanager
def _rebuilding(connection: Connection) -> Iterator[None]:
    """Let SQLite rebuild tables that others point to: its foreign keys rest meanwhile.

    The switch works outside of transactions only, so it is thrown on the driver's own connection.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _refuse_strays(connection: Connection) -> None:
    """Undo everything if rows point to nothing now. PostgreSQL has looked at each of them already."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise SystemExit(f"Rows point to nothing after the migration, so it was undone: {broken[:5]}")


def _hold_writers(connection: Connection) -> None:
    """Let nobody write until it is done; reading goes on.

    Else a request that has one table and waits for another, and a migration that has the other and waits for
    the one, end each other on PostgreSQL. On SQLite a migration is the only writer from its beginning.
    """
    script, found = context.script, context.get_context().get_current_heads()
    if connection.dialect.name != "postgresql" or set(found) == set(script.get_heads()):
        return
    quote = connection.dialect.identifier_preparer.quote
    tables = ", ".join(map(quote, sorted(inspect(connection).get_table_names())))
    if tables:
        connection.exec_driver_sql(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")


def run() -> None:
    """Run the migrations; once more from the beginning, if a request was in the way after all."""
    for tries_left in reversed(range(TRIES)):
        try:
            _run()
        except OperationalError as problem:
            if getattr(problem.orig, "sqlstate", None) != DEADLOCK or not tries_left:
                raise
        else:
            return


def _run() -> None:
    """Run every outstanding migration in one transaction."""
    engine = config.attributes.get("engine") or current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(literasi_writes=True) as connection, _rebuilding(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=False,
            transactional_ddl=True,  # SQLite can too, with transactions that we begin ourselves
        )
        with context.begin_transaction():
            _hold_writers(connection)
            context.run_migrations()
            _refuse_strays(connection)


if context.is_offline_mode():
    raise SystemExit("Migrations need the database; offline SQL is not supported.")
run()
