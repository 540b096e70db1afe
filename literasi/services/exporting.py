"""Live texts travel into files: for review, for backup, and when the text on the site counts."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from literasi.domain.front_matter import is_slug
from literasi.domain.syncing import Step
from literasi.domain.texts import decode
from literasi.models import SyncedFile
from literasi.queries.live_texts import LiveText, live_text
from literasi.services import numbering, syncing
from literasi.services.numbering import LAST_NUMBER
from literasi.services.plain_files import read_plain_file
from literasi.services.reading_files import ContentFile, problem_lines, read_texts
from literasi.services.syncing import RefusedFile, SyncReport
from literasi.services.writing_files import write_whole


def export_content(
    session: Session,
    root: Path,
    files: Sequence[ContentFile],
    *,
    now: datetime,
    only: Collection[str] | None = None,
) -> SyncReport:
    """Write what the site has newer below *root*, and report everything else.

    *files* are all that lie there now; where *only* is given, no other text is written. Raises RefusedFile
    when one cannot be written safely.
    """
    _refuse_odd(files)
    report = SyncReport(syncing.decide_all(session, files))
    by_identity = {file.identity: file for file in files}
    report.numbers = numbering.decide_numbers(session, files, report.steps)
    for identity in report.having(Step.REMEMBER):
        syncing.remember(session, identity, by_identity[identity].sha256, now=now)
    files = _rename(session, root, files, report, now)
    newer = report.having(Step.EXPORT)
    wanted = [identity for identity in newer if only is None or identity in only]
    write_live(session, root, files, wanted, now=now)
    _remove_moved(session, root, files)
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
        if file is None and path.name.startswith(f"{live.position or 0:02}-"):
            numbering.remember(session, identity, live.position, now=now)


def _rename(
    session: Session, root: Path, files: Sequence[ContentFile], report: SyncReport, now: datetime
) -> Sequence[ContentFile]:
    """The files, with the site's numbers in their names wherever the site counts.

    A course keeps its old numbers if two of its files would carry the same one.
    """
    numbers = [file for file in files if file.kind == "lesson"]
    wanted = {
        identity: report.numbers[identity].counts for identity in report.moved(Step.EXPORT, Step.CONFLICT)
    }
    renamed = []
    for file in numbers:
        here = [wanted.get(one.identity, one.position) for one in numbers if one.course == file.course]
        number = wanted.get(file.identity)
        if number is not None and number <= LAST_NUMBER and len(set(here)) == len(here):
            renamed.append(_renumber(session, root, file, number, now))
    by_identity = {file.identity: file for file in renamed}
    return [by_identity.get(file.identity, file) for file in files]


def _renumber(session: Session, root: Path, file: ContentFile, number: int, now: datetime) -> ContentFile:
    """Rename one file. Its slug is its own, so no other file can have the new name."""
    path = f"courses/{file.course}/{number:02}-{file.slug}.md"
    _refuse_changed(root, root / file.path, file)
    (root / file.path).rename(root / path)
    numbering.remember(session, file.identity, number, now=now)
    return replace(file, path=path, position=number)


def _remove_moved(session: Session, root: Path, files: Sequence[ContentFile]) -> None:
    """Take away the files at old places whose text is known and stands at its new place.

    A file that was changed since stays; its author is told where to put it.
    """
    moved = syncing.moved_texts(session)
    there = {file.identity for file in read_texts(root)} if moved else set()
    old_files = {file.identity: file for file in files}
    for identity in moved:
        file, base = old_files.get(identity), session.get(SyncedFile, identity)
        if base is None or (file is not None and base.source_sha256 != file.sha256):
            continue
        if file is not None and moved[identity] in there:
            (root / file.path).unlink()
        if file is None or moved[identity] in there:
            session.delete(base)  # should the text come back, it needs its file again


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
    wanted = range(max(live.position or 1, 1), LAST_NUMBER + 1)
    number = next((number for number in wanted if number not in taken), None)
    if number is None:
        raise RefusedFile(f"{live.identity}:1: Nomor urut sampai {LAST_NUMBER} sudah terpakai semua.")
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
