"""What groups learned: whose answers are counted together, the figures, and alarms."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class EvidenceBatch(Base):
    """At least ten people of one cell, whose answers enter the figures together, for good.

    A cell is a course, a phase, and citizens, an agency, or (``pooled``) those of small agencies together.
    So two figures never differ by fewer than ten people, whatever is filtered and whenever it is read.
    """

    __tablename__ = "evidence_batch"
    __table_args__ = (
        CheckConstraint("cell in ('citizen', 'agency', 'pooled')", name="cell"),
        CheckConstraint("(cell = 'agency') = (organisation_id is not null)", name="organisation_id"),
        CheckConstraint("size >= 10", name="size"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    cell: Mapped[str] = mapped_column(String(8))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    phase: Mapped[str] = mapped_column(String(10))
    size: Mapped[int]
    made_at: Mapped[datetime]


class Evidence(Base):
    """The figures of one group on one course, computed from all batches up to then; the newest counts."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("people in ('all', 'citizen', 'admin', 'agency')", name="people"),
        CheckConstraint("(people = 'agency') = (organisation_id is not null)", name="organisation_id"),
        Index("ix_evidence_course_id_people", "course_id", "people", "organisation_id", "computed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    people: Mapped[str] = mapped_column(String(8))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    computed_at: Mapped[datetime]
    pairs: Mapped[int]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)


class HarmAlarm(Base):
    """Doubt towards true messages rose after a course; it stands until somebody answers it."""

    __tablename__ = "harm_alarm"
    __table_args__ = (UniqueConstraint("course_id", "week", name="uq_harm_alarm_course_id_week"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    week: Mapped[date]  # its Monday
    raised_at: Mapped[datetime]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    answer: Mapped[str | None] = mapped_column(String(2000))
