"""What citizens sent on: made into an item of the bank, or put aside. Nobody has checked a word of it."""

import uuid
from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.identities import Identity
from literasi.domain.questions.forms import outline
from literasi.domain.rumours import MEDIUM_NAMES, key_of
from literasi.queries import rumours
from literasi.services import hearing_rumours
from literasi.services.drafting import UnknownDraft
from literasi.services.hearing_rumours import RumourHandled
from literasi.web import visitors
from literasi.web.studio import bp
from literasi.web.studio.drafts import find_draft
from literasi.web.studio.home import trainer_id

STATES = {"baru": "new", "dipakai": "used", "disisihkan": "dismissed"}


@bp.get("/studio/kabar")
def rumour_list() -> str:
    """The rumours of one state, ``?status=``; ``?sisih=`` names the one that was just put aside."""
    status = request.args.get("status", "baru")
    status = status if status in STATES else "baru"
    session = db.session()
    return render_template(
        "pages/studio/rumours.html",
        status=status,
        page=rumours.rumour_page(session, STATES[status], request.args.get("halaman", 1, int)),
        files=[(one.identity, one.title) for one in rumours.bank_files(session)],
        media=MEDIUM_NAMES,
        undo=request.args.get("sisih", type=int),
    )


@bp.post("/studio/kabar/pakai")
def use_rumour() -> Response:
    """Begin an item with its words, and lead to its fields."""
    try:
        identity = str(Identity.read(request.form.get("identity", "")))
        with transaction() as session:
            draft_id = hearing_rumours.begin_item(
                session, _sent_id(), identity, trainer_id(), draft_id=uuid.uuid4(), now=visitors.now()
            )
    except (ValueError, RumourHandled, UnknownDraft):
        return redirect(url_for(".rumour_list"), 303)
    return redirect(_item_address(draft_id, identity, key_of(_sent_id())), 303)


@bp.post("/studio/kabar/sisihkan")
def dismiss_rumour() -> Response:
    """Put it aside; the list then offers to undo that."""
    undo = _sent_id() if _step(hearing_rumours.dismiss) else None
    return redirect(url_for(".rumour_list", sisih=undo), 303)


@bp.post("/studio/kabar/kembalikan")
def bring_back_rumour() -> Response:
    """Undo: it waits again."""
    _step(hearing_rumours.bring_back)
    return redirect(url_for(".rumour_list"), 303)


def _item_address(draft_id: uuid.UUID, identity: str, key: str) -> str:
    """Where the item with this key is filled in; the draft when it is not to be found there."""
    texts = [text.source for text in find_draft(draft_id).texts if text.identity == identity]
    numbers = [entry.number for text in texts for entry in outline(text) if entry.key == key]
    if not numbers:
        return url_for(".draft", draft_id=draft_id)
    return url_for(".question_fields", draft_id=draft_id, number=numbers[0])


def _step(step: Callable[..., None]) -> bool:
    """Whether it could be done; when somebody else was quicker there is nothing to do."""
    try:
        with transaction() as session:
            step(session, _sent_id(), trainer_id(), now=visitors.now())
    except RumourHandled:
        return False
    return True


def _sent_id() -> int:
    """The rumour that the form is about; 0, which none has, when it is no number."""
    sent = request.form.get("rumour", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
