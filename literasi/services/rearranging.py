"""Items of the bank are added, retired and moved: always as a draft, which is published like any other."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from literasi.domain.examples import bank_example
from literasi.domain.exhibit_reading import RETIRED
from literasi.domain.identities import Identity
from literasi.domain.moving_items import move_item as moved_item
from literasi.domain.questions import form_of, parse_quiz
from literasi.domain.questions.sections import UncutText, add_section
from literasi.domain.rewriting import CannotRewrite, set_exhibit_key
from literasi.queries.live_texts import live_text
from literasi.queries.taken_names import example_keys
from literasi.services import drafting
from literasi.services.drafting import NewText


def add_item(
    session: Session, author_id: int, file: Identity, *, draft_id: uuid.UUID, now: datetime
) -> uuid.UUID:
    """The author's draft of *file* with one more item to fill in. Raises UnknownDraft, CannotRewrite."""
    draft_id, texts, version = _begin(session, author_id, [file], draft_id, now)
    source = texts[str(file)]
    document, _ = parse_quiz(source)  # a form may lack an item just now
    named = {"source": document.sources[0].id} if document and document.sources else {}
    try:
        example = bank_example(example_keys(session), is_tested=form_of(source) is not None, **named)
        changed = add_section(source, example)
    except UncutText as problem:
        raise CannotRewrite(str(problem)) from problem
    drafting.save(session, draft_id, author_id, {str(file): changed}, version=version, now=now)
    return draft_id


def set_item_retired(
    session: Session,
    author_id: int,
    file: Identity,
    key: str,
    since: date | None,
    *,
    draft_id: uuid.UUID,
    now: datetime,
) -> uuid.UUID:
    """The author's draft of *file* in which the item is retired *since* a day; None: used again.

    Raises UnknownDraft, CannotRewrite.
    """
    draft_id, texts, version = _begin(session, author_id, [file], draft_id, now)
    changed = set_exhibit_key(texts[str(file)], key, RETIRED, since.isoformat() if since else None)
    drafting.save(session, draft_id, author_id, {str(file): changed}, version=version, now=now)
    return draft_id


def move_item(
    session: Session,
    author_id: int,
    file: Identity,
    key: str,
    target: Identity,
    *,
    draft_id: uuid.UUID,
    now: datetime,
) -> uuid.UUID:
    """The author's draft of both files, with the item in *target*. Raises UnknownDraft, CannotRewrite."""
    draft_id, texts, version = _begin(session, author_id, [file, target], draft_id, now)
    left, arrived = moved_item(texts[str(file)], texts[str(target)], key)
    drafting.save(
        session, draft_id, author_id, {str(file): left, str(target): arrived}, version=version, now=now
    )
    return draft_id


def _begin(
    session: Session, author_id: int, identities: list[Identity], draft_id: uuid.UUID, now: datetime
) -> tuple[uuid.UUID, Mapping[str, str], int]:
    """The author's draft that holds all of these texts: its id, the texts, its version."""
    names = [str(identity) for identity in identities]
    draft_id = drafting.begin_edit(session, author_id, names, draft_id=draft_id, now=now)
    draft = drafting.own_draft(session, draft_id, author_id)
    for name in set(names) - {text.identity for text in draft.texts}:
        live = live_text(session, name)
        if live is None:
            raise drafting.UnknownDraft(name)
        text = NewText(name, live.source, live.number)
        drafting.add_text(session, draft_id, author_id, text, version=draft.version, now=now)
    return draft_id, {text.identity: text.source for text in draft.texts}, draft.version
