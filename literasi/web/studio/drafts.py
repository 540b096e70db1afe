"""Writing: the editor, its checks and its preview. What is typed is kept before anything else is said."""

import uuid
from collections.abc import Mapping

from flask import abort, jsonify, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.differences import differences
from literasi.domain.identities import Identity
from literasi.queries import drafts
from literasi.queries.drafts import WholeDraft
from literasi.queries.site_settings import second_trainer_needed
from literasi.services import drafting
from literasi.web import presentation, visitors
from literasi.web.form_sizes import takes_up_to
from literasi.web.studio import bp
from literasi.web.studio.edited_texts import EditedText, edited_texts, weigh_draft
from literasi.web.studio.home import trainer_id

LARGEST_FORM = 1024 * 1024  # bytes; two texts of 64 KB, each letter of which may be sent as three or more
Page = str | Response | tuple[str | Response, int]


@bp.post("/studio/draf/mulai")
def begin_draft() -> Response:
    """Take up the texts that the form names: the own draft of them, or a new one from what is live."""
    try:
        named = dict.fromkeys(request.form.getlist("identity"))
        identities = [str(Identity.read(name)) for name in named]
        with transaction() as session:
            draft_id = drafting.begin_edit(
                session, trainer_id(), identities, draft_id=uuid.uuid4(), now=visitors.now()
            )
    except (ValueError, IndexError, drafting.UnknownDraft):
        abort(404)
    return redirect(url_for(".draft", draft_id=draft_id), 303)


@bp.get("/studio/draf/<uuid:draft_id>")
def draft(draft_id: uuid.UUID) -> str:
    """The author's editor; for others what waits for review."""
    found = find_draft(draft_id)
    return editor(found) if is_editable(found) else reading_page(found)


@bp.post("/studio/draf/<uuid:draft_id>")
@takes_up_to(LARGEST_FORM, words=LARGEST_FORM)
def save_draft(draft_id: uuid.UUID) -> Page:
    """Keep what was typed, then check it."""
    found = find_draft(draft_id)
    typed = typed_sources(found)
    try:
        save(found, typed)
    except drafting.StaleEdit as problem:
        return which_text(found, typed, problem), 409
    except drafting.DraftClosed:
        return lost_race(found, typed), 409
    if request.form.get("action") == "review":
        return redirect(url_for(".sending", draft_id=draft_id), 303)
    return redirect(url_for(".draft", draft_id=draft_id, _anchor="temuan"), 303)


@bp.post("/studio/draf/<uuid:draft_id>/otomatis")
@takes_up_to(LARGEST_FORM, words=LARGEST_FORM)
def autosave_draft(draft_id: uuid.UUID) -> Response | tuple[Response, int]:
    """The same while somebody types; the answer holds the panels beside the text, never the text itself."""
    found = find_draft(draft_id)
    try:
        version = save(found, typed_sources(found))
    except (drafting.StaleEdit, drafting.DraftClosed):
        return jsonify(stale=True), 409
    texts = edited_texts(find_draft(draft_id))
    return jsonify(
        version=version,
        saved=presentation.clock(visitors.now()),
        findings=render_template("components/studio/findings.html", texts=texts, editable=True),
        previews={text.place: _preview_html(text) for text in texts if text.preview.document is not None},
    )


@bp.post("/studio/draf/<uuid:draft_id>/dasar")
def rebase_draft(draft_id: uuid.UUID) -> Page:
    """The author has seen the newer revision, and goes on with the own text."""
    try:
        with transaction() as session:
            drafting.rebase(
                session,
                draft_id,
                trainer_id(),
                request.form.getlist("identity"),
                version=sent_version(),
                now=visitors.now(),
            )
    except drafting.StaleEdit:
        return changed_meanwhile(draft_id)
    except (drafting.UnknownDraft, drafting.DraftClosed):
        abort(404)
    return redirect(url_for(".draft", draft_id=draft_id), 303)


@bp.post("/studio/draf/<uuid:draft_id>/sisihkan")
def discard_draft(draft_id: uuid.UUID) -> Response:
    """Put the draft aside."""
    _own_step(drafting.discard, draft_id)
    return redirect(url_for(".draft", draft_id=draft_id), 303)


