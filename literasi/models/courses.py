"""Courses and lessons: lasting addresses, and the texts published under them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from literasi.database import Base


class Course(Base):
    """A course and its own page text as it is now; every text that it ever had is a CourseRevision."""

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    position: Mapped[int]
    audience: Mapped[str] = mapped_column(String(20))
    title: Mapped[str]
    summary: Mapped[str]
    review_by: Mapped[date]
    current_number: Mapped[int] = mapped_column(default=0)
    source_sha256: Mapped[str] = mapped_column(String(64))
    renderer_version: Mapped[int]
    published_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    hours: Mapped[int | None]  # JP, of 45 minutes; a course without them gives no certificate
    # The long texts stand last: SQLite walks over them to reach a column behind.
    source: Mapped[str]
    rendered: Mapped[str]  # JSON, made at publishing


class CourseRevision(Base):
    """One text that a course's page had. Never changed."""

    __tablename__ = "course_revision"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int]
    source_sha256: Mapped[str] = mapped_column(String(64))
    author: Mapped[str] = mapped_column(String(80))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    published_at: Mapped[datetime]
    source: Mapped[str]


class Lesson(Base):
    """A lasting address in a course. It has no text of its own: see LessonRevision."""

    __tablename__ = "lesson"
    __table_args__ = (UniqueConstraint("course_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    slug: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]
    current_number: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]
    course: Mapped[Course] = relationship()


class LessonRevision(Base):
    """One published text of a lesson. Never changed."""

    __tablename__ = "lesson_revision"
    __table_args__ = (UniqueConstraint("lesson_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    number: Mapped[int]
    title: Mapped[str]
    summary: Mapped[str]
    minutes: Mapped[int]
    review_by: Mapped[date]
    change: Mapped[str | None]  # what was corrected, for those who finished an earlier revision
    source_sha256: Mapped[str] = mapped_column(String(64))
    renderer_version: Mapped[int]
    author: Mapped[str] = mapped_column(String(80))  # where the text came from: "berkas" or "studio"
    author_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    published_at: Mapped[datetime]
    # The long texts stand last: SQLite walks over them to reach a column behind.
    source: Mapped[str]
    rendered: Mapped[str]  # JSON, made at publishing
    lesson: Mapped[Lesson] = relationship()
