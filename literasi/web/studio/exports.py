"""Taking content along: our own zip, or the questions in a form that other systems read."""

from flask import Response, abort, current_app, render_template, request

from literasi.config import Settings
from literasi.database import db
from literasi.services.exporting_questions import Export, ExportFormat, export
from literasi.web.studio import bp
from literasi.web.studio.imports import targets

EVERYTHING = "semua"


@bp.get("/studio/ekspor")
def exports() -> str:
    """What can be exported; once chosen, what of it another form cannot hold, and the file."""
    chosen = _chosen()
    return render_template(
        "pages/studio/exports.html",
        targets=targets(),
        everything=EVERYTHING,
        course=request.args.get("isi", EVERYTHING),
        form=request.args.get("bentuk", ExportFormat.ZIP),
        found=chosen,
    )


@bp.get("/studio/ekspor/unduh")
def download_export() -> Response:
    """The file itself."""
    found = _chosen()
    if found is None:
        abort(404)
    answer = Response(found.data, content_type=found.mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return answer


def _chosen() -> Export | None:
    """What the address names; None when it names nothing that there is."""
    course, form = request.args.get("isi", ""), request.args.get("bentuk", "")
    if form not in list(ExportFormat) or course not in {EVERYTHING, *targets()}:
        return None
    settings: Settings = current_app.extensions["literasi_settings"]
    only = None if course == EVERYTHING else course
    return export(db.session(), ExportFormat(form), only, pictures=settings.media_folder)
