"""The history of a text: its revisions, what lies between any two, and an old one as a new draft."""

import uuid
from collections.abc import Sequence

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.differences import differences
from literasi.domain.identities import Identity
from literasi.domain.texts import title_in
from literasi.queries import revisions
from literasi.queries.revisions import Revision
from literasi.services import drafting
from literasi.services.drafting import NewText
from literasi.web import visitors
from literasi.web.studio import bp
from literasi.web.studio.home import trainer_id
from literasi.web.studio.naming import named_text


@bp.get("/studio/riwayat")
def history() -> str:
    """Every revision of ``?teks=``, and what lies between ``dari`` and ``ke``, else the newest two."""
    identity = named_text()
    found = revisions.revisions(db.session(), identity) or abort(404)
    newest = found[0].number
    new = _asked("ke", found, newest)
    old = _asked("dari", found, max(1, new - 1))
    texts = [_source(identity, number) for number in (old, new)]
    return render_template(
        "pages/studio/history.html",
        identity=identity,
        title=title_in(texts[1]),
        revisions=found,
        newest=newest,
        old=old,
        new=new,
        lines=differences(*texts),
    )


@bp.post("/studio/riwayat/kembalikan")
def restore_revision() -> Response:
    """Begin a draft with the text of an old revision; published, it becomes the newest one."""
    identity = named_text()
    found = revisions.revisions(db.session(), identity) or abort(404)
    source = _source(identity, _number(request.form.get("revisi", "")))
    with transaction() as session:
        text = NewText(str(identity), source, found[0].number)
        draft_id = drafting.begin(session, trainer_id(), [text], draft_id=uuid.uuid4(), now=visitors.now())
    return redirect(url_for(".draft", draft_id=draft_id), 303)


def _asked(name: str, found: Sequence[Revision], otherwise: int) -> int:
    number = _number(request.args.get(name, ""))
    return number if number in {one.number for one in found} else otherwise


def _number(text: str) -> int:
    """A number of a revision; none that exists when it is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _source(identity: Identity, number: int) -> str:
    source = revisions.source_of(db.session(), identity, number)
    return abort(404) if source is None else source
