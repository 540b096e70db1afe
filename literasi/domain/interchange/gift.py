"""Moodle's GIFT: questions as lines of text. Read as Moodle reads it, in one pass without backtracking.

An empty line ends a question, a line with ``//`` is a comment, the first ``{`` and ``}`` hold the answers,
and every unescaped ``=`` among them begins one. Signs that are escaped are put aside first and put back at
the end.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

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

CATEGORY = "$CATEGORY:"
SIGNS = "\\~=#{}:"
_ASIDE = {sign: chr(0xFDD0 + number) for number, sign in enumerate([*SIGNS, "\n"])}
_BACK = str.maketrans({aside: sign for sign, aside in _ASIDE.items()})
_GONE = str.maketrans(dict.fromkeys(_ASIDE.values()))
_ESCAPED = re.compile(r"\\([\\~=#{}:n])")
_WEIGHT = re.compile(r"%(-?\d{1,4}(?:\.\d{0,10})?)%")
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_NOTE = re.compile(r"\[(id|tag):((?:[^\]\\]|\\.){0,300})\]")
_TRUE, _FALSE = {"T", "TRUE"}, {"F", "FALSE"}
_BLANK = "…"  # where the words were that a question leaves out
_BRACES = (
    "Kurung kurawal soal ini tidak berpasangan.",
    "Tulis jawabannya di antara satu { dan satu }, tanpa baris kosong di dalamnya. "
    "Kurung di dalam teks ditulis \\{ dan \\}.",
)
_NAME = ("Nama soal belum ditutup.", "Tulis ::nama:: di depan soal; titik dua di dalam teks ditulis \\:")
_UNREADABLE = ("Jawaban soal ini tidak terbaca.", "Tulis {T} atau {F}, atau beri tanda = dan ~ pada pilihan.")
_LONG = ("Soal ini terlalu panjang.", f"Ringkas menjadi paling banyak {LONGEST_QUESTION} huruf.")
_SKIPPED = {
    "description": "keterangan tanpa jawaban",
    "essay": "esai",
    "numerical": "jawaban angka",
    "matching": "menjodohkan",
    "short": "isian singkat",
}


@dataclass(frozen=True)
class _Block:
    """The lines of one question; *line* is its first that is no comment."""

    text: str
    line: int
    comments: str


def read_gift(text: str) -> Reading:
    """Every question of *text*, with what must be left out and what is broken. Never raises."""
    if len(text) > LARGEST_FILE:
        return Reading(faults=(TOO_LARGE,))
    most = 2 * MOST_QUESTIONS  # categories are blocks too
    blocks = list(islice(_whole_blocks(text), most + 1))
    found = list(_read_blocks(blocks))
    if len(found) > MOST_QUESTIONS or len(blocks) > most:
        return Reading(faults=(TOO_MANY,))
    return Reading(
        tuple(one for one in found if isinstance(one, ForeignQuestion)),
        tuple(one for one in found if isinstance(one, Remark)),
        tuple(one for one in found if isinstance(one, Problem)),
    )


def _read_blocks(blocks: Iterable[_Block]) -> Iterator[ForeignQuestion | Remark | Problem]:
    category = ""
    for block in blocks:
        if block.text.startswith(CATEGORY):
            category = " ".join(block.text.removeprefix(CATEGORY).split())
            continue
        found = _read_block(block)
        yield replace(found, category=category) if isinstance(found, ForeignQuestion) else found


def _whole_blocks(text: str) -> Iterator[_Block]:
    """The blocks of *text*, without the rest of a question that an empty line cut in two: it is one fault."""
    cut = False
    for block in _blocks(text):
        signs = _ESCAPED.sub("", block.text)
        if cut and "{" not in signs and not signs.startswith(("::", CATEGORY)):
            cut = "}" not in signs
            continue
        cut = "{" in signs and "}" not in signs
        yield block


def _blocks(text: str) -> Iterator[_Block]:
    lines: list[str] = []
    comments: list[str] = []
    start = 0
    for number, line in enumerate([*_readable(text).split("\n"), ""], start=1):
        words = line.strip()
        if words.startswith("//"):
            comments.append(words)
        elif words:
            start = start if lines else number
            lines.append(line)
        else:
            if lines:
                yield _Block("\n".join(lines).strip(), start, "\n".join(comments))
            lines, comments = [], []


def _readable(text: str) -> str:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return without_hidden(text).translate(_GONE)


def _read_block(block: _Block) -> ForeignQuestion | Remark | Problem:
    if len(block.text) > LONGEST_QUESTION:
        return Problem(block.line, *_LONG)
    name, closed, text = _name(_ESCAPED.sub(_aside, block.text))
    if not closed:
        return Problem(block.line, *_NAME)
    if "{" not in text and "}" not in text:
        return Remark(block.line, _skipped("description", name or text))
    if text.count("{") != 1 or text.count("}") != 1 or text.index("}") < text.index("{"):
        return Problem(block.line, *_BRACES)
    return _read_question(text, name, block)


def _aside(found: re.Match[str]) -> str:
    return _ASIDE["\n" if found[1] == "n" else found[1]]


def _name(text: str) -> tuple[str, bool, str]:
    """The name in front of a question, whether it ends, and the rest."""
    if not text.startswith("::"):
        return "", True, text
    name, closed, rest = text[2:].partition("::")
    return " ".join(_put_back(name).split()), bool(closed), rest


def _read_question(text: str, name: str, block: _Block) -> ForeignQuestion | Remark | Problem:
    opened, closing = text.index("{"), text.index("}")
    stem = _stem(text, opened, closing)
    if not stem.text:
        mend = "Tulis pertanyaannya di depan kurung kurawal."
        return Problem(block.line, "Soal ini belum punya pertanyaan.", mend)
    found = _read_answers(text[opened + 1 : closing].strip(), stem, block.line, name)
    if not isinstance(found, ForeignQuestion):
        return found
    ids, tags = _notes(block.comments, "id"), _notes(block.comments, "tag")
    return replace(found, id=ids[0] if ids else "", tags=tags)


def _stem(text: str, opened: int, closing: int) -> Formatted:
    """The question; where it goes on behind its answers, a gap stands for them."""
    before, after = text[:opened], text[closing + 1 :]
    return _formatted(f"{before}{_BLANK}{after}" if after.strip() else before, TextFormat.MOODLE)


def _skipped(kind: str, words: str) -> str:
    words = " ".join(_put_back(words).split())
    return f"{_SKIPPED[kind]}: {words[:60]}" if words else _SKIPPED[kind]


def _read_answers(answers: str, stem: Formatted, line: int, name: str) -> ForeignQuestion | Remark | Problem:
    answers, _, general = answers.rpartition("####") if "####" in answers else (answers, "", "")
    answers = answers.strip()
    kind = _kind(answers)
    if kind in _SKIPPED:
        return Remark(line, _skipped(kind, name or stem.text))
    if kind == "unreadable":
        return Problem(line, *_UNREADABLE)
    whole = ForeignQuestion(line, ForeignKind.CHOICE, name, stem, (), general=_formatted(general, stem.form))
    return _true_false(answers, whole) if kind == "true or false" else _choices(answers, whole)


def _kind(answers: str) -> str:
    if not answers:
        return "essay"
    if answers.startswith("#"):
        return "numerical"
    if "~" in answers:
        return "choice"
    if "=" in answers:
        return "matching" if "->" in answers else "short"
    return "true or false" if answers.partition("#")[0].strip() in _TRUE | _FALSE else "unreadable"


def _true_false(answers: str, whole: ForeignQuestion) -> ForeignQuestion:
    """``{T#said when wrong#said when right}``"""
    answer, when_wrong, when_right = [*answers.split("#", 2), "", ""][:3]
    is_true = answer.strip() in _TRUE
    wrong, right = _formatted(when_wrong, whole.stem.form), _formatted(when_right, whole.stem.form)
    choices = (
        ForeignChoice(Formatted("true"), 100.0 if is_true else 0.0, right if is_true else wrong),
        ForeignChoice(Formatted("false"), 0.0 if is_true else 100.0, wrong if is_true else right),
    )
    return replace(whole, kind=ForeignKind.TRUE_FALSE, choices=choices)


def _choices(answers: str, whole: ForeignQuestion) -> ForeignQuestion | Problem:
    found = []
    before, *pieces = answers.replace("=", "~=").split("~")
    for piece in [before, *pieces] if before.strip() else pieces:
        choice = _choice(piece.strip(), whole.stem.form)
        if isinstance(choice, str):
            return Problem(whole.line, *unknown_grade(choice))
        found.append(choice)
    return replace(whole, choices=tuple(found), single="=" in answers)


def _choice(piece: str, form: TextFormat) -> ForeignChoice | str:
    """The choice, or as a string the grade that Moodle does not know."""
    grade = 100.0 if piece.startswith("=") else 0.0
    piece = piece.removeprefix("=").lstrip()
    if weight := _WEIGHT.match(piece):
        known = known_grade(float(weight[1]))
        if known is None:
            return weight[1]
        grade, piece = known, piece[weight.end() :]
    text, _, feedback = piece.partition("#")
    return ForeignChoice(_formatted(text, form), grade, _formatted(feedback, form))


def _formatted(text: str, otherwise: TextFormat) -> Formatted:
    text = text.strip()
    written = _FORMAT.match(text)
    form = TextFormat(written[1]) if written else otherwise
    words = _put_back(text[written.end() :] if written else text).strip()
    return Formatted(words, form if words else otherwise)


def _put_back(text: str) -> str:
    return text.translate(_BACK)


def _notes(comments: str, name: str) -> tuple[str, ...]:
    """The ids or tags that stand in comments."""
    found = (note[2] for note in _NOTE.finditer(comments) if note[1] == name)
    return tuple(words for note in found if (words := re.sub(r"\\(.)", r"\1", note).strip()))
