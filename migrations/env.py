"""How migrations meet the database: with the site's own engine and models, or one that a restore brings."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

import literasi.models  # noqa: F401  (fills the metadata)
from literasi.database import Base

config = context.config


@contextmanager
def _rebuilding(connection: Connection) -> Iterator[None]:
    """Let SQLite rebuild tables that others point to: its foreign keys rest, and are checked afterwards.

    The switch works outside of transactions only, so it is thrown on the driver's own connection.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        broken = driver.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise SystemExit(f"Rows point to nothing after the migration: {broken[:5]}")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def run() -> None:
    """Run every outstanding migration in one transaction."""
    engine = config.attributes.get("engine") or current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(literasi_writes=True) as connection, _rebuilding(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


if context.is_offline_mode():
    raise SystemExit("Migrations need the database; offline SQL is not supported.")
run()
