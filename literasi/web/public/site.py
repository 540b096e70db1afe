"""The front page and the pages about the site itself."""

from flask import Response, current_app, render_template, request

from literasi.config import ROOT, Settings
from literasi.database import db
from literasi.queries import courses
from literasi.services import readying
from literasi.web import pages, visitors
from literasi.web.public import bp


@bp.get("/")
def home() -> str:
    """What Literasi is, one message to judge, and where to begin."""
    found = courses.catalogue(pages.reader(), visitors.token_hash(), visitors.now())
    tried = request.args.get("coba")
    return render_template(
        "pages/public/home.html",
        courses=found.courses,
        has_progress=found.learner_id is not None,
        tried=tried if tried in {"benar", "hoaks"} else None,
    )


@bp.get("/tentang")
def about() -> str:
    """What Literasi is, and how it works."""
    return render_template("pages/public/about.html")


@bp.get("/aksesibilitas")
def accessibility() -> str:
    """What works for whom, and what does not yet."""
    return render_template("pages/public/accessibility.html")


@bp.get("/healthz")
def health() -> Response:
    """Whether this worker answers and reaches its database."""
    with db.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def readiness() -> Response:
    """Whether everything that serving needs is there; 503 names the parts that are not."""
    settings: Settings = current_app.extensions["literasi_settings"]
    missing = readying.missing_parts(db.engine, ROOT / "migrations", settings.data_folder)
    words = "".join(f"not ready: {part}\n" for part in missing) or "ready\n"
    answer = Response(words, status=503 if missing else 200, mimetype="text/plain")
    if missing:
        answer.headers["Retry-After"] = "10"
    return answer
