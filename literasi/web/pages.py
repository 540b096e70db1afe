"""How a page becomes bytes: what every template may use, compression, and pages kept ready.

A page that is a pure function of a few values (a lesson for "two of six done, in Indonesian") is
rendered and compressed once per worker and then only sent.
"""

import gzip
import hashlib
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import brotli
from flask import Flask, Response, current_app, request
from flask_babel import Babel
from markupsafe import Markup
from werkzeug.http import parse_accept_header

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

from literasi.config import Settings
from literasi.database import Reader, db
from literasi.queries.texts import KeptTexts
from literasi.web import addresses, presentation, styles, translating

LANGUAGES = ("id", "en")
LANGUAGE_COOKIE = "bahasa"
STORED_HTML = {"html", "html_answered", "heading", "explanation", "prompt"}
KEPT_PAGES = 1000  # about 10 KB each
_SMALL = 400  # bytes; below this compression is not worth its header
_BEST_BROTLI, _LIVE_BROTLI = 11, 4


@dataclass(frozen=True)
class KeptPage:
    """A finished page in the three forms that browsers ask for, each with its headers.

    It is the same for many and holds no token, so it may be compressed for whoever asks.
    """

    tag: str
    unchanged: list[tuple[str, str]]
    forms: dict[str, tuple[list[tuple[str, str]], bytes]]


def init_app(app: Flask, settings: Settings) -> None:
    """Give templates what they all use; compress what was rendered live."""
    app.config["LITERASI_URL"] = settings.site_url
    Babel(app, locale_selector=language)
    presentation.init_app(app)
    translating.init_app(app, language)
    app.get_send_file_max_age = styles.seconds_to_keep  # type: ignore[method-assign, assignment]
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    learner_styles = styles.learner_styles()
    app.extensions["literasi_style_hash"] = learner_styles.csp_hash
    app.jinja_env.globals.update(
        learner_styles=learner_styles.text, site_url=settings.site_url, static_url=styles.static_url
    )
    app.context_processor(
        lambda: {
            "language": language(),
            "current_path": addresses.readable_path(),
            "current_address": addresses.readable_address(),
        }
    )
    app.after_request(_compress)
    remember_nothing(app)


def remember_nothing(app: Flask) -> None:
    """Begin with an empty memory: no page is kept, nothing of the database is known."""
    with app.app_context():
        app.extensions["literasi_reader"] = Reader(db.engine)
    app.extensions["literasi_pages"] = KeptTexts(KEPT_PAGES)


def reader() -> Reader:
    """This app's reading connection."""
    found: Reader = current_app.extensions["literasi_reader"]
    return found


def language() -> str:
    """The language that the visitor chose; Indonesian otherwise."""
    if "HTTP_COOKIE" not in request.environ:
        return LANGUAGES[0]
    chosen = request.cookies.get(LANGUAGE_COOKIE, LANGUAGES[0])
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


class ReadyPage(Response):
    """A page whose bytes and headers stand ready; it is sent as it is, without being looked at again."""

    def __init__(self, status: str, ready: list[tuple[str, str]], body: bytes) -> None:
        super().__init__(status=status)
        self._ready, self._body = ready, body

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer the request; a cookie that a hook has set goes along."""
        cookies = [("Set-Cookie", cookie) for cookie in self.headers.getlist("Set-Cookie")]
        start_response(self.status, [*self._ready, *cookies])
        return () if environ["REQUEST_METHOD"] == "HEAD" else (self._body,)


def kept_page(values: Hashable, render: Callable[[], str]) -> Response:
    """Answer with the page that *values* make; *render* is called only if this worker has not made it yet.

    *values* must determine the page altogether. A browser that has it already is told so (304).
    """
    kept: KeptTexts[KeptPage] = current_app.extensions["literasi_pages"]
    page = kept.fetch(values, lambda: _finish(render()))
    if "HTTP_IF_NONE_MATCH" in request.environ and request.if_none_match.contains_weak(page.tag):
        return ReadyPage("304 NOT MODIFIED", page.unchanged, b"")
    return ReadyPage("200 OK", *page.forms[_best_encoding(request.headers.get("Accept-Encoding", ""))])


def _finish(text: str) -> KeptPage:
    """Compress the page as well as can be, and write its headers."""
    body = text.encode()
    tag = hashlib.sha256(body).hexdigest()[:24]
    headers = [
        *current_app.extensions["literasi_headers"],
        ("ETag", f'W/"{tag}"'),
        ("Cache-Control", "private, no-cache"),
        ("Vary", "Accept-Encoding, Cookie"),
    ]
    bodies = {
        "identity": body,
        "br": brotli.compress(body, quality=_BEST_BROTLI),
        "gzip": gzip.compress(body, 9, mtime=0),
    }
    return KeptPage(
        tag, headers, {name: (_with_body(headers, name, body), body) for name, body in bodies.items()}
    )


def _with_body(headers: list[tuple[str, str]], encoding: str, body: bytes) -> list[tuple[str, str]]:
    encoded = [] if encoding == "identity" else [("Content-Encoding", encoding)]
    about = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    return [*headers, *about, *encoded]


@lru_cache(maxsize=256)
def _best_encoding(accepted: str) -> str:
    """The compression that this Accept-Encoding likes best; Brotli where it likes both the same."""
    weights = {name.lower(): weight for name, weight in parse_accept_header(accepted)}
    rest = weights.get("*", 0)
    best = max(("br", "gzip"), key=lambda name: weights.get(name, rest))
    weight = weights.get(best, rest)
    return best if weight and weight >= weights.get("identity", 0) else "identity"


def _live_encoding() -> str:
    """For a page that holds a token or somebody's own words: none that could help another site to spy."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return "identity"
    return _best_encoding(request.headers.get("Accept-Encoding", ""))


def _compress(response: Response) -> Response:
    if isinstance(response, ReadyPage) or response.mimetype != "text/html" or response.direct_passthrough:
        return response
    response.vary.update(("Accept-Encoding", "Cookie"))
    body = response.get_data()
    encoding = _live_encoding()
    if len(body) < _SMALL or encoding == "identity":
        return response
    packed = brotli.compress(body, quality=_LIVE_BROTLI) if encoding == "br" else gzip.compress(body, 6)
    response.set_data(packed)
    response.headers["Content-Encoding"] = encoding
    return response


def public_url(path: str) -> str:
    """*path* as people outside reach it."""
    site_url: str = current_app.config["LITERASI_URL"]
    return site_url + path


def marked(stored: Any) -> Any:
    """Stored values with their HTML marked as safe: publishing sanitised it, and nothing else wrote it."""
    if isinstance(stored, dict):
        return {
            key: Markup(value) if key in STORED_HTML and isinstance(value, str) else marked(value)  # noqa: S704
            for key, value in stored.items()
        }
    return [marked(one) for one in stored] if isinstance(stored, list) else stored
