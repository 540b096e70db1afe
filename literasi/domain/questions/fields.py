"""A question as the fields of a form: read from its text, and tidied as the format would keep it.

Nothing is judged here; ``writing`` says whether the fields make a question.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from literasi.domain.blocks import ChoiceList, Fence, Heading, Piece, scan
from literasi.domain.exhibit_reading import LOOKS, read_values
from literasi.domain.questions.quizzes import KEY_AND_READ
from literasi.domain.texts import clean

LOOK_KEYS = tuple(dict.fromkeys(key for looks in LOOKS.values() for key in looks))
VALUE_KEYS = tuple(dict.fromkeys(
    ("caption", "label", "verdict", "fact", "why", "cue", "technique", "topic",
     "place", "difficulty", "use", "review-by", "source", *LOOK_KEYS)
))  # fmt: skip
_READABLE_CHOICE = re.compile(r"- \[[ xX]\](?: .*)?")
_CLOSING = re.compile(r"`{3,} *")


@dataclass(frozen=True)
class ChoiceField:
    """One choice, as typed."""

    text: str
    explanation: str
    right: bool = False


@dataclass(frozen=True)
class ChoiceFields:
    """A question with choices; *body* is the Markdown between its heading and its choices."""

    prompt: str
    key: str
    read: str
    body: str
    choices: tuple[ChoiceField, ...]


@dataclass(frozen=True)
class JudgementFields:
    """A judgement: *values* holds what stands after each key of the exhibit, in the order of the text.

    *before* and *after* are the Markdown around the exhibit, *words* what the sender wrote.
    """

    prompt: str
    key: str
    read: str
    kind: str
    words: str
    values: Mapping[str, str] = field(default_factory=dict)
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class TextOnly:
    """A question that is edited as text alone; *why* says so to its author."""

    why: str


QuestionFields = ChoiceFields | JudgementFields

_OTHER_KIND = "Pertanyaan mencari tanda disunting sebagai teks."
_NOT_CUT = "Susunan pertanyaan ini belum terbaca. Perbaiki dulu di penyunting teks."
_NO_EXHIBIT = "Pertanyaan ini belum punya pilihan atau satu kiriman. Tambahkan di penyunting teks."
_LOOSE_EXHIBIT = "Kunci kirimannya belum terbaca semua. Perbaiki dulu di penyunting teks."
_BELOW_CHOICES = "Ada teks di bawah pilihan. Pindahkan dulu di penyunting teks."


def fields_of(section: str) -> QuestionFields | TextOnly:
    """The fields of the question whose text is *section*; TextOnly where fields would lose a part of it."""
    readable, _ = clean(section)
    lines = (readable or "").split("\n")
    pieces = scan("\n".join(lines), 1, [])
    if not pieces or not isinstance(pieces[0], Heading) or pieces[0].line != 1:
        return TextOnly(_NOT_CUT)
    head = _read_heading(pieces[0])
    if head is None or not _is_whole(lines, pieces[1:]):
        return TextOnly(_NOT_CUT)
    fences = [piece for piece in pieces if isinstance(piece, Fence)]
    if len(fences) == 1 and any("[[" in line for line in fences[0].lines):
        return TextOnly(_OTHER_KIND)
    choices = next((piece for piece in pieces if isinstance(piece, ChoiceList)), None)
    if choices:
        return _read_choices(head, lines, pieces, choices)
    return _read_judgement(head, lines, fences[0]) if len(fences) == 1 else TextOnly(_NO_EXHIBIT)


def prompt_and_key(section: str) -> tuple[str, str]:
    """The prompt and the key of the question whose text is *section*; what is unreadable is empty."""
    readable, _ = clean(section)
    pieces = scan((readable or "").split("\n")[0], 1, [])
    head = _read_heading(pieces[0]) if pieces and isinstance(pieces[0], Heading) else None
    return (head[0], head[1]) if head else ("", "")


def _read_heading(heading: Heading) -> tuple[str, str, str] | None:
    """Prompt, key and section to read again."""
    if heading.level != 2:
        return None
    if heading.attributes is None:
        return heading.text, "", ""
    found = KEY_AND_READ.fullmatch(heading.attributes)
    return (heading.text, found["key"], found["read"] or "") if found else None


def _is_whole(lines: Sequence[str], pieces: Sequence[Piece]) -> bool:
    """Whether every block is closed and known, and every choice readable."""
    for piece in pieces:
        if isinstance(piece, Heading):
            return False
        if isinstance(piece, Fence) and not _is_closed(lines, piece):
            return False
        if isinstance(piece, ChoiceList) and not all(
            _READABLE_CHOICE.fullmatch(lines[item.line - 1]) for item in piece.items
        ):
            return False
    return True


def _is_closed(lines: Sequence[str], fence: Fence) -> bool:
    end = fence.line + len(fence.lines)
    return end < len(lines) and _CLOSING.fullmatch(lines[end]) is not None


def _read_choices(
    head: tuple[str, str, str], lines: Sequence[str], pieces: Sequence[Piece], written: ChoiceList
) -> ChoiceFields | TextOnly:
    if pieces[-1] is not written:
        return TextOnly(_BELOW_CHOICES)
    choices = tuple(ChoiceField(item.text, item.explanation, item.right) for item in written.items)
    return ChoiceFields(*head, _block(lines[1 : written.line - 1]), choices)


def _read_judgement(
    head: tuple[str, str, str], lines: Sequence[str], fence: Fence
) -> JudgementFields | TextOnly:
    found = read_values(fence)
    if found is None or not set(found[0]) <= set(VALUE_KEYS):
        return TextOnly(_LOOSE_EXHIBIT)
    values = {key: _lines(value) for key, value in found[0].items() if _lines(value)}
    after = lines[fence.line + len(fence.lines) + 1 :]
    before = lines[1 : fence.line - 1]
    return JudgementFields(*head, fence.word, found[1], values, _block(before), _block(after))


def tidied(fields: QuestionFields) -> QuestionFields:
    """*fields* as the format keeps them: no hidden characters, no line ends where one line is meant."""
    head = (one_line(fields.prompt), fields.key.strip(), fields.read.strip())
    if isinstance(fields, ChoiceFields):
        choices = tuple(
            ChoiceField(one_line(choice.text), _quote(choice.explanation), choice.right)
            for choice in fields.choices
        )
        return ChoiceFields(*head, _block(_clean(fields.body).split("\n")), choices)
    values = {key: _lines(_clean(value)) for key, value in fields.values.items()}
    return JudgementFields(
        *head,
        fields.kind.strip(),
        "\n".join(line.rstrip() for line in _clean(fields.words).split("\n")).strip("\n"),
        {key: value for key, value in values.items() if value},
        _block(_clean(fields.before).split("\n")),
        _block(_clean(fields.after).split("\n")),
    )


def one_line(typed: str) -> str:
    """*typed* without line ends."""
    return _lines(_clean(typed)).replace("\n", " ")


def _clean(typed: str) -> str:
    """What a content file may hold of it; a text that no file can hold stays, so that it can be refused."""
    cleaned, _ = clean(typed)
    return typed if cleaned is None else cleaned


def _lines(value: str) -> str:
    return "\n".join(line.strip() for line in value.split("\n") if line.strip())


def _quote(explanation: str) -> str:
    return "\n".join(line.strip() for line in _clean(explanation).split("\n")).strip()


def _block(lines: Sequence[str]) -> str:
    """Lines without the empty ones around them."""
    start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    return "\n".join(lines[start:]).rstrip()
