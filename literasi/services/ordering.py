"""Courses and lessons change places. Nothing that learners did is touched by it."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from literasi.domain.courses import parse_course
from literasi.domain.identities import Identity
from literasi.domain.rewriting import CannotRewrite, set_front
from literasi.models import Course, Draft, DraftText, Lesson, MovedText, Quiz, SearchEntry
from literasi.services import auditing, completing, publishing, rendering
from literasi.services.publishing import Text
from literasi.services.retiring import UnknownText

FROM_STUDIO = "studio"
One = TypeVar("One")
UP, DOWN = -1, 1


class TakenAddress(Exception):
    """The other course has a text with this address already; the message is its identity."""


class UnknownCourse(Exception):
    """There is no such course to move to, it is retired, or it is the one where the lesson stands."""


class UnwrittenPosition(Exception):
    """The position could not be changed in a course's text; the message is its slug."""


def shift_lesson(session: Session, course: str, slug: str, step: int, *, by_id: int, now: datetime) -> bool:
    """Move the lesson one place UP or DOWN among those on offer; whether it could. Raises UnknownText."""
    lessons = session.scalars(
        select(Lesson)
        .join(Course, Course.id == Lesson.course_id)
        .where(Course.slug == course, Lesson.retired_at.is_(None))
        .order_by(Lesson.position, Lesson.id)
        .with_for_update(of=Lesson)
    ).all()
    slugs = [lesson.slug for lesson in lessons]
    if slug not in slugs:
        raise UnknownText(f"courses/{course}/{slug}")
    order = _shifted(lessons, slugs.index(slug), step)
    if order is None:
        return False
    for lesson, position in zip(order, _positions([one.position for one in order]), strict=True):
        lesson.position = position
    session.flush()
    publishing.touch(session)
    moved = lessons[slugs.index(slug)]
    auditing.record(session, "lesson.shifted", f"lesson:{moved.id}", actor_id=by_id, now=now, step=step)
    return True


def shift_course(session: Session, slug: str, step: int, *, by_id: int, now: datetime) -> bool:
    """Move the course one place UP or DOWN in the catalogue; whether it could move.

    A course's position stands in its text, and a published text never changes: each course that gets
    another position gets a revision with one line changed. What learners read is the same, so the stored
    HTML is taken over and nobody has to approve it. Raises UnknownText and UnwrittenPosition.
    """
    courses = session.scalars(
        select(Course)
        .where(Course.retired_at.is_(None))
        .order_by(Course.position, Course.slug)
        .with_for_update()
    ).all()
    slugs = [course.slug for course in courses]
    if slug not in slugs:
        raise UnknownText(f"courses/{slug}/")
    order = _shifted(courses, slugs.index(slug), step)
    if order is None:
        return False
    for course, position in zip(order, _positions([one.position for one in order]), strict=True):
        if course.position != position:
            _place_course(session, course, position, by_id, now)
    moved = courses[slugs.index(slug)]
    auditing.record(session, "course.shifted", f"course:{moved.id}", actor_id=by_id, now=now, step=step)
    return True


def move_lesson(
    session: Session, course: str, slug: str, target: str, *, by_id: int, now: datetime
) -> Identity:
    """Move the lesson with its quiz to the end of another course; returns its new identity.

    Completions, attempts and revisions stay with it. Its addresses change; the old ones lead to the new.
    What somebody finished stays finished, here and there; in the course that it leaves it may have been the
    last open lesson, which then is finished by those who have done the rest. Raises UnknownText,
    UnknownCourse and TakenAddress.
    """
    _lock_drafts(session, course, slug)
    here, there = publishing.find_course(session, course), publishing.find_course(session, target)
    lesson = publishing.find_lesson(session, here.id, slug) if here else None
    if here is None or lesson is None:
        raise UnknownText(f"courses/{course}/{slug}")
    if there is None or there.retired_at is not None or there.id == here.id:
        raise UnknownCourse(target)
    quiz = session.scalars(select(Quiz).where(Quiz.lesson_id == lesson.id)).one_or_none()
    moves = [(Identity("lesson", course, slug), Identity("lesson", target, slug))]
    if quiz is not None:
        moves.append((Identity("quiz", course, quiz.slug), Identity("quiz", target, quiz.slug)))
    _refuse_taken(session, there, lesson, quiz)
    lesson.course_id, lesson.position = there.id, _last_position(session, there) + 1
    if quiz is not None:
        quiz.course_id = there.id
    session.execute(update(SearchEntry).where(SearchEntry.lesson_id == lesson.id).values(course_id=there.id))
    session.flush()
    for old, new in moves:
        _redirect(session, str(old), str(new), now)
        _take_drafts_along(session, str(old), str(new))
    completing.complete_course_for_all(session, here.id, now=now)
    publishing.touch(session)
    auditing.record(
        session, "lesson.moved", f"lesson:{lesson.id}", actor_id=by_id, now=now, course=here.id, to=there.id
    )
    return moves[0][1]


