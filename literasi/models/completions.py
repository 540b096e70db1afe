"""Lessons and courses that learners finished."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class Completion(Base):
    """A learner finished a lesson, at the revision that was live, by an attempt."""

    __tablename__ = "completion"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), primary_key=True)
    lesson_revision_id: Mapped[int] = mapped_column(ForeignKey("lesson_revision.id"))
    attempt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attempt.id"))
    completed_at: Mapped[datetime]


class CourseCompletion(Base):
    """A learner finished all lessons of a course and passed its final quiz. Later lessons undo nothing."""

    __tablename__ = "course_completion"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    completed_at: Mapped[datetime]
