"""Is all well? One page that says so in words, and what an operator can do about what is not."""

import platform

from flask import abort, current_app, redirect, render_template, url_for
from werkzeug import Response

from literasi.config import ROOT, Settings
from literasi.database import db, describe, transaction
from literasi.domain.job_times import lateness
from literasi.queries import site_state
from literasi.queries.due_checks import due_count
from literasi.services import noting_errors, outboxing, watching
from literasi.web import presentation, visitors
from literasi.web.platform import bp
from literasi.web.platform.organisations import operator_id

DATA_REQUESTS = "/kelola/permintaan-data"


@bp.get("/kelola/keadaan")
def state() -> str:
    """The answer first, then what it is made of."""
    settings: Settings = current_app.extensions["literasi_settings"]
    session, now = db.session(), visitors.now()
    found = watching.look(session, db.engine, ROOT, settings.data_folder, now=now)
    late = {job.name: lateness(job.name, job.last_ended_at, now=now) for job in found.jobs}
    return render_template(
        "pages/platform/state.html",
        state=found,
        now=now,
        late=late,
        jobs=sorted(found.jobs, key=lambda job: (not late[job.name], job.name)),
        due=due_count(session, presentation.today(now)),
        database=describe(db.engine),
        python=platform.python_version(),
        data_requests=DATA_REQUESTS if _is_there(DATA_REQUESTS) else None,
    )


@bp.post("/kelola/keadaan/surat/kirim-lagi")
def resend_messages() -> Response:
    """Let every message that was given up be tried again."""
    with transaction() as session:
        outboxing.retry_by(session, operator_id(), now=visitors.now())
    return redirect(url_for(".state", telah="surat-dicoba-lagi", _anchor="pesan"), 303)


@bp.get("/kelola/keadaan/galat/<slug:error_id>")
def error_report(error_id: str) -> str:
    """One mistake: where it happened, and others like it."""
    found = site_state.error(db.session(), error_id) or abort(404)
    return render_template(
        "pages/platform/error_report.html",
        error=found,
        alike=site_state.errors_like(db.session(), found.fingerprint),
    )


@bp.post("/kelola/keadaan/galat/<slug:error_id>/selesai")
def settle_error(error_id: str) -> Response:
    """It is mended, and so are all before that are like it."""
    with transaction() as session:
        if not noting_errors.settle(session, error_id, operator_id(), now=visitors.now()):
            abort(404)
    return redirect(url_for(".state", telah="galat-selesai", _anchor="galat"), 303)


def _is_there(path: str) -> bool:
    return any(rule.rule == path for rule in current_app.url_map.iter_rules())
