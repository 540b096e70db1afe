"""The texts of a draft as the studio shows them: checked, compared with what is live, and rendered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from literasi.database import db
from literasi.domain.channels import SIGN, Channel
from literasi.domain.differences import Line, differences
from literasi.domain.identities import Identity
from literasi.domain.problems import Problem
from literasi.queries.channels import channels_by_slug
from literasi.queries.drafts import TextOfDraft, WholeDraft
from literasi.queries.live_texts import LiveText, live_text
from literasi.services import checking_drafts, drafting
from literasi.services.checking_drafts import CheckedText
from literasi.web import presentation, visitors
from literasi.web.studio.inserting import Example, entries_of, examples_for
from literasi.web.studio.previews import Preview, preview_of
from literasi.web.studio.weighing import WeighedText, weighed_texts


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


def edited_texts(found: WholeDraft) -> list[EditedText]:
    """The texts of a draft, checked and rendered."""
    session = db.session()
    sources = {text.identity: text.source for text in found.texts}
    today = presentation.today(visitors.now())
    checked = checking_drafts.check(session, sources, today=today)
    taken = {entry.key for source in sources.values() for entry in entries_of(source)}
    named = any(SIGN in source for source in sources.values())
    channels = channels_by_slug(session) if named else {}
    pairs = zip(found.texts, checked, strict=True)
    return [_edited(session, place, one, text, taken, channels) for place, (one, text) in enumerate(pairs)]


def weigh_draft(found: WholeDraft, texts: Sequence[EditedText]) -> list[WeighedText]:
    """What publishing the draft means for those who have answered its quizzes."""
    return weighed_texts(
        [(text.place, text.identity, text.preview.document) for text in texts], found.decisions
    )


def _edited(
    session: Session,
    place: int,
    one: TextOfDraft,
    text: CheckedText,
    taken: set[str],
    channels: Mapping[str, Channel],
) -> EditedText:
    return EditedText(
        place,
        text.identity,
        text.source,
        one.base_number,
        live_text(session, one.identity),
        text.errors,
        text.advice,
        preview_of(place, text, channels),
        examples_for(text, taken),
        is_changed=drafting.is_changed(session, text.identity, one.base_number, text.source),
    )
