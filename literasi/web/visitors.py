"""Who is asking: one random cookie, of which the database keeps only a hash.

The cookie may exist before anything is stored: a page with a form needs it for its CSRF token.
A row is written when the visitor first does something.
"""

import hashlib
import re
import secrets
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Request, Response, current_app, g, request
from flask.sessions import SessionInterface, SessionMixin

from literasi.config import Settings
from literasi.services.welcoming import GUEST_LASTS

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


class NoFlaskSession(SessionInterface):
    """Flask's signed cookie is not used; a copy of it could not be revoked."""

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:
        """No session, whatever the cookies say."""
        return None

    def make_null_session(self, app: Flask) -> Any:
        """What ``flask.session`` is: something that refuses to be used."""
        return None

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing to save."""

    def is_null_session(self, obj: object) -> bool:
        """Always: there are no other sessions."""
        return True


def init_app(app: Flask, settings: Settings) -> None:
    """Name the cookie by the site's address and send it when it changed."""
    app.config["LITERASI_COOKIE"] = "__Host-literasi" if settings.is_https else "literasi"
    app.config["LITERASI_SECURE"] = settings.is_https
    app.after_request(_send_cookie)


def now() -> datetime:
    """The moment of this request, the same wherever it is asked."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    moment: datetime = g.now
    return moment


def token() -> str | None:
    """The visitor's cookie, or None."""
    if "token" not in g:
        sent = ""
        if "HTTP_COOKIE" in request.environ:
            sent = request.cookies.get(current_app.config["LITERASI_COOKIE"], "")
        g.token = sent if _TOKEN.fullmatch(sent) else None
    found: str | None = g.token
    return found


def token_hash() -> bytes:
    """The SHA-256 of the cookie; of nothing, when there is none (no row has that hash)."""
    return hashlib.sha256((token() or "").encode()).digest()


def needed_token() -> str:
    """The visitor's cookie, made and sent with this answer if there is none."""
    found = token()
    if found is None:
        found = g.token = secrets.token_urlsafe(32)
        g.cookie_lasts = None
    return found


def remember() -> None:
    """Keep the cookie for as long as a guest lasts, counted from now."""
    needed_token()
    g.cookie_lasts = GUEST_LASTS


def _send_cookie(response: Response) -> Response:
    if "cookie_lasts" in g:
        response.set_cookie(
            current_app.config["LITERASI_COOKIE"],
            g.token,
            max_age=g.cookie_lasts,
            secure=current_app.config["LITERASI_SECURE"],
            httponly=True,
            samesite="Lax",
        )
    return response
