"""Which lessons help with a technique, as their texts say."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from literasi.database import Prepared, Reader
from literasi.domain.exhibits import Technique
from literasi.domain.lessons import parse_lesson
from literasi.models import ContentVersion, Course, Lesson, LessonRevision


@dataclass(frozen=True)
class HelpfulLesson:
    """A lesson's address and title."""

    course_slug: str
    slug: str
    title: str


_VERSION = Prepared(select(ContentVersion.version))
_TEXTS = Prepared(
    select(Course.slug.label("course_slug"), Lesson.slug, LessonRevision.title, LessonRevision.source)
    .select_from(Lesson)
    .join(Course, Course.id == Lesson.course_id)
    .join(
        LessonRevision,
        (LessonRevision.lesson_id == Lesson.id) & (LessonRevision.number == Lesson.current_number),
    )
    .where(Course.retired_at.is_(None), Lesson.retired_at.is_(None))
    .order_by(Course.position, Course.id, Lesson.position, Lesson.id)
)


def helpful_lessons(reader: Reader) -> Mapping[Technique, HelpfulLesson]:
    """The lesson that helps most with each technique: the one that is about the fewest.

    One statement; two when the content has changed since this worker read the texts.
    """
    version = next((row.version for row in reader.all(_VERSION, {})), 0)
    kept: tuple[int, Mapping[Technique, HelpfulLesson]] | None = reader.memory.get("helpful lessons")
    if kept is None or kept[0] != version:
        kept = version, _by_technique(reader)
        reader.memory["helpful lessons"] = kept
    return kept[1]


def _by_technique(reader: Reader) -> dict[Technique, HelpfulLesson]:
    found: dict[Technique, tuple[int, HelpfulLesson]] = {}
    for row in reader.all(_TEXTS, {}):
        document, _ = parse_lesson(row.source)
        techniques = document.techniques if document else ()
        for technique in techniques:
            if technique not in found or len(techniques) < found[technique][0]:
                found[technique] = len(techniques), HelpfulLesson(row.course_slug, row.slug, row.title)
    return {technique: lesson for technique, (_, lesson) in found.items()}
