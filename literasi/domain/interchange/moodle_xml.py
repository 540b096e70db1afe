"""Moodle's XML: read by a parser that knows no DTD, no entities and no other files.

The elements go by one at a time. Only what a question needs is kept, so files sent along take no room.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from literasi.domain.interchange.foreign_texts import FILE
from literasi.domain.interchange.values import (
    LARGEST_FILE,
    LONGEST_QUESTION,
    MOST_QUESTIONS,
    TOO_LARGE,
    TOO_MANY,
    ForeignChoice,
    ForeignKind,
    ForeignQuestion,
    Formatted,
    Reading,
    Remark,
    TextFormat,
    known_grade,
    unknown_grade,
)
from literasi.domain.problems import Problem
from literasi.domain.texts import without_hidden

_DEEPEST = 12
FORMS = {
    "html": TextFormat.HTML,
    "moodle_auto_format": TextFormat.MOODLE,
    "plain_text": TextFormat.PLAIN,
    "markdown": TextFormat.MARKDOWN,
}
_HELD = {"multichoice": ForeignKind.CHOICE, "truefalse": ForeignKind.TRUE_FALSE}
_SKIPPED = {
    "matching": "menjodohkan",
    "shortanswer": "isian singkat",
    "numerical": "jawaban angka",
    "essay": "esai",
    "description": "keterangan tanpa jawaban",
    "cloze": "isian di dalam teks (cloze)",
    "multianswer": "isian di dalam teks (cloze)",
    "calculated": "hitungan",
}
_COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
_UNSAFE = Problem(
    1,
    "Berkas XML ini memuat DTD atau entitas, yang bisa membaca berkas lain atau membengkak.",
    "Ekspor lagi dari Moodle dengan format Moodle XML; di sana keduanya tidak dipakai.",
)
_BROKEN = ("XML di baris ini rusak.", "Ekspor lagi berkasnya dari Moodle, jangan disunting dengan tangan.")
_NO_QUIZ = Problem(1, "Ini bukan Moodle XML.", "Elemen terluarnya harus <quiz>. Ekspor dengan Moodle XML.")
_LONG = ("Soal ini terlalu panjang.", f"Ringkas menjadi paling banyak {LONGEST_QUESTION} huruf.")


@dataclass
class _Element:
    name: str
    attributes: Mapping[str, str]
    line: int
    text: list[str] = field(default_factory=list)
    children: "list[_Element]" = field(default_factory=list)

    def first(self, *path: str) -> "_Element":
        """The first element below, along *path*; an empty one when there is none."""
        found = self
        for name in path:
            nothing = _Element(name, {}, self.line)
            found = next((child for child in found.children if child.name == name), nothing)
        return found

    def all(self, name: str) -> "list[_Element]":
        return [child for child in self.children if child.name == name]

    @property
    def words(self) -> str:
        return without_hidden("".join(self.text)).strip()

    @property
    def one_line(self) -> str:
        return " ".join(self.words.split())


class _TooMuch(Exception):
    """More than anybody writes: too deep, too long or too many; ``args`` hold the problem."""


class _Target:
    """What the parser tells of the elements as they go by; hands each whole question to the reading."""

    def __init__(self) -> None:
        self.parser: DefusedXMLParser | None = None
        self.open: list[_Element] = []
        self.length = 0
        self.category = ""
        self.count = 0
        self.questions: list[ForeignQuestion] = []
        self.skipped: list[Remark] = []
        self.faults: list[Problem] = []
        self.is_quiz = False

    @property
    def line(self) -> int:
        return int(self.parser.parser.CurrentLineNumber) if self.parser else 1

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self.open:
            self.is_quiz = name == "quiz"
        if len(self.open) >= _DEEPEST:
            raise _TooMuch(Problem(self.line, *_BROKEN))
        element = _Element(name, attributes, self.line)
        if len(self.open) > 1:
            self.open[-1].children.append(element)
        elif name == "question":
            self.length = 0
        self.open.append(element)

    def data(self, words: str) -> None:
        inside = [element.name for element in self.open[-2:]]
        if len(self.open) < 2 or "file" in inside:
            return
        self.length += len(words)
        if self.length <= LONGEST_QUESTION:
            self.open[-1].text.append(words)

    def end(self, name: str) -> None:
        element = self.open.pop()
        if len(self.open) == 1 and name == "question":
            self._take(element)

    def close(self) -> None:
        """Nothing is left to do; the parser asks."""

    def _take(self, element: _Element) -> None:
        kind = element.attributes.get("type", "")
        if kind == "category":
            self.category = element.first("category", "text").one_line
            return
        self.count += 1
        if self.count > MOST_QUESTIONS:
            raise _TooMuch(TOO_MANY)
        if self.length > LONGEST_QUESTION:
            self.faults.append(Problem(element.line, *_LONG))
        elif kind in _HELD:
            self._read(element, _HELD[kind])
        else:
            name = element.first("name", "text").one_line[:60]
            what = _SKIPPED.get(kind, f'jenis "{kind[:40]}"')
            self.skipped.append(Remark(element.line, f"{what}: {name}" if name else what))

    def _read(self, element: _Element, kind: ForeignKind) -> None:
        found = _question(element, kind)
        if isinstance(found, ForeignQuestion):
            self.questions.append(replace(found, category=self.category))
        else:
            self.faults.append(found)


def read_moodle_xml(data: bytes, *, encoding: str | None = None) -> Reading:
    """Every question of *data*, with what must be left out and what is broken. Never raises.

    *encoding* is known when somebody pasted the text; else the file says it.
    """
    if len(data) > LARGEST_FILE:
        return Reading(faults=(TOO_LARGE,))
    target = _Target()
    parser = DefusedXMLParser(target=target, forbid_dtd=True, encoding=encoding)
    target.parser = parser
    try:
        parser.feed(data)
        parser.close()
    except DefusedXmlException:
        return Reading(faults=(_UNSAFE,))
    except _TooMuch as problem:
        return Reading(faults=(problem.args[0],))
    except (ParseError, ValueError, LookupError) as problem:
        line = problem.position[0] if isinstance(problem, ParseError) else target.line
        return Reading(faults=(Problem(max(line, 1), *_BROKEN),))
    if not target.is_quiz:
        return Reading(faults=(_NO_QUIZ,))
    return Reading(tuple(target.questions), tuple(target.skipped), tuple(target.faults))


def _question(element: _Element, kind: ForeignKind) -> ForeignQuestion | Problem:
    stem = _formatted(element.first("questiontext"))
    if not stem.text:
        return Problem(element.line, "Soal ini belum punya pertanyaan.", "Isi teks soalnya di Moodle.")
    choices = []
    for answer in element.all("answer"):
        choice = _choice(answer)
        if isinstance(choice, str):
            return Problem(answer.line, *unknown_grade(choice))
        choices.append(choice)
    if kind is ForeignKind.TRUE_FALSE:
        choices = _true_then_false(choices)
        if not choices:
            mend = 'Beri dua jawaban: "true" dan "false".'
            return Problem(element.line, "Jawaban soal benar-salah ini tidak terbaca.", mend)
    return ForeignQuestion(
        line=element.line,
        kind=kind,
        name=element.first("name", "text").one_line,
        stem=stem,
        choices=tuple(choices),
        single=kind is ForeignKind.TRUE_FALSE or element.first("single").words not in {"false", "0"},
        general=_formatted(element.first("generalfeedback")),
        id=element.first("idnumber").one_line,
        tags=tuple(filter(None, (tag.first("text").one_line for tag in element.first("tags").all("tag")))),
        lost=_lost(element),
    )


def _choice(answer: _Element) -> ForeignChoice | str:
    """The choice, or as a string the grade that Moodle does not know."""
    written = answer.attributes.get("fraction", "0")[:20]
    try:
        grade = known_grade(float(written))
    except ValueError:
        grade = None
    if grade is None:
        return written
    return ForeignChoice(_formatted(answer), grade, _formatted(answer.first("feedback")))


def _true_then_false(choices: list[ForeignChoice]) -> list[ForeignChoice]:
    """The two choices in our order; none when they are not those two."""
    found = {choice.text.text.lower(): choice for choice in choices}
    if len(choices) != 2 or set(found) != {"true", "false"}:
        return []
    return [replace(found[word], text=Formatted(word)) for word in ("true", "false")]


def _formatted(element: _Element) -> Formatted:
    form = FORMS.get(element.attributes.get("format", "html"), TextFormat.HTML)
    text = element.first("text").words
    return Formatted(text, form) if text else Formatted()


def _lost(element: _Element) -> tuple[str, ...]:
    lost = [FILE] if _has_file(element) else []
    if any(element.first(name, "text").words for name in _COMBINED):
        lost.append("tanggapan gabungan tidak disimpan")
    if element.all("hint"):
        lost.append("petunjuk (hint) tidak disimpan")
    if element.first("defaultgrade").words.rstrip("0").rstrip(".") not in {"", "1"}:
        lost.append("nilai soal menjadi 1, seperti soal lain")
    return tuple(lost)


def _has_file(element: _Element) -> bool:
    """Texts have files beside them, and so have the texts of choices."""
    below = [grandchild for child in element.children for grandchild in child.children]
    return any(place.all("file") for place in [element, *element.children, *below])
