"""Live texts travel into files: for review, for backup, and when the text on the site counts."""

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from literasi.domain.front_matter import is_slug
from literasi.domain.syncing import Step
from literasi.domain.texts import decode
from literasi.queries.live_texts import LiveText, live_text
from literasi.services import syncing
from literasi.services.plain_files import read_plain_file
from literasi.services.reading_files import ContentFile, problem_lines
from literasi.services.syncing import RefusedFile, SyncReport
from literasi.services.writing_files import write_whole

_LAST_NUMBER = 99


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
