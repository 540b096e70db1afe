"""Course documents: front matter, then a few words of welcome."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from literasi.domain.blocks import MarkdownText, scan
from literasi.domain.front_matter import Fields, split
from literasi.domain.prechecks import anchors
from literasi.domain.problems import Problem, in_order
from literasi.domain.texts import clean

MOST_HOURS = 99


class Audience(StrEnum):
    """For whom a course is."""

    CITIZEN = "warga"
    ADMIN = "admin"


@dataclass(frozen=True)
class CourseDocument:
    """A course as its author wrote it; the body is Markdown and may be empty."""

    title: str
    summary: str
    audience: Audience
    position: int
    review_by: date
    hours: int | None  # JP that its certificate states; without them there is none
    body: str


def parse_course(text: str) -> tuple[CourseDocument | None, list[Problem]]:
    """Read the text of a course file.

    Returns the document and no problems, or None and every problem in order of lines.
    """
    readable, problems = clean(text)
    if readable is None:
        return None, problems
    fields, body, line = split(readable, problems)
    body = _read_body(body, line, problems)
    if fields is None:
        return None, in_order(problems)
    course = _read_fields(fields, body)
    return (None, in_order(problems)) if problems else (course, [])


def _read_fields(fields: Fields, body: str) -> CourseDocument:
    course = CourseDocument(
        title=fields.text("title", 80),
        summary=fields.text("summary", 200),
        audience=Audience(fields.option("audience", list(Audience))),
        position=fields.number("position", 1, 999),
        review_by=fields.date("review-by"),
        hours=fields.number("hours", 1, MOST_HOURS) if fields.has("hours") else None,
        body=body,
    )
    fields.finish()
    return course


def _read_body(body: str, line: int, problems: list[Problem]) -> str:
    texts = []
    for piece in scan(body, line, problems):
        if isinstance(piece, MarkdownText):
            texts.append(piece.text)
            _check_anchors(piece, problems)
        else:
            message = "Subjudul, kiriman, atau pilihan tidak dipakai di sini."
            mend = "Di course.md cukup paragraf; pindahkan yang lain ke pelajaran."
            problems.append(Problem(piece.line, message, mend))
    return "\n\n".join(texts)


def _check_anchors(text: MarkdownText, problems: list[Problem]) -> None:
    for slug, line in anchors(text.text, line=text.line):
        mend = "Hapus tautan itu; halaman kursus tidak punya subjudul."
        problems.append(Problem(line, f'Tidak ada subjudul untuk tautan "#{slug}".', mend))
