"""Quizzes and the texts published under their addresses."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from literasi.database import Base
from literasi.models.courses import Course, Lesson


class Quiz(Base):
    """A lasting address. ``lesson`` is the lesson that it completes, if any."""

    __tablename__ = "quiz"
    __table_args__ = (UniqueConstraint("course_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    lesson_id: Mapped[int | None] = mapped_column(ForeignKey("lesson.id"), unique=True)
    slug: Mapped[str] = mapped_column(String(80))
    current_number: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]
    course: Mapped[Course] = relationship()
    lesson: Mapped[Lesson | None] = relationship()


class QuizRevision(Base):
    """One published text of a quiz. Questions and choices are parsed from it, not stored."""

    __tablename__ = "quiz_revision"
    __table_args__ = (UniqueConstraint("quiz_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"))
    number: Mapped[int]
    title: Mapped[str]
    question_count: Mapped[int]
    review_by: Mapped[date]
    source_sha256: Mapped[str] = mapped_column(String(64))
    renderer_version: Mapped[int]
    author: Mapped[str] = mapped_column(String(80))
    published_at: Mapped[datetime]
    # The long texts stand last: SQLite walks over them to reach a column behind.
    source: Mapped[str]
    rendered: Mapped[str]  # JSON, made at publishing
    quiz: Mapped[Quiz] = relationship()