def _shifted(items: Sequence[One], place: int, step: int) -> list[One] | None:
    other = place + step
    if not 0 <= other < len(items):
        return None
    order = list(items)
    order[place], order[other] = order[other], order[place]
    return order


def _positions(old: Sequence[int]) -> list[int]:
    """Positions that rise, the same as before as far as that can be; *old* stand in the new order."""
    return sorted(old) if len(set(old)) == len(old) else list(range(1, len(old) + 1))


def _place_course(session: Session, course: Course, position: int, by_id: int, now: datetime) -> None:
    try:
        source = set_front(course.source, "position", str(position))
    except CannotRewrite as problem:
        raise UnwrittenPosition(course.slug) from problem
    document, _ = parse_course(source)
    if document is None:
        raise UnwrittenPosition(course.slug)
    rendered = rendering.Rendered(html=publishing.stored_html(course), version=course.renderer_version)
    text = Text(source, rendered, FROM_STUDIO, by_id)
    publishing.publish_course(session, course.slug, document, text, now=now)


def _refuse_taken(session: Session, there: Course, lesson: Lesson, quiz: Quiz | None) -> None:
    if publishing.find_lesson(session, there.id, lesson.slug) is not None:
        raise TakenAddress(str(Identity("lesson", there.slug, lesson.slug)))
    if quiz is not None and publishing.find_quiz(session, there.id, quiz.slug) is not None:
        raise TakenAddress(str(Identity("quiz", there.slug, quiz.slug)))


def _last_position(session: Session, course: Course) -> int:
    return session.scalar(select(func.max(Lesson.position)).where(Lesson.course_id == course.id)) or 0


def _redirect(session: Session, old: str, new: str, now: datetime) -> None:
    """Let *old* lead to *new*, and whatever led to *old*; *new* itself leads nowhere any more."""
    back = session.get(MovedText, new)
    if back is not None:
        session.delete(back)
        session.flush()
    session.execute(update(MovedText).where(MovedText.new_identity == old).values(new_identity=new))
    row = session.get(MovedText, old) or MovedText(old_identity=old)
    row.new_identity, row.moved_at = new, now
    session.add(row)
    session.flush()


def _lock_drafts(session: Session, course: str, slug: str) -> None:
    """Wait for whoever publishes a draft of the lesson or of a quiz beside it, before anything is read."""
    about = select(DraftText.draft_id).where(
        or_(
            DraftText.identity == str(Identity("lesson", course, slug)),
            DraftText.identity.startswith(f"quizzes/{course}/", autoescape=True),
        )
    )
    unfinished = select(Draft.id).where(Draft.id.in_(about), Draft.state != "published")
    session.execute(unfinished.order_by(Draft.id).with_for_update())


def _take_drafts_along(session: Session, old: str, new: str) -> None:
    """Whoever is writing about the text goes on writing about it; pages made before the move are stale."""
    unfinished = select(Draft.id).where(Draft.state != "published")
    holding = select(DraftText.draft_id).where(DraftText.identity == new)
    session.execute(
        update(DraftText)
        .where(
            DraftText.identity == old, DraftText.draft_id.in_(unfinished), DraftText.draft_id.not_in(holding)
        )
        .values(identity=new)
        .execution_options(synchronize_session=False)
    )
    moved = select(DraftText.draft_id).where(DraftText.identity == new)
    session.execute(
        update(Draft)
        .where(Draft.id.in_(moved), Draft.state != "published")
        .values(version=Draft.version + 1)
        .execution_options(synchronize_session=False)
    )
