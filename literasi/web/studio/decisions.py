"""A changed quiz: what it means is shown, and its author says what it is, before anybody else sees it."""

import uuid
from collections.abc import Mapping, Sequence

from flask import abort, redirect, render_template, request, url_for

from literasi.database import db, transaction
from literasi.domain.questions import free_key, rename_key
from literasi.queries.drafts import WholeDraft
from literasi.queries.regrades import earlier_texts
from literasi.queries.site_settings import second_trainer_needed
from literasi.services import drafting
from literasi.services.reviewing import LOWER
from literasi.web import visitors
from literasi.web.studio import bp
from literasi.web.studio.drafts import Page, changed_meanwhile, find_draft, is_editable, sent_version
from literasi.web.studio.edited_texts import edited_texts, weigh_draft
from literasi.web.studio.home import trainer_id
from literasi.web.studio.weighing import NEW, WeighedChange, WeighedText
from literasi.web.translating import gettext


@bp.get("/studio/draf/<uuid:draft_id>/akibat")
def consequences(draft_id: uuid.UUID) -> Page:
    """Each change with what follows; others than the author read it beside the draft."""
    found = find_draft(draft_id)
    if not is_editable(found):
        return redirect(url_for(".draft", draft_id=draft_id), 303)
    texts = edited_texts(found)
    if any(text.errors for text in texts):
        return redirect(url_for(".draft", draft_id=draft_id, _anchor="temuan"), 303)
    return _page(found, weigh_draft(found, texts))


@bp.post("/studio/draf/<uuid:draft_id>/akibat")
def decide_consequences(draft_id: uuid.UUID) -> Page:
    """Keep what each change is; a question that is a new one gets its new key in the draft at once."""
    found = find_draft(draft_id)
    if not is_editable(found):
        return redirect(url_for(".draft", draft_id=draft_id), 303)
    weighed = weigh_draft(found, edited_texts(found))
    chosen = {change.field: _chosen(change) for text in weighed for change in text.changes if change.choices}
    errors = _errors(weighed, chosen)
    if errors:
        return _page(found, weighed, chosen=chosen, errors=errors), 422
    decisions = {
        change.key: chosen[change.field]
        for text in weighed
        for change in text.changes
        if change.choices and chosen[change.field] != NEW
    }
    try:
        with transaction() as session:
            drafting.decide(
                session,
                draft_id,
                trainer_id(),
                decisions,
                _renamed(found, weighed, chosen),
                version=sent_version(),
                now=visitors.now(),
            )
    except drafting.StaleEdit:
        return changed_meanwhile(draft_id)
    except (drafting.UnknownDraft, drafting.DraftClosed):
        abort(404)
    return redirect(url_for(".sending", draft_id=draft_id), 303)


def _page(
    found: WholeDraft,
    weighed: Sequence[WeighedText],
    *,
    chosen: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    return render_template(
        "pages/studio/decisions.html",
        draft=found,
        weighed=weighed,
        chosen=chosen or {},
        errors=errors or {},
        second_needed=second_trainer_needed(db.session()),
    )


def _chosen(change: WeighedChange) -> str:
    """What the form says of a change; a regrade lowers only with the second tick, for the list it showed."""
    word = request.form.get(change.field, "")
    if word == "regrade" and request.form.get(f"{change.field}-turun") == change.falls_code:
        word = LOWER
    return word if word in change.choices else ""


def _errors(weighed: Sequence[WeighedText], chosen: Mapping[str, str]) -> dict[str, str]:
    message = gettext("Say what this change is.")
    return {
        change.field: message
        for text in weighed
        for change in text.changes
        if change.choices and not chosen[change.field]
    }


def _renamed(found: WholeDraft, weighed: Sequence[WeighedText], chosen: Mapping[str, str]) -> dict[str, str]:
    """The texts in which a question becomes a new one, with its new key."""
    sources = {text.identity: text.source for text in found.texts}
    changed = {}
    for text in weighed:
        identity = str(text.identity)
        for change in text.changes:
            if chosen.get(change.field) != NEW:
                continue
            known = [row.source for row in earlier_texts(db.session(), [change.key])]
            new_key = free_key(change.key, [*known, *sources.values()])
            sources[identity] = rename_key(sources[identity], change.key, new_key)
            changed[identity] = sources[identity]
    return changed
