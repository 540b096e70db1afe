"""Composition root: the one module that knows every other part."""

from flask import Flask

from literasi import cli, database, logs, web
from literasi.config import InvalidSettings, Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Build the site. Settings come from the environment unless they are given.

    Flask finds templates/ and static/ beside this file by itself.
    """
    found = settings or _settings_from_environment()
    if not found.testing:
        logs.set_up(found.log)
    app = Flask(__name__)
    app.config.from_mapping(found.as_flask_config())
    app.extensions["literasi_settings"] = found
    database.init_app(app)
    web.init_app(app, found)
    cli.init_app(app)
    return app


def _settings_from_environment() -> Settings:
    """A wrong setting ends the start with its message, not with a trace."""
    try:
        return Settings.from_environment()
    except InvalidSettings as problem:
        raise SystemExit(f"Literasi: {problem}") from None
