"""The database is brought up to date while people answer with the code of before; nobody loses an answer."""

import shutil
import threading
import time
import uuid
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app import create_app
from literasi.cli.site import MIGRATIONS
from literasi.config import ROOT
from literasi.database import db, make_engine, writing
from literasi.services import inspecting
from tests import make
from tests.experiments import SEED
from tests.faults.classrooms import Classroom
from tests.faults.failpoints import let_go
from tests.faults.test_database_gone import checked, opened
from tests.faults.test_killed_migrations import HEAD, PREVIOUS, state
from tests.settings import settings_for

pytestmark = pytest.mark.slow
WRITERS = 4
# What a next revision may do to the busiest tables: columns, an index, a table, and every row written again.
NEXT = f"""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9001", "{HEAD}", None, None


def upgrade():
    pointer = sa.Column("attempt_id", sa.Uuid(native_uuid=False), sa.ForeignKey("attempt.id"))
    op.create_table("catatan_uji", pointer)
    recreate = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    for table in ("attempt", "response", "judgement", "learner_session"):
        with op.batch_alter_table(table, recreate=recreate) as batch:
            batch.add_column(sa.Column("uji", sa.String(9), nullable=False, server_default="belum"))
            batch.add_column(sa.Column("uji_pada", sa.DateTime(timezone=True), nullable=True))
        op.create_index(f"ix_{{table}}_uji", table, ["uji"])
        op.execute(f"UPDATE {{table}} SET uji = 'sudah'")


def downgrade():
    raise NotImplementedError
"""


@pytest.fixture
def own_database(request, tmp_path):
    """A database for a site of this test's own; its schema will change."""
    if request.param == "sqlite":
        yield ""
        return
    with ExitStack() as stack:
        yield stack.enter_context(request.getfixturevalue("postgresql_databases").fresh())


@pytest.mark.long
@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    "own_database",
    [
        pytest.param("sqlite", marks=pytest.mark.sqlite),
        pytest.param("postgresql", marks=pytest.mark.postgresql),
    ],
    indirect=True,
)
def test_the_live_site_goes_on_while_the_next_revision_comes(own_database, tmp_path, tell):
    """The site that serves is the old code: it knows nothing of what this revision adds."""
    folder = tmp_path / "migrations"
    shutil.copytree(ROOT / "migrations", folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9001_next.py").write_text(NEXT)
    with opened(tmp_path / "data", own_database) as site:
        room = Classroom(site, SEED, patient=True)
        with room.busy():
            room.wait_for(40)
            done = site.command("db", "upgrade", "-d", str(folder))
            assert done.returncode == 0, done.stdout
            room.wait_for(40)
        assert rewritten(site) > 0
        tell(13, faults=1, **vars(checked(room, site)))


def rewritten(site):
    """How many answers from before the revision wrote again."""
    engine = make_engine(site.database_url)
    with engine.connect() as connection:
        found = connection.scalar(text("SELECT count(*) FROM response WHERE uji = 'sudah'"))
    engine.dispose()
    return found


class OldCode(threading.Thread):
    """Saves answers by the columns of the revision before, as workers do that were not yet restarted.

    Where the database refuses one, people are told that the site rests, and send it again.
    """

    def __init__(self, engine, attempt_id, stop):
        super().__init__(daemon=True)
        self.acknowledged, self.problem = [], None
        self._engine, self._attempt_id, self._stop_writing = engine, attempt_id, stop

    def run(self):
        """Answer one question again and again."""
        try:
            while not self._stop_writing.is_set():
                try:
                    self._save(len(self.acknowledged))
                except OperationalError:
                    continue
                self.acknowledged.append(len(self.acknowledged))
                time.sleep(0.005)
        except Exception as problem:  # told by the test, which runs in another thread
            self.problem = problem

    def _save(self, number):
        with self._engine.connect().execution_options(literasi_writes=True) as connection, connection.begin():
            connection.execute(
                text("UPDATE learner_session SET last_used_at = last_used_at WHERE learner_id = :learner"),
                {"learner": self._learner(connection)},
            )
            connection.execute(
                text(
                    "INSERT INTO response (attempt_id, question_key, number, answer, answered_at) "
                    "VALUES (:attempt, 'undangan', :number, :answer, :moment)"
                ),
                {
                    "attempt": self._attempt_id.hex,
                    "number": number,
                    "answer": str(number % 6 + 1),
                    "moment": datetime.now(UTC).isoformat(sep=" "),
                },
            )

    def _learner(self, connection):
        asked = "SELECT learner_id FROM attempt WHERE id = :attempt AND state = 'open'"
        return connection.scalar(text(asked), {"attempt": self._attempt_id.hex})


@pytest.fixture
def old_site(database_url, tmp_path):
    """A site one revision behind, with an open attempt for each writer, explained at the end."""
    app = create_app(settings_for(database_url, tmp_path))
    with app.app_context():
        with writing(db.session()) as session:
            quiz_id = make.published(session, feedback="akhir").quiz.quiz_id
            ids = [
                make.attempt(session, make.learner(session, str(number) * 43), quiz_id)
                for number in range(WRITERS)
            ]
        db.session.remove()
        downgrade(directory=MIGRATIONS, revision=PREVIOUS)
        yield app, ids
        db.session.remove()  # of this context; letting go has one of its own
        let_go(app)


def test_the_newest_revision_comes_while_the_old_code_writes(old_site, database_url, tell):
    app, ids = old_site
    engine, stop = make_engine(database_url), threading.Event()
    writers = [OldCode(engine, attempt_id, stop) for attempt_id in ids]
    for one in writers:
        one.start()
    time.sleep(0.3)
    upgrade(directory=MIGRATIONS)
    time.sleep(0.3)
    stop.set()
    for one in writers:
        one.join(timeout=30)
    engine.dispose()
    assert [one.problem for one in writers if one.problem] == []
    assert state()[0] == HEAD
    with db.engine.connect() as connection:
        counted = connection.execute(
            text("SELECT attempt_id, count(*), max(number) FROM response GROUP BY attempt_id")
        ).all()
    stored = {uuid.UUID(attempt): (count, highest + 1) for attempt, count, highest in counted}
    assert list(inspecting.faults(db.session())) == []
    told = {one: len(writer.acknowledged) for one, writer in zip(ids, writers, strict=True)}
    lost = sum(told[one] - stored[one][0] for one in ids)
    assert all(count == highest for count, highest in stored.values())
    assert min(told.values()) > 5
    tell(13, faults=1, acknowledged=sum(told.values()), lost=lost)
