"""What organisations require, what each person owes, and how that stands everywhere above them."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class Assignment(Base):
    """Courses that an organisation and everything below it, or a cohort, must finish by a day.

    ``rounds`` is how many of its repetitions were opened so far.
    """

    __tablename__ = "assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(300))  # shown to those who owe it
    counts_from: Mapped[date]
    due_on: Mapped[date]
    repeat_months: Mapped[int | None]
    grace_days: Mapped[int] = mapped_column(default=0)
    days_for_new: Mapped[int] = mapped_column(default=30)
    rounds: Mapped[int] = mapped_column(default=1)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class AssignedCourse(Base):
    """One course of an assignment."""

    __tablename__ = "assigned_course"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)


class Exemption(Base):
    """Somebody need not finish an assignment, for a reason."""

    __tablename__ = "exemption"
    __table_args__ = (
        Index(
            "uq_exemption_held",
            "assignment_id",
            "learner_id",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    reason: Mapped[str] = mapped_column(String(300))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CourseFinish(Base):
    """Somebody finished a course, the first time or again. Append-only.

    ``place`` is where they stood then: citizen, agency or community. The attempt is the passed final quiz; a
    course that was finished in another way (its last lesson, a merge, a mended key) has none.
    """

    __tablename__ = "course_finish"
    __table_args__ = (
        CheckConstraint("place in ('citizen', 'agency', 'community')", name="place"),
        Index("ix_course_finish_learner_id_course_id", "learner_id", "course_id", "finished_at"),
        Index("ix_course_finish_course_id_place", "course_id", "place", "is_first", "finished_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    attempt_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("attempt.id"), unique=True)
    finished_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(10))
    is_first: Mapped[bool]


class Obligation(Base):
    """One course that one person must finish in one round of an assignment."""

    __tablename__ = "obligation"
    __table_args__ = (
        UniqueConstraint("assignment_id", "round", "learner_id", "course_id"),
        CheckConstraint("state in ('open', 'done', 'exempt', 'left')", name="state"),
        Index("ix_obligation_learner_id_course_id", "learner_id", "course_id"),
        Index("ix_obligation_state_due_on", "state", "due_on"),
        Index("ix_obligation_made_at", "made_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    round: Mapped[int]
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    counts_from: Mapped[datetime]  # a finish from this moment on counts
    due_on: Mapped[date]
    late_from: Mapped[date]  # the first day on which it is late: after the days of grace
    state: Mapped[str] = mapped_column(String(8))
    finish_id: Mapped[int | None] = mapped_column(ForeignKey("course_finish.id"))
    completed_at: Mapped[datetime | None]
    made_at: Mapped[datetime]


class Standing(Base):
    """How one obligation stands in one organisation: the person's own, and each above it.

    A copy for reading, kept by services.standings in the same transaction as what it copies. The
    membership is the one to show there; somebody in two units below counts once.
    """

    __tablename__ = "standing"
    __table_args__ = (
        Index("ix_standing_late", "organisation_id", "state", "late_from", "name_key", "obligation_id"),
        Index(
            "ix_standing_course",
            "organisation_id",
            "course_id",
            "state",
            "late_from",
            "name_key",
            "obligation_id",
        ),
        Index("ix_standing_name", "organisation_id", "name_key", "obligation_id"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"), primary_key=True, index=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    state: Mapped[str] = mapped_column(String(8))
    due_on: Mapped[date]
    late_from: Mapped[date]
    name_key: Mapped[str] = mapped_column(String(80))


class Tally(Base):
    """How many obligations of one kind and day an organisation has, with everything below it."""

    __tablename__ = "tally"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    late_from: Mapped[date]
    owed: Mapped[int]  # open and done
    done: Mapped[int]
    exempt: Mapped[int]


class FinishWeek(Base):
    """How many obligations were met in an organisation in one week; those who left since are counted."""

    __tablename__ = "finish_week"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)  # its Monday in Samarinda
    done: Mapped[int]


class FinishTally(Base):
    """How many people finished a course for the first time in one week, by where they stood."""

    __tablename__ = "finish_tally"

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    place: Mapped[str] = mapped_column(String(10), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    people: Mapped[int]
