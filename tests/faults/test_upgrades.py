"""An upgrade finds people in the middle of something: they go on where they were, and can send it."""

import pytest
import time_machine
from flask_migrate import downgrade
from sqlalchemy import func, select

from app import create_app
from literasi.cli.site import MIGRATIONS
from literasi.database import db
from literasi.models import Attempt, Completion, Judgement, OutboxMessage, Response, Sitting
from literasi.services import inspecting
from tests import make
from tests.browsing import Browser
from tests.faults import freezing
from tests.faults.deeds import right
from tests.faults.failpoints import let_go
from tests.settings import settings_for

pytestmark = pytest.mark.slow


@pytest.fixture
def empty_site(database_url, tmp_path):
    """A site whose database has no table at all."""
    app = create_app(settings_for(database_url, tmp_path))
    with app.app_context():
        downgrade(directory=MIGRATIONS, revision="base")
        let_go(app)
    yield app
    let_go(app)


@pytest.mark.parametrize("path", freezing.FILES, ids=lambda path: path.name.partition(".")[0])
def test_what_was_begun_before_an_upgrade_is_finished_after_it(empty_site, path, tell):
    with time_machine.travel(freezing.read(path)["frozen_at"], tick=True):
        upgrade_and_go_on(empty_site, path, tell)


def upgrade_and_go_on(app, path, tell):
    """The files bring more lessons into the course with this start, so it is finished by nobody."""
    with app.app_context():
        freezing.thaw(app, path)
        let_go(app)
    done = app.test_cli_runner().invoke(args=["prepare"])
    assert done.exit_code == 0, done.output
    before = counts(app)

    finish_quiz(app, "quiz", leave=2)
    finish_quiz(app, "final", leave=1)
    finish_test(app)

    after = counts(app)
    added = {name: after[name] - before[name] for name in after}
    assert added == {
        "response": 3,
        "judgement": 15,
        "completion": 1,
        "outbox_message": 0,
    }
    with app.app_context():
        assert set(db.session.scalars(select(Attempt.state))) == {"submitted"}
        assert set(db.session.scalars(select(Sitting.state))) == {"closed"}
        assert list(inspecting.faults(db.session())) == []
        db.session.remove()
    tell(24, faults=1, acknowledged=before["response"] + before["judgement"] + 18)


def browser_of(app, name):
    client = app.test_client()
    client.set_cookie("literasi", freezing.TOKENS[name])
    return Browser(client)


def finish_quiz(app, name, *, leave):
    """Answer what is left of somebody's open attempt, and send it where that is asked for."""
    with app.app_context():
        learner = make.learner(db.session(), freezing.TOKENS[name])
        attempt_id = db.session.scalar(
            select(Attempt.id).where(Attempt.state == "open", Attempt.learner_id == learner)
        )
        questions = make.shown(db.session(), attempt_id).questions
        db.session.remove()
    browser = browser_of(app, name)
    for number in range(len(questions) - leave + 1, len(questions) + 1):
        browser.open(f"/percobaan/{attempt_id}/{number}")
        browser.submit(answer=right(questions[number - 1]))
    browser.open(f"/percobaan/{attempt_id}")
    if name == "final":
        browser.submit("Kirim dan lihat hasil")
    assert f"{len(questions)} dari {len(questions)}" in browser.page.heading


def finish_test(app):
    """Judge the fifteen messages that are left, and send the test."""
    with app.app_context():
        sitting_id = db.session.scalar(select(Sitting.id))
        db.session.remove()
    browser = browser_of(app, "test")
    for number in range(6, 21):
        browser.open(f"/tes/{sitting_id}/{number}")
        browser.submit(answer="5", seen="no")
    browser.open(f"/tes/{sitting_id}/kirim")
    browser.submit("Kirim")


def counts(app):
    """How many rows the tables have that matter here."""
    models = (Response, Judgement, Completion, OutboxMessage)
    with app.app_context():
        found = {
            one.__tablename__: db.session.scalar(select(func.count()).select_from(one)) for one in models
        }
        db.session.remove()
    return found
