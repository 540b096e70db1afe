"""Did the form come from us, and what may the browser do with the answer?"""

import base64
import hashlib
import hmac
import secrets

from flask import Flask, Response, current_app, redirect, request, url_for
from markupsafe import Markup
from werkzeug import Response as AnyResponse

from literasi.config import Settings
from literasi.web import pages, visitors

_READS = {"GET", "HEAD", "OPTIONS"}
CSRF_FIELD = "csrf_token"
_NO_SENSORS = ", ".join(
    f"{name}=()"
    for name in ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
)


class ExpiredForm(Exception):
    """The form's token does not belong to this browser."""


class CrossSite(Exception):
    """Another site sent this form."""


class UnknownHost(Exception):
    """The request names a host that is not this site."""


def init_app(app: Flask, settings: Settings) -> None:
    """Refuse forged forms; put the same headers on every answer, whatever its status."""
    headers = {
        "Content-Security-Policy": content_security_policy(app.extensions["literasi_style_hash"]),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": _NO_SENSORS,
    }
    if settings.is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    app.extensions["literasi_headers"] = list(headers.items())

    def protect(response: Response) -> Response:
        if isinstance(response, pages.ReadyPage):
            return response  # made with these headers
        _add_missing(headers, response)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response

    hosts = settings.hosts

    def refuse_unknown_hosts() -> None:
        host = request.environ.get("HTTP_HOST", "").lower()
        name, _, port = host.rpartition(":")
        if (name if name and port.isdigit() else host) not in hosts:
            raise UnknownHost

    app.before_request(refuse_unknown_hosts)
    app.before_request(refuse_forged_forms)
    app.after_request(protect)
    app.jinja_env.globals["csrf_field"] = csrf_field


def _add_missing(headers: dict[str, str], response: Response) -> None:
    """A view may be stricter than the site: what it has set itself stays."""
    for name, value in headers.items():
        response.headers.setdefault(name, value)


def content_security_policy(style_hash: str) -> str:
    """The policy: our own files and the one style element, nothing else."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self' '{style_hash}'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def csrf_field() -> Markup:
    """The hidden field of every form; makes the visitor's cookie if there is none."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(CSRF_FIELD, csrf_token())


def csrf_token() -> str:
    """A token for this visitor, masked afresh so that compression cannot leak it."""
    secret = _csrf_secret(visitors.needed_token())
    mask = secrets.token_bytes(len(secret))
    return base64.urlsafe_b64encode(mask + _xor(mask, secret)).decode()


def is_our_token(sent: str) -> bool:
    """Whether *sent* was made for the cookie that came with it."""
    kept = visitors.token()
    try:
        raw = base64.urlsafe_b64decode(sent.encode("ascii"))
    except ValueError:
        return False
    if kept is None or len(raw) != 64:
        return False
    return hmac.compare_digest(_xor(raw[:32], raw[32:]), _csrf_secret(kept))


def refuse_forged_forms() -> None:
    """Every unsafe request needs our token and must not come from another site."""
    if request.method in _READS:
        return
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise CrossSite
    if request.routing_exception is not None:
        return  # an address that does not exist, or does not take this method, says so itself
    sent = request.form.getlist(CSRF_FIELD)
    if len(sent) != 1 or not is_our_token(sent[0]):
        raise ExpiredForm


def open_to_everyone() -> None:
    """The guard of an area that anybody may enter: it says so instead of leaving it open by accident."""


def sign_in_first() -> AnyResponse:
    """Lead a stranger to the sign-in page, and from there back to what they asked for."""
    back = request.full_path.rstrip("?") if request.method in _READS else None
    return redirect(url_for("account.sign_in", next=back), 303)


def local_path(text: str | None) -> str:
    """*text* if it is a path on this site, otherwise the front page."""
    if not text or not text.startswith("/") or text.startswith("//") or len(text) > 300:
        return "/"
    if "\\" in text or any(character < " " or character == "\x7f" for character in text):
        return "/"
    return text


def client_address() -> str:
    """The address that the request came from, as far as trusted proxies tell."""
    return request.remote_addr or "unknown"


def _csrf_secret(token: str) -> bytes:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, b"csrf:" + token.encode(), hashlib.sha256).digest()


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