@bp.post("/studio/draf/<uuid:draft_id>/lanjutkan")
def bring_back_draft(draft_id: uuid.UUID) -> Response:
    """Go on with a draft that was put aside."""
    _own_step(drafting.bring_back, draft_id)
    return redirect(url_for(".draft", draft_id=draft_id), 303)


def find_draft(draft_id: uuid.UUID) -> WholeDraft:
    """The draft if this trainer may see it: the own ones, and whatever waited for review. Otherwise 404."""
    found = drafts.whole_draft(db.session(), draft_id)
    if found is None or not is_visible(found):
        abort(404)
    return found


def is_visible(found: WholeDraft) -> bool:
    """Whether this trainer may see the draft at all."""
    return found.author_id == trainer_id() or found.state in {"in_review", "published"}


def is_editable(found: WholeDraft) -> bool:
    """Whether this trainer may change it now."""
    return found.author_id == trainer_id() and found.state == "writing"


def save(found: WholeDraft, typed: Mapping[str, str]) -> int:
    """Keep the typed texts of the own draft; the new version."""
    try:
        with transaction() as session:
            return drafting.save(
                session, found.id, trainer_id(), typed, version=sent_version(), now=visitors.now()
            )
    except drafting.UnknownDraft:
        abort(404)


def typed_sources(found: WholeDraft) -> dict[str, str]:
    """What the form holds of each text, by identity."""
    names = ((f"text-{place}", text) for place, text in enumerate(found.texts))
    return {text.identity: request.form[name] for name, text in names if name in request.form}


def sent_version() -> int:
    """The version that the page was made from; none that exists when it is no number."""
    sent = request.form.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else -1


def editor(found: WholeDraft, *, errors: Mapping[str, str] | None = None) -> str:
    """The editor with the stored texts."""
    texts = edited_texts(found)
    return render_template(
        "pages/studio/draft.html",
        editable=True,
        lonely_lesson=[text.identity.kind for text in texts] == ["lesson"],
        draft=found,
        is_stale="basi" in request.args,
        texts=texts,
        others=drafts.others_writing(db.session(), [text.identity for text in found.texts], trainer_id()),
        errors=errors or {},
        second_needed=second_trainer_needed(db.session()),
    )


def reading_page(found: WholeDraft, *, errors: Mapping[str, str] | None = None, note: str = "") -> str:
    """The draft as everybody but its writing author sees it, with what they may do with it."""
    texts = edited_texts(found)
    return render_template(
        "pages/studio/review.html",
        editable=False,
        draft=found,
        is_stale="basi" in request.args,
        texts=texts,
        is_own=found.author_id == trainer_id(),
        weighed=weigh_draft(found, texts) if found.state == "in_review" else [],
        note=note,
        second_needed=second_trainer_needed(db.session()),
        errors=errors or {},
    )


def which_text(found: WholeDraft, typed: Mapping[str, str], problem: drafting.StaleEdit) -> str:
    """Two pages have saved: both texts stand side by side, and the person chooses."""
    pairs = [
        (place, Identity.read(text.identity), typed[text.identity], problem.sources[text.identity])
        for place, text in enumerate(found.texts)
        if text.identity in typed
    ]
    return render_template(
        "pages/studio/stale_draft.html",
        draft=found,
        version=problem.version,
        texts=[(*pair, differences(pair[3], drafting.unix_lines(pair[2]))) for pair in pairs],
    )


def changed_meanwhile(draft_id: uuid.UUID) -> Response:
    """Nothing was typed, but the page was of an older version: show the draft as it is now, and say so."""
    return redirect(url_for(".draft", draft_id=draft_id, basi=1), 303)


def lost_race(found: WholeDraft, typed: Mapping[str, str]) -> str:
    """The draft was sent or put aside in another tab: what was typed here is shown, to be copied."""
    pairs = [(Identity.read(name), source) for name, source in typed.items()]
    return render_template("pages/studio/closed_draft.html", draft=found, texts=pairs)


def _own_step(step, draft_id: uuid.UUID) -> None:  # type: ignore[no-untyped-def]
    try:
        with transaction() as session:
            step(session, draft_id, trainer_id(), now=visitors.now())
    except (drafting.UnknownDraft, drafting.DraftClosed):
        abort(404)


def _preview_html(text: EditedText) -> str:
    return render_template("components/studio/preview.html", text=text)
