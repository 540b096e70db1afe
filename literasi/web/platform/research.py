"""The file for researchers: how many allow it, and a button that makes it."""

import tempfile

from flask import render_template, request
from werkzeug import Response
from werkzeug.wsgi import wrap_file

from literasi.database import db, transaction
from literasi.domain import gate
from literasi.domain.research_codebook import COLUMNS
from literasi.domain.suppression import SMALLEST_CROWD
from literasi.domain.wita import day_of
from literasi.queries.consents import count_allowing
from literasi.services import researching
from literasi.services.researching import TooFewPeople
from literasi.web import visitors
from literasi.web.freshness import fresh
from literasi.web.platform import bp
from literasi.web.platform.organisations import operator_id
from literasi.web.translating import gettext

_IN_MEMORY = 1024 * 1024  # of a download; what is larger waits in a file


@bp.get("/kelola/penelitian")
def research() -> str:
    """What the file holds, and from how many people it could."""
    return _page({})


@bp.post("/kelola/penelitian/unduh")
@fresh
def download_research() -> Response | tuple[str, int]:
    """The file of this moment; the audit keeps who took it."""
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  (closed with the answer)
    try:
        people = researching.write_file(db.session(), file, now=visitors.now())
    except TooFewPeople:
        file.close()
        return _page({"unduh": _too_few()}), 422
    with transaction() as session:
        researching.note_export(session, people, by_id=operator_id(), now=visitors.now())
    length = file.tell()
    file.seek(0)
    # Not Flask's send_file: it lets every cache on the way keep what it sends.
    answer = Response(wrap_file(request.environ, file), mimetype="application/zip", direct_passthrough=True)
    answer.content_length = length
    name = f"literasi-penelitian-{day_of(visitors.now()).isoformat()}.zip"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _too_few() -> str:
    return gettext(
        "There is no file yet: it takes at least %(least)s people who allow it and whose tests are counted "
        "in the figures of their group. Try again when more have taken the test.",
        least=SMALLEST_CROWD,
    )


def _page(errors: dict[str, str]) -> str:
    return render_template(
        "pages/platform/research.html",
        allowing=gate.people(count_allowing(db.session())),
        columns=COLUMNS,
        least=SMALLEST_CROWD,
        errors=errors,
    )
