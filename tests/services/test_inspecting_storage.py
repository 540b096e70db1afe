"""A row that points to nothing, an index that does not hold, a picture that is not what it is called."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from literasi.database import writing
from literasi.services.inspecting_media import stray_files
from literasi.services.inspecting_storage import CHECKS
from tests import make

WHOLE, POINTS = CHECKS
ORPHAN = {
    "sqlite": ("PRAGMA foreign_keys=OFF", "UPDATE attempt SET quiz_id = 77", "PRAGMA foreign_keys=ON"),
    "postgresql": (
        "SET session_replication_role = replica",
        "UPDATE attempt SET quiz_id = 77",
        "SET session_replication_role = origin",
    ),
}


def index_is_valid(truth):
    """What marks an index of PostgreSQL; tests/faults/test_damaged_pages.py overwrites pages of SQLite."""
    where = "WHERE indexrelid = 'ix_attempt_submitted_at'::regclass"
    return {"sqlite": (), "postgresql": (f"UPDATE pg_index SET indisvalid = {truth} {where}",)}


@pytest.fixture
def damage(engine, session):
    """An attempt, and then what plain SQL for this database does to it."""
    with writing(session):
        made = make.published(session)
        make.attempt(session, make.learner(session), made.quiz.quiz_id)

    def do(statements):
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            for statement in statements[engine.dialect.name]:
                driver.execute(statement)
            driver.commit()
        engine.dispose()

    return do


def found(engine, check):
    with Session(engine) as session:
        return list(CHECKS[check](session))


def test_a_row_that_points_to_nothing(engine, damage):
    assert found(engine, POINTS) == []
    damage(ORPHAN)
    assert found(engine, POINTS) == ["attempt: 1 rows name a quiz in quiz_id that is not there"]


def test_an_index_that_does_not_hold(engine, damage):
    assert found(engine, WHOLE) == []
    damage(index_is_valid("false"))
    told = found(engine, WHOLE)
    damage(index_is_valid("true"))  # the next test gets this database, emptied of its rows alone
    said = {"sqlite": [], "postgresql": ["index ix_attempt_submitted_at is not valid"]}
    assert told == said[engine.dialect.name]


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda wide, _: wide.unlink(), "lost or damaged"),
        (lambda _, narrow: narrow.write_bytes(b"x"), "lost or damaged"),
        (lambda wide, _: wide.with_name(f"{'0' * 64}.webp").write_bytes(b"x"), "not what its name says"),
        (lambda wide, _: wide.with_name("peta.webp").write_bytes(b"x"), "not what its name says"),
    ],
)
def test_a_picture_that_is_not_what_it_is_called(session, tmp_path, harm, said):
    with writing(session):
        name = make.picture(session, tmp_path)
    assert list(stray_files(session, tmp_path)) == []
    harm(tmp_path / f"{name}.webp", tmp_path / f"{name}-360.webp")
    (fault,) = stray_files(session, tmp_path)
    assert said in fault


def test_what_a_dead_worker_left_is_no_fault(session, tmp_path):
    with writing(session):
        make.picture(session, tmp_path)
        session.execute(text("DELETE FROM media"))
    (tmp_path / ".half.webp.1.2.baru").write_bytes(b"x")
    assert list(stray_files(session, tmp_path)) == []
