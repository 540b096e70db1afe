"""The pictures of lessons. A name is a fingerprint, so what it names never changes."""

from flask import Response, abort, current_app, send_file

from literasi.config import Settings
from literasi.domain.media import is_file_name
from literasi.web.public import bp

_A_YEAR = 31_536_000
_POLICY = "default-src 'none'; sandbox"


@bp.get("/media/<string:name>")
def picture(name: str) -> Response:
    """One form of a picture, from its file; the database is not asked."""
    settings: Settings = current_app.extensions["literasi_settings"]
    path = settings.media_folder / name
    if not is_file_name(name) or not path.is_file():
        abort(404)
    response = send_file(path, mimetype="image/webp", etag=path.stem, max_age=_A_YEAR)
    response.cache_control.immutable = True
    response.headers["Content-Security-Policy"] = _POLICY
    return response
