"""The questions of a quiz as a list and as plain forms. What is no form stays in the text editor."""

import uuid
from dataclasses import dataclass, replace
from datetime import date

from flask import abort, redirect, render_template, request, url_for

from literasi.domain import examples
from literasi.domain.identities import Identity
from literasi.domain.questions import KINDS, form_of, judgement
from literasi.domain.questions.fields import JudgementFields, QuestionFields, TextOnly
from literasi.domain.questions.forms import OutlineEntry, outline, sources_of, write_into
from literasi.domain.questions.sections import (
    NoSuchQuestion,
    UncutText,
    add_section,
    move_section,
    remove_section,
    section_of,
)
from literasi.domain.questions.writing import UnwritableFields, to_markdown
from literasi.domain.rewriting import CannotRewrite
from literasi.queries.drafts import WholeDraft
from literasi.services import drafting
from literasi.web import presentation, visitors
from literasi.web.studio import bp, question_forms
from literasi.web.studio.drafts import (
    Page,
    find_draft,
    is_editable,
    lost_race,
    save,
    sent_version,
    which_text,
)
from literasi.web.studio.new_sources import TypedSource, read_source
from literasi.web.studio.question_forms import QuestionForm
from literasi.web.translating import gettext


@dataclass(frozen=True)
class QuizText:
    """The quiz or bank file of a draft."""

    draft: WholeDraft
    place: int
    identity: Identity
    source: str

    @property
    def in_bank(self) -> bool:
        """Whether its questions are items of the bank."""
        return self.identity.kind == "bank"

    @property
    def entries(self) -> list[OutlineEntry]:
        """Its questions."""
        return outline(self.source)


@bp.get("/studio/draf/<uuid:draft_id>/pertanyaan")
def question_list(draft_id: uuid.UUID) -> Page:
    """The questions in order; others than the author are led to the draft."""
    return _list_page(_quiz_text(draft_id))


@bp.post("/studio/draf/<uuid:draft_id>/pertanyaan")
def arrange_questions(draft_id: uuid.UUID) -> Page:
    """Add a question of a kind, or move one up or down."""
    quiz = _quiz_text(draft_id)
    action, _, which = request.form.get("action", "").partition("-")
    if sent_version() != quiz.draft.version and action:
        return _list_page(
            quiz, gettext("This draft was saved from another page. This is how it is now.")
        ), 409
    try:
        changed, number = _arranged(quiz, action, which)
    except UncutText as problem:
        return _list_page(quiz, str(problem)), 422
    if (answer := _keep(quiz, changed)) is not None:
        return answer
    if action == "add":
        return redirect(url_for(".question_fields", draft_id=draft_id, number=number), 303)
    return redirect(url_for(".question_list", draft_id=draft_id, _anchor=f"soal-{number}"), 303)


@bp.get("/studio/draf/<uuid:draft_id>/pertanyaan/<int:number>")
def question_fields(draft_id: uuid.UUID, number: int) -> Page:
    """One question as a form."""
    quiz = _quiz_text(draft_id)
    entry = _entry(quiz, number)
    if isinstance(entry.fields, TextOnly):
        return render_template("pages/studio/question_as_text.html", quiz=quiz, entry=entry)
    return _form_page(quiz, entry, question_forms.without_examples(entry.fields))


@bp.post("/studio/draf/<uuid:draft_id>/pertanyaan/<int:number>")
def save_question(draft_id: uuid.UUID, number: int) -> Page:
    """Keep the question, or say at each field what is to be mended; what was typed stays."""
    quiz = _quiz_text(draft_id)
    if "prompt" not in request.form:
        return redirect(url_for(".question_fields", draft_id=draft_id, number=number), 303)
    entry = _entry_of_form(quiz, number)
    typed = question_forms.read_form(request.form)
    if (moved := question_forms.rearranged(typed, request.form.get("action", ""))) is not None:
        return _form_page(quiz, entry, moved), 422
    typed = question_forms.without_empty_choices(typed)
    changed, errors = _rewritten(quiz, entry, typed)
    if errors:
        return _form_page(quiz, entry, typed, errors), 422
    if (answer := _keep(quiz, changed)) is not None:
        return answer
    return redirect(url_for(".question_list", draft_id=draft_id, _anchor=f"soal-{number}"), 303)


@bp.get("/studio/draf/<uuid:draft_id>/pertanyaan/<int:number>/hapus")
def question_removal(draft_id: uuid.UUID, number: int) -> Page:
    """The question that would go, word for word, and the way back."""
    quiz = _quiz_text(draft_id)
    entry = _entry(quiz, number)
    section = section_of(quiz.source, number)
    return render_template("pages/studio/question_removal.html", quiz=quiz, entry=entry, section=section)


@bp.post("/studio/draf/<uuid:draft_id>/pertanyaan/<int:number>/hapus")
def remove_question(draft_id: uuid.UUID, number: int) -> Page:
    """Take the question out of the draft. What is live keeps it until the draft is published."""
    quiz = _quiz_text(draft_id)
    _entry(quiz, number)
    if sent_version() != quiz.draft.version:
        return _list_page(
            quiz, gettext("This draft was saved from another page. This is how it is now.")
        ), 409
    try:
        changed = remove_section(quiz.source, number)
    except UncutText as problem:
        return _list_page(quiz, str(problem)), 422
    answer = _keep(quiz, changed)
    return answer or redirect(url_for(".question_list", draft_id=draft_id), 303)


