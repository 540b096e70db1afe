"""``flask prepare`` dies while it changes the schema: nothing is half done; run again it completes."""

import random

import pytest
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import MetaData, func, inspect, select

from app import create_app
from literasi.cli.site import MIGRATIONS
from literasi.database import db
from literasi.services import inspecting
from tests import make
from tests.experiments import SEED
from tests.faults.failpoints import Words, killed_within, let_go
from tests.settings import settings_for

pytestmark = pytest.mark.slow
REVISIONS = [script.revision for script in ScriptDirectory(MIGRATIONS).walk_revisions()]
HEAD, PREVIOUS = REVISIONS[:2]
SHORT, LONG = 4, 30


@pytest.fixture
def old_site(database_url, tmp_path):
    """A site with people in it, whose database is one revision behind."""
    app = create_app(settings_for(database_url, tmp_path))
    with app.app_context():
        make.world(app)
        db.session.remove()
        downgrade(directory=MIGRATIONS, revision=PREVIOUS)
        yield app
        db.session.remove()  # of this context; letting go has one of its own
        let_go(app)


def bring_up_to_date():
    upgrade(directory=MIGRATIONS)


def state():
    """Revision, tables with their columns, and the rows of each."""
    with db.engine.connect() as connection:
        found, tables = inspect(connection), MetaData()
        tables.reflect(connection)
        return (
            MigrationContext.configure(connection).get_current_revision(),
            {name: sorted(one["name"] for one in found.get_columns(name)) for name in tables.tables},
            {
                name: connection.scalar(select(func.count()).select_from(one))
                for name, one in tables.tables.items()
            },
        )


def words_of(app):
    """How many statements and commits the whole of it takes; the database ends where it began."""
    words = Words()
    with words.heard():
        bring_up_to_date()
    downgrade(directory=MIGRATIONS, revision=PREVIOUS)
    return words.said


def test_killed_at_any_statement_it_is_done_again(old_site, pytestconfig, tell):
    before, words = state(), words_of(old_site)
    assert state() == before
    everywhere = range(1, words + 1)
    places = everywhere if pytestconfig.option.all_faults else some(everywhere, SHORT)
    killed = 0
    for place in places:
        killed += killed_within(old_site, bring_up_to_date, place)
        revision, _, _ = half = state()
        assert revision in {PREVIOUS, HEAD}
        assert revision == HEAD or half == before, f"killed before word {place}: something was left"
        if revision == HEAD:
            downgrade(directory=MIGRATIONS, revision=PREVIOUS)
    bring_up_to_date()
    revision, _, rows = state()
    assert revision == HEAD
    assert {name: rows[name] for name in before[2]} == before[2]
    assert list(inspecting.faults(db.session())) == []
    assert killed
    tell(14, faults=killed, acknowledged=sum(before[2].values()))


@pytest.mark.long
def test_killed_on_the_way_from_nothing(database_url, tmp_path, tell):
    app = create_app(settings_for(database_url, tmp_path))
    with app.app_context():
        downgrade(directory=MIGRATIONS, revision="base")
        words = Words()
        with words.heard():
            bring_up_to_date()
        complete = state()
        downgrade(directory=MIGRATIONS, revision="base")
        empty = state()
        places = some(range(1, words.said - 2), LONG)
        for place in places:
            assert killed_within(app, bring_up_to_date, place)
            assert state() == empty, f"killed before word {place}: something was left"
        bring_up_to_date()
        assert state() == complete
        let_go(app)
    tell(14, faults=len(places), acknowledged=0)


def some(places, count):
    """A few of them, chosen by the seed; the last ones, around the commit, are always among them."""
    return sorted({*random.Random(SEED).sample(places, min(count, len(places))), places[-1]})
