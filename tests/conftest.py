"""What every test may ask for: databases (tests/stores.py), the app, a person at a browser, Chromium."""

import shutil

import pytest
from flask.testing import FlaskClient
from hypothesis import settings
from playwright.sync_api import sync_playwright
from sqlalchemy import event

from app import create_app
from literasi.database import db
from tests.browsing import Browser
from tests.live import LiveServer
from tests.settings import settings_for

# A busy machine is no fault of an example. Where a hundred examples are worth their time, the test says so.
settings.register_profile("literasi", deadline=None, max_examples=50)
settings.load_profile("literasi")

pytest_plugins = ["tests.stores", "tests.counting"]

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class ReadingClient(FlaskClient):
    """Reads every answer to its end and closes it, as a browser does; a file stays open otherwise."""

    def open(self, *args, buffered=True, **options):
        return super().open(*args, buffered=buffered, **options)


@pytest.fixture
def app(database_url, tmp_path):
    """The site on an empty database. No context is pushed: each request has its own, as on the server."""
    app = create_app(settings_for(database_url, tmp_path))
    app.test_client_class = ReadingClient
    yield app
    app.extensions["literasi_reader"].close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(autouse=True)
def nothing_is_left_unsaved(request):
    """A request that writes and forgets ``with transaction():`` fails its test."""
    if "app" not in request.fixturenames:
        yield
        return
    unsaved = []

    def wrote(*_):
        unsaved.append(True)

    def settled(*_):
        unsaved.clear()

    @request.getfixturevalue("app").teardown_request
    def check(_error):
        assert not unsaved, "this view wrote without `with transaction():`"

    listeners = [("after_flush", wrote), ("after_commit", settled), ("after_rollback", settled)]
    for name, listener in listeners:
        event.listen(db.session, name, listener)
    yield
    for name, listener in listeners:
        event.remove(db.session, name, listener)


@pytest.fixture
def client(app):
    """Flask's own test client, for what no browser would send."""
    return app.test_client()


@pytest.fixture
def browser(client):
    """A person at a browser: follows links, sends the forms they were shown; checks every page."""
    return Browser(client)


@pytest.fixture(scope="session")
def chromium():
    """Chromium, driven by Playwright; a test that asks for it is skipped where there is none."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        pytest.skip("no Chromium here: `apt install chromium`")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def live_server(tmp_path_factory):
    """The site as people reach it: content imported, two granian workers, on a port of its own."""
    with LiveServer(tmp_path_factory.mktemp("live")) as server:
        yield server
