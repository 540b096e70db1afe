"""A world that was kept is the one that was made."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import delete, func, select, text

from literasi.database import Base, db, writing
from literasi.models import Learner
from tests import kept_worlds, make

NOW = datetime.now(UTC)


@pytest.fixture
def worlds(app, monkeypatch):
    """``worlds(seconds)``: a world, so many seconds later, and how many were made until then."""
    made = []

    class Counted(make.World):
        def __init__(self, app, **options):
            made.append(app)
            super().__init__(app, **options)

    def world(seconds=0):
        with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
            return kept_worlds.lent(Counted, app, certified=True), len(made)

    return world


def empty(app):
    """Bring the database back to what the migrations left, numbers and all."""
    kept = kept_worlds.FROM_MIGRATIONS
    tables = [table for table in Base.metadata.sorted_tables if table.name not in kept]
    with app.app_context(), writing(db.session()) as session:
        if db.engine.dialect.name == "postgresql":
            names = ", ".join(table.name for table in tables)
            session.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
            return
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        for table in tables:
            session.execute(delete(table))


def pictures(app):
    folder = app.extensions["literasi_settings"].media_folder
    return {path.name: path.read_bytes() for path in folder.rglob("*.webp")}


def test_every_row_and_file_is_there_again(app, worlds):
    first, _ = worlds()
    rows, files = first.everything(), pictures(app)
    first.learner_ids.clear()
    for path in app.extensions["literasi_settings"].media_folder.rglob("*.webp"):
        path.unlink()
    empty(app)
    second, made = worlds(5)

    assert made == 1
    assert second.everything() == rows
    assert pictures(app) == files
    assert set(second.learner_ids) == set(make.World.people)


def test_numbers_go_on_where_they_were(app, worlds):
    worlds()
    empty(app)
    worlds(5)
    with app.app_context(), writing(db.session()) as session:
        newest = session.scalar(select(func.max(Learner.id)))
        assert make.learner(session, "n" * 43) == newest + 1


def test_an_old_one_and_one_in_a_full_database_are_made_anew(app, worlds):
    worlds()
    empty(app)
    assert worlds(60)[1] == 2
    empty(app)
    with app.app_context(), writing(db.session()) as session:
        make.learner(session, "n" * 43)
    assert worlds(61)[1] == 3
