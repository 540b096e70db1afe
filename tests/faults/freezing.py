"""Databases of earlier revisions, frozen with open attempts in them: plain rows that either database takes.

``python -m tests.faults.freezing`` freezes today's revision as ``frozen/<revision>.json.gz``; do so before a
release, with the code of that release. Nothing in such a file may be changed afterwards.
"""

import base64
import gzip
import json
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path

from alembic.migration import MigrationContext
from flask_migrate import upgrade
from sqlalchemy import MetaData, select, text

from app import create_app
from literasi.cli.site import MIGRATIONS
from literasi.database import Base, db, writing
from literasi.models import Sitting
from literasi.services import inspecting, outboxing, sitting
from tests import make
from tests.faults import deeds
from tests.settings import settings_for

FOLDER = Path(__file__).parent / "frozen"
FILES = sorted(FOLDER.glob("*.json.gz"))
TOKENS = {"quiz": "q" * 43, "final": "f" * 43, "test": "t" * 43}  # the cookies of three people


def freeze():
    """Write today's revision; its file."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_for(f"sqlite:///{folder}/literasi.sqlite", Path(folder)))
        with app.app_context():
            upgrade(directory=MIGRATIONS)
        fill(app)
        with app.app_context():
            assert list(inspecting.faults(db.session())) == []
            with db.engine.connect() as connection:
                revision = MigrationContext.configure(connection).get_current_revision()
                rows = {table.name: _rows(connection, table) for table in Base.metadata.sorted_tables}
            db.session.remove()
            db.engine.dispose()
    path = FOLDER / f"{revision}.json.gz"
    path.parent.mkdir(exist_ok=True)
    frozen = {"revision": revision, "frozen_at": deeds.now().isoformat(), "rows": rows}
    written = json.dumps(frozen, ensure_ascii=False, indent=0)
    path.write_bytes(gzip.compress(written.encode(), mtime=0))
    return path


def fill(app):
    """Three people in the middle of something: a quiz, the final quiz, the test. And a message that waits."""
    school = deeds.School(app, seed=24)
    with school.session() as session:
        people = {name: make.learner(session, token, deeds.now()) for name, token in TOKENS.items()}
        school.attempt(session, people["quiz"], school.quiz_id, leave=2)
        school.attempt(session, people["final"], school.quiz_id, leave=0)
        school.attempt(session, people["final"], school.final_id, leave=1)
        begun = sitting.begin_test(
            session,
            people["test"],
            sitting.Phase.BEFORE,
            course_id=school.course_id,
            browser=deeds.BROWSER,
            now=deeds.now(),
            randomness=school.random,
        )
        for key, *_ in session.get(Sitting, begun).drawn[:5]:
            given = sitting.Given(2, sitting.SeenBefore.NO, 0)
            sitting.record_judgement(session, begun, key, given, now=deeds.now())
        account = make.account(session, "orang@contoh.go.id", now=deeds.now())
        outboxing.write(
            session, account, "code", address="orang@contoh.go.id", subject="a", body="b", now=deeds.now()
        )


def thaw(app, path):
    """Put a frozen database into this empty one, at its own revision."""
    frozen = read(path)
    upgrade(directory=MIGRATIONS, revision=frozen["revision"])
    with writing(db.session()) as session:
        connection, tables = session.connection(), MetaData()
        tables.reflect(connection)
        _without_foreign_keys(connection)
        for name, rows in frozen["rows"].items():
            connection.execute(text(f'DELETE FROM "{name}"'))
            for row in rows:
                columns = ", ".join(f'"{column}"' for column in row)
                marks = ", ".join(f":{column}" for column in row)
                thawed = {column: _thawed(value) for column, value in row.items()}
                connection.execute(text(f'INSERT INTO "{name}" ({columns}) VALUES ({marks})'), thawed)
        _restart_numbers(connection, tables)


def read(path):
    """What a frozen file holds: its revision, the moment, and the rows by table."""
    return json.loads(gzip.decompress(path.read_bytes()))


def _rows(connection, table):
    rows = connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
    return [{name: _frozen(value, table.c[name]) for name, value in row.items()} for row in rows]


def _frozen(value, column):
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, (datetime, date)):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return value.hex if column.type.python_type.__name__ == "UUID" else value


def _thawed(value):
    return base64.b64decode(value["bytes"]) if isinstance(value, dict) else value


def _without_foreign_keys(connection):
    """Rows may come in any order: they are checked when all are there."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    else:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")


def _restart_numbers(connection, tables):
    """PostgreSQL counts on from the highest number, as SQLite does by itself."""
    if connection.dialect.name == "sqlite":
        return
    for name, table in tables.tables.items():
        if "id" in table.c and table.c.id.autoincrement is not False and table.c.id.type.python_type is int:
            connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('\"{name}\"', 'id'), coalesce(max(id), 1)) "
                f'FROM "{name}"'
            )


if __name__ == "__main__":
    sys.stdout.write(f"{freeze()}\n")
