"""The discernment test and the refreshers: who sat when, and what they judged."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base

_OPEN_TEST = "state = 'open' and phase <> 'refresher'"
_OPEN_REFRESHER = "state = 'open' and phase = 'refresher'"
_COUNTS = "counts and phase <> 'refresher'"


class FormPlan(Base):
    """Which form a learner gets when, and for which course; drawn when they begin their first test.

    ``organisation_id`` is the agency below the city in which they stood then; None for citizens and community
    accounts. ``pseudonym`` names them in what researchers get.
    """

    __tablename__ = "form_plan"
    __table_args__ = (CheckConstraint("square_row between 0 and 2", name="square_row"),)

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    square_row: Mapped[int]
    pseudonym: Mapped[uuid.UUID] = mapped_column(unique=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    made_at: Mapped[datetime]


class Sitting(Base):
    """One test or one refresher of one learner, pinned to the texts and the order that it showed.

    ``drawn`` is a list of ``[item key, [], revision of the bank, whether it was seen before]``. What stands
    below ``closed_at`` is a memory of the closing, which ``integrity`` computes again: ``ratings`` says how
    many true and how many false items got each step, ``unseen_ratings`` the same without those that the
    learner knew, ``techniques`` how many of each technique were right. ``counts`` is false when another
    sitting of the same phase counts, because the progress of two phones became one.
    """

    __tablename__ = "sitting"
    __table_args__ = (
        CheckConstraint("phase in ('before', 'after', 'later', 'refresher')", name="phase"),
        CheckConstraint("(phase = 'refresher') = (form is null)", name="form"),
        CheckConstraint("state in ('open', 'closed', 'abandoned')", name="state"),
        CheckConstraint("(state = 'closed') = (closed_at is not null)", name="closed_at"),
        CheckConstraint("set_aside in ('fast', 'same', 'unfinished')", name="set_aside"),
        Index(
            "uq_sitting_open_test",
            "learner_id",
            unique=True,
            sqlite_where=text(_OPEN_TEST),
            postgresql_where=text(_OPEN_TEST),
        ),
        Index(
            "uq_sitting_open_refresher",
            "learner_id",
            unique=True,
            sqlite_where=text(_OPEN_REFRESHER),
            postgresql_where=text(_OPEN_REFRESHER),
        ),
        Index(
            "uq_sitting_counts",
            "learner_id",
            "phase",
            unique=True,
            sqlite_where=text(_COUNTS),
            postgresql_where=text(_COUNTS),
        ),
        Index("ix_sitting_learner_id_started_at", "learner_id", "started_at"),
        Index("ix_sitting_state_closes_at", "state", "closes_at"),
        Index("ix_sitting_phase_batch_id", "phase", "batch_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    phase: Mapped[str] = mapped_column(String(10))
    form: Mapped[str | None] = mapped_column(String(1))
    technique: Mapped[str | None] = mapped_column(String(30))  # of a refresher
    drawn: Mapped[list[list[object]]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default="open")
    started_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    language: Mapped[str] = mapped_column(String(5))
    device: Mapped[str] = mapped_column(String(10))  # phone, computer or unknown: as the browser says
    version: Mapped[str] = mapped_column(String(20))  # of Literasi
    counts: Mapped[bool] = mapped_column(default=True)
    closed_at: Mapped[datetime | None]
    is_sent: Mapped[bool | None]  # by the learner; otherwise its time was over
    ratings: Mapped[dict[str, list[int]] | None] = mapped_column(JSON(none_as_null=True))
    unseen_ratings: Mapped[dict[str, list[int]] | None] = mapped_column(JSON(none_as_null=True))
    techniques: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    set_aside: Mapped[str | None] = mapped_column(String(10))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_batch.id"))


class Judgement(Base):
    """One six-step answer to one item of one sitting. Append-only.

    In a test the newest counts until it is closed, in a refresher the first. ``number`` is how many answers
    the item had when it was shown: sitting, item and number are the key under which one can be saved once.
    ``away_ms`` is how long the page was not in view, where the browser said so.
    """

    __tablename__ = "judgement"
    __table_args__ = (
        UniqueConstraint("sitting_id", "item_key", "number", name="uq_judgement_idempotency"),
        CheckConstraint("rating between 1 and 6", name="rating"),
        CheckConstraint("seen_before in ('no', 'yes', 'unsure')", name="seen_before"),
        CheckConstraint("number >= 0", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sitting.id"))
    item_key: Mapped[str] = mapped_column(ForeignKey("bank_item.key"))
    number: Mapped[int]
    rating: Mapped[int]
    seen_before: Mapped[str | None] = mapped_column(String(6))
    shown_at: Mapped[datetime | None]
    answered_at: Mapped[datetime]
    away_ms: Mapped[int | None]


class Refresher(Base):
    """When a learner shall meet a technique again; ``step`` says which of the pauses comes next."""

    __tablename__ = "refresher"
    __table_args__ = (Index("ix_refresher_learner_id_due_on", "learner_id", "due_on"),)

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    technique: Mapped[str] = mapped_column(String(30), primary_key=True)
    step: Mapped[int]
    due_on: Mapped[date]
    made_at: Mapped[datetime]


class ResearchConsent(Base):
    """Somebody allowed researchers to use their answers, by the text of that version; until they say no."""

    __tablename__ = "research_consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    text_version: Mapped[int]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
