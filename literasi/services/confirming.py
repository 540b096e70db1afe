"""Trainers look at facts again: what still holds is published with new dates, the rest is corrected."""

import uuid
from datetime import date, datetime

from sqlalchemy.orm import Session

from literasi.domain import confirming
from literasi.domain.confirming import Check
from literasi.domain.identities import Identity
from literasi.domain.rewriting import CannotRewrite
from literasi.queries.live_texts import LiveText, live_text
from literasi.services import auditing, banking, checking_drafts, drafting, reviewing
from literasi.services.checking_drafts import CheckedText
from literasi.services.reviewing import StaleBase

__all__ = ["CannotRewrite", "StaleBase", "begin_correction", "prepare", "publish"]


def prepare(session: Session, live: LiveText, check: Check, *, today: date) -> CheckedText:
    """The live text as *check* leaves it, checked and rendered. Call it outside a transaction.

    Raises CannotRewrite, whose message says what to mend first.
    """
    source = confirming.confirm(live.source, check)
    (checked,) = checking_drafts.check(session, {live.identity: source}, today=today)
    if checked.errors:
        raise CannotRewrite(f"Teks ini perlu dibetulkan dulu. {checked.errors[0]}")
    return checked


def publish(
    session: Session, checked: CheckedText, check: Check, *, base_number: int, by_id: int, now: datetime
) -> None:
    """Publish what *prepare* made of revision *base_number*. Nothing but dates and a source differ.

    It needs no second trainer, and whoever finished the text is not told of a correction. Raises StaleBase
    when a newer revision is live.
    """
    identity = str(checked.identity)
    live = live_text(session, identity)
    if live is None or live.number != base_number or not _is_only_a_check(live.source, checked, check):
        raise StaleBase(identity)
    reviewing.publish_text(session, checked, by_id, now=now, origin=confirming.ORIGIN)
    if checked.identity.kind == "bank":
        banking.index_bank(session, now=now)
    auditing.record(
        session,
        "fact.confirmed",
        identity[:80],
        actor_id=by_id,
        now=now,
        text=identity,
        item=check.item or "",
        revision=base_number + 1,
        source=check.source if isinstance(check.source, str) else "new" if check.source else "",
    )


def begin_correction(
    session: Session, identity: str, item: str | None, by_id: int, *, draft_id: uuid.UUID, now: datetime
) -> uuid.UUID:
    """Begin a draft that asks what was corrected, or go on with the trainer's own; returns its id.

    Raises UnknownDraft when nothing is live under *identity*.
    """
    found = drafting.begin_edit(session, by_id, [identity], draft_id=draft_id, now=now)
    if found != draft_id:
        return found  # what somebody typed is never touched
    draft = drafting.own_draft(session, found, by_id)
    try:
        source = confirming.ask_for_change(draft.texts[0].source, Identity.read(identity).kind, item)
    except CannotRewrite:
        return found
    drafting.save(session, found, by_id, {identity: source}, version=draft.version, now=now)
    return found


def _is_only_a_check(live_source: str, checked: CheckedText, check: Check) -> bool:
    return confirming.is_only_a_check(live_source, checked.source, check)
