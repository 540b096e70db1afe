"""Live texts travel into files: for review, for backup, and when the text on the site counts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Select, null, select
from sqlalchemy.orm import Session

from literasi.domain.front_matter import is_slug
from literasi.domain.questions import BANK
from literasi.domain.syncing import Step
from literasi.domain.texts import decode
from literasi.models import Course, Lesson, LessonRevision, Quiz, QuizRevision
from literasi.services import syncing
from literasi.services.plain_files import read_plain_file
from literasi.services.reading_files import ContentFile, fingerprint, problem_lines
from literasi.services.syncing import RefusedFile, SyncReport
from literasi.services.writing_files import write_whole

_LAST_NUMBER = 99


@dataclass(frozen=True)
class LiveText:
    """What the site shows under one identity, and who published it when.

    A course's page has no revisions, so neither number nor author; only a lesson has a position.
    """

    identity: str
    source: str
    number: int | None
    author: str | None
    published_at: datetime
    position: int | None

    @property
    def sha256(self) -> str:
        """The fingerprint of the text."""
        return fingerprint(self.source)


def live_text(session: Session, identity: str) -> LiveText | None:
    """The live text under *identity*; None when there is none."""
    folder, course, slug = [*identity.split("/"), "", ""][:3]
    asked = _quiz(course, slug) if folder == "quizzes" else _lesson(course, slug)
    row = session.execute(asked if slug else _course(course)).one_or_none()
    if row is None:
        return None
    return LiveText(identity, row.source, row.number, row.author, row.published_at, row.position)


def export_content(
    session: Session, root: Path, files: Sequence[ContentFile], *, now: datetime
) -> SyncReport:
    """Write what the site has newer below *root*, and report everything else.

    *files* are all that lie there now. Raises RefusedFile when one cannot be written safely.
    """
    _refuse_odd(files)
    report = SyncReport(syncing.decide_all(session, files))
    by_identity = {file.identity: file for file in files}
    for identity in report.having(Step.REMEMBER):
        syncing.remember(session, identity, by_identity[identity].sha256, now=now)
    write_live(session, root, files, report.having(Step.EXPORT), now=now)
    return report


def write_live(
    session: Session, root: Path, files: Sequence[ContentFile], identities: Collection[str], *, now: datetime
) -> None:
    """Write the live text of each of *identities* to its file, or to a new one.

    Raises RefusedFile when one cannot be written safely. What was written before that stays and does no
    harm: the next run finds it equal.
    """
    _refuse_odd(files)
    by_identity = _by_identity(files)
    for identity in identities:
        live = live_text(session, identity)
        assert live is not None, "only what is live is written"
        file = by_identity.get(identity)
        path = root / (file.path if file else path_for(live, by_identity.values()))
        _refuse_changed(root, path, file)
        write_whole(path, live.source.encode())
        syncing.remember(session, identity, live.sha256, now=now)


def path_for(live: LiveText, files: Collection[ContentFile]) -> str:
    """Where a text that has no file yet belongs. A lesson whose number is taken gets the next free one."""
    folder, course, slug = live.identity.split("/")
    if not is_slug(course) or (slug and not is_slug(slug)):
        raise RefusedFile(
            f'{live.identity}:1: Alamat ini tidak bisa menjadi nama berkas. Pakai "huruf-kecil".'
        )
    if folder == "quizzes":
        return f"quizzes/{course}/{slug}.md"
    if not slug:
        return f"courses/{course}/course.md"
    taken = {file.position for file in files if file.kind == "lesson" and file.course == course}
    wanted = range(max(live.position or 1, 1), _LAST_NUMBER + 1)
    number = next((number for number in wanted if number not in taken), None)
    if number is None:
        raise RefusedFile(f"{live.identity}:1: Nomor urut sampai {_LAST_NUMBER} sudah terpakai semua.")
    return f"courses/{course}/{number:02}-{slug}.md"


def _by_identity(files: Sequence[ContentFile]) -> dict[str, ContentFile]:
    found: dict[str, ContentFile] = {}
    for file in files:
        other = found.setdefault(file.identity, file)
        if other is not file:
            raise RefusedFile(
                f"{file.path}:1: Alamat ini sudah dipakai oleh {other.path}. Hapus salah satu berkasnya."
            )
    return found


def _refuse_odd(files: Sequence[ContentFile]) -> None:
    """What has no text cannot be compared with one."""
    if lines := problem_lines([file for file in files if file.odd]):
        raise RefusedFile("\n".join(lines))


def _refuse_changed(root: Path, path: Path, file: ContentFile | None) -> None:
    """Never write over what nobody has compared, nor outside *root*."""
    name = path.relative_to(root).as_posix()
    if not path.resolve().is_relative_to(root.resolve()):
        raise RefusedFile(f"{name}:1: Berkas ini menunjuk ke luar folder isi. Ganti dengan berkas biasa.")
    now_there = _text_at(name, path) if path.exists() else None
    if now_there != (file.text if file else None):
        raise RefusedFile(f"{name}:1: Berkas ini baru saja berubah. Jalankan perintahnya sekali lagi.")


def _text_at(name: str, path: Path) -> str:
    data, problem = read_plain_file(path)
    if problem:
        raise RefusedFile(f"{name}:{problem}")
    return decode(data)[0] or ""


def _course(course: str) -> Select[*tuple[Any, ...]]:
    return select(
        Course.source,
        null().label("number"),
        null().label("author"),
        Course.published_at,
        null().label("position"),
    ).where(Course.slug == course)


def _lesson(course: str, slug: str) -> Select[*tuple[Any, ...]]:
    return (
        select(
            LessonRevision.source,
            LessonRevision.number,
            LessonRevision.author,
            LessonRevision.published_at,
            Lesson.position,
        )
        .join(Lesson, Lesson.id == LessonRevision.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .where(Course.slug == course, Lesson.slug == slug, LessonRevision.number == Lesson.current_number)
    )


def _quiz(course: str, slug: str) -> Select[*tuple[Any, ...]]:
    home = Quiz.course_id.is_(None) if course == BANK else Course.slug == course
    return (
        select(
            QuizRevision.source,
            QuizRevision.number,
            QuizRevision.author,
            QuizRevision.published_at,
            null().label("position"),
        )
        .join(Quiz, Quiz.id == QuizRevision.quiz_id)
        .outerjoin(Course, Course.id == Quiz.course_id)
        .where(home, Quiz.slug == slug, QuizRevision.number == Quiz.current_number)
    )
