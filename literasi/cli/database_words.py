"""What a database that does not answer says, for whoever typed the command."""

from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from literasi.database import db


def database_in_words(problem: DBAPIError) -> str:
    """What the database refused, and the mend if its tables are not there yet."""
    try:
        ready = has_tables()
    except SQLAlchemyError:
        return f"basis data tidak menjawab: {problem.orig}"
    if not ready:
        return "tabelnya belum ada; jalankan: .venv/bin/flask --app app prepare"
    return f"{problem.orig}; bila skemanya belum terbaru, jalankan: .venv/bin/flask --app app prepare"


def has_tables() -> bool:
    """Whether there is anything of ours. Raises SQLAlchemyError when the database does not answer."""
    return inspect(db.engine).has_table("lesson")
