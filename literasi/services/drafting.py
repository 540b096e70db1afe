"""Trainers write: drafts are begun, saved, put aside and taken up again. Nothing here is seen by learners."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.domain.identities import Identity
from literasi.domain.texts import title_in
from literasi.models import Draft, DraftText
from literasi.queries.live_texts import live_text
from literasi.queries.revisions import source_of
from literasi.services import auditing

LONGEST_TITLE = 200
_UNTITLED = {
    "course": "Kursus tanpa judul",
    "lesson": "Pelajaran tanpa judul",
    "quiz": "Kuis tanpa judul",
    "bank": "Berkas bank tanpa judul",
}


class UnknownDraft(Exception):
    """There is no such draft, or it is somebody else's."""


class DraftClosed(Exception):
    """The draft is not being written: it waits for review, is published or put aside. Names the state."""


class StaleEdit(Exception):
    """The draft was saved elsewhere since this page was opened; the person chooses between both texts."""

    def __init__(self, version: int, sources: Mapping[str, str]) -> None:
        super().__init__(f"version {version} is newer")
        self.version, self.sources = version, sources


@dataclass(frozen=True)
class NewText:
    """A text with which a draft begins. ``base_number`` is the revision it was taken from; None if new."""

    identity: str
    source: str
    base_number: int | None = None


def begin(
    session: Session, author_id: int, texts: Sequence[NewText], *, draft_id: uuid.UUID, now: datetime
) -> uuid.UUID:
    """Begin a draft of these texts, in this order; its id is *draft_id*, drawn by the caller."""
    draft = Draft(
        id=draft_id,
        author_id=author_id,
        state="writing",
        title=_title(texts[0].identity, texts[0].source),
        decisions={},
        version=1,
        created_at=now,
        saved_at=now,
    )
    draft.texts = [_as_text(one, place) for place, one in enumerate(texts)]
    session.add(draft)
    session.flush()
    return draft_id


def begin_edit(
    session: Session, author_id: int, identities: Sequence[str], *, draft_id: uuid.UUID, now: datetime
) -> uuid.UUID:
    """The author's draft of the first of *identities* if one is being written, else one of the live texts.

    Identities that have no live text are left out. Raises UnknownDraft when none has one.
    """
    own = session.scalar(
        select(Draft.id)
        .join(DraftText)
        .where(Draft.author_id == author_id, Draft.state == "writing", DraftText.identity == identities[0])
        .order_by(Draft.saved_at.desc())
        .limit(1)
    )
    if own is not None:
        return own
    live = [live_text(session, identity) for identity in identities]
    texts = [NewText(one.identity, one.source, one.number) for one in live if one is not None]
    if not texts:
        raise UnknownDraft(identities[0])
    return begin(session, author_id, texts, draft_id=draft_id, now=now)


def save(
    session: Session,
    draft_id: uuid.UUID,
    author_id: int,
    sources: Mapping[str, str],
    *,
    version: int,
    now: datetime,
) -> int:
    """Keep what the author has typed; returns the new version.

    *version* is the one that the author's page was made from. Texts that are not named stay. Raises
    UnknownDraft, DraftClosed, and StaleEdit when another page has saved something else in between.
    """
    draft = own_draft(session, draft_id, author_id)
    if draft.state != "writing":
        raise DraftClosed(draft.state)
    kept = {text.identity: text for text in draft.texts}
    typed = {name: unix_lines(source) for name, source in sources.items() if name in kept}
    changed = {name: source for name, source in typed.items() if kept[name].source != source}
    if not changed:
        return draft.version
    if draft.version != version:
        raise StaleEdit(draft.version, {name: text.source for name, text in kept.items()})
    for name, source in changed.items():
        kept[name].source = source
    draft.title = _title_in(draft.texts[0].source) or draft.title
    draft.decisions = {}  # they were about the text as it stood
    draft.version += 1
    draft.saved_at = now
    session.flush()
    return draft.version


def decide(
    session: Session,
    draft_id: uuid.UUID,
    author_id: int,
    decisions: Mapping[str, str],
    sources: Mapping[str, str],
    *,
    version: int,
    now: datetime,
) -> int:
    """Keep what the author says that changed questions mean: ``same``, ``regrade`` or ``regrade_all`` by key.

    *sources* are texts in which questions got new keys instead. Returns the new version. Raises UnknownDraft,
    DraftClosed and StaleEdit.
    """
    draft = own_draft(session, draft_id, author_id)
    _refuse_closed(draft, version)
    for text in draft.texts:
        text.source = sources.get(text.identity, text.source)
    draft.decisions = dict(decisions)
    draft.version += 1
    draft.saved_at = now
    session.flush()
    return draft.version


