"""Quizzes and the texts published under their addresses."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from literasi.database import Base
from literasi.models.courses import Course, Lesson


class Quiz(Base):
    """A lasting address. ``lesson`` is the lesson that it completes, if any.

    Without a course it is a file of the bank: nobody takes it, others draw from it. A course has one final
    quiz at most, on which its completion depends.
    """

    __tablename__ = "quiz"
    __table_args__ = (
        UniqueConstraint("course_id", "slug"),
        CheckConstraint(
            "course_id is not null or (lesson_id is null and not is_final)", name="bank_stands_alone"
        ),
        Index(
            "uq_quiz_bank_slug",
            "slug",
            unique=True,
            sqlite_where=text("course_id is null"),
            postgresql_where=text("course_id is null"),
        ),
        Index(
            "uq_quiz_final",
            "course_id",
            unique=True,
            sqlite_where=text("is_final and retired_at is null"),
            postgresql_where=text("is_final and retired_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))
    lesson_id: Mapped[int | None] = mapped_column(ForeignKey("lesson.id"), unique=True)
    slug: Mapped[str] = mapped_column(String(80))
    is_final: Mapped[bool] = mapped_column(default=False)
    current_number: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]
    course: Mapped[Course | None] = relationship()
    lesson: Mapped[Lesson | None] = relationship()


class QuizRevision(Base):
    """One published text of a quiz. Questions and choices are parsed from it, not stored."""

    __tablename__ = "quiz_revision"
    __table_args__ = (UniqueConstraint("quiz_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"))
    number: Mapped[int]
    title: Mapped[str]
    question_count: Mapped[int]  # in one sitting: its own questions and those drawn
    pass_percent: Mapped[int | None]  # of a final quiz
    review_by: Mapped[date]
    source_sha256: Mapped[str] = mapped_column(String(64))
    renderer_version: Mapped[int]
    author: Mapped[str] = mapped_column(String(80))  # where the text came from: "berkas" or "studio"
    author_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    published_at: Mapped[datetime]
    # The long texts stand last: SQLite walks over them to reach a column behind.
    source: Mapped[str]
    rendered: Mapped[str]  # JSON, made at publishing
    quiz: Mapped[Quiz] = relationship()
