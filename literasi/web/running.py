"""What a serving process owes to backups: to say that it runs, and to note elsewhere who was erased."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from flask import Flask, current_app

from literasi.config import Settings
from literasi.database import db
from literasi.services import holding_site, keeping_erasures

_RESTORING = b"Situs sedang dipulihkan dari cadangan. Silakan coba lagi beberapa menit lagi.\n"


def init_app(app: Flask, settings: Settings) -> None:
    """From its first request on this process holds the site: no restore takes the data away under it."""
    if settings.testing:
        return
    answer = app.wsgi_app

    def first(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            holding_site.stay(settings.data_folder)  # held until the process ends
        except holding_site.BeingRestored:
            return _try_later(start_response)
        app.wsgi_app = answer  # type: ignore[method-assign]
        return answer(environ, start_response)

    app.wsgi_app = first  # type: ignore[method-assign]


def keep_erasures() -> None:
    """Note who was erased, after that was committed. What fails here `jobs run` does later."""
    settings: Settings = current_app.extensions["literasi_settings"]
    try:
        keeping_erasures.catch_up(db.session(), settings.data_folder)
    except OSError:
        current_app.logger.exception("who was erased could not be noted; the jobs will try again")


def _try_later(start_response: Callable[..., Any]) -> Iterable[bytes]:
    status = HTTPStatus.SERVICE_UNAVAILABLE
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Retry-After", "60"),
        ("Cache-Control", "no-store"),
    ]
    start_response(f"{status.value} {status.phrase}", headers)
    return [_RESTORING]