def add_text(
    session: Session, draft_id: uuid.UUID, author_id: int, text: NewText, *, version: int, now: datetime
) -> int:
    """Put one more text into the draft, such as the quiz of its lesson. Returns the new version."""
    draft = own_draft(session, draft_id, author_id)
    _refuse_closed(draft, version)
    draft.texts.append(_as_text(text, len(draft.texts)))
    draft.version += 1
    draft.saved_at = now
    session.flush()
    return draft.version


def rebase(
    session: Session,
    draft_id: uuid.UUID,
    author_id: int,
    identities: Collection[str],
    *,
    version: int,
    now: datetime,
) -> None:
    """The author has seen the newer live text and goes on with the own one: count from the live revision."""
    draft = own_draft(session, draft_id, author_id)
    _refuse_closed(draft, version)
    for text in draft.texts:
        live = live_text(session, text.identity)
        if text.identity in identities and live is not None:
            text.base_number = live.number
    draft.decisions = {}  # they were about what was live before
    draft.version += 1
    draft.saved_at = now
    session.flush()


def discard(session: Session, draft_id: uuid.UUID, author_id: int, *, now: datetime) -> None:
    """Put a draft aside. It can be brought back; nothing is deleted."""
    draft = own_draft(session, draft_id, author_id)
    if draft.state != "writing":
        raise DraftClosed(draft.state)
    move(session, draft, "discarded", author_id, now)


def bring_back(session: Session, draft_id: uuid.UUID, author_id: int, *, now: datetime) -> None:
    """Go on writing a draft that was put aside."""
    draft = own_draft(session, draft_id, author_id)
    if draft.state != "discarded":
        raise DraftClosed(draft.state)
    move(session, draft, "writing", author_id, now)


def is_changed(session: Session, identity: Identity, base_number: int | None, source: str) -> bool:
    """Whether a text of a draft differs from the revision it was begun from; a new one always does."""
    return base_number is None or source != source_of(session, identity, base_number)


def own_draft(session: Session, draft_id: uuid.UUID, author_id: int) -> Draft:
    """The author's draft, locked until the transaction ends. Raises UnknownDraft."""
    draft = locked_draft(session, draft_id)
    if draft.author_id != author_id:
        raise UnknownDraft(draft_id)
    return draft


def locked_draft(session: Session, draft_id: uuid.UUID) -> Draft:
    """Anybody's draft, locked until the transaction ends. Raises UnknownDraft."""
    draft = session.scalar(
        select(Draft).where(Draft.id == draft_id).with_for_update().execution_options(populate_existing=True)
    )
    if draft is None:
        raise UnknownDraft(draft_id)
    return draft


def unix_lines(source: str) -> str:
    """Line ends as content files have them; a browser sends those of Windows."""
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    return text if not text or text.endswith("\n") else text + "\n"


def _as_text(text: NewText, place: int) -> DraftText:
    source = unix_lines(text.source)
    return DraftText(identity=text.identity, place=place, base_number=text.base_number, source=source)


def _refuse_closed(draft: Draft, version: int) -> None:
    if draft.state != "writing":
        raise DraftClosed(draft.state)
    if draft.version != version:
        raise StaleEdit(draft.version, {text.identity: text.source for text in draft.texts})


def move(session: Session, draft: Draft, state: str, by_id: int, now: datetime) -> None:
    """Put a locked draft into another state; audited."""
    draft.state = state
    draft.decided_by_id, draft.decided_at = by_id, now
    session.flush()
    auditing.record(session, f"draft.{state}", f"draft:{draft.id}", actor_id=by_id, now=now)


def _title(identity: str, source: str) -> str:
    """What the text calls itself; without a title its kind comes before the last part of its address."""
    if title := _title_in(source):
        return title
    named = Identity.read(identity)
    return f"{_UNTITLED[named.kind]}: {named.slug or named.course}"[:LONGEST_TITLE]


def _title_in(source: str) -> str:
    return title_in(source)[:LONGEST_TITLE]
