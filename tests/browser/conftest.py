"""A phone in front of the real site."""

import errno
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from app import create_app
from literasi.services.throttling import TooOften
from tests.browser.visiting import QUIZ, Visitor, open_context
from tests.settings import settings_for

RARE_CONTENT = Path(__file__).parent / "content"


@pytest.fixture(scope="session")
def site(live_server):
    """The live site, with a course besides that holds what the real ones rarely show."""
    imported = live_server.command("content", "import", "--root", str(RARE_CONTENT))
    assert imported.returncode == 0, imported.stdout
    return live_server


@pytest.fixture
def visitor(chromium, site):
    """Somebody new, on a phone."""
    with open_context(chromium, site) as context:
        yield Visitor(context, site)


@pytest.fixture
def visitor_without_javascript(chromium, site):
    """The same on a phone without JavaScript."""
    with open_context(chromium, site, java_script_enabled=False) as context:
        yield Visitor(context, site)


@pytest.fixture
def error_answers(sqlite_url, tmp_path):
    """One answer of the site for each kind of error, by status."""
    app = create_app(settings_for(sqlite_url, tmp_path))
    client = app.test_client()

    def breaking(problem):
        def view():
            raise problem

        app.view_functions["public.about"] = view
        return client.get("/tentang")

    written = {"text": "Tulisan yang cukup panjang untuk disimpan."}
    return {
        400: client.post("/laporkan", data=written),
        403: client.post("/laporkan", data=written, headers={"Sec-Fetch-Site": "cross-site"}),
        404: client.get("/tidak-ada"),
        405: client.get(f"{QUIZ}/mulai"),
        413: client.post("/laporkan", data={"text": "a" * 2_000_000}),
        429: breaking(TooOften(60)),
        500: breaking(RuntimeError("planted")),
        507: breaking(OSError(errno.ENOSPC, "planted")),
        503: breaking(OperationalError("planted", None, Exception("planted"))),
    }
