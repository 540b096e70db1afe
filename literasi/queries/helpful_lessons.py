"""Which lessons help a learner with a technique, or to trust what is true."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from literasi.database import Prepared, Reader
from literasi.domain.courses import Audience
from literasi.domain.exhibits import Technique
from literasi.domain.lessons import parse_lesson
from literasi.models import (
    Completion,
    ContentVersion,
    Course,
    FormPlan,
    LearnerSession,
    Lesson,
    LessonRevision,
)

# Every lesson has a part on when to trust; these two are about that: where else something is told, and by
# whom. No technique of a hoax could name them, so their addresses do, the better one first.
TRUST_LESSONS = (("saring", "cari-liputan-lain"), ("saring", "siapa-yang-bicara"))


@dataclass(frozen=True)
class HelpfulLesson:
    """A lesson's address and title."""

    course_slug: str
    slug: str
    title: str


@dataclass(frozen=True)
class HelpfulLessons:
    """The lesson that helps most with each technique, and the one that says what deserves trust."""

    by_technique: Mapping[Technique, HelpfulLesson]
    trust: HelpfulLesson | None


@dataclass(frozen=True)
class _Text:
    lesson: HelpfulLesson
    for_everybody: bool
    techniques: tuple[Technique, ...]


_VERSION = Prepared(select(ContentVersion.version))
_TEXTS = Prepared(
    select(
        Course.slug.label("course_slug"),
        Course.audience,
        Lesson.slug,
        LessonRevision.title,
        LessonRevision.source,
    )
    .select_from(Lesson)
    .join(Course, Course.id == Lesson.course_id)
    .join(
        LessonRevision,
        (LessonRevision.lesson_id == Lesson.id) & (LessonRevision.number == Lesson.current_number),
    )
    .where(Course.retired_at.is_(None), Lesson.retired_at.is_(None))
    .order_by(Course.position, Course.id, Lesson.position, Lesson.id)
)
_asker = (
    select(LearnerSession.learner_id)
    .where(LearnerSession.token_hash == bindparam("token_hash"), LearnerSession.expires_at > bindparam("now"))
    .scalar_subquery()
)
_begun = (
    select(Lesson.course_id)
    .join(Completion, Completion.lesson_id == Lesson.id)
    .where(Completion.learner_id == _asker)
)
_planned = select(FormPlan.course_id).where(FormPlan.learner_id == _asker)
_OWN_COURSES = Prepared(select(Course.slug).where(Course.id.in_(_begun) | Course.id.in_(_planned)))


def helpful_lessons(reader: Reader, token_hash: bytes, now: datetime) -> HelpfulLessons:
    """The lessons that help the learner behind *token_hash*: with a technique, the one about the fewest.

    A course for agencies' admins helps only those who are on it. Two statements; three when the content has
    changed since this worker read the texts.
    """
    version = next((row.version for row in reader.all(_VERSION, {})), 0)
    kept: tuple[int, Sequence[_Text]] | None = reader.memory.get("helpful lessons")
    if kept is None or kept[0] != version:
        kept = version, _texts(reader)
        reader.memory["helpful lessons"] = kept
    own = {row.slug for row in reader.all(_OWN_COURSES, {"token_hash": token_hash, "now": now})}
    return _helping(kept[1], own)


def _texts(reader: Reader) -> Sequence[_Text]:
    found = []
    for row in reader.all(_TEXTS, {}):
        document, _ = parse_lesson(row.source)
        lesson = HelpfulLesson(row.course_slug, row.slug, row.title)
        techniques = document.techniques if document else ()
        found.append(_Text(lesson, row.audience != Audience.ADMIN, techniques))
    return found


def _helping(texts: Sequence[_Text], own_courses: Collection[str]) -> HelpfulLessons:
    texts = [text for text in texts if text.for_everybody or text.lesson.course_slug in own_courses]
    best: dict[Technique, _Text] = {}
    for text in texts:
        for technique in text.techniques:
            if technique not in best or len(text.techniques) < len(best[technique].techniques):
                best[technique] = text
    places = {(text.lesson.course_slug, text.lesson.slug): text.lesson for text in texts}
    return HelpfulLessons(
        by_technique={technique: text.lesson for technique, text in best.items()},
        trust=next((places[place] for place in TRUST_LESSONS if place in places), None),
    )
