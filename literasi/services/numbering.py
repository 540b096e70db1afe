"""The number in the name of a lesson's file is its position: both are brought into step, whoever moved it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from literasi.domain.syncing import Step, decide_number
from literasi.models import Course, Lesson, SyncedFile
from literasi.services import publishing
from literasi.services.reading_files import ContentFile

LAST_NUMBER = 99
_IN_STEP = {Step.NOTHING, Step.REMEMBER, Step.IMPORT, Step.EXPORT}


@dataclass(frozen=True)
class Number:
    """Where a lesson stands by its file and on the site, and whose number counts."""

    step: Step
    file: int
    live: int

    @property
    def counts(self) -> int:
        """The number that both are to have."""
        return self.file if self.step in {Step.NOTHING, Step.IMPORT} else self.live


def decide_numbers(
    session: Session, files: Sequence[ContentFile], steps: Mapping[str, Step]
) -> dict[str, Number]:
    """What is to be done about the number of each lesson that has a file and is live.

    *steps* say what is done about the texts; where they are in conflict, the number is left alone too.
    """
    live = _live_positions(session)
    bases = {row.path: row.position for row in session.scalars(select(SyncedFile))}
    return {
        file.identity: Number(
            decide_number(file.position, bases.get(file.identity), live[file.identity]),
            file.position,
            live[file.identity],
        )
        for file in files
        if file.kind == "lesson" and file.identity in live and steps.get(file.identity) in _IN_STEP
    }


def follow(session: Session, numbers: Mapping[str, Number], *, now: datetime) -> None:
    """Place the lessons as their files say, where the file counts, and remember what is the same.

    Call it when the texts are published.
    """
    changed = False
    for identity, number in numbers.items():
        if number.step not in {Step.NOTHING, Step.IMPORT}:
            continue
        if number.step is Step.IMPORT:
            _, course, slug = identity.split("/")
            lesson = _lesson(session, course, slug)
            changed = changed or lesson.position != number.file
            lesson.position = number.file
        remember(session, identity, number.file, now=now)
    session.flush()
    if changed:
        publishing.touch(session)


def remember(session: Session, identity: str, position: int | None, *, now: datetime) -> None:
    """Note that file and database have this number in common. The text must be remembered already."""
    session.execute(
        update(SyncedFile)
        .where(SyncedFile.path == identity, SyncedFile.position.is_distinct_from(position))
        .values(position=position, synced_at=now)
    )


def _live_positions(session: Session) -> dict[str, int]:
    rows = session.execute(
        select(Course.slug.label("course"), Lesson.slug, Lesson.position)
        .join(Lesson, Lesson.course_id == Course.id)
        .where(Lesson.retired_at.is_(None))
    )
    return {f"courses/{row.course}/{row.slug}": row.position for row in rows}


def _lesson(session: Session, course: str, slug: str) -> Lesson:
    return session.scalars(
        select(Lesson)
        .join(Course, Course.id == Lesson.course_id)
        .where(Course.slug == course, Lesson.slug == slug)
    ).one()
