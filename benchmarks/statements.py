"""How many database statements a page needs: SQLite itself is asked, so that no way around is missed."""

from contextlib import contextmanager

from sqlalchemy import event

from app import create_app
from literasi.config import Settings
from literasi.database import db

NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE")
HERE = "http://localhost"


def count(url, folder, pages):
    """(name, statements) of each page on the SQLite database at *url*, when a worker has seen it before."""
    app = create_app(Settings.from_environment({"LITERASI_DATA": str(folder), "LITERASI_DATABASE_URL": url}))
    with _counting(app) as statements:
        return [(name, _of_one(app, statements, path, cookie)) for name, path, cookie in pages]


def _of_one(app, statements, path, cookie):
    client = app.test_client()
    if cookie:
        client.set_cookie(app.config["LITERASI_COOKIE"], cookie)
    for _ in range(2):
        statements.clear()
        answer = client.get(path, base_url=HERE)
        assert answer.status_code == 200, f"{path} answered {answer.status_code}"
    return len(statements)


@contextmanager
def _counting(app):
    found = []

    def keep(statement):
        if not statement.startswith(NOT_COUNTED):
            found.append(statement)

    def watch(connection, _record):
        connection.set_trace_callback(keep)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "connect", watch)
    yield found
    event.remove(engine, "connect", watch)
    engine.dispose()
