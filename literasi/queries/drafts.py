"""What trainers are writing, as the studio shows it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from literasi.models import Account, Draft, DraftText

MOST_LISTED = 50


@dataclass(frozen=True)
class DraftRow:
    """A draft in a list. The name is how its author signs in; None when the account is gone."""

    id: uuid.UUID
    title: str
    state: str
    author_id: int
    author_name: str | None
    saved_at: datetime
    note: str | None


@dataclass(frozen=True)
class TextOfDraft:
    """One text of a draft."""

    identity: str
    source: str
    base_number: int | None


@dataclass(frozen=True)
class WholeDraft(DraftRow):
    """A draft with its texts."""

    version: int
    decisions: dict[str, str]
    texts: tuple[TextOfDraft, ...]


def own_drafts(session: Session, author_id: int) -> list[DraftRow]:
    """What this trainer is writing or has sent for review, the newest first."""
    return _listed(session, Draft.author_id == author_id, Draft.state.in_(("writing", "in_review")))


def put_aside(session: Session, author_id: int) -> list[DraftRow]:
    """What this trainer has put aside, the newest first."""
    return _listed(session, Draft.author_id == author_id, Draft.state == "discarded")


def waiting_for_review(session: Session) -> list[DraftRow]:
    """What waits for any trainer to approve it, the newest first."""
    return _listed(session, Draft.state == "in_review")


def others_writing(session: Session, identities: Sequence[str], author_id: int) -> list[DraftRow]:
    """What other trainers are writing about these texts just now."""
    about = select(DraftText.draft_id).where(DraftText.identity.in_(identities))
    return _listed(
        session, Draft.id.in_(about), Draft.state.in_(("writing", "in_review")), Draft.author_id != author_id
    )


def whole_draft(session: Session, draft_id: uuid.UUID) -> WholeDraft | None:
    """The draft with its texts; None when there is none."""
    row = session.execute(
        select(Draft, Account.login_name)
        .outerjoin(Account, Account.learner_id == Draft.author_id)
        .where(Draft.id == draft_id)
        .options(selectinload(Draft.texts))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return None
    draft, name = row
    texts = tuple(TextOfDraft(text.identity, text.source, text.base_number) for text in draft.texts)
    return WholeDraft(
        draft.id,
        draft.title,
        draft.state,
        draft.author_id,
        name,
        draft.saved_at,
        draft.note,
        draft.version,
        dict(draft.decisions),
        texts,
    )


def _listed(session: Session, *conditions: object) -> list[DraftRow]:
    rows = session.execute(
        select(
            Draft.id,
            Draft.title,
            Draft.state,
            Draft.author_id,
            Account.login_name,
            Draft.saved_at,
            Draft.note,
        )
        .outerjoin(Account, Account.learner_id == Draft.author_id)
        .where(*conditions)  # type: ignore[arg-type]
        .order_by(Draft.saved_at.desc())
        .limit(MOST_LISTED)
    )
    return [DraftRow(*row) for row in rows]
