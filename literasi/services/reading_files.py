"""Reads content files, checks them alone and against each other, and renders them."""

import hashlib
import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from literasi.domain.channel_references import check_references
from literasi.domain.checking import examine
from literasi.domain.courses import CourseDocument, parse_course
from literasi.domain.lessons import LessonDocument, parse_lesson, read_file_name
from literasi.domain.media import NO_MEDIA, Media
from literasi.domain.problems import Problem, in_order
from literasi.domain.questions import BANK, QuizDocument, check_reading, parse_bank, parse_course_quiz
from literasi.domain.texts import decode
from literasi.services import rendering
from literasi.services.plain_files import read_plain_file
from literasi.services.reading_pictures import NamedPictures, look_beside

Kind = Literal["course", "lesson", "quiz", "bank"]
Document = CourseDocument | LessonDocument | QuizDocument
ChannelNames = tuple[Collection[str], Collection[str]]  # in use, and retired
FOLDERS = ("courses", "quizzes")
NOT_CONTENT = {"readme", "license", "changelog"}  # what people put beside files, about them
TAKEN_SLUGS = {"selesai"}  # /kursus/<course>/selesai is a page of ours
PARSERS: dict[Kind, Callable[[str], tuple[Any, list[Problem]]]] = {
    "course": parse_course,
    "lesson": parse_lesson,
    "quiz": parse_course_quiz,
    "bank": parse_bank,
}


@dataclass(frozen=True)
class ContentFile:
    """One file, with everything that is known or wrong about it.

    ``identity`` is what the file is about, whatever number stands in its name. A bank file lies in the
    folder ``bank``, where a quiz has its course. What is ``odd`` (a folder, a link, a pipe) has no text.
    ``pictures`` are those that the text names, once somebody has looked for them.
    ``advice`` is what could be written more plainly; unlike ``problems`` it keeps nothing from anybody.
    ``author_id`` is the trainer who takes it over in the studio; the command line is nobody.
    """

    path: str
    kind: Kind
    course: str
    slug: str
    position: int
    text: str = ""
    document: Document | None = None
    rendered: rendering.Rendered | None = None
    problems: tuple[Problem, ...] = field(default=())
    advice: tuple[Problem, ...] = field(default=())
    odd: bool = False
    author_id: int | None = None
    pictures: NamedPictures = NamedPictures()

    @property
    def identity(self) -> str:
        """The lasting name under which the file is synced."""
        folder = "courses" if self.kind in {"course", "lesson"} else "quizzes"
        return f"{folder}/{self.course}/{'' if self.kind == 'course' else self.slug}"

    @property
    def sha256(self) -> str:
        """The fingerprint of the text."""
        return fingerprint(self.text)


