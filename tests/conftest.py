"""What every test may ask for: databases (tests/stores.py), the app, a person at a browser, Chromium."""

import gc
import shutil

import pytest
from hypothesis import settings
from playwright.sync_api import sync_playwright

from literasi.services import rendering
from tests.browsing import Browser
from tests.live import LiveServer
from tests.renderers import KeptChild
from tests.site import Site

# A busy machine is no fault of an example. Where a hundred examples are worth their time, the test says so.
settings.register_profile("literasi", deadline=None, max_examples=50)
settings.load_profile("literasi")

pytest_plugins = ["tests.stores", "tests.counting", "tests.experiments"]

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Hardly a script here runs twice on one page: to compile it for speed costs twice what it saves.
    "--js-flags=--no-opt,--no-maglev,--no-flush-bytecode",
]


def pytest_collection_finish():
    """What was loaded stays to the end: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def kept_renderer():
    """Texts are rendered by a process that stays; tests/services/test_rendering.py starts its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "_Child", KeptChild.lent)
        yield
    KeptChild.end_all()


@pytest.fixture(scope="session")
def sites():
    """The sites of this worker, by the address of their database."""
    sites = {}
    yield sites
    for site in sites.values():
        site.end()


@pytest.fixture
def app(database_url, sites, tmp_path):
    """The site on an empty database. No context is pushed: each request has its own, as on the server.

    A view that writes and forgets ``with transaction():`` fails the test.
    """
    site = sites.get(database_url) or sites.setdefault(database_url, Site(database_url))
    with site.lent(tmp_path) as app:
        yield app


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
