"""Indonesian or English: a choice that lives in a cookie."""

from flask import abort, current_app, redirect, request
from werkzeug import Response

from literasi.web import pages
from literasi.web.public import bp
from literasi.web.security import local_path

YEAR = 31_536_000


@bp.get("/bahasa/<slug:language>")
def change_language(language: str) -> Response:
    """Remember the language and lead back to where the visitor was. Nothing is stored on the server."""
    if language not in pages.LANGUAGES:
        abort(404)
    answer = redirect(local_path(request.args.get("kembali")), 303)
    answer.set_cookie(
        pages.LANGUAGE_COOKIE,
        language,
        max_age=YEAR,
        secure=current_app.config["LITERASI_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return answer
