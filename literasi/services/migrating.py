"""Brings the schema of any database of ours to a revision, the site's own or one beside it."""

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

from literasi.config import ROOT

_FOLDER = str(ROOT / "migrations")


def known_revisions() -> list[str]:
    """Every revision that this code knows, the newest first."""
    return [script.revision for script in ScriptDirectory(_FOLDER).walk_revisions()]


def bring_to(engine: Engine, revision: str = "head") -> None:
    """Run what is missing up to *revision*. ``migrations/env.py`` takes the engine from here."""
    config = Config()
    config.set_main_option("script_location", _FOLDER.replace("%", "%%"))
    config.attributes["engine"] = engine
    command.upgrade(config, revision)
