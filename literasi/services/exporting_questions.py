"""Live content for download: all of it in our own zip, or its questions in a form that Moodle reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy.orm import Session

from literasi.domain.identities import BANK
from literasi.domain.interchange.gift_writing import write_gift
from literasi.domain.interchange.leaving import Leaving, LeavingQuiz, Note, leave
from literasi.domain.interchange.moodle_xml_writing import write_moodle_xml
from literasi.domain.interchange.plans import Group, grouped
from literasi.domain.questions import parse_bank, parse_quiz
from literasi.services import packing

_FOLDER = "quizzes/"


class ExportFormat(StrEnum):
    """What can be exported."""

    ZIP = "zip"
    GIFT = "gift"
    XML = "xml"


_ENDS = {
    ExportFormat.ZIP: ("zip", "application/zip"),
    ExportFormat.GIFT: ("gift.txt", "text/plain; charset=utf-8"),
    ExportFormat.XML: ("xml", "application/xml; charset=utf-8"),
}


@dataclass(frozen=True)
class Export:
    """A file to download, how many texts or questions are in it, and what is not in it as it was."""

    name: str
    mimetype: str
    data: bytes
    count: int
    simplified: tuple[Group, ...] = ()
    left_out: tuple[Group, ...] = ()


def export(session: Session, form: ExportFormat, course: str | None, *, pictures: Path) -> Export:
    """What is live in *course* (or ``bank``; None: everywhere), in this *form*.

    *pictures* is the folder in which they are stored.
    """
    files = packing.live_files(session, course, pictures=pictures if form is ExportFormat.ZIP else None)
    end, mimetype = _ENDS[form]
    name = f"literasi-{course or 'semua'}.{end}"
    if form is ExportFormat.ZIP:
        return Export(name, mimetype, packing.pack(files), len(files))
    found = leave(_quizzes(files, course))
    data = write_gift(found.questions).encode() if form is ExportFormat.GIFT else _xml(found)
    return Export(
        name, mimetype, data, len(found.questions), _grouped(found.simplified), _grouped(found.left_out)
    )


def _xml(found: Leaving) -> bytes:
    return write_moodle_xml(found.questions)


def _quizzes(files: Mapping[str, bytes], course: str | None) -> list[LeavingQuiz]:
    """The quizzes among *files*; those of one course come without the bank, which has a file of its own."""
    found = []
    for path in sorted(files):
        folder = path.split("/")[1]
        if not path.startswith(_FOLDER) or not path.endswith(".md") or folder != (course or folder):
            continue
        document, _ = (parse_bank if folder == BANK else parse_quiz)(files[path].decode())
        if document is not None:  # else a rule has changed since it went live; the check says so
            found.append(LeavingQuiz(path.removeprefix(_FOLDER).removesuffix(".md"), document))
    return found


def _grouped(notes: tuple[Note, ...]) -> tuple[Group, ...]:
    return tuple(grouped((note.what, f"{note.quiz}#{note.key}" if note.key else note.quiz) for note in notes))
