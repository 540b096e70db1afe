"""From draft to published: sending, reviewing, publishing. What it means is shown before it happens."""

import uuid

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.queries import drafts
from literasi.queries.drafts import WholeDraft
from literasi.queries.site_settings import second_trainer_needed
from literasi.services import checking_drafts, drafting, reviewing
from literasi.web import presentation, visitors
from literasi.web.studio import bp
from literasi.web.studio.drafts import (
    Page,
    changed_meanwhile,
    editor,
    find_draft,
    is_editable,
    is_visible,
    reading_page,
    sent_version,
)
from literasi.web.studio.edited_texts import edited_texts, weigh_draft
from literasi.web.studio.home import trainer_id
from literasi.web.studio.refusals import REFUSALS, refusal_words
from literasi.web.studio.weighing import undecided
from literasi.web.translating import gettext

LONGEST_NOTE = 2000


@bp.get("/studio/draf/<uuid:draft_id>/kirim")
def sending(draft_id: uuid.UUID) -> Page:
    """What would be published and what it means; errors lead back to the editor."""
    found = find_draft(draft_id)
    if not is_editable(found):
        return redirect(url_for(".draft", draft_id=draft_id), 303)
    texts = edited_texts(found)
    if any(text.errors or text.newer for text in texts):
        return redirect(url_for(".draft", draft_id=draft_id, _anchor="temuan"), 303)
    weighed = weigh_draft(found, texts)
    if undecided(weighed):
        return redirect(url_for(".consequences", draft_id=draft_id), 303)
    return render_template(
        "pages/studio/sending.html",
        draft=found,
        texts=texts,
        weighed=weighed,
        second_needed=second_trainer_needed(db.session()),
    )


@bp.post("/studio/draf/<uuid:draft_id>/kirim")
def send_for_review(draft_id: uuid.UUID) -> Page:
    """Hand it to the other trainers."""
    found = find_draft(draft_id)
    texts = edited_texts(found)
    if any(text.errors for text in texts):
        return redirect(url_for(".draft", draft_id=draft_id, _anchor="temuan"), 303)
    if undecided(weigh_draft(found, texts)):
        return redirect(url_for(".consequences", draft_id=draft_id), 303)
    try:
        with transaction() as session:
            reviewing.send_for_review(
                session, draft_id, trainer_id(), version=sent_version(), now=visitors.now()
            )
    except drafting.UnknownDraft:
        abort(404)
    except (drafting.StaleEdit, drafting.DraftClosed):
        return redirect(url_for(".draft", draft_id=draft_id), 303)
    return redirect(url_for(".draft", draft_id=draft_id), 303)


@bp.post("/studio/draf/<uuid:draft_id>/tarik")
def take_back_draft(draft_id: uuid.UUID) -> Response:
    """The author goes on writing."""
    try:
        with transaction() as session:
            reviewing.take_back(session, draft_id, trainer_id(), now=visitors.now())
    except (drafting.UnknownDraft, drafting.DraftClosed):
        abort(404)
    return redirect(url_for(".draft", draft_id=draft_id), 303)


@bp.post("/studio/draf/<uuid:draft_id>/kembalikan")
def send_back_draft(draft_id: uuid.UUID) -> Page:
    """The reviewer asks for changes; words for the author are needed."""
    found = drafts.whole_draft(db.session(), draft_id)
    if found is None or found.state != "in_review":
        return no_longer_waiting()
    note = request.form.get("note", "").strip()
    if not note or len(note) > LONGEST_NOTE:
        message = gettext("Say in a few words what should change, in at most 2,000 letters.")
        return reading_page(found, errors={"note": message}, note=note), 422
    try:
        with transaction() as session:
            reviewing.send_back(session, draft_id, trainer_id(), note, now=visitors.now())
    except (drafting.UnknownDraft, drafting.DraftClosed):
        return no_longer_waiting()
    return redirect(url_for(".desk", kabar="dikembalikan"), 303)


@bp.post("/studio/draf/<uuid:draft_id>/terbitkan")
def publish_draft(draft_id: uuid.UUID) -> Page:
    """Publish every text of the draft, or say what keeps it from being published."""
    found = drafts.whole_draft(db.session(), draft_id)
    if found is None or not is_visible(found):
        return no_longer_waiting()
    sources = {text.identity: text.source for text in found.texts}
    checked = checking_drafts.check(db.session(), sources, today=presentation.today(visitors.now()))
    try:
        with transaction() as session:
            reviewing.publish(
                session,
                draft_id,
                checked,
                version=sent_version(),
                by_id=trainer_id(),
                now=visitors.now(),
                agreed=_agreed(found),
            )
    except (drafting.UnknownDraft, drafting.DraftClosed):
        return no_longer_waiting()
    except drafting.StaleEdit:
        return changed_meanwhile(draft_id)
    except tuple(REFUSALS) as problem:
        return _refused(found, refusal_words(problem)), 409
    return redirect(url_for(".draft", draft_id=draft_id), 303)


def no_longer_waiting() -> Response:
    """The author took the draft back while somebody read it, or another trainer was quicker."""
    return redirect(url_for(".desk", kabar="tidak-menunggu"), 303)


def _agreed(found: WholeDraft) -> dict[str, str]:
    """The codes of the lists of falling results that the page of this form showed, by question."""
    return {key: request.form.get(f"turun-{key}", "") for key in found.decisions}


def _refused(found: WholeDraft, message: str) -> str:
    show = editor if is_editable(found) else reading_page
    return show(found, errors={"publish": message})