def fingerprint(text: str) -> str:
    """The SHA-256 of *text* in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_content(
    root: Path,
    stored: Media = NO_MEDIA,
    *,
    aside: Collection[str] = (),
    wanted: Collection[str] | None = None,
    today: date | None = None,
    channels: ChannelNames | None = None,
) -> list[ContentFile]:
    """Every content file below *root*, checked and (where nothing is wrong) rendered.

    *root* holds ``courses/`` and ``quizzes/``. The pictures that a text names lie beside it, or are among
    those *stored* already. HTML is made of the identities *wanted*, or of all. With *today*, what is due is
    among the advice. With *channels*, no text may name others.
    Nothing is raised for bad content. The files of identities set *aside* (retired, or
    moved elsewhere) count for nothing: they claim no number and no key, and nothing is wrong with them.
    """
    compared = _compared([_examined(file, today) for file in read_texts(root)], aside)
    counting = [file if file.identity in aside else _with_pictures(root, file, stored) for file in compared]
    if channels is not None:
        counting = [file if file.identity in aside else _with_channels(file, channels) for file in counting]
    return _rendered(counting, aside, wanted)


def read_texts(root: Path) -> list[ContentFile]:
    """Every content file below *root* on its own: neither compared with the others nor rendered."""
    return [_read(root, path) for path in _paths(root)]


def identity_of(name: str) -> str:
    """The identity that *name* means: one already, or the path of its file below the root."""
    if name.endswith(".md") and name.startswith(FOLDERS):
        return _placed(Path(), Path(name)).identity
    is_course = name.startswith("courses/") and name.strip("/").count("/") == 1
    return f"{name.rstrip('/')}/" if is_course else name


def problem_lines(files: Sequence[ContentFile]) -> list[str]:
    """Every problem as ``file:line: what is wrong. How to mend it.``"""
    return [f"{file.path}:{problem}" for file in files for problem in in_order(file.problems)]


def advice_lines(files: Sequence[ContentFile]) -> list[str]:
    """Every piece of advice as ``file:line: what could be better. How.``"""
    return [f"{file.path}:{advice}" for file in files for advice in file.advice]


def _paths(root: Path) -> list[Path]:
    """Whatever is named like content, even if it is no file; and links and folders that nobody can follow."""
    found: list[Path] = []

    def note(problem: OSError) -> None:
        found.append(Path(problem.filename))

    for folder in filter(Path.exists, [root / name for name in FOLDERS]):
        for place, folders, files in os.walk(folder, onerror=note):
            inside = [Path(place, name) for name in folders]
            found += [path for path in inside if path.suffix == ".md" or path.is_symlink()]
            found += [Path(place, name) for name in files if name.endswith(".md")]
    return sorted(found)


def _read(root: Path, path: Path) -> ContentFile:
    found = _placed(root, path)
    data, problem = read_plain_file(path)
    if problem:
        return replace(found, problems=(problem,), odd=True)
    if _is_stray(found):
        return found
    text, problems = decode(data)
    if text is None:
        return replace(found, problems=(*found.problems, *problems))
    document, more = PARSERS[found.kind](text)
    return replace(found, text=text, document=document, problems=(*found.problems, *problems, *more))


def _examined(file: ContentFile, today: date | None) -> ContentFile:
    """The file with what its words could say better; what they must not say is a problem."""
    if not file.text or _is_stray(file):
        return file
    found = examine(file.kind, file.text, file.document, today=today)
    return replace(file, problems=(*file.problems, *found.errors), advice=tuple(found.advice))


def _is_stray(file: ContentFile) -> bool:
    """Whether the file is no content by its place or name: then that is all there is to say about it."""
    return not file.course or Path(file.path).stem.lower() in NOT_CONTENT


def _placed(root: Path, path: Path) -> ContentFile:
    """What the file is, told by where it lies."""
    relative = path.relative_to(root)
    folder, course = relative.parts[0], relative.parts[1] if len(relative.parts) == 3 else ""
    name = relative.as_posix()
    if path.stem.lower() in NOT_CONTENT:
        return _with(
            ContentFile(name, "lesson" if folder == "courses" else "quiz", course, path.stem, 0),
            f'"{path.name}" bukan pelajaran atau kuis.',
            f'Di folder "{folder}/" hanya ada isi situs. Pindahkan berkas ini ke "docs/".',
        )
    if folder == "quizzes" and course == BANK:
        found = ContentFile(name, "bank", course, path.stem, 0)
    elif folder == "quizzes":
        found = ContentFile(name, "quiz", course, path.stem, 0)
    elif path.name == "course.md":
        found = ContentFile(name, "course", course, course, 0)
    else:
        numbered = read_file_name(path.name)
        found = ContentFile(
            name, "lesson", course, numbered[1] if numbered else path.stem, numbered[0] if numbered else 0
        )
        if numbered is None:
            found = _with(
                found, "Nama berkas pelajaran ini belum berpola.", 'Beri nama seperti "02-bantuan-gratis.md".'
            )
    if not course:
        return _with(
            replace(found, problems=()),
            "Berkas ini tidak berada di dalam folder kursus.",
            f'Pindahkan ke "{folder}/nama-kursus/".',
        )
    return _well_named(found)


def _well_named(file: ContentFile) -> ContentFile:
    """The file with a problem if its name is one that the site needs itself."""
    if file.kind == "course" and file.course == BANK:
        return _with(file, f'Nama "{BANK}" disimpan untuk bank kabar.', "Beri kursus ini nama lain.")
    if file.kind == "lesson" and file.slug in TAKEN_SLUGS:
        message = f'Nama "{file.slug}" disimpan untuk halaman situs.'
        return _with(file, message, "Beri pelajaran ini nama lain.")
    return file


def _compared(files: Sequence[ContentFile], aside: Collection[str]) -> list[ContentFile]:
    """The same files with what is wrong between them."""
    courses = {file.course for file in files if file.kind == "course"}
    lessons = {(file.course, file.slug): file for file in files if file.kind == "lesson"}
    seen: dict[tuple[object, ...], str] = {}
    return [
        replace(file, problems=(), advice=())
        if file.identity in aside and not file.odd
        else _compare(file, courses, lessons, seen)
        for file in files
    ]


def _compare(
    file: ContentFile,
    courses: set[str],
    lessons: dict[tuple[str, str], ContentFile],
    seen: dict[tuple[object, ...], str],
) -> ContentFile:
    if _is_stray(file):
        return file
    if file.kind in {"lesson", "quiz"} and file.course not in courses:
        file = _with(
            file, f'Kursus "{file.course}" belum ada.', f'Buat berkas "courses/{file.course}/course.md" dulu.'
        )
    for unique, words in _claims(file):
        other = seen.setdefault(unique, file.path)
        if other != file.path:
            file = _with(
                file, f"{words} sudah dipakai oleh {other}.", "Pakai yang lain di salah satu berkas."
            )
    if isinstance(file.document, QuizDocument) and file.document.lesson:
        file = _compare_with_lesson(file, file.document, lessons.get((file.course, file.document.lesson)))
    return file


def _claims(file: ContentFile) -> list[tuple[tuple[object, ...], str]]:
    """What only one file may have."""
    if file.kind == "lesson":
        address = (("slug", file.course, file.slug), f'Alamat pelajaran "{file.slug}"')
        if read_file_name(Path(file.path).name) is None:
            return [address]  # it has no number yet, and was told so
        return [address, (("position", file.course, file.position), f"Nomor urut {file.position}")]
    if not isinstance(file.document, QuizDocument):
        return []
    claims: list[tuple[tuple[object, ...], str]] = [
        (("question", question.key), f'Kunci pertanyaan "{question.key}"')
        for question in file.document.questions
    ]
    if file.document.lesson:
        claims.append((("lesson", file.course, file.document.lesson), f'Pelajaran "{file.document.lesson}"'))
    if file.document.final:
        claims.append((("final", file.course), f'Kuis akhir kursus "{file.course}"'))
    if file.document.form:
        claims.append((("form", file.document.form), f"Formulir tes {file.document.form}"))
    return claims


def _compare_with_lesson(file: ContentFile, quiz: QuizDocument, lesson: ContentFile | None) -> ContentFile:
    if lesson is None:
        return _with(
            file,
            f'Pelajaran "{quiz.lesson}" tidak ada di kursus "{file.course}".',
            'Tulis nama berkas pelajaran tanpa nomor dan tanpa ".md" di baris "lesson:".',
        )
    if isinstance(lesson.document, LessonDocument):
        return replace(file, problems=(*file.problems, *check_reading(quiz, lesson.document)))
    return file


def _with_pictures(root: Path, file: ContentFile, stored: Media) -> ContentFile:
    if file.document is None:
        return file
    pictures = look_beside(root, file.identity, file.text, stored)
    return replace(file, pictures=pictures, problems=(*file.problems, *pictures.problems))


def _with_channels(file: ContentFile, channels: ChannelNames) -> ContentFile:
    found = check_references(file.text, *channels)
    return replace(file, problems=(*file.problems, *found)) if found else file


def _rendered(
    files: Sequence[ContentFile], aside: Collection[str], wanted: Collection[str] | None
) -> list[ContentFile]:
    """The same files, with HTML for those that have no problems. One child process for all of them."""
    counting = [
        file for file in files if file.identity not in aside and (wanted is None or file.identity in wanted)
    ]
    sound = [file for file in counting if file.document is not None and not file.problems]
    results = rendering.render(
        [rendering.RenderTask(file.kind, file.text, file.pictures.sizes) for file in sound]
    )
    by_path = {file.path: result for file, result in zip(sound, results, strict=True)}
    return [_with_html(file, by_path.get(file.path)) for file in files]


def _with_html(file: ContentFile, result: rendering.Rendered | Problem | None) -> ContentFile:
    if isinstance(result, Problem):
        return replace(file, problems=(*file.problems, result))
    return replace(file, rendered=result)


def _with(file: ContentFile, message: str, mend: str) -> ContentFile:
    return replace(file, problems=(*file.problems, Problem(1, message, mend)))
