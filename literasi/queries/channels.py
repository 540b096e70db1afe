"""Channels as pages show them, and the live texts that name them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.database import Prepared, Reader
from literasi.domain import channels
from literasi.domain.channel_references import uses
from literasi.domain.channels import Channel as ChannelValue
from literasi.domain.channels import ChannelKind
from literasi.domain.identities import BANK
from literasi.models import Channel, Course, Lesson, LessonRevision, Quiz, QuizRevision

_KINDS = list(ChannelKind)
_ALL = Prepared(
    select(
        Channel.slug, Channel.kind, Channel.title, Channel.value, Channel.note, Channel.checked_on,
        Channel.is_uncertain, Channel.retired_at,
    ).order_by(Channel.title, Channel.slug)
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class KnownChannels:
    """Every channel at one version of the content, and the texts that were filled with them so far."""

    version: int
    by_slug: dict[str, ChannelValue]
    filled: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ChannelRow:
    """One channel with everything that operators know of it; *texts* are the live ones that name it."""

    slug: str
    kind: ChannelKind
    title: str
    value: str
    note: str
    source_url: str
    checked_on: date
    review_on: date
    is_uncertain: bool
    changed_at: datetime
    retired_at: datetime | None
    texts: tuple[str, ...]


@dataclass(frozen=True)
class PublicChannel:
    """One channel as everybody may see it, with its HTML."""

    channel: ChannelValue
    note: str

    @property
    def html(self) -> str:
        """The value, leading to where it leads."""
        return channels.as_html(self.channel)


def known_channels(reader: Reader, version: int) -> KnownChannels:
    """What every channel says. No statement while this worker knows them at *version* of the content."""
    kept: KnownChannels | None = reader.memory.get("channels")
    if kept is None or kept.version != version:
        rows = reader.all(_ALL, {})
        kept = KnownChannels(version, {row.slug: _value(row) for row in rows})
        reader.memory["channels"] = kept
    return kept


def public_channels(reader: Reader) -> tuple[PublicChannel, ...]:
    """What is in use, by kind and title. One statement."""
    rows = [row for row in reader.all(_ALL, {}) if row.retired_at is None]
    found = [PublicChannel(_value(row), row.note) for row in rows]
    return tuple(sorted(found, key=lambda one: _KINDS.index(one.channel.kind)))


def channels_by_slug(session: Session) -> dict[str, ChannelValue]:
    """Every channel, retired ones too. One statement."""
    return {row.slug: _value(row) for row in session.scalars(select(Channel))}


def channel_names(session: Session) -> tuple[set[str], set[str]]:
    """The names that texts may use, and those that they may use no longer. One statement."""
    rows = session.execute(select(Channel.slug, Channel.retired_at)).all()
    live = {row.slug for row in rows if row.retired_at is None}
    return live, {row.slug for row in rows} - live


def channel_list(session: Session, today: date) -> list[ChannelRow]:
    """Every channel: what is due first, then by kind and title; what is retired last. Four statements."""
    named = texts_that_name(session)
    rows = [_row(row, named.get(row.slug, ())) for row in session.scalars(select(Channel))]
    return sorted(
        rows,
        key=lambda row: (
            row.retired_at is not None,
            row.review_on > today and not row.is_uncertain,
            _KINDS.index(row.kind),
            row.title.casefold(),
            row.slug,
        ),
    )


def one_channel(session: Session, slug: str) -> ChannelRow | None:
    """One channel with the texts that name it. Four statements."""
    found = session.scalars(select(Channel).where(Channel.slug == slug)).one_or_none()
    return _row(found, texts_that_name(session).get(slug, ())) if found else None


def due_channels(session: Session, until: date) -> list[ChannelValue]:
    """What is in use and must be looked at again by *until*, the most urgent first. One statement."""
    rows = session.scalars(
        select(Channel)
        .where(Channel.review_on <= until, Channel.retired_at.is_(None))
        .order_by(Channel.review_on, Channel.slug)
    )
    return [_value(row) for row in rows]


def has_channel(session: Session) -> bool:
    """Whether there is any, in use or not."""
    return bool(session.scalar(select(func.count()).select_from(Channel)))


def texts_that_name(session: Session) -> dict[str, list[str]]:
    """The identities of the live texts that name each channel. Three statements."""
    sign = "%{kanal:%"
    courses = session.execute(
        select(Course.slug, Course.source).where(Course.retired_at.is_(None), Course.source.like(sign))
    )
    found = {f"courses/{row.slug}/": row.source for row in courses}
    lessons = session.execute(
        select(Course.slug.label("course"), Lesson.slug, LessonRevision.source)
        .join(Lesson, Lesson.course_id == Course.id)
        .join(LessonRevision, LessonRevision.lesson_id == Lesson.id)
        .where(
            LessonRevision.number == Lesson.current_number,
            Lesson.retired_at.is_(None),
            LessonRevision.source.like(sign),
        )
    )
    found |= {f"courses/{row.course}/{row.slug}": row.source for row in lessons}
    quizzes = session.execute(
        select(Course.slug.label("course"), Quiz.slug, QuizRevision.source)
        .select_from(Quiz)
        .outerjoin(Course, Course.id == Quiz.course_id)
        .join(QuizRevision, QuizRevision.quiz_id == Quiz.id)
        .where(
            QuizRevision.number == Quiz.current_number,
            Quiz.retired_at.is_(None),
            QuizRevision.source.like(sign),
        )
    )
    found |= {f"quizzes/{row.course or BANK}/{row.slug}": row.source for row in quizzes}
    return uses(dict(sorted(found.items())))


def _value(row: Any) -> ChannelValue:
    return ChannelValue(
        row.slug,
        ChannelKind(row.kind),
        row.title,
        row.value,
        row.checked_on,
        bool(row.is_uncertain),
        row.retired_at is not None,
    )


def _row(row: Channel, texts: Collection[str] | Iterable[str]) -> ChannelRow:
    return ChannelRow(
        row.slug,
        ChannelKind(row.kind),
        row.title,
        row.value,
        row.note,
        row.source_url,
        row.checked_on,
        row.review_on,
        row.is_uncertain,
        row.changed_at,
        row.retired_at,
        tuple(texts),
    )
