"""Citizens send on what they doubt; trainers make items of it or put it aside."""

import hashlib
import uuid
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.domain import rumours
from literasi.domain.identities import Identity
from literasi.domain.masking import mask
from literasi.domain.rumours import Medium
from literasi.models import Rumour
from literasi.services import auditing, drafting


class RumourHandled(Exception):
    """There is no such rumour, or somebody has used it or put it aside. Names what became of it."""


def receive(session: Session, text: str, medium: Medium, *, today: date) -> None:
    """Keep the masked words of *text*, and nothing about whoever sent it.

    The same words within a week count up the row that is there.
    """
    words = mask(text)
    fingerprint = hashlib.sha256(rumours.same_words(words).encode()).digest()
    known = session.scalar(
        select(Rumour)
        .where(
            Rumour.fingerprint == fingerprint,
            Rumour.received_on > today - timedelta(days=rumours.REPEATED_DAYS),
        )
        .order_by(Rumour.id.desc())
        .limit(1)
        .with_for_update()
    )
    if known is not None:
        known.times += 1
    else:
        session.add(
            Rumour(
                text=words,
                fingerprint=fingerprint,
                medium=medium.value,
                state="new",
                times=1,
                received_on=today,
            )
        )
    session.flush()


def begin_item(
    session: Session, rumour_id: int, bank_identity: str, by_id: int, *, draft_id: uuid.UUID, now: datetime
) -> uuid.UUID:
    """Put the rumour's words at the end of a bank file, in the trainer's own draft of it; returns the draft.

    The new item names neither verdict nor fact nor source, so it cannot be published unchecked. Raises
    RumourHandled, and UnknownDraft when there is no such file.
    """
    identity = Identity.read(bank_identity)
    if identity.kind != "bank":
        raise drafting.UnknownDraft(bank_identity)
    rumour = _locked(session, rumour_id, "new")
    found = drafting.begin_edit(session, by_id, [bank_identity], draft_id=draft_id, now=now)
    draft = drafting.own_draft(session, found, by_id)
    source = next(text.source for text in draft.texts if text.identity == bank_identity)
    if not rumours.has_item(source, rumour_id):
        section = rumours.item_section(
            rumour_id,
            rumour.text,
            Medium(rumour.medium),
            rumour.received_on,
            identity.slug,
        )
        sources = {bank_identity: rumours.with_item(source, section)}
        drafting.save(session, found, by_id, sources, version=draft.version, now=now)
    rumour.draft_id = found
    _move(session, rumour, "used", by_id, now)
    return found


def dismiss(session: Session, rumour_id: int, by_id: int, *, now: datetime) -> None:
    """Put a rumour aside. Raises RumourHandled."""
    _move(session, _locked(session, rumour_id, "new"), "dismissed", by_id, now)


def bring_back(session: Session, rumour_id: int, by_id: int, *, now: datetime) -> None:
    """Put a rumour that was used or put aside back to those that wait. Raises RumourHandled."""
    rumour = _locked(session, rumour_id, "used", "dismissed")
    rumour.draft_id = None
    _move(session, rumour, "new", by_id, now)


def _locked(session: Session, rumour_id: int, *states: str) -> Rumour:
    rumour = session.scalar(
        select(Rumour)
        .where(Rumour.id == rumour_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if rumour is None or rumour.state not in states:
        raise RumourHandled(rumour.state if rumour else "unknown")
    return rumour


def _move(session: Session, rumour: Rumour, state: str, by_id: int, now: datetime) -> None:
    rumour.state = state
    rumour.handled_by_id, rumour.handled_at = (None, None) if state == "new" else (by_id, now)
    session.flush()
    auditing.record(session, f"rumour.{state}", f"rumour:{rumour.id}", actor_id=by_id, now=now)
