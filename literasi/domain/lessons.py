"""Lesson documents: front matter, then Markdown with exhibits and at most one question to try."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from literasi.domain.blocks import (
    Choice,
    ChoiceList,
    Fence,
    Heading,
    MarkdownText,
    Piece,
    check_headings,
    scan,
    slugify,
)
from literasi.domain.choices import read_choices
from literasi.domain.exhibit_reading import read_exhibit
from literasi.domain.exhibits import Exhibit, Technique
from literasi.domain.front_matter import Fields, check_review, is_slug, split
from literasi.domain.prechecks import anchors
from literasi.domain.problems import Problem, in_order
from literasi.domain.sources import Source, by_id
from literasi.domain.texts import clean

__all__ = ["Block", "LessonDocument", "Source", "TryQuestion", "headings", "parse_lesson", "read_file_name"]

NOTICE = "satu-menit-sekarang"
_FILE_NAME = re.compile(r"(\d{2})-([a-z0-9-]+)\.md", re.ASCII)
_HEADING_LINE = re.compile(r"#{2,3} +(.*)")


@dataclass(frozen=True)
class TryQuestion:
    """A question inside the text: nothing is kept, and its exhibits are stamped after the answer."""

    heading: str
    blocks: tuple[MarkdownText | Exhibit, ...]
    choices: tuple[Choice, ...]
    line: int


Block = MarkdownText | Exhibit | TryQuestion


@dataclass(frozen=True)
class LessonDocument:
    """A lesson as its author wrote it; a section begins where a block's text begins with ``## ``."""

    title: str
    summary: str
    minutes: int
    objectives: tuple[str, ...]
    sources: tuple[Source, ...]
    review_by: date
    blocks: tuple[Block, ...]
    change: str = ""  # what was corrected, for those who read an earlier revision
    techniques: tuple[Technique, ...] = ()  # that it helps with


@dataclass(frozen=True)
class _Section:
    heading: Heading | None
    pieces: tuple[Piece, ...]

    @property
    def choices(self) -> ChoiceList | None:
        return next((piece for piece in self.pieces if isinstance(piece, ChoiceList)), None)


def parse_lesson(text: str) -> tuple[LessonDocument | None, list[Problem]]:
    """Read the text of a lesson file.

    Returns the document and no problems, or None and every problem in order of lines.
    """
    readable, problems = clean(text)
    if readable is None:
        return None, problems
    fields, body, line = split(readable, problems)
    sources = by_id(fields.sources(required=True)) if fields else None
    blocks = _read_body(body, line, sources, problems)
    if fields is None:
        return None, in_order(problems)
    lesson = _read_fields(fields, tuple(sources.values()) if sources else (), blocks)
    return (None, in_order(problems)) if problems else (lesson, [])


def _read_fields(fields: Fields, sources: tuple[Source, ...], blocks: tuple[Block, ...]) -> LessonDocument:
    lesson = LessonDocument(
        title=fields.text("title", 80),
        summary=fields.text("summary", 200),
        minutes=fields.number("minutes", 1, 15),
        objectives=fields.texts("objectives", 1, 4),
        sources=sources,
        review_by=fields.date("review-by"),
        blocks=blocks,
        change=fields.text("change", 200) if fields.has("change") else "",
        techniques=tuple(Technique(word) for word in fields.options("techniques", list(Technique))),
    )
    check_review(fields, lesson.review_by, sources)
    fields.finish()
    return lesson


def _read_body(
    body: str, line: int, sources: Mapping[str, Source] | None, problems: list[Problem]
) -> tuple[Block, ...]:
    pieces = scan(body, line, problems)
    if not body.strip():
        problems.append(Problem(line, "Pelajaran ini belum punya isi.", 'Tulis isinya di bawah baris "---".'))
    found = [piece for piece in pieces if isinstance(piece, Heading)]
    check_headings(found, problems)
    _check_attributes(found, problems)
    sections = _sections(pieces)
    tries = [section.heading for section in sections if section.choices]
    _check_anchors(pieces, {heading.slug for heading in found if heading not in tries}, problems)
    _check_sections(sections, problems)
    return tuple(block for section in sections for block in _read_section(section, sources, problems))


def _sections(pieces: Sequence[Piece]) -> list[_Section]:
    """Part the pieces where a heading of the second level stands."""
    sections: list[tuple[Heading | None, list[Piece]]] = [(None, [])]
    for piece in pieces:
        if isinstance(piece, Heading) and piece.level <= 2:
            sections.append((piece, []))
        else:
            sections[-1][1].append(piece)
    return [_Section(heading, tuple(inside)) for heading, inside in sections if heading or inside]


