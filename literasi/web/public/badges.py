"""A certificate as an Open Badge: the signed file, the key that checks it, and whether it was revoked."""

import json
import secrets

from flask import Response, abort, current_app

from literasi.config import Settings
from literasi.domain import badges
from literasi.services import signing_badges
from literasi.services.signing_badges import UnknownKey
from literasi.web.public import bp
from literasi.web.public.certificates import as_file, find

SALT_BYTES = 16
_A_DAY = 86_400


@bp.get("/sertifikat/<string:code>.jwt")
def badge(code: str) -> Response:
    """The signed credential, for its holder alone; none once it is revoked."""
    found = find(code)
    if found is None or not found.is_mine or not found.certificate.holds:
        abort(404)
    settings = _settings()
    payload = badges.payload(
        found.certificate, found.course_id, settings.site_url, secrets.token_hex(SALT_BYTES)
    )
    signed = signing_badges.sign(settings.badge_folder, settings.site_url, payload)
    name = f"sertifikat-{found.certificate.code}.jwt"
    return as_file(signed.encode(), "application/vc+jwt", name)


@bp.get("/sertifikat/<string:code>/status")
def badge_status(code: str) -> Response:
    """Whether this credential was revoked, as programs ask it."""
    found = find(code) or abort(404)
    return _for_programs(badges.revocations(found.certificate, _settings().site_url), "application/json", 0)


@bp.get("/sertifikat/kunci/<string:kid>")
def badge_key(kid: str) -> Response:
    """The public half of a key that signs or has signed badges."""
    try:
        key = signing_badges.public_key(_settings().badge_folder, kid)
    except UnknownKey:
        abort(404)
    return _for_programs(key, "application/jwk+json", _A_DAY)


def _for_programs(content: object, content_type: str, seconds: int) -> Response:
    """An answer that programs of other sites may read, too: it says what everybody may know."""
    answer = Response(json.dumps(content, ensure_ascii=False), content_type=content_type)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = f"public, max-age={seconds}" if seconds else "no-store"
    return answer


def _settings() -> Settings:
    found: Settings = current_app.extensions["literasi_settings"]
    return found
