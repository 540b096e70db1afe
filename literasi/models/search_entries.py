"""What is searched: the words by which a course's page or a lesson is found."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from literasi.database import Base


class SearchEntry(Base):
    """One page that can be found: a lesson, or (without *lesson_id*) a course.

    ``source_sha256`` is the text that its words were taken from, ``indexer_version`` by which rules.
    """

    __tablename__ = "search_entry"
    __table_args__ = (
        Index("uq_search_entry_lesson_id", "lesson_id", unique=True),
        Index(
            "uq_search_entry_course",
            "course_id",
            unique=True,
            sqlite_where=text("lesson_id is null"),
            postgresql_where=text("lesson_id is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    lesson_id: Mapped[int | None] = mapped_column(ForeignKey("lesson.id"))
    source_sha256: Mapped[str] = mapped_column(String(64))
    indexer_version: Mapped[int]


class SearchWord(Base):
    """A word of an entry as it is written there, its stem, and how much it says about the entry."""

    __tablename__ = "search_word"
    __table_args__ = (Index("ix_search_word_stem", "stem"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("search_entry.id"), primary_key=True)
    word: Mapped[str] = mapped_column(String(40), primary_key=True)
    stem: Mapped[str] = mapped_column(String(40))
    weight: Mapped[int]