def _check_attributes(found: Sequence[Heading], problems: list[Problem]) -> None:
    for heading in found:
        if heading.attributes is not None:
            mend = "Hapus bagian {…}; hanya pertanyaan kuis yang memakainya."
            problems.append(Problem(heading.line, "Jangkar {…} ini tidak terpakai di pelajaran.", mend))


def _check_anchors(pieces: Sequence[Piece], slugs: set[str], problems: list[Problem]) -> None:
    for piece in pieces:
        if not isinstance(piece, MarkdownText):
            continue
        for slug, line in anchors(piece.text, line=piece.line):
            if slug not in slugs:
                mend = f"Yang ada: {', '.join(sorted(slugs)) or 'belum ada subjudul'}."
                problems.append(Problem(line, f'Tidak ada subjudul untuk tautan "#{slug}".', mend))


def _check_sections(sections: Sequence[_Section], problems: list[Problem]) -> None:
    tries = [section for section in sections if section.choices]
    for section in tries[1:]:
        line = section.choices.line if section.choices else 1
        mend = "Simpan satu; pindahkan yang lain ke kuisnya."
        problems.append(Problem(line, 'Satu pelajaran hanya punya satu pertanyaan "coba dulu".', mend))
    for section in sections:
        if section.heading and not section.pieces:
            mend = "Tulis isinya, atau hapus subjudulnya."
            problems.append(Problem(section.heading.line, "Bagian ini masih kosong.", mend))
    for section in sections[:-1]:
        if section.heading and section.heading.slug == NOTICE:
            message = '"Satu menit sekarang" bukan bagian terakhir.'
            mend = "Pindahkan ke bagian paling akhir pelajaran."
            problems.append(Problem(section.heading.line, message, mend))


def _read_section(
    section: _Section, sources: Mapping[str, Source] | None, problems: list[Problem]
) -> Iterator[Block]:
    if section.choices is None:
        heading = [] if section.heading is None else [_as_text(section.heading)]
        yield from _joined([*heading, *_content(section.pieces, sources, problems)])
        return
    if section.heading is None:
        mend = 'Tambahkan "## Coba dulu" di atasnya.'
        problems.append(Problem(section.choices.line, "Pertanyaan ini belum punya subjudul.", mend))
    blocks = tuple(_joined(_content(section.pieces, sources, problems)))
    choices = read_choices(section.pieces, section.choices, problems)
    heading_text = section.heading.text if section.heading else ""
    line = section.heading.line if section.heading else section.choices.line
    yield TryQuestion(heading_text, blocks, choices, line)


def _content(
    pieces: Sequence[Piece], sources: Mapping[str, Source] | None, problems: list[Problem]
) -> Iterator[MarkdownText | Exhibit]:
    for piece in pieces:
        if isinstance(piece, MarkdownText):
            yield piece
        elif isinstance(piece, Heading):
            yield _as_text(piece)
        elif isinstance(piece, Fence):
            yield read_exhibit(piece, sources, problems)


def _as_text(heading: Heading) -> MarkdownText:
    return MarkdownText(f"{'#' * heading.level} {heading.text}", heading.line)


def _joined(blocks: Iterable[MarkdownText | Exhibit]) -> Iterator[MarkdownText | Exhibit]:
    """Neighbouring texts of one section as one text."""
    waiting: MarkdownText | None = None
    for block in blocks:
        if isinstance(block, MarkdownText):
            waiting = MarkdownText(f"{waiting.text}\n\n{block.text}", waiting.line) if waiting else block
            continue
        if waiting:
            yield waiting
            waiting = None
        yield block
    if waiting:
        yield waiting


def headings(lesson: LessonDocument) -> dict[str, str]:
    """The words of each heading that a link can point to, by its slug and in order.

    In the page its id is ``u-`` and the slug. The question to try has a place of its own and is left out.
    """
    found: dict[str, str] = {}
    for block in lesson.blocks:
        for text in block.blocks if isinstance(block, TryQuestion) else (block,):
            if isinstance(text, MarkdownText):
                found.update(_headings_in(text))
    return found


def _headings_in(text: MarkdownText) -> Iterator[tuple[str, str]]:
    for line in text.text.split("\n"):
        if heading := _HEADING_LINE.fullmatch(line):
            yield slugify(heading[1]), heading[1]


def read_file_name(name: str) -> tuple[int, str] | None:
    """Position and slug in the name of a lesson file: ``02-berkas-apk.md`` is ``(2, "berkas-apk")``.

    None when the name is none: the number must be 01 to 99 and the rest a slug.
    """
    match = _FILE_NAME.fullmatch(name)
    if match is None or int(match[1]) == 0 or not is_slug(match[2]):
        return None
    return int(match[1]), match[2]
