"""What the commands know of this installation."""

from flask import current_app

from literasi.config import Settings


def settings() -> Settings:
    """The settings that the site runs with."""
    found: Settings = current_app.extensions["literasi_settings"]
    return found
