"""All our texts in one zip, and back. The tree inside is the one that ``courses/`` and ``quizzes/`` have.

A zip that somebody sends is hostile until shown otherwise: everything its directory says is checked before
anything is unpacked, nothing is ever written to disk by a name in it, and only names of our shapes are read.
"""

import hashlib
import re
import stat
import zipfile
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from sqlalchemy.orm import Session

from literasi.domain.identities import BANK, Identity
from literasi.domain.interchange.planning import plan_ours
from literasi.domain.interchange.plans import Aside, Fault, Plan, Step, Target
from literasi.domain.lessons import read_file_name
from literasi.domain.media import file_name, folder_beside, names_in, read_size
from literasi.domain.texts import decode
from literasi.queries.live_texts import live_text
from literasi.services import exporting, storing_media, syncing
from literasi.services.reading_files import ContentFile

LARGEST_ZIP = 10 * 1024 * 1024
LARGEST_CONTENT = 10 * 1024 * 1024
MOST_MEMBERS = 2_000
MOST_LINES = 100_000  # of all texts; reading costs by the line
MOST_TIMES_SMALLER = 100  # text is packed to a fifth; only a bomb is packed to a hundredth
_SMALL = 4_096  # a page of spaces is no bomb
_NAME = "[a-z0-9]+(?:-[a-z0-9]+)*"
_SHAPES = re.compile(
    rf"courses/{_NAME}/(?:course|\d{{2}}-{_NAME})\.md|quizzes/{_NAME}/{_NAME}\.md"
    rf"|(?:courses/{_NAME}|quizzes/{BANK})/media/[0-9a-f]{{64}}\.webp"
)
_FOLDERS = re.compile(rf"(?:courses|quizzes)/(?:{_NAME}/(?:media/)?)?")
_MEMBER = b"PK\x01\x02"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same texts make the same zip, whenever it is made
_READABLE = 0o644 << 16
_UNIX = 3
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_TEXT = ".md"
_PICTURE = "gambar ini rusak, jadi tidak ikut; unggah lewat halaman Media"
_POSITION = "nomor urutnya tidak ikut; urutan pelajaran diatur sesudah terbit"
_DAMAGED = "Zip ini rusak atau bukan zip. Unggah zip yang diunduh dari halaman Ekspor."


class RefusedZip(Exception):
    """A zip that is not read, with the reason and a mend in words for its sender."""