def _quiz_text(draft_id: uuid.UUID) -> QuizText:
    """The quiz of the own draft that is being written; otherwise 404."""
    found = find_draft(draft_id)
    if is_editable(found):
        for place, text in enumerate(found.texts):
            identity = Identity.read(text.identity)
            if identity.kind in {"quiz", "bank"}:
                return QuizText(found, place, identity, text.source)
    return abort(404)


def _entry(quiz: QuizText, number: int) -> OutlineEntry:
    return next((one for one in quiz.entries if one.number == number), None) or abort(404)


def _entry_of_form(quiz: QuizText, number: int) -> OutlineEntry:
    """The question that the page was about, wherever it stands now; a new one if it was removed."""
    if sent_version() == quiz.draft.version:
        return _entry(quiz, number)
    began = request.form.get("began", "")
    lost = OutlineEntry(len(quiz.entries) + 1, "", began, TextOnly(""))
    return next((one for one in quiz.entries if began and one.key == began), lost)


def _came_between() -> str:
    return gettext("This draft was saved from another page. This is how it is now.")


def _arranged(quiz: QuizText, action: str, which: str) -> tuple[str, int]:
    """The text after a button of the list, and the number of the question that it was about."""
    if action == "add" and (which in KINDS):
        return add_section(quiz.source, _example(quiz, which)), len(quiz.entries) + 1
    if action in {"up", "down"} and question_forms.is_number(which):
        by = -1 if action == "up" else 1
        try:
            moved = move_section(quiz.source, int(which), by)
        except NoSuchQuestion:
            abort(404)
        return moved, min(max(1, int(which) + by), len(quiz.entries))
    return quiz.source, 1


def _example(quiz: QuizText, kind: str) -> str:
    taken = {entry.key for entry in quiz.entries}
    if quiz.in_bank:
        return examples.bank_example(taken, is_tested=form_of(quiz.source) is not None)
    return examples.question_example(kind, taken)


def _with_key(quiz: QuizText, entry: OutlineEntry, fields: QuestionFields) -> QuestionFields:
    """*fields* with a key made of their words where none was typed."""
    words = question_forms.words_for_key(fields)
    if fields.key.strip() or not words:
        return fields
    taken = {one.key for one in quiz.entries if one.number != entry.number}
    return replace(fields, key=examples.unique_slug(words, taken))


def _rewritten(quiz: QuizText, entry: OutlineEntry, typed: QuestionFields) -> tuple[str, dict[str, str]]:
    """The text of the quiz with what was typed, and what is to be mended at each field instead."""
    text, fields = quiz.source, _with_key(quiz, entry, typed)
    errors: dict[str, str] = {}
    new = read_source(request.form) if isinstance(typed, JudgementFields) else TypedSource()
    if new.is_filled:
        text, fields, errors = _with_source(quiz.source, fields, new)
    try:
        text = _written(replace(quiz, source=text), entry, fields)
    except UnwritableFields as refused:
        found = question_forms.messages(refused.problems)
        if errors:
            found.pop("source", None)
        return text, {**found, **errors}
    except UncutText as problem:
        return text, {"prompt": str(problem)}
    return examples.without_example_source(text) if new.is_filled else text, errors


def _with_source(
    text: str, fields: QuestionFields, new: TypedSource
) -> tuple[str, QuestionFields, dict[str, str]]:
    """The text with the new source, the fields that name it, and what is to be mended about it."""
    if (errors := new.errors()) or not isinstance(fields, JudgementFields):
        return text, fields, errors
    try:
        text, source_id = new.put_into(text)
    except CannotRewrite as problem:
        return text, fields, {"new-title": str(problem)}
    return text, replace(fields, values={**fields.values, "source": source_id}), {}


def _written(quiz: QuizText, entry: OutlineEntry, fields: QuestionFields) -> str:
    """The text of the quiz with *fields* for the question *entry*. Raises UnwritableFields, UncutText."""
    if entry.number <= len(quiz.entries):
        changed = write_into(quiz.source, entry.number, fields, in_bank=quiz.in_bank)
        if changed != quiz.source:
            return changed
    sources = sources_of(quiz.source)
    written = to_markdown(fields, sources=sources, in_bank=quiz.in_bank)  # says what is still open
    is_there = entry.number <= len(quiz.entries)
    return quiz.source if is_there else add_section(quiz.source, written)


def _keep(quiz: QuizText, changed: str) -> Page | None:
    """Save the changed text; a page when another page came between."""
    typed = {str(quiz.identity): changed}
    try:
        save(quiz.draft, typed)
    except drafting.StaleEdit as problem:
        return which_text(quiz.draft, typed, problem), 409
    except drafting.DraftClosed:
        return lost_race(quiz.draft, typed), 409
    return None


def _today() -> date:
    return presentation.today(visitors.now())


def _list_page(quiz: QuizText, error: str = "") -> str:
    kinds = [(judgement.name, judgement.title)] if quiz.in_bank else [(n, k.title) for n, k in KINDS.items()]
    return render_template("pages/studio/questions.html", quiz=quiz, kinds=kinds, error=error)


def _form_page(
    quiz: QuizText, entry: OutlineEntry, fields: QuestionFields, errors: dict[str, str] | None = None
) -> str:
    new = read_source(request.form) if request.form else TypedSource(checked=_today().isoformat())
    form = QuestionForm(fields, errors or {}, sources_of(quiz.source), quiz.in_bank, new)
    version = request.form.get("version") or quiz.draft.version
    began = request.form.get("began") or entry.key
    return render_template(
        "pages/studio/question.html", quiz=quiz, entry=entry, question=form, version=version, began=began
    )
