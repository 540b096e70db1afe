"""The site as tests see it: built once for each database, new for each test."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app import create_app
from literasi.config import ROOT
from literasi.database import db
from literasi.web import pages
from tests.databases import leave
from tests.settings import settings_for


class ReadingClient(FlaskClient):
    """Reads every answer to its end and closes it, as a browser does; a file stays open otherwise."""

    def open(self, *args, buffered=True, **options):
        return super().open(*args, buffered=buffered, **options)


class Site:
    """An app on one database, lent to one test after another: building one takes longer than most tests."""

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url
        self._app = create_app(settings_for(database_url, ROOT / "var"))
        self._app.test_client_class = ReadingClient
        self._app.teardown_request(self._check_saved)
        with self._app.app_context():
            self._engine = db.engine
        self._at_first = [(kept, dict(kept)) for kept in self._may_change()]
        self._unsaved = False

    @contextmanager
    def lent(self, data_folder: Path) -> Iterator[Flask]:
        """The app, for a test that keeps its data there; it remembers nothing of the tests before."""
        self._unsaved = False
        self._app.extensions["literasi_settings"] = settings_for(self._database_url, data_folder)
        with self._app.app_context():
            db.engines[None] = self._engine.execution_options()  # what a test listens to goes with it
            pages.remember_nothing(self._app)
        with self._watched():
            yield self._app
        self._take_back()

    def end(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _take_back(self) -> None:
        self._app.extensions["literasi_reader"].close()
        with self._app.app_context():
            db.session.remove()
            leave(db.engine)
        for kept, first in self._at_first:
            kept.clear()
            kept.update(first)

    def _may_change(self) -> list[dict]:
        """What a test may replace in the app; a hook or a route it cannot add to a site that has answered."""
        app = self._app
        return [app.config, app.view_functions, app.extensions, app.jinja_env.globals]

    @contextmanager
    def _watched(self) -> Iterator[None]:
        listeners = [
            ("after_flush", self._wrote),
            ("after_commit", self._settled),
            ("after_rollback", self._settled),
        ]
        for name, listener in listeners:
            event.listen(db.session, name, listener)
        yield
        for name, listener in listeners:
            event.remove(db.session, name, listener)

    def _wrote(self, *_: object) -> None:
        self._unsaved = True

    def _settled(self, *_: object) -> None:
        self._unsaved = False

    def _check_saved(self, _error: BaseException | None) -> None:
        """A request that writes and forgets ``with transaction():`` fails its test."""
        unsaved, self._unsaved = self._unsaved, False
        assert not unsaved, "this view wrote without `with transaction():`"
