"""Migrations go up and down with data, and end where the models are, on both databases."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from app import create_app
from literasi.cli.site import MIGRATIONS
from literasi.database import Base, db, writing
from tests import make
from tests.settings import settings_for

REVISIONS = [script.revision for script in ScriptDirectory(MIGRATIONS).walk_revisions()][::-1]


@pytest.fixture
def context(database_url, tmp_path):
    """The app's context on a database that is at the newest revision."""
    app = create_app(settings_for(database_url, tmp_path))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_the_newest_schema_is_the_models(context):
    with db.engine.connect() as connection:
        differences = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata
        )

    assert differences == []


def test_there_is_one_line_of_migrations():
    script = ScriptDirectory(MIGRATIONS)

    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_migration_goes_down_and_up_again_with_data(context, revision):
    world = make.world(context)
    _draw_from_a_bank()
    _regrade(world.learner_ids["trainer"])
    before = _tables()
    db.session.remove()
    downgrade(revision=_before(revision))
    upgrade()

    assert _tables() == before


def _draw_from_a_bank():
    with writing(db.session()) as session:
        make.bank(session)
        made = make.published(session, quiz_source=make.drawing_text().replace("lesson: berkas\n", ""))
        attempt_id = make.attempt(session, make.learner(session, "m" * 43), made.quiz.quiz_id)
        document = make.shown(session, attempt_id)
        make.answer(session, attempt_id, document, document.questions[0].key, "1")


def _regrade(trainer):
    with writing(db.session()) as session:
        made = make.published(session)
        attempt_id = make.attempt(session, make.learner(session, "n" * 43), made.quiz.quiz_id)
        for key, answer in {**make.RIGHT, "arti-apk": "a"}.items():
            make.answer(session, attempt_id, made.document, key, answer)
        make.regraded(session, make.mended_text(), by_id=trainer)


def _before(revision):
    index = REVISIONS.index(revision)
    return REVISIONS[index - 1] if index else "base"


def _tables():
    found = inspect(db.engine)
    return {
        table: sorted(column["name"] for column in found.get_columns(table))
        for table in found.get_table_names()
    }
