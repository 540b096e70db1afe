"""Telephone numbers, addresses, offices and laws are added, changed, confirmed and retired.

Whatever is said of a channel shows in every text that names it as soon as the transaction is over: each
change raises the version of the content, by which workers know that what they keep is old.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.domain.channel_lists import ListedChannel
from literasi.domain.channels import ChannelKind
from literasi.models import Channel
from literasi.queries.channels import texts_that_name
from literasi.services import auditing, publishing

_TOLD = ("title", "value", "note", "source_url", "checked_on", "review_on", "is_uncertain")


class UnknownChannel(Exception):
    """There is no channel of this name."""


class TakenName(Exception):
    """There is a channel of this name already, in use or retired."""


class ChangedMeanwhile(Exception):
    """Somebody else changed the channel since the page was shown."""


class StillNamed(Exception):
    """Live texts name the channel, so it cannot be retired."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__(", ".join(texts))
        self.texts = tuple(texts)


@dataclass(frozen=True)
class Said:
    """What is said of a channel; its values are sound."""

    title: str
    value: str
    note: str
    source_url: str
    checked_on: date
    review_on: date
    is_uncertain: bool


def load(session: Session, listed: Sequence[ListedChannel], *, now: datetime) -> int:
    """Make every listed channel whose name is not there yet; how many that were. What exists stays."""
    publishing.touch(session)
    known = set(session.scalars(select(Channel.slug)))
    new = [one for one in listed if one.slug not in known]
    for one in new:
        said = Said(**{name: getattr(one, name) for name in _TOLD})
        _add(session, one.slug, one.kind, said, None, now)
    session.flush()
    return len(new)


def add(session: Session, slug: str, kind: ChannelKind, said: Said, *, by_id: int, now: datetime) -> None:
    """Make a channel that texts can name from now on. Raises TakenName."""
    publishing.touch(session)
    if session.scalar(select(Channel.id).where(Channel.slug == slug)) is not None:
        raise TakenName(slug)
    _add(session, slug, kind, said, by_id, now)
    session.flush()


def change(session: Session, slug: str, said: Said, *, shown_at: datetime, by_id: int, now: datetime) -> None:
    """Say something else of the channel. Its name and kind stay.

    *shown_at* is when the channel was last changed, as the page showed it. Raises UnknownChannel and
    ChangedMeanwhile.
    """
    publishing.touch(session)
    found = _locked(session, slug)
    if found.changed_at != shown_at:
        raise ChangedMeanwhile(slug)
    _say(session, found, said, "channel.changed", by_id, now)


def confirm(
    session: Session, slug: str, *, checked_on: date, review_on: date, by_id: int, now: datetime
) -> None:
    """Somebody looked today: it is still true, and sure. Raises UnknownChannel."""
    publishing.touch(session)
    found = _locked(session, slug)
    now_said = Said(found.title, found.value, found.note, found.source_url, checked_on, review_on, False)
    _say(session, found, now_said, "channel.confirmed", by_id, now)


def retire(session: Session, slug: str, *, by_id: int, now: datetime) -> None:
    """No text may name it any more. Raises UnknownChannel, and StillNamed while live texts do."""
    publishing.touch(session)  # first: who publishes at the same time waits here, and is refused then
    found = _locked(session, slug)
    if found.retired_at is not None:
        return
    texts = texts_that_name(session).get(slug)
    if texts:
        raise StillNamed(texts)
    found.retired_at = found.changed_at = now
    found.changed_by_id = by_id
    _record(session, "channel.retired", found, by_id, now, value=found.value)


def bring_back(session: Session, slug: str, *, by_id: int, now: datetime) -> None:
    """Texts may name it again. Raises UnknownChannel."""
    publishing.touch(session)
    found = _locked(session, slug)
    if found.retired_at is None:
        return
    found.retired_at, found.changed_at, found.changed_by_id = None, now, by_id
    _record(session, "channel.brought_back", found, by_id, now, value=found.value)


def _add(
    session: Session, slug: str, kind: ChannelKind, said: Said, by_id: int | None, now: datetime
) -> None:
    values = {name: getattr(said, name) for name in _TOLD}
    channel = Channel(slug=slug, kind=kind.value, changed_at=now, changed_by_id=by_id, **values)
    session.add(channel)
    _record(session, "channel.added", channel, by_id, now, value=said.value)


def _say(session: Session, found: Channel, said: Said, action: str, by_id: int, now: datetime) -> None:
    """Say it, and keep in the audit what was said before and what is said now, where it differs."""
    details: dict[str, str] = {}
    for name in _TOLD:
        before, after = getattr(found, name), getattr(said, name)
        if before != after:
            details |= {f"{name}_before": str(before), name: str(after)}
            setattr(found, name, after)
    if not details:
        return
    found.changed_at, found.changed_by_id = now, by_id
    _record(session, action, found, by_id, now, **details)


def _record(
    session: Session, action: str, channel: Channel, by_id: int | None, now: datetime, **details: str
) -> None:
    session.flush()
    auditing.record(session, action, f"channel:{channel.slug}", actor_id=by_id, now=now, **details)


def _locked(session: Session, slug: str) -> Channel:
    found = session.scalars(select(Channel).where(Channel.slug == slug).with_for_update()).one_or_none()
    if found is None:
        raise UnknownChannel(slug)
    return found