def pack(files: Mapping[str, bytes]) -> bytes:
    """*files*, by their path, as one zip: always the same bytes for the same files."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(files):
            member = zipfile.ZipInfo(path, _LONG_AGO)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = _UNIX
            member.external_attr = _READABLE
            archive.writestr(member, files[path])
    return written.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """The files in a zip, by their path. Raises RefusedZip, before unpacking wherever that can be told."""
    if len(data) > LARGEST_ZIP:
        raise RefusedZip("Zip ini lebih besar dari 10 MB. Bagi menjadi beberapa zip, satu untuk tiap kursus.")
    if data.count(_MEMBER) > MOST_MEMBERS:
        raise RefusedZip(f"Zip ini berisi lebih dari {MOST_MEMBERS} berkas. Bagi menjadi beberapa zip.")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if not _is_folder(member)]
            _check_all(members)
            files = {member.filename: _read(archive, member) for member in members}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as problem:
        raise RefusedZip(_DAMAGED) from problem
    if sum(data.count(b"\n") for path, data in files.items() if path.endswith(_TEXT)) > MOST_LINES:
        raise RefusedZip(f"Teks di zip ini lebih dari {MOST_LINES} baris. Bagi menjadi beberapa zip.")
    return files


def _is_folder(member: zipfile.ZipInfo) -> bool:
    """Whether it is an empty entry for one of our folders, as many programs write them."""
    return member.file_size == 0 and _FOLDERS.fullmatch(member.orig_filename) is not None


def _check_all(members: Sequence[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for member in members:
        _check_name(member)
        if member.filename.casefold() in seen:
            raise RefusedZip(f'Nama "{member.filename}" ada dua kali di zip ini. Simpan satu saja.')
        seen.add(member.filename.casefold())
        _check_member(member)
    if sum(member.file_size for member in members) > LARGEST_CONTENT:
        raise RefusedZip("Isi zip ini lebih besar dari 10 MB. Bagi menjadi beberapa zip.")
    if not members:
        raise RefusedZip("Zip ini kosong. Isinya folder courses/ dan quizzes/.")


def _check_name(member: zipfile.ZipInfo) -> None:
    """What is read keeps its own name: the one that the zip shows must be the one that it means."""
    name = member.orig_filename
    if "\\" in name or name.startswith("/") or ".." in name.split("/") or ":" in name:
        raise RefusedZip(f'Nama "{name[:80]}" menunjuk ke luar zip. Zip seperti ini tidak dibaca.')
    if name != member.filename or not _is_ours(name):
        raise RefusedZip(
            f'"{name[:80]}" bukan isi situs. Di dalam zip hanya ada courses/kursus/course.md, '
            "courses/kursus/01-pelajaran.md, dan quizzes/kursus/kuis.md, tanpa folder lain di atasnya."
        )


def _is_ours(name: str) -> bool:
    if _SHAPES.fullmatch(name) is None:
        return False
    try:
        return not name.endswith(_TEXT) or bool(identity_at(name))
    except ValueError:
        return False


def _check_member(member: zipfile.ZipInfo) -> None:
    mode = stat.S_IFMT(member.external_attr >> 16)
    if mode not in {0, stat.S_IFREG}:
        raise RefusedZip(f'"{member.filename}" adalah tautan, bukan berkas. Ganti dengan berkas aslinya.')
    if member.flag_bits & 0x1:
        raise RefusedZip(f'"{member.filename}" terkunci kata sandi. Buat zip tanpa kata sandi.')
    if member.compress_type not in _METHODS:
        raise RefusedZip(
            f'"{member.filename}" dipadatkan dengan cara yang tidak dikenal. Buat zip biasa (deflate).'
        )
    if member.file_size > max(_SMALL, MOST_TIMES_SMALLER * member.compress_size):
        raise RefusedZip(f'"{member.filename}" membengkak lebih dari seratus kali. Zip ini tidak dibaca.')


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """What it holds, but never more than it said."""
    with archive.open(member) as file:
        data = file.read(member.file_size + 1)
    if len(data) != member.file_size:
        raise zipfile.BadZipFile(member.filename)
    return data


def live_files(
    session: Session, course: str | None = None, *, pictures: Path | None = None
) -> dict[str, bytes]:
    """Every live text by the path of its file; of one *course*, with its quizzes and the bank.

    With the folder in which *pictures* are stored, those that the texts show lie beside them.
    """
    live = syncing.live_texts(session)
    placed: list[ContentFile] = []
    found: dict[str, bytes] = {}
    for name in sorted(live):
        identity = Identity.read(name)
        home = live.get(f"courses/{identity.course}/")
        if (
            live[name].retired
            or (home and home.retired)
            or (course and identity.course not in {course, BANK})
        ):
            continue
        text = live_text(session, name)
        assert text is not None, "it was just listed"
        path = exporting.path_for(text, placed)
        found[path] = text.source.encode()
        found |= _pictures_beside(name, text.source, pictures) if pictures else {}
        numbered = read_file_name(path.rpartition("/")[2])
        placed.append(
            ContentFile(path, identity.kind, identity.course, identity.slug, numbered[0] if numbered else 0)
        )
    return found


def _pictures_beside(identity: str, source: str, folder: Path) -> dict[str, bytes]:
    """The stored pictures that a text shows, by their path beside it."""
    names = sorted(names_in(source))
    whole = [name for name in names if storing_media.is_whole(folder / file_name(name), name)]
    return {
        f"{folder_beside(identity)}/{file_name(name)}": (folder / file_name(name)).read_bytes()
        for name in whole
    }


def plan_zip(files: Mapping[str, bytes], target: Target) -> Plan:
    """What importing the *files* of a zip would do, each under its own address; faulty ones stay behind."""
    homes = {str(identity_at(path)) for path in files if path.endswith(_TEXT)}
    keys = {key: home for key, home in target.keys.items() if home not in homes}
    seen: set[str] = set()
    plans = []
    for path in sorted(files):
        plan = _plan_file(path, files[path], replace(target, keys=keys), seen)
        seen |= {one.identity for one in plan.creates}
        keys |= {key: one.identity for one in plan.creates for key in one.keys if key not in keys}
        plans.append(plan)
    return Plan(
        tuple(one for plan in plans if not plan.faults for one in plan.creates),
        tuple(one for plan in plans for one in plan.faults),
        tuple(one for plan in plans for one in plan.skipped),
        tuple(one for plan in plans if not plan.faults for one in plan.simplified),
    )


def _plan_file(path: str, data: bytes, target: Target, seen: Collection[str]) -> Plan:
    """*seen* are the identities of files that came before."""
    if not path.endswith(_TEXT):
        return Plan() if is_picture(path, data) else Plan(skipped=(Aside(path, 1, _PICTURE),))
    text, problems = decode(data)
    faults = tuple(Fault(path, problem.line, problem.message, problem.mend) for problem in problems)
    if text is None or faults:
        return Plan(faults=faults)
    identity = identity_at(path)
    plan = plan_ours(identity, text, target, file=path)
    if str(identity) in seen:
        twin = Fault(path, 1, "Pelajaran ini ada dua kali di zip.", "Simpan satu saja.")
        return replace(plan, faults=(*plan.faults, twin))
    is_new_lesson = identity.kind == "lesson" and plan.creates[0].step is Step.NEW
    return replace(plan, simplified=(Aside(path, 1, _POSITION),)) if is_new_lesson else plan


def is_picture(path: str, data: bytes) -> bool:
    """Whether a file of the zip is a picture as we store it, under its own name."""
    name = path.rpartition("/")[2].removesuffix(".webp")
    return path.endswith(".webp") and hashlib.sha256(data).hexdigest() == name and read_size(data) is not None


def identity_at(path: str) -> Identity:
    """The identity of the text in the file at *path*. Raises ValueError when no text of ours lies there."""
    folder, course, name = path.split("/")
    slug = name.removesuffix(_TEXT)
    if folder == "courses" and slug != "course":
        numbered = read_file_name(name)
        if numbered is None:
            raise ValueError(f"{path!r} has no number")
        slug = numbered[1]
    if folder == "courses" and course == BANK:
        raise ValueError("the bank is no course")
    return Identity.read(f"{folder}/{course}/{'' if (folder, slug) == ('courses', 'course') else slug}")
