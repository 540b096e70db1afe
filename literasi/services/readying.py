"""Is the site ready to serve? Each part is looked at by itself and answers yes or no, never with a secret."""

import os
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, exists, select, text
from sqlalchemy.exc import SQLAlchemyError

from literasi.models import Lesson

PARTS = ("database", "schema", "content", "data")


def missing_parts(engine: Engine, migrations: Path, data_folder: Path) -> tuple[str, ...]:
    """The PARTS that are not ready: a database at the newest schema, with content; a place for files."""
    examinations: dict[str, Callable[[], bool]] = {
        "database": lambda: _answers(engine),
        "schema": lambda: current_schema(engine) == newest_schema(migrations),
        "content": lambda: _has_content(engine),
        "data": lambda: os.access(data_folder, os.W_OK | os.X_OK),
    }
    return tuple(part for part in PARTS if not _is_fine(examinations[part]))


def current_schema(engine: Engine) -> str | None:
    """The revision that the database is at; None for one without tables."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@lru_cache(maxsize=4)
def newest_schema(migrations: Path) -> str | None:
    """The revision that this code needs. It stays the same while the process lives, so it is read once."""
    return ScriptDirectory.from_config(_config(migrations)).get_current_head()


def _config(migrations: Path) -> Config:
    found = Config()
    found.set_main_option("script_location", str(migrations).replace("%", "%%"))
    return found


def _is_fine(examine: Callable[[], bool]) -> bool:
    with suppress(SQLAlchemyError, OSError):
        return examine()
    return False


def _answers(engine: Engine) -> bool:
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).scalar() == 1


def _has_content(engine: Engine) -> bool:
    with engine.connect() as connection:
        return bool(connection.scalar(select(exists().where(Lesson.retired_at.is_(None)))))
