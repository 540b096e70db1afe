"""Writing: the editor, its checks and its preview. What is typed is kept before anything else is said."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import abort, jsonify, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.differences import Line, differences
from literasi.domain.identities import Identity
from literasi.domain.problems import Problem
from literasi.queries import drafts
from literasi.queries.drafts import TextOfDraft, WholeDraft
from literasi.queries.live_texts import LiveText, live_text
from literasi.queries.revisions import source_of
from literasi.queries.site_settings import second_trainer_needed
from literasi.services import checking_drafts, drafting
from literasi.services.checking_drafts import CheckedText
from literasi.web import presentation, visitors
from literasi.web.form_sizes import takes_up_to
from literasi.web.studio import bp
from literasi.web.studio.home import trainer_id
from literasi.web.studio.inserting import Example, entries_of, examples_for
from literasi.web.studio.previews import Preview, preview_of
from literasi.web.studio.weighing import WeighedText, weighed_texts

LARGEST_FORM = 1024 * 1024  # bytes; two texts of 64 KB, each letter of which may be sent as three or more
Page = str | Response | tuple[str | Response, int]


@dataclass(frozen=True)
class EditedText:
    """One text in the editor, with what the check found and what learners would see."""

    place: int
    identity: Identity
    source: str
    base_number: int | None
    live: LiveText | None
    errors: Sequence[Problem]
    advice: Sequence[Problem]
    preview: Preview
    examples: Sequence[Example]
    is_changed: bool

    @property
    def error_count(self) -> int:
        """How many things keep it from being published."""
        return len(self.errors)

    @property
    def advice_count(self) -> int:
        """How many things could be better."""
        return len(self.advice)

    @property
    def newer(self) -> LiveText | None:
        """The live text, when it is newer than the one from which this was begun and changed."""
        is_newer = self.live is not None and self.live.number != self.base_number
        return self.live if is_newer and self.is_changed else None

    @property
    def changes(self) -> Sequence[Line]:
        """What publishing it would change."""
        return differences(self.live.source if self.live else "", self.source)

    @property
    def differences(self) -> Sequence[Line]:
        """What stands between the newer live text and this one."""
        return differences(self.newer.source, self.source) if self.newer else ()


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
    found = find_draft(draft_id)
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
    except drafting.StaleEdit as problem:
        return which_text(found, {}, problem), 409
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


def edited_texts(found: WholeDraft, *, typed: Mapping[str, str] | None = None) -> list[EditedText]:
    """The texts of a draft, checked and rendered; with what was *typed* instead of what is stored."""
    session = db.session()
    sources = {text.identity: (typed or {}).get(text.identity, text.source) for text in found.texts}
    today = presentation.today(visitors.now())
    checked = checking_drafts.check(session, sources, today=today)
    taken = {entry.key for source in sources.values() for entry in entries_of(source)}
    pairs = zip(found.texts, checked, strict=True)
    return [_edited(session, place, one, text, taken) for place, (one, text) in enumerate(pairs)]


def weigh_draft(found: WholeDraft, texts: Sequence[EditedText]) -> list[WeighedText]:
    """What publishing the draft means for those who have answered its quizzes."""
    return weighed_texts(
        [(text.place, text.identity, text.preview.document) for text in texts], found.decisions
    )


def _edited(session: Session, place: int, one: TextOfDraft, text: CheckedText, taken: set[str]) -> EditedText:
    base = source_of(session, text.identity, one.base_number) if one.base_number is not None else None
    return EditedText(
        place,
        text.identity,
        text.source,
        one.base_number,
        live_text(session, one.identity),
        text.errors,
        text.advice,
        preview_of(place, text),
        examples_for(text, taken),
        is_changed=base != text.source,
    )


def editor(found: WholeDraft, *, errors: Mapping[str, str] | None = None) -> str:
    """The editor with the stored texts."""
    texts = edited_texts(found)
    return render_template(
        "pages/studio/draft.html",
        editable=True,
        lonely_lesson=[text.identity.kind for text in texts] == ["lesson"],
        draft=found,
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
