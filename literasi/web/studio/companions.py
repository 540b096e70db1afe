"""A lesson and its quiz are edited together: the quiz joins the draft of its lesson."""

import uuid

from flask import abort, redirect, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.examples import quiz_skeleton
from literasi.domain.identities import Identity
from literasi.domain.texts import title_in
from literasi.queries.drafts import WholeDraft
from literasi.queries.live_texts import quiz_of_lesson
from literasi.services import drafting
from literasi.services.drafting import NewText
from literasi.web import presentation, visitors
from literasi.web.studio import bp
from literasi.web.studio.drafts import Page, changed_meanwhile, find_draft, sent_version
from literasi.web.studio.home import trainer_id


@bp.post("/studio/draf/<uuid:draft_id>/kuis")
def add_quiz(draft_id: uuid.UUID) -> Page | Response:
    """Put the lesson's quiz into the draft: the live one, or a new one to write."""
    found = find_draft(draft_id)
    lesson = _lesson_without_quiz(found) or abort(404)
    try:
        with transaction() as session:
            drafting.add_text(
                session,
                draft_id,
                trainer_id(),
                _quiz_for(found, lesson),
                version=sent_version(),
                now=visitors.now(),
            )
    except drafting.UnknownDraft:
        abort(404)
    except drafting.StaleEdit:
        return changed_meanwhile(draft_id)
    except drafting.DraftClosed:
        return redirect(url_for(".draft", draft_id=draft_id), 303)
    return redirect(url_for(".draft", draft_id=draft_id, _anchor="text-1"), 303)


def _lesson_without_quiz(found: WholeDraft) -> Identity | None:
    identities = [Identity.read(text.identity) for text in found.texts]
    lesson = next((one for one in identities if one.kind == "lesson"), None)
    return None if any(one.kind == "quiz" for one in identities) else lesson


def _quiz_for(found: WholeDraft, lesson: Identity) -> NewText:
    live = quiz_of_lesson(db.session(), lesson)
    if live is not None:
        return NewText(live.identity, live.source, live.number)
    title = title_in(found.texts[0].source) or lesson.slug
    today = presentation.today(visitors.now())
    source = quiz_skeleton(f"Kuis {title}", today, lesson=lesson.slug)
    return NewText(f"quizzes/{lesson.course}/{lesson.slug}", source)
