"""Who is asking: one random cookie, of which the database keeps only a hash.

The cookie may exist before anything is stored: a page with a form needs it for its CSRF token.
A row is written when the visitor first does something.

Phones are shared. While somebody is signed in, the cookie of a guest who learned here before is kept
aside in a second cookie, and comes back when that person signs out or their own cookie is gone.
"""

import hashlib
import re
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Request, Response, current_app, g, request
from flask.sessions import SessionInterface, SessionMixin

from literasi.config import Settings
from literasi.domain.people import GUEST_LASTS
from literasi.queries.people import Person, person_behind
from literasi.web import pages

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
    prefix = "__Host-" if settings.is_https else ""
    app.config["LITERASI_COOKIE"] = f"{prefix}literasi"
    app.config["LITERASI_ASIDE_COOKIE"] = f"{prefix}literasi_tamu"
    app.config["LITERASI_SECURE"] = settings.is_https
    app.after_request(_send_cookie)
    app.jinja_env.globals["signed_in_person"] = person


def now() -> datetime:
    """The moment of this request, the same wherever it is asked."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    moment: datetime = g.now
    return moment


def token() -> str | None:
    """The visitor's cookie, or None. Without one of their own, the guest kept aside is the visitor."""
    if "token" not in g:
        g.token = _sent("LITERASI_COOKIE")
        if g.token is None and aside_token() is not None:
            put_back()
    found: str | None = g.token
    return found


def token_hash() -> bytes:
    """The SHA-256 of the cookie; of nothing, when there is none (no row has that hash)."""
    return hash_of(token() or "")


def hash_of(text: str) -> bytes:
    """What the database keeps of a cookie."""
    return hashlib.sha256(text.encode()).digest()


def person() -> Person | None:
    """Who is signed in, with the roles they hold at this moment; one statement, and only if it is asked."""
    if "person" not in g:
        g.person = person_behind(pages.reader(), token_hash(), now()) if token() else None
    found: Person | None = g.person
    return found


def look_again() -> None:
    """Something about who is signed in has changed in this request."""
    g.pop("person", None)


def needed_token() -> str:
    """The visitor's cookie, made and sent with this answer if there is none."""
    return token() or change_token(fresh_token(), None)


def remember(lasts: timedelta | None = GUEST_LASTS) -> None:
    """Keep the cookie for as long as *lasts*, counted from now; None leaves it as the browser has it."""
    needed_token()
    if lasts is not None:
        g.cookie_lasts = lasts


def fresh_token() -> str:
    """256 bits of chance that nobody has seen."""
    return secrets.token_urlsafe(32)


def change_token(fresh: str, lasts: timedelta | None) -> str:
    """Give the visitor the *fresh* cookie instead of theirs; whoever knew that one knows nothing.

    *lasts* is None for one that the browser forgets when it closes.
    """
    g.pop("person", None)
    g.token, g.cookie_lasts = fresh, lasts
    return fresh


def aside_token() -> str | None:
    """The cookie of the guest who is kept aside on this phone, or None."""
    return _sent("LITERASI_ASIDE_COOKIE")


def keep_aside(guest_token: str) -> None:
    """Keep a guest's cookie until whoever signs in now is gone."""
    g.aside_cookie = guest_token


def let_aside_go() -> None:
    """Forget the guest's cookie: their progress has moved."""
    g.aside_cookie = None


def put_back() -> None:
    """The guest who was kept aside is the visitor again; without one there is no cookie any more."""
    g.token = aside_token()
    g.cookie_lasts = GUEST_LASTS if g.token else timedelta(0)
    g.pop("person", None)
    if g.token:
        let_aside_go()


def make_room() -> None:
    """If a guest is kept aside and nobody is signed in any more (their time ran out), put the guest back."""
    if aside_token() is not None and person() is None and token() != aside_token():
        put_back()


def _sent(setting: str) -> str | None:
    """What the browser sent in the cookie of this *setting*, if it looks like ours."""
    if "HTTP_COOKIE" not in request.environ:
        return None
    sent = request.cookies.get(current_app.config[setting], "")
    return sent if _TOKEN.fullmatch(sent) else None


def _send_cookie(response: Response) -> Response:
    if "cookie_lasts" in g:
        _set(response, "LITERASI_COOKIE", g.token, g.cookie_lasts)
    if "aside_cookie" in g:
        _set(
            response, "LITERASI_ASIDE_COOKIE", g.aside_cookie, GUEST_LASTS if g.aside_cookie else timedelta(0)
        )
    return response


def _set(response: Response, setting: str, value: str | None, lasts: timedelta | None) -> None:
    response.set_cookie(
        current_app.config[setting],
        value or "",
        max_age=lasts,
        secure=current_app.config["LITERASI_SECURE"],
        httponly=True,
        samesite="Lax",
    )
